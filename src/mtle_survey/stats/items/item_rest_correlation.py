"""The correlation of each item with the rest of its scale."""

from __future__ import annotations

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import fisher_z
from mtle_survey.stats.moments import NO_VARIANCE, is_constant, sample_moments

METHOD = "listwise/fisher_z"


def item_rest_of_covariance(S: Array) -> Array:
    """Item-rest correlations of one or many covariance matrices.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices of keyed items, k >= 2.

    Returns
    -------
    (..., k) float array
        nan where the item, or the sum of the others, is constant.
    """
    variances = np.diagonal(S, axis1=-2, axis2=-1)
    with_total = S.sum(axis=-1)
    with_rest = with_total - variances
    total = with_total.sum(axis=-1, keepdims=True)
    rest = total - 2.0 * with_total + variances
    others = variances.sum(axis=-1, keepdims=True) - variances
    defined = ~is_constant(S) & (rest > NO_VARIANCE * others)
    scale = np.sqrt(np.where(defined, variances * rest, np.nan))
    return np.asarray(np.clip(with_rest / scale, -1.0, 1.0), dtype=np.float64)


def item_rest_correlation_from_moments(S: Array, n: int, level: float = 0.95) -> tuple[Estimate, ...]:
    """Item-rest correlations from a covariance matrix and the respondents behind it."""
    k = S.shape[0]
    if k < 2:
        reason = f"an item-rest correlation needs at least 2 items in the scale; this one has {k}"
        return tuple(not_available(reason, n=n, method=METHOD) for _ in range(k))
    if n < 3:
        reason = f"an item-rest correlation needs at least 3 complete respondents; {there_are(n)}"
        return tuple(not_available(reason, n=n, method=METHOD) for _ in range(k))
    return tuple(
        _one_item(float(r), bool(constant), n, level)
        for r, constant in zip(item_rest_of_covariance(S), is_constant(S), strict=True)
    )


def _one_item(r: float, constant: bool, n: int, level: float) -> Estimate:
    if constant:
        return not_available(
            "everyone gave the same answer to this item, so it correlates with nothing", n=n, method=METHOD
        )
    if np.isnan(r):
        return not_available("the sum of the other items does not vary", n=n, method=METHOD)
    return Estimate(value=r, n=n, method=METHOD, interval=fisher_z(r, n, level))


def item_rest_correlation(x: Array, level: float = 0.95) -> tuple[Estimate, ...]:
    """Correlation of each item with the sum of the other items of its scale.

    Positive when the item runs with its scale. After keying, an interval wholly below zero says that the
    item is keyed the wrong way round.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One per item, in column order; in [-1, 1]. Method ``listwise/fisher_z``. The item itself is never
        part of the sum.

    Not available when
    ------------------
    k < 2, n < 3, the item is constant, or the other items' sum is. The interval needs n >= 4.

    Notes
    -----
    (c_i - s_ii) / sqrt[s_ii (V - 2 c_i + s_ii)], c_i the covariance of the item with the total and V the
    variance of the total; all items at once from the covariance matrix. Interval by Fisher's z.

    References
    ----------
    Henrysson (1963). Psychometrika, 28, 211-218. https://doi.org/10.1007/BF02289618
    """
    S, n = sample_moments(x)
    return item_rest_correlation_from_moments(S, n, level)


STATISTIC = Statistic(
    name="item_rest_correlation",
    family="items",
    label="Item-rest correlation",
    formula="correlation of the item with the sum of the other items",
    reference=(
        "Henrysson, S. (1963). Correction of item-total correlations in item analysis. Psychometrika, "
        "28(2), 211-218. https://doi.org/10.1007/BF02289618"
    ),
    compute=item_rest_correlation,
)
