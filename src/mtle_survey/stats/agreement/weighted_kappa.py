"""Cohen's kappa with agreement weights."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mtle_survey.stats.agreement.ratings import NO_SPREAD, Weights, agreement_weights, contingency_table
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.gates import RATINGS_OUTSIDE_THE_COMMONEST
from mtle_survey.stats.intervals import check_level


def kappa_of_table(table: Array, w: Array, level: float = 0.95, method: str = "") -> Estimate:
    """Weighted kappa of a cross table.

    Parameters
    ----------
    table : (q, q) float array
        Counts of units by the categories of two raters.
    w : (q, q) float array
        Agreement weights, 1 on the diagonal.
    level : float in (0, 1)
        Confidence level.
    method : str
        Name of the weights.

    Returns
    -------
    Estimate
        At most 1; ``n`` counts units. With the large-sample standard error; the interval is cut at -1 and 1.
        No interval where either rater put fewer than 5 units outside the category that they used most (a
        rare theme in few comments asks for more comments), or where the standard error is 0: it does not say
        how sure kappa is.

    Not available when
    ------------------
    There is no unit, or both raters used one and the same category for every unit.

    Notes
    -----
    (p_o - p_e) / (1 - p_e), p_o = sum of w p_ij and p_e = sum of w p_i. p_.j.

    References
    ----------
    Fleiss, Cohen & Everitt (1969). Psychological Bulletin, 72, 323-327. https://doi.org/10.1037/h0028106
    Cochran (1954). Biometrics, 10, 417-451. https://doi.org/10.2307/3001616
    """
    check_level(level)
    n = int(table.sum())
    if n == 0:
        return not_available("kappa needs at least 1 unit that both raters rated", n=0, method=method)
    p = table / n
    by_row, by_column = p.sum(axis=1), p.sum(axis=0)
    observed = float((w * p).sum())
    expected = float(by_row @ w @ by_column)
    if 1.0 - expected < 1e-12:
        return not_available("both raters used one and the same category throughout", n=n, method=method)
    value = (observed - expected) / (1.0 - expected)
    from_margins = (w @ by_column)[:, None] + by_row @ w
    spread = float((p * (w - from_margins * (1.0 - value)) ** 2).sum())
    spread -= (value - expected * (1.0 - value)) ** 2
    std_error = math.sqrt(max(spread, 0.0) / n) / (1.0 - expected)
    half = z_critical(level) * std_error
    interval = (
        Interval(low=max(-1.0, value - half), high=min(1.0, value + half), level=level)
        if std_error > NO_SPREAD and _enough_outside(table)
        else None
    )
    return Estimate(value=value, n=n, method=method, interval=interval, std_error=std_error)


def _enough_outside(table: Array) -> bool:
    """Whether either rater used more than one category often enough for a large-sample interval."""
    commonest = max(float(table.sum(axis=axis).max()) for axis in (0, 1))
    return float(table.sum()) - commonest >= RATINGS_OUTSIDE_THE_COMMONEST


def weighted_kappa(
    ratings: Array, categories: Sequence[float], weights: Weights = "quadratic", level: float = 0.95
) -> Estimate:
    """Weighted kappa of two raters.

    Parameters
    ----------
    ratings : (n, 2) float array
        Complete ratings of n units.
    categories : sequence of float
        The declared codes.
    weights : {"unweighted", "linear", "quadratic", "ordinal"}
        As ``agreement_weights``; the method's name.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        As ``kappa_of_table``.
    """
    table = contingency_table(ratings, categories)
    return kappa_of_table(np.asarray(table), agreement_weights(categories, weights), level, weights)
