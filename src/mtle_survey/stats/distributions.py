"""Quantiles and tail areas from scipy.special, so that scipy.stats need not be loaded."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special


def t_two_sided_p(t: float, df: float) -> float:
    """P(|T| >= |t|) of Student's t."""
    return float(2.0 * special.stdtr(df, -abs(t)))


def t_upper_p(t: float, df: float) -> float:
    """P(T >= t) of Student's t."""
    return float(special.stdtr(df, -t))


def t_critical(level: float, df: float) -> float:
    """The t that leaves (1 - level)/2 above it."""
    return float(special.stdtrit(df, 0.5 + level / 2.0))


def z_critical(level: float) -> float:
    """The standard normal deviate that leaves (1 - level)/2 above it."""
    return float(special.ndtri(0.5 + level / 2.0))


def normal_two_sided_p(z: float) -> float:
    """P(|Z| >= |z|) of the standard normal."""
    return float(2.0 * special.ndtr(-abs(z)))


def chi2_upper_p(x: float, df: float) -> float:
    """P(X >= x) of chi-square."""
    return float(special.chdtrc(df, x))


def f_upper_p(f: float, df1: float, df2: float) -> float:
    """P(F >= f) of the F distribution."""
    return float(special.fdtrc(df1, df2, f))


def f_quantile(p: float, df1: float, df2: float) -> float:
    """The F below which a share p of the distribution lies."""
    return float(special.fdtri(df1, df2, p))


def noncentral_t_limits(t: float, df: float, level: float) -> tuple[float, float]:
    """The noncentralities under which the observed t is just as large, and just as small, as allowed.

    Parameters
    ----------
    t : float
        Observed t.
    df : float
        Its degrees of freedom.
    level : float
        Confidence level.

    Returns
    -------
    tuple of float
        Lower and upper limit for the noncentrality, by bisection on its distribution function.

    References
    ----------
    Cumming, G., & Finch, S. (2001). Educational and Psychological Measurement, 61, 532-574.
    https://doi.org/10.1177/0013164401614002
    """
    tail = (1.0 - level) / 2.0
    step = math.sqrt(1.0 + t * t / (2.0 * df))

    def excess(target: float) -> Callable[[float], float]:
        return lambda delta: float(special.nctdtr(df, delta, t)) - target

    below, above = excess(1.0 - tail), excess(tail)
    low, high = t - step, t + step
    while below(low) < 0.0:
        low -= step
    while above(high) > 0.0:
        high += step
    return bisect_decreasing(below, low, high), bisect_decreasing(above, low, high)


def bisect_decreasing(function: Callable[[float], float], low: float, high: float) -> float:
    """The root of a decreasing function between two points, to double precision."""
    while True:
        middle = low + (high - low) / 2.0
        if not low < middle < high:
            return middle
        low, high = (middle, high) if function(middle) > 0.0 else (low, middle)
