"""Guttman's lambda-2 of correlations, as psych prints it."""

from __future__ import annotations

from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.moments import correlation
from mtle_survey.stats.reliability.conditions import constant_item
from mtle_survey.stats.reliability.lambda2 import lambda2_from_moments


def lambda2_standardized(S: Array, n: int) -> Estimate:
    """Lambda-2 of standardized items.

    It describes the sum of standardized items, which is seldom the score in use.

    Parameters
    ----------
    S : (k, k) float array
        Covariance matrix of keyed items.
    n : int
        Respondents behind it.

    Returns
    -------
    Estimate
        Method ``standardized``.

    Not available when
    ------------------
    An item is constant, or lambda-2 is not available.

    References
    ----------
    Guttman (1945). Psychometrika, 10, 255-282. https://doi.org/10.1007/BF02288892
    """
    reason = constant_item(S)
    if reason:
        return not_available(reason, n=n, method="standardized")
    return lambda2_from_moments(correlation(S), n).with_method("standardized")
