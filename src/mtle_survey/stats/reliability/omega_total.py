"""Omega total of a one-factor model."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import correlation, sample_moments
from mtle_survey.stats.reliability.conditions import constant_item, too_small
from mtle_survey.stats.reliability.one_factor import OneFactor, fit_one_factor, is_singular

Denominator = Literal["implied", "observed"]


def omega_of_solution(S: Array, solution: OneFactor, denominator: Denominator = "implied") -> Array:
    """Omega of one-factor solutions of one or many covariance matrices.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices the solutions belong to.
    solution : OneFactor
        Standardized loadings and uniquenesses.
    denominator : {"implied", "observed"}
        Variance of the total according to the model, or in the sample.

    Returns
    -------
    (...) float array
    """
    sd = np.sqrt(np.diagonal(S, axis1=-2, axis2=-1))
    true = (sd * solution.loadings).sum(axis=-1) ** 2
    if denominator == "implied":
        total = true + (sd**2 * solution.uniquenesses).sum(axis=-1)
    else:
        total = S.sum(axis=(-2, -1))
    return np.asarray(true / total, dtype=np.float64)


def omega_total_from_moments(S: Array, n: int, denominator: Denominator = "implied") -> Estimate:
    """Omega total from a covariance matrix and the respondents behind it."""
    method = f"ml1/{denominator}"
    reason = too_small("omega", S, n, items=3, respondents=S.shape[0] + 1) or constant_item(S)
    if reason:
        return not_available(reason, n=n, method=method)
    R = correlation(S)
    if is_singular(R):
        return not_available(
            "an item follows exactly from the others, so no item has variance of its own to estimate",
            n=n,
            method=method,
        )
    solution = fit_one_factor(R)
    if not solution.converged:
        return not_available("the one-factor model did not converge", n=n, method=method)
    if not solution.proper:
        position = int(np.argmin(solution.uniquenesses)) + 1
        return not_available(
            f"the one-factor solution is improper: item {position} of {S.shape[0]} keeps no variance of its "
            f"own (Heywood case); more respondents than the present {n}, or other items, are needed",
            n=n,
            method=method,
        )
    return Estimate(value=float(omega_of_solution(S, solution, denominator)), n=n, method=method)


def omega_total(x: Array, denominator: Denominator = "implied") -> Estimate:
    """Reliability of the total score if one factor accounts for the items.

    Unlike alpha it allows items to load unequally; like alpha it assumes uncorrelated errors.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents. Items are never reversed here.
    denominator : {"implied", "observed"}
        Variance of the total according to the model (the default), or in the sample. When they differ by
        more than about .02 in omega, one factor does not reproduce the variance of the total.

    Returns
    -------
    Estimate
        Unit-free. Method ``ml1/implied`` or ``ml1/observed``; without an interval, which takes
        a bootstrap of refits.

    Not available when
    ------------------
    k < 3, n <= k, an item is constant or a linear function of the others, the fit does not converge, or
    it is improper (a communality of .998 or more).

    Notes
    -----
    (sum of loadings)^2 / [(sum of loadings)^2 + sum of unique variances], loadings of the covariance
    matrix by maximum likelihood under normality.

    References
    ----------
    McDonald (1999). Test theory: A unified treatment. Erlbaum.
    """
    S, n = sample_moments(x)
    return omega_total_from_moments(S, n, denominator)


STATISTIC = Statistic(
    name="omega_total",
    family="reliability",
    label="Omega total",
    formula="(sum of loadings)^2 / [(sum of loadings)^2 + sum of unique variances]",
    reference="McDonald, R. P. (1999). Test theory: A unified treatment. Lawrence Erlbaum.",
    compute=omega_total,
)
