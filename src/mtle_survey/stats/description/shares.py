"""Shares with their score intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import wilson_interval

METHOD = "wilson"


def shares(
    flags: NDArray[np.bool_], counted: NDArray[np.bool_], level: float, what: str
) -> tuple[Estimate, ...]:
    """Share of the counted entries of each column that are flagged.

    Parameters
    ----------
    flags, counted : (n, k) bool arrays
        What is looked for, and the denominator.
    level : float in (0, 1)
        Confidence level of Wilson's interval.
    what : str
        Name of the share, for the reason when a column has no denominator.
    """
    check_level(level)
    counts = (flags & counted).sum(axis=0)
    totals = counted.sum(axis=0)
    return tuple(share(int(count), int(n), level, what) for count, n in zip(counts, totals, strict=True))


def share(count: int, n: int, level: float, what: str) -> Estimate:
    """One share with its interval, from counts."""
    if n == 0:
        return not_available(f"{what} needs at least 1 answer; there are 0", n=n, method=METHOD)
    return Estimate(value=count / n, n=n, method=METHOD, interval=wilson_interval(count, n, level))
