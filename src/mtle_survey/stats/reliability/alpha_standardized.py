"""Standardized coefficient alpha."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import NO_VARIANCE, correlation, sample_moments
from mtle_survey.stats.reliability.conditions import constant_item, too_small

METHOD = "listwise"


def alpha_standardized_of_covariance(S: Array) -> Array:
    """Standardized alpha of one or many covariance matrices.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices of keyed items, k >= 2.

    Returns
    -------
    (...) float array
        nan where an item is constant or the standardized total has no variance.
    """
    k = S.shape[-1]
    total = correlation(S).sum(axis=(-2, -1))
    ratio = np.divide(k, total, out=np.full_like(total, np.nan), where=total > NO_VARIANCE * k)
    return np.asarray(k / (k - 1) * (1.0 - ratio), dtype=np.float64)


def alpha_standardized_from_moments(S: Array, n: int) -> Estimate:
    """Standardized alpha from a covariance matrix and the number of respondents behind it."""
    reason = too_small("standardized alpha", S, n) or constant_item(S)
    if reason:
        return not_available(reason, n=n, method=METHOD)
    value = float(alpha_standardized_of_covariance(S))
    if np.isnan(value):
        return not_available("the standardized total does not vary between respondents", n=n, method=METHOD)
    return Estimate(value=value, n=n, method=METHOD)


def alpha_standardized(x: Array) -> Estimate:
    """Coefficient alpha of the items after each is standardized.

    The reliability of a sum of z scores. It is not that of the raw sum or mean that a scale usually
    reports, so it is never the headline.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.

    Returns
    -------
    Estimate
        Unit-free, at most 1; without an interval. Method ``listwise``.

    Not available when
    ------------------
    k < 2, n < 2, an item is constant, or the standardized total has no variance.

    Notes
    -----
    k r / (1 + (k - 1) r), r the mean correlation between items. The correlations come from the same
    complete rows; under pairwise deletion the result would differ.

    References
    ----------
    Falk & Savalei (2011). Journal of Personality Assessment, 93, 445-453.
    https://doi.org/10.1080/00223891.2011.594129
    """
    return alpha_standardized_from_moments(*sample_moments(x))


STATISTIC = Statistic(
    name="alpha_standardized",
    family="reliability",
    label="Standardized alpha",
    formula="k r / (1 + (k - 1) r), r = mean inter-item correlation",
    reference=(
        "Falk, C. F., & Savalei, V. (2011). The relationship between unstandardized and standardized alpha, "
        "true reliability, and the underlying measurement model. Journal of Personality Assessment, 93(5), "
        "445-453. https://doi.org/10.1080/00223891.2011.594129"
    ),
    compute=alpha_standardized,
)
