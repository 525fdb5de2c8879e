"""Could the questions have been read in the time that was taken?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtle_survey.stats.careless.person_index import PersonIndex, as_answers
from mtle_survey.stats.estimate import Array, Statistic

FASTEST = 2.0
"""Seconds per item below which a page cannot have been read."""


def time_per_item(seconds: Array, items: Sequence[int]) -> PersonIndex:
    """Share of pages that were answered in less than two seconds per item.

    From a half on it is a flag.

    Parameters
    ----------
    seconds : (n, p) float array
        Time taken for each page; nan where unknown.
    items : sequence of int
        Items on each page.

    Returns
    -------
    PersonIndex
        In [0, 1], over the pages whose time is known; nan where none is.

    Raises
    ------
    ValueError
        Pages without an item, or a number of pages that does not fit.

    References
    ----------
    Bowling, Huang, Brower & Bragg (2023). Organizational Research Methods, 26, 323-352.
    https://doi.org/10.1177/10944281211056520
    """
    taken = as_answers(seconds)
    counts = np.asarray(items, dtype=np.float64)
    if counts.shape != (taken.shape[1],) or (counts < 1).any():
        raise ValueError("every page needs the number of its items, at least one")
    known = np.isfinite(taken)
    pages = known.sum(axis=1)
    fast = (known & (np.where(known, taken, 0.0) / counts < FASTEST)).sum(axis=1)
    return PersonIndex(
        values=np.divide(fast, pages, out=np.full(len(taken), np.nan), where=pages > 0),
    )


STATISTIC = Statistic(
    name="time_per_item",
    family="careless",
    label="Pages answered too fast",
    formula="pages with less than 2 seconds per item / pages with a known time",
    reference=(
        "Bowling, N. A., Huang, J. L., Brower, C. K., & Bragg, C. B. (2023). The quick and the careless: The "
        "construct validity of page time as a measure of insufficient effort responding to surveys. "
        "Organizational Research Methods, 26(2), 323-352. https://doi.org/10.1177/10944281211056520"
    ),
    compute=time_per_item,
)
