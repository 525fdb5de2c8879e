"""Change to be expected of people who were chosen for their low, or high, scores."""

from __future__ import annotations

import math
from typing import Literal

from scipy import special

from mtle_survey.stats.estimate import Statistic


def regression_to_mean(
    cutoff: float,
    mean: float,
    sd: float,
    reliability: float,
    *,
    chosen: Literal["below", "above"] = "below",
) -> float:
    """Mean change by regression alone, among those on one side of a cut-off at the earlier wave.

    Parameters
    ----------
    cutoff : float
        Score below (or above) which people were chosen.
    mean, sd : float
        Of the scores of all from whom they were chosen.
    reliability : float in [0, 1]
        Retest correlation of the score.
    chosen : {"below", "above"}
        Which side took part.

    Returns
    -------
    float
        Expected later minus earlier mean, in score units, though nobody truly changed: positive for those
        chosen below.

    Notes
    -----
    sd (1 - rho) phi(z)/Phi(z), z = (cutoff - mean)/sd; normal scores, same mean and spread in both waves.

    References
    ----------
    Davis, C. E. (1976). The effect of regression to the mean in epidemiologic and clinical studies.
    American Journal of Epidemiology, 104, 493-498. https://doi.org/10.1093/oxfordjournals.aje.a112321
    """
    if sd <= 0.0 or not 0.0 <= reliability <= 1.0:
        raise ValueError(f"impossible: standard deviation {sd}, reliability {reliability}")
    if chosen not in ("below", "above"):
        raise ValueError(f"chosen is below or above, not {chosen!r}")
    sign = 1.0 if chosen == "below" else -1.0
    z = sign * (cutoff - mean) / sd
    log_ratio = -0.5 * z * z - 0.5 * math.log(2.0 * math.pi) - float(special.log_ndtr(z))
    return sign * sd * (1.0 - reliability) * math.exp(log_ratio)


STATISTIC = Statistic(
    name="regression_to_mean",
    family="change",
    label="Change by regression to the mean",
    formula="sd (1 - rho) phi(z) / Phi(z)",
    reference="Davis, C. E. (1976). The effect of regression to the mean in epidemiologic and clinical "
    "studies. American Journal of Epidemiology, 104(5), 493-498. "
    "https://doi.org/10.1093/oxfordjournals.aje.a112321",
    compute=regression_to_mean,
)
