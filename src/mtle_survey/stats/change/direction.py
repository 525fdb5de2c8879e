"""How many rose, stayed and fell, beyond a step that was declared meaningful."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.change.paired import differences
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import wilson_interval

METHOD = "wilson"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionCounts:
    """Respondents by the direction of their change.

    Attributes
    ----------
    improved, same, declined : int
        Rose beyond the step, stayed within it, fell beyond it.
    n : int
        All pairs: the three add up to it.
    """

    improved: int
    same: int
    declined: int
    n: int


def direction_counts(pre: Array, post: Array, meaningful_step: float) -> DirectionCounts:
    """Count who rose beyond the step, stayed within it, and fell beyond it.

    Parameters
    ----------
    pre, post : (n,) float arrays
        Scores of the same respondents in the same order, without gaps; higher is better.
    meaningful_step : float
        Largest change, in score units, that still counts as none; a change of exactly this size is
        "same".

    Returns
    -------
    DirectionCounts
        The three counts and their sum.
    """
    if not (np.isfinite(meaningful_step) and meaningful_step >= 0.0):
        raise ValueError(f"a meaningful step is a number from 0 up, not {meaningful_step}")
    change = differences(pre, post)
    slack = 1e-9 * max(1.0, meaningful_step)
    improved = int(np.sum(change > meaningful_step + slack))
    declined = int(np.sum(change < -meaningful_step - slack))
    return DirectionCounts(
        improved=improved, same=change.size - improved - declined, declined=declined, n=change.size
    )


def share(count: int, n: int, level: float) -> Estimate:
    """A count as a share of n, with Wilson's interval."""
    check_level(level)
    if n == 0:
        return not_available("there is no respondent with both scores", n=0, method=METHOD)
    return Estimate(value=count / n, interval=wilson_interval(count, n, level), n=n, method=METHOD)
