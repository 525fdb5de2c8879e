"""The share of agreeing pairs of raters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtle_survey.stats.agreement.gwet import pairwise_agreement
from mtle_survey.stats.agreement.ratings import unit_counts
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import wilson_interval

METHOD = "pairs"


def percent_agreement(ratings: Array, categories: Sequence[float], level: float = 0.95) -> Estimate:
    """Share of pairs of raters that put a unit into the same category, averaged over units.

    Easy to read, but high by chance alone when one category is common: print it beside a coefficient.

    Parameters
    ----------
    ratings : (n, r) float array
        Ratings of n units by r raters; nan where a rater gave none.
    categories : sequence of float
        The declared codes.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        A share in [0, 1]; ``n`` counts units with at least 2 ratings. Method ``pairs``, with Wilson's
        interval when no unit has more than 2 ratings, else without.

    Not available when
    ------------------
    No unit has two ratings.

    References
    ----------
    Gwet (2014). Handbook of inter-rater reliability (4th ed.). Advanced Analytics.
    """
    check_level(level)
    counts = unit_counts(ratings, categories)
    counts = counts[counts.sum(axis=1) >= 2.0]
    n = counts.shape[0]
    if n == 0:
        return not_available(
            "agreement needs at least 1 unit with 2 ratings; there is none", n=0, method=METHOD
        )
    agreement = pairwise_agreement(counts, np.eye(len(categories)))
    two_each = bool((counts.sum(axis=1) == 2.0).all())
    return Estimate(
        value=float(agreement.mean()),
        n=n,
        method=METHOD,
        interval=wilson_interval(int(agreement.sum()), n, level) if two_each else None,
    )


STATISTIC = Statistic(
    name="percent_agreement",
    family="agreement",
    label="Agreement between raters",
    formula="agreeing pairs / pairs of raters, averaged over units",
    reference="Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed.). Advanced Analytics.",
    compute=percent_agreement,
)
