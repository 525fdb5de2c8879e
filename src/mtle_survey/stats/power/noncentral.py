"""Power of two-sided t tests, and the effects and sizes that reach a wanted power."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy import special

from mtle_survey.stats.distributions import t_critical
from mtle_survey.stats.intervals import check_level

LARGEST_N = 10_000_000


def t_power(noncentrality: float, df: float, level: float = 0.95) -> float:
    """Chance that a two-sided t test rejects, on either side.

    Parameters
    ----------
    noncentrality : float
        True effect over its standard error.
    df : float
        Degrees of freedom.
    level : float in (0, 1)
        1 minus the significance level.
    """
    check_level(level)
    critical = t_critical(level, df)
    delta = abs(noncentrality)
    above = 1.0 - float(special.nctdtr(df, delta, critical))
    below = float(special.nctdtr(df, -delta, -critical)) if delta == 0.0 else _lower_tail(df, delta, critical)
    return min(1.0, above + below)


def _lower_tail(df: float, delta: float, critical: float) -> float:
    """P(T < -critical) under a positive noncentrality, zero where it is beyond double precision."""
    tail = float(special.nctdtr(df, delta, -critical))
    return tail if math.isfinite(tail) else 0.0


def smallest_noncentrality(df: float, power: float, level: float = 0.95) -> float:
    """The noncentrality at which the test reaches a power above its significance level."""
    check_power(power, level)
    low, high = 0.0, 1.0
    while t_power(high, df, level) < power:
        low, high = high, 2.0 * high
    while True:
        middle = low + (high - low) / 2.0
        if not low < middle < high:
            return high
        low, high = (middle, high) if t_power(middle, df, level) < power else (low, middle)


def smallest_n(power_of: Callable[[int], float], power: float, start: int) -> int:
    """The first whole n from ``start`` on whose power suffices, power rising with n."""
    high = start
    while power_of(high) < power:
        high *= 2
        if high > LARGEST_N:
            raise ValueError("no sample of a realistic size reaches this power")
    low = start - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power_of(middle) >= power else (middle, high)
    return high


def check_power(power: float, level: float) -> None:
    """Refuse a power that is no probability, or that any test reaches by chance."""
    check_level(level)
    if not 1.0 - level < power < 1.0:
        raise ValueError(f"power lies between the significance level {1.0 - level:.3f} and 1, not {power}")
