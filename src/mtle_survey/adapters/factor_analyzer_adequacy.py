"""Sampling adequacy as factor-analyzer computes it: a second opinion on complete Pearson data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Adequacy:
    """KMO and Bartlett's test.

    Attributes
    ----------
    kmo : float
        Overall measure.
    kmo_items : (p,) float array
        By item.
    bartlett_chi2, bartlett_p : float
    """

    kmo: float
    kmo_items: Array
    bartlett_chi2: float
    bartlett_p: float


def adequacy(x: Array) -> Adequacy:
    """KMO and Bartlett's test of sphericity by ``factor_analyzer``.

    Parameters
    ----------
    x : (n, p) float array
        Complete answers without a constant item; the library's medians for missing answers never come
        into play.

    Raises
    ------
    ValueError
        Missing answers.
    """
    if not np.isfinite(x).all():
        raise ValueError("answers must be complete")
    from factor_analyzer.factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

    items, overall = calculate_kmo(x)
    chi2, p = calculate_bartlett_sphericity(x)
    return Adequacy(
        kmo=float(overall),
        kmo_items=np.asarray(items, dtype=np.float64),
        bartlett_chi2=float(chi2),
        bartlett_p=float(p),
    )
