"""The symmetric interval of alpha that psych, codebook and JASP print."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.reliability.alpha import alpha_from_moments


def alpha_wald(S: Array, n: int, level: float = 0.95) -> Estimate:
    """Coefficient alpha with the interval alpha -+ z SE.

    Its bounds are symmetric although the distribution of alpha is not, and may exceed 1.

    Parameters
    ----------
    S : (k, k) float array
        Covariance matrix of keyed items.
    n : int
        Respondents behind it.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        Method ``listwise/wald``.

    Not available when
    ------------------
    Alpha is not.

    Notes
    -----
    SE^2 = 2 k^2 / [n (k - 1)^2 V^3] [V (tr S^2 + tr^2 S) - 2 tr S sum(S^2)], V = sum(S).

    References
    ----------
    Duhachek & Iacobucci (2004). Journal of Applied Psychology, 89, 792-808.
    https://doi.org/10.1037/0021-9010.89.5.792
    """
    method = "listwise/wald"
    estimate = alpha_from_moments(S, n, level)
    if not estimate.available:
        return not_available(estimate.unavailable, n=n, method=method)
    k, total, trace, square = S.shape[0], float(S.sum()), float(np.trace(S)), S @ S
    spread = total * (float(np.trace(square)) + trace**2) - 2.0 * trace * float(square.sum())
    # items that are copies of each other leave a spread of zero, give or take rounding
    std_error = math.sqrt(2.0 * k**2 / (n * (k - 1) ** 2 * total**3) * max(spread, 0.0))
    reach = z_critical(level) * std_error
    return Estimate(
        value=estimate.value,
        n=n,
        method=method,
        std_error=std_error,
        interval=Interval(low=estimate.value - reach, high=estimate.value + reach, level=level),
    )
