"""Gwet's AC1."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.stats.agreement.gwet import gwet_coefficient
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def ac1(ratings: Array, categories: Sequence[float], level: float = 0.95) -> Estimate:
    """Agreement beyond chance that stays meaningful when almost all units belong in one category.

    Parameters
    ----------
    ratings : (n, r) float array
        Ratings of n units by r raters; nan where a rater gave none.
    categories : sequence of float
        The declared codes, used or not.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        As ``gwet_coefficient``, which also says when it is not available. Method ``unweighted``.

    Notes
    -----
    (p_a - p_e) / (1 - p_e), p_e = sum of pi (1 - pi) / (q - 1).

    References
    ----------
    Gwet (2008). British Journal of Mathematical and Statistical Psychology, 61, 29-48.
    https://doi.org/10.1348/000711006X126600
    """
    return gwet_coefficient(ratings, categories, "unweighted", level)


STATISTIC = Statistic(
    name="ac1",
    family="agreement",
    label="Gwet's AC1",
    formula="(p_a - p_e) / (1 - p_e), p_e = sum of pi (1 - pi) / (q - 1)",
    reference=(
        "Gwet, K. L. (2008). Computing inter-rater reliability and its variance in the presence of high "
        "agreement. British Journal of Mathematical and Statistical Psychology, 61(1), 29-48. "
        "https://doi.org/10.1348/000711006X126600"
    ),
    compute=ac1,
)
