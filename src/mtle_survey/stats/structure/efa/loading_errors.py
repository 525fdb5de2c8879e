"""What both kinds of standard errors of rotated loadings look like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadingErrors:
    """Sampling error of a rotated solution.

    Attributes
    ----------
    pattern : (p, k) float array
        Standard errors of the pattern loadings.
    factor_correlation : (k, k) float array
        Standard errors of the factor correlations; 0 where a correlation is fixed.
    pattern_low, pattern_high : (p, k) float arrays
        Confidence limits of the pattern loadings.
    level : float
        Their confidence level.
    method : str
        ``sandwich`` or ``bootstrap/percentile``.
    replicates : int
        Bootstrap samples that entered; 0 for the sandwich.
    unavailable : str
        Why there are none; arrays are then nan.
    """

    pattern: Array
    factor_correlation: Array
    pattern_low: Array
    pattern_high: Array
    level: float
    method: str
    replicates: int = 0
    unavailable: str = ""


def no_errors(p: int, k: int, level: float, method: str, reason: str, replicates: int = 0) -> LoadingErrors:
    """Standard errors that say why they are none."""
    lost = np.full((p, k), np.nan)
    return LoadingErrors(
        pattern=lost,
        factor_correlation=np.full((k, k), np.nan),
        pattern_low=lost,
        pattern_high=lost,
        level=level,
        method=method,
        replicates=replicates,
        unavailable=reason,
    )
