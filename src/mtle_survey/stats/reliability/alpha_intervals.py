"""Analytic confidence intervals of coefficient alpha."""

from __future__ import annotations

import math

from scipy.special import fdtri

from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Interval
from mtle_survey.stats.intervals import check_level

# Below this share of residual variance the items agree perfectly and the model behind the intervals is void.
PERFECT = 1e-12


def feldt(alpha: float, n: int, k: int, level: float) -> Interval | None:
    """Exact interval of alpha under parallel items with normal errors.

    Parameters
    ----------
    alpha : float
        Coefficient alpha.
    n, k : int
        Respondents and items used.
    level : float
        Confidence level.

    Returns
    -------
    Interval or None
        None when n < 2, k < 2 or the items agree perfectly.

    Notes
    -----
    low = 1 - (1 - alpha) F(1 - a/2), high = 1 - (1 - alpha) F(a/2), with F on n - 1 and
    (n - 1)(k - 1) degrees of freedom.

    References
    ----------
    Feldt (1965). Psychometrika, 30, 357-370. https://doi.org/10.1007/BF02289499
    """
    check_level(level)
    if n < 2 or k < 2 or 1.0 - alpha < PERFECT:
        return None
    tail = (1.0 - level) / 2.0
    df1, df2 = n - 1, (n - 1) * (k - 1)
    return Interval(
        low=1.0 - (1.0 - alpha) * float(fdtri(df1, df2, 1.0 - tail)),
        high=1.0 - (1.0 - alpha) * float(fdtri(df1, df2, tail)),
        level=level,
    )


def bonett(alpha: float, n: int, k: int, level: float) -> Interval | None:
    """Interval of alpha from the log of its complement, with the bias term.

    Parameters
    ----------
    alpha : float
        Coefficient alpha.
    n, k : int
        Respondents and items used.
    level : float
        Confidence level.

    Returns
    -------
    Interval or None
        None when n < 3, k < 2 or the items agree perfectly. In very small samples the bias term can
        move the whole interval, so that it does not contain the estimate; then None as well.

    Notes
    -----
    1 - exp{ln(1 - alpha) - ln(n / (n - 1)) -+ z sqrt[2k / ((k - 1)(n - 2))]}.

    References
    ----------
    Bonett (2002). Journal of Educational and Behavioral Statistics, 27, 335-340.
    https://doi.org/10.3102/10769986027004335
    """
    check_level(level)
    if n < 3 or k < 2 or 1.0 - alpha < PERFECT:
        return None
    centre = math.log(1.0 - alpha) - math.log(n / (n - 1))
    half = z_critical(level) * math.sqrt(2.0 * k / ((k - 1) * (n - 2)))
    interval = Interval(low=1.0 - math.exp(centre + half), high=1.0 - math.exp(centre - half), level=level)
    return interval if interval.low <= alpha <= interval.high else None
