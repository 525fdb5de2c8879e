"""Likelihood-ratio fit of 0, 1, 2 … factors, which several rules read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.solution import degrees_of_freedom


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodFits:
    """Test statistics of rising numbers of factors.

    Attributes
    ----------
    chi2, df : (m,) float arrays
        Bartlett-corrected test statistic and degrees of freedom of 0, 1, 2 … factors.
    converged : (m,) bool array
        Whether each search converged.
    """

    chi2: Array
    df: Array
    converged: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def likelihood_fits(R: Array, n: int, most: int) -> LikelihoodFits:
    """Fit 0 to ``most`` factors by maximum likelihood, as far as they are identified.

    Parameters
    ----------
    R : (p, p) float array
        Positive definite correlations.
    n : int
        Respondents behind them.
    most : int
        The largest number of factors.

    Returns
    -------
    LikelihoodFits
        One entry for each number with positive degrees of freedom.
    """
    p = R.shape[0]
    counts = [k for k in range(min(most, p - 1) + 1) if degrees_of_freedom(p, k) > 0]
    fits = [extract(R, k, "ml") for k in counts]
    multiplier = [n - 1 - (2 * p + 5) / 6 - 2 * k / 3 for k in counts]
    return LikelihoodFits(
        chi2=np.array([m * f.objective for m, f in zip(multiplier, fits, strict=True)]),
        df=np.array([degrees_of_freedom(p, k) for k in counts]),
        converged=np.array([f.converged for f in fits]),
    )
