"""The interval of a correlation, and the check that a confidence level is one."""

from __future__ import annotations

import math

from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Interval


def check_level(level: float) -> None:
    """Refuse a confidence level outside (0, 1)."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"confidence level must lie between 0 and 1, got {level}")


def fisher_z(r: float, n: int, level: float) -> Interval | None:
    """Interval of a Pearson correlation by Fisher's transformation.

    Parameters
    ----------
    r : float
        Correlation in [-1, 1].
    n : int
        Pairs behind it.
    level : float
        Confidence level.

    Returns
    -------
    Interval or None
        None when n < 4 or the correlation is perfect: the transformation has no standard error there.

    Notes
    -----
    tanh(atanh(r) -+ z / sqrt(n - 3)).
    """
    check_level(level)
    if n < 4 or abs(r) >= 1.0:
        return None
    half = z_critical(level) / math.sqrt(n - 3)
    centre = math.atanh(r)
    return Interval(low=math.tanh(centre - half), high=math.tanh(centre + half), level=level)
