"""Alpha of polychoric correlations."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.stats.reliability.conditions import too_small

METHOD = "polychoric"


def alpha_ordinal(polychoric: Array, n: int) -> Estimate:
    """Coefficient alpha of latent responses, from their polychoric correlations.

    It describes a sum of continuous responses that nobody gave and nobody scores, and is higher than the
    reliability of the score in use. Never report it as the reliability of a scale.

    Parameters
    ----------
    polychoric : (k, k) float array
        Polychoric correlations of keyed items.
    n : int
        Respondents behind them.

    Returns
    -------
    Estimate
        Method ``polychoric``; without an interval.

    Not available when
    ------------------
    k < 2, a correlation is missing, or the correlations sum to nothing.

    Notes
    -----
    k r / (1 + (k - 1) r), r the mean polychoric correlation.

    References
    ----------
    Chalmers (2018). Educational and Psychological Measurement, 78, 1056-1071.
    https://doi.org/10.1177/0013164417727036
    """
    R = np.asarray(polychoric, dtype=np.float64)
    reason = too_small("ordinal alpha", R, n)
    if not reason and not np.isfinite(R).all():
        reason = "an item has no polychoric correlations"
    if reason:
        return not_available(reason, n=n, method=METHOD)
    value = float(alpha_of_covariance(R))
    if np.isnan(value):
        return not_available("the correlations sum to nothing", n=n, method=METHOD)
    return Estimate(value=value, n=n, method=METHOD)


STATISTIC = Statistic(
    name="alpha_ordinal",
    family="reliability",
    label="Ordinal alpha (latent responses)",
    formula="k r / (1 + (k - 1) r), r = mean polychoric correlation",
    reference=(
        "Chalmers, R. P. (2018). On misconceptions and the limited usefulness of ordinal alpha. Educational "
        "and Psychological Measurement, 78(6), 1056-1071. https://doi.org/10.1177/0013164417727036"
    ),
    compute=alpha_ordinal,
)
