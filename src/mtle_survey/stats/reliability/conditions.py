"""The conditions without which a reliability coefficient cannot be computed, in plain words."""

from __future__ import annotations

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.moments import is_constant

CONSTANT_TOTAL = "the total score does not vary between respondents"


def too_small(what: str, S: Array, n: int, items: int = 2, respondents: int = 2) -> str:
    """Why there are too few items or respondents; empty when there are enough.

    Parameters
    ----------
    what : str
        The statistic, as the reader knows it.
    S : (k, k) float array
        Covariance matrix of the items.
    n : int
        Complete respondents.
    items, respondents : int
        The fewest that the statistic can be computed from.
    """
    k = S.shape[0]
    if k < items:
        return f"{what} needs at least {items} items; this scale has {k}"
    if n < respondents:
        return f"{what} needs at least {respondents} complete respondents; {there_are(n)}"
    return ""


def constant_item(S: Array) -> str:
    """Why a coefficient of correlations is impossible when an item is constant; empty when none is."""
    count = int(is_constant(S).sum())
    if not count:
        return ""
    return f"{count} of {S.shape[0]} items got the same answer from everyone, so nothing correlates with them"
