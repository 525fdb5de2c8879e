"""Omega total of least-squares factors of the correlations, as psych and jamovi compute it."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.moments import NO_VARIANCE, correlation
from mtle_survey.stats.reliability.conditions import constant_item, too_small
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.solution import degrees_of_freedom


def omega_minres(S: Array, n: int, factors: int = 1) -> Estimate:
    """Omega total from unweighted least-squares factors of standardized items.

    With several factors everything they share counts as reliable, also what a total of one construct does
    not mean to measure, so that it rises with their number.

    Parameters
    ----------
    S : (k, k) float array
        Covariance matrix of keyed items.
    n : int
        Respondents behind it.
    factors : int
        1 as in jamovi and ``psych::omega(nfactors = 1)``, 3 as psych does by default.

    Returns
    -------
    Estimate
        Method ``minres<factors>/observed``.

    Not available when
    ------------------
    k < 3, an item is constant, the standardized items add up to a constant, or the items do not identify
    that many factors (3 take 6 items; psych prints a number all the same).

    Notes
    -----
    1 - sum of uniquenesses / sum of correlations.

    References
    ----------
    Revelle & Zinbarg (2009). Psychometrika, 74, 145-154. https://doi.org/10.1007/s11336-008-9102-z
    """
    method = f"minres{factors}/observed"
    k = S.shape[0]
    reason = too_small("omega", S, n, items=3) or constant_item(S)
    if not reason and degrees_of_freedom(k, factors) < 0:
        reason = f"{k} items do not identify {factors} factors"
    if reason:
        return not_available(reason, n=n, method=method)
    R = correlation(S)
    if float(R.sum()) <= NO_VARIANCE * k:
        return not_available("the sum of the standardized items does not vary", n=n, method=method)
    uniqueness = np.asarray(extract(R, factors, "minres").uniqueness)
    return Estimate(value=1.0 - float(uniqueness.sum() / R.sum()), n=n, method=method)
