"""Cohen's kappa with quadratic weights."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.stats.agreement.weighted_kappa import weighted_kappa
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def kappa_quadratic(ratings: Array, categories: Sequence[float], level: float = 0.95) -> Estimate:
    """Agreement of two raters beyond chance, disagreements weighing by their squared distance.

    For ordered categories; nearly an intraclass correlation. It falls when almost all units belong in one
    category, however well the raters agree: then lead with AC2.

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
        At most 1; ``n`` counts units. Method ``quadratic``.

    Not available when
    ------------------
    There is no unit, or both raters used one and the same category for every unit.

    Notes
    -----
    (p_o - p_e) / (1 - p_e) with weights 1 - (i - j)^2 / (largest distance)^2.

    References
    ----------
    Fleiss & Cohen (1973). Educational and Psychological Measurement, 33, 613-619.
    https://doi.org/10.1177/001316447303300309
    """
    return weighted_kappa(ratings, categories, "quadratic", level)


STATISTIC = Statistic(
    name="kappa_quadratic",
    family="agreement",
    label="Weighted kappa (quadratic)",
    formula="(p_o - p_e) / (1 - p_e), weights 1 - squared distance / largest squared distance",
    reference=(
        "Fleiss, J. L., & Cohen, J. (1973). The equivalence of weighted kappa and the intraclass "
        "correlation coefficient as measures of reliability. Educational and Psychological Measurement, "
        "33(3), 613-619. https://doi.org/10.1177/001316447303300309"
    ),
    compute=kappa_quadratic,
)
