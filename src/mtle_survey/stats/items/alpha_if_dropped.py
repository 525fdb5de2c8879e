"""Coefficient alpha of the scale without each item."""

from __future__ import annotations

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import NO_VARIANCE, sample_moments
from mtle_survey.stats.reliability.alpha_intervals import feldt

METHOD = "listwise/feldt"


def alpha_if_dropped_of_covariance(S: Array) -> Array:
    """Alpha without each item, for one or many covariance matrices.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices of keyed items, k >= 3.

    Returns
    -------
    (..., k) float array
        nan where the total of the remaining items has no variance.
    """
    k = S.shape[-1]
    variances = np.diagonal(S, axis1=-2, axis2=-1)
    with_total = S.sum(axis=-1)
    total = with_total.sum(axis=-1, keepdims=True) - 2.0 * with_total + variances
    trace = variances.sum(axis=-1, keepdims=True) - variances
    ratio = np.divide(trace, total, out=np.full_like(total, np.nan), where=total > NO_VARIANCE * trace)
    return np.asarray((k - 1) / (k - 2) * (1.0 - ratio), dtype=np.float64)


def alpha_if_dropped_from_moments(S: Array, n: int, level: float = 0.95) -> tuple[Estimate, ...]:
    """Alpha without each item from a covariance matrix and the respondents behind it."""
    k = S.shape[0]
    reason = ""
    if k < 3:
        reason = f"dropping an item must leave at least 2; this scale has {k}"
    elif n < 2:
        reason = f"alpha needs at least 2 complete respondents; {there_are(n)}"
    if reason:
        return tuple(not_available(reason, n=n, method=METHOD) for _ in range(k))
    return tuple(
        not_available("the total of the remaining items does not vary", n=n, method=METHOD)
        if np.isnan(value)
        else Estimate(value=float(value), n=n, method=METHOD, interval=feldt(float(value), n, k - 1, level))
        for value in alpha_if_dropped_of_covariance(S)
    )


def alpha_if_dropped(x: Array, level: float = 0.95) -> tuple[Estimate, ...]:
    """Coefficient alpha of the remaining items when each item in turn is left out.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents. The same rows serve every item.
    level : float in (0, 1)
        Confidence level of Feldt's interval.

    Returns
    -------
    tuple of Estimate
        One per item, in column order. Method ``listwise/feldt``.

    Not available when
    ------------------
    k < 3, n < 2, or the total of the remaining items has no variance.

    Notes
    -----
    Alpha of the covariance matrix without row and column i, all items at once. A gain in this sample may
    not repeat in the next one.

    References
    ----------
    Kopalle & Lehmann (1997). Organizational Behavior and Human Decision Processes, 70, 189-197.
    https://doi.org/10.1006/obhd.1997.2702
    """
    S, n = sample_moments(x)
    return alpha_if_dropped_from_moments(S, n, level)


STATISTIC = Statistic(
    name="alpha_if_dropped",
    family="items",
    label="Alpha if the item is dropped",
    formula="alpha of the other k - 1 items",
    reference=(
        "Kopalle, P. K., & Lehmann, D. R. (1997). Alpha inflation? The impact of eliminating scale items on "
        "Cronbach's alpha. Organizational Behavior and Human Decision Processes, 70(3), 189-197. "
        "https://doi.org/10.1006/obhd.1997.2702"
    ),
    compute=alpha_if_dropped,
)
