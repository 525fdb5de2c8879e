"""Cohen's kappa without weights."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.stats.agreement.weighted_kappa import weighted_kappa
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def kappa(ratings: Array, categories: Sequence[float], level: float = 0.95) -> Estimate:
    """Agreement of two raters beyond chance, every disagreement alike.

    For categories without an order, such as the codes of comments.

    Parameters
    ----------
    ratings : (n, 2) float array
        Complete ratings of n units.
    categories : sequence of float
        The declared codes, used or not.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        At most 1; ``n`` counts units. Method ``unweighted``.

    Not available when
    ------------------
    There is no unit, or both raters used one and the same category for every unit.

    Notes
    -----
    (p_o - p_e) / (1 - p_e).

    References
    ----------
    Cohen (1960). Educational and Psychological Measurement, 20, 37-46.
    https://doi.org/10.1177/001316446002000104
    """
    return weighted_kappa(ratings, categories, "unweighted", level)


STATISTIC = Statistic(
    name="kappa",
    family="agreement",
    label="Cohen's kappa",
    formula="(p_o - p_e) / (1 - p_e)",
    reference=(
        "Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological "
        "Measurement, 20(1), 37-46. https://doi.org/10.1177/001316446002000104"
    ),
    compute=kappa,
)
