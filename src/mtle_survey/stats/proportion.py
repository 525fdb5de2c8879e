"""Intervals for shares that keep their promise in small samples."""

from __future__ import annotations

import math

from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Interval


def wilson_interval(count: float, n: float, level: float) -> Interval:
    """Wilson's score interval for a share.

    Parameters
    ----------
    count : float
        How many.
    n : int
        Out of how many; at least 1.
    level : float
        Confidence level.

    Returns
    -------
    Interval
        Within 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal
    of the American Statistical Association, 22, 209-212.
    https://doi.org/10.1080/01621459.1927.10502953
    """
    z = z_critical(level)
    share = count / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    margin = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return Interval(
        low=min(max(0.0, centre - margin), share), high=max(min(1.0, centre + margin), share), level=level
    )


def paired_share_difference(up: int, down: int, n: int, level: float) -> tuple[float, Interval]:
    """Difference of two shares of the same people, with Bonett and Price's interval.

    Parameters
    ----------
    up, down : int
        How many of the n moved one way and the other.
    n : int
        All of them, the unmoved included; at least 1.
    level : float
        Confidence level.

    Returns
    -------
    tuple
        Standard error, and the interval for (up - down)/n, cut at -1 and 1.

    Notes
    -----
    With p1 = (up + 1)/(n + 2) and p2 = (down + 1)/(n + 2):
    p1 - p2 -/+ z sqrt((p1 + p2 - (p1 - p2)^2) / (n + 2)).

    References
    ----------
    Bonett, D. G., & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial
    proportions based on paired data. Journal of Educational and Behavioral Statistics, 37, 479-488.
    https://doi.org/10.3102/1076998611411915
    """
    p1, p2 = (up + 1) / (n + 2), (down + 1) / (n + 2)
    std_error = math.sqrt((p1 + p2 - (p1 - p2) ** 2) / (n + 2))
    margin = z_critical(level) * std_error
    observed = (up - down) / n
    low, high = max(-1.0, p1 - p2 - margin), min(1.0, p1 - p2 + margin)
    return std_error, Interval(low=min(low, observed), high=max(high, observed), level=level)
