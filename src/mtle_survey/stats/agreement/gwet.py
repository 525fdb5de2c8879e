"""Gwet's chance-corrected agreement for any number of raters, with gaps."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from mtle_survey.stats.agreement.ratings import NO_SPREAD, Weights, agreement_weights, unit_counts
from mtle_survey.stats.distributions import t_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.intervals import check_level


def gwet_coefficient(
    ratings: Array, categories: Sequence[float], weights: Weights, level: float = 0.95
) -> Estimate:
    """Gwet's AC1 (unweighted) or AC2 (weighted).

    Parameters
    ----------
    ratings : (n, r) float array
        Ratings of n units by r raters; nan where a rater gave none. Units with one rating inform the
        prevalence of the categories, units with two or more the agreement.
    categories : sequence of float
        The declared codes.
    weights : {"unweighted", "linear", "quadratic", "ordinal"}
        As ``agreement_weights``; the method's name.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        At most 1. AC1 is at least -1 / (q - 1). AC2 can be below -1, with quadratic weights down to about
        -1.3: its chance agreement takes only the shares of the categories from the raters, not who used
        which, so that raters who are opposed throughout can agree much less than it expects. The number is
        given as it is. ``n`` counts units with at least one rating. Interval by Student's t on n - 1 degrees
        of freedom, cut at 1, and that of AC1 at -1; none where everybody agrees on everything, since a
        standard error of 0 does not say how sure that is.

    Not available when
    ------------------
    No unit has two ratings. The interval needs 2 units.

    Notes
    -----
    (p_a - p_e) / (1 - p_e), p_e = sum(w) / [q (q - 1)] * sum of pi (1 - pi), pi the mean share of each
    category. Standard error over units.

    References
    ----------
    Gwet (2008). British Journal of Mathematical and Statistical Psychology, 61, 29-48.
    https://doi.org/10.1348/000711006X126600
    """
    check_level(level)
    counts = unit_counts(ratings, categories)
    counts = counts[counts.sum(axis=1) > 0.0]
    n = counts.shape[0]
    raters = counts.sum(axis=1)
    compared = raters >= 2.0
    if not compared.any():
        return not_available(
            "agreement needs at least 1 unit with 2 ratings; there is none", n=n, method=weights
        )
    w = agreement_weights(categories, weights)
    q = len(categories)
    agreement = pairwise_agreement(counts, w)
    shares = counts / raters[:, None]
    prevalence = shares.mean(axis=0)
    chance_factor = float(w.sum()) / (q * (q - 1))
    by_chance = chance_factor * float((prevalence * (1.0 - prevalence)).sum())
    observed = float(agreement[compared].mean())
    value = (observed - by_chance) / (1.0 - by_chance)
    if n < 2:
        return Estimate(value=value, n=n, method=weights)
    scale = n / compared.sum()
    linear = np.where(compared, scale * (agreement - by_chance), 0.0) / (1.0 - by_chance)
    chance_by_unit = chance_factor * (shares @ (1.0 - prevalence))
    linear -= 2.0 * (1.0 - value) * (chance_by_unit - by_chance) / (1.0 - by_chance)
    std_error = math.sqrt(float(((linear - value) ** 2).sum()) / (n * (n - 1)))
    half = t_critical(level, n - 1) * std_error
    least = -1.0 if weights == "unweighted" else -math.inf
    interval = (
        Interval(low=max(least, value - half), high=min(1.0, value + half), level=level)
        if std_error > NO_SPREAD
        else None
    )
    return Estimate(value=value, n=n, method=weights, interval=interval, std_error=std_error, df=float(n - 1))


def pairwise_agreement(counts: Array, w: Array) -> Array:
    """Weighted share of agreeing pairs of raters for each unit.

    Parameters
    ----------
    counts : (n, q) float array
        Raters per unit and category.
    w : (q, q) float array
        Agreement weights.

    Returns
    -------
    (n,) float array
        0 where a unit has fewer than 2 ratings.
    """
    raters = counts.sum(axis=1)
    pairs = raters * (raters - 1.0)
    agreeing = (counts * (counts @ w - 1.0)).sum(axis=1)
    shares: Array = np.divide(agreeing, pairs, out=np.zeros_like(pairs), where=pairs > 0.0)
    return shares
