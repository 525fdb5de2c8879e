"""Gwet's AC2."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.stats.agreement.gwet import gwet_coefficient
from mtle_survey.stats.agreement.ratings import Weights
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def ac2(
    ratings: Array, categories: Sequence[float], weights: Weights = "quadratic", level: float = 0.95
) -> Estimate:
    """AC1 for ordered categories: near misses count as partial agreement.

    Parameters
    ----------
    ratings : (n, r) float array
        Ratings of n units by r raters; nan where a rater gave none.
    categories : sequence of float
        The declared codes, used or not.
    weights : {"linear", "quadratic", "ordinal"}
        As ``agreement_weights``; the method's name.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        As ``gwet_coefficient``, which also says when it is not available.

    Notes
    -----
    (p_a - p_e) / (1 - p_e), p_e = sum(w) / [q (q - 1)] * sum of pi (1 - pi).

    References
    ----------
    Gwet (2014). Handbook of inter-rater reliability (4th ed.). Advanced Analytics.
    """
    return gwet_coefficient(ratings, categories, weights, level)


STATISTIC = Statistic(
    name="ac2",
    family="agreement",
    label="Gwet's AC2",
    formula="(p_a - p_e) / (1 - p_e), p_e = sum(w) / [q (q - 1)] sum of pi (1 - pi)",
    reference="Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed.). Advanced Analytics.",
    compute=ac2,
)
