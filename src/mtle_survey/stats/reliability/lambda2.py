"""Guttman's lambda 2."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import NO_VARIANCE, sample_moments
from mtle_survey.stats.reliability.conditions import CONSTANT_TOTAL, too_small

METHOD = "listwise"


def lambda2_of_covariance(S: Array) -> Array:
    """Guttman's lambda 2 of one or many covariance matrices.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices of keyed items, k >= 2.

    Returns
    -------
    (...) float array
        nan where the total score has no variance.
    """
    k = S.shape[-1]
    total = S.sum(axis=(-2, -1))
    trace = np.trace(S, axis1=-2, axis2=-1)
    squares = np.maximum(
        (S**2).sum(axis=(-2, -1)) - (np.diagonal(S, axis1=-2, axis2=-1) ** 2).sum(axis=-1), 0.0
    )
    numerator = total - trace + np.sqrt(k / (k - 1) * squares)
    return np.asarray(
        np.divide(numerator, total, out=np.full_like(total, np.nan), where=total > NO_VARIANCE * trace),
        dtype=np.float64,
    )


def lambda2_from_moments(S: Array, n: int) -> Estimate:
    """Lambda 2 from a covariance matrix and the number of respondents behind it."""
    reason = too_small("lambda 2", S, n)
    if reason:
        return not_available(reason, n=n, method=METHOD)
    value = float(lambda2_of_covariance(S))
    if np.isnan(value):
        return not_available(CONSTANT_TOTAL, n=n, method=METHOD)
    return Estimate(value=value, n=n, method=METHOD)


def lambda2(x: Array) -> Estimate:
    """Guttman's lambda 2: a lower bound to reliability that is never below alpha.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.

    Returns
    -------
    Estimate
        Unit-free; computed from covariances, not from correlations. Method ``listwise``.

    Not available when
    ------------------
    k < 2, n < 2, or the total score has no variance.

    Notes
    -----
    [sum of s_ij + sqrt(k / (k - 1) * sum of s_ij squared)] / variance of the total, sums over i != j,
    denominator n - 1.

    References
    ----------
    Guttman (1945). Psychometrika, 10, 255-282. https://doi.org/10.1007/BF02288892
    """
    return lambda2_from_moments(*sample_moments(x))


STATISTIC = Statistic(
    name="lambda2",
    family="reliability",
    label="Guttman's lambda 2",
    formula="[sum s_ij + sqrt(k/(k-1) sum s_ij^2)] / variance of the total, i != j",
    reference=(
        "Guttman, L. (1945). A basis for analyzing test-retest reliability. Psychometrika, 10(4), 255-282. "
        "https://doi.org/10.1007/BF02288892"
    ),
    compute=lambda2,
)
