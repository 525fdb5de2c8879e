"""The longest run of one answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtle_survey.stats.careless.person_index import PersonIndex, as_answers
from mtle_survey.stats.estimate import Statistic


def longstring(x: np.ndarray) -> PersonIndex:
    """Number of consecutive items with the same answer, at its longest.

    A long run that passes through reverse-keyed items cannot all be meant; without such items it may.

    Parameters
    ----------
    x : (n, k) float array
        Raw codes, not reversed, of one block in the order in which it was answered; nan where missing.

    Returns
    -------
    PersonIndex
        At least 1. A missing answer neither ends a run nor adds to it. nan for respondents without any
        answer: a row that is missing throughout is not an invariant one.

    References
    ----------
    Johnson (2005). Journal of Research in Personality, 39, 103-129.
    https://doi.org/10.1016/j.jrp.2004.09.009
    """
    longest, _ = _runs(x)
    return PersonIndex(values=longest)


def mean_run(x: np.ndarray) -> PersonIndex:
    """Average length of the runs of one answer; arguments and missing answers as in ``longstring``."""
    _, mean = _runs(x)
    return PersonIndex(values=mean)


def longest_run_through_both(x: np.ndarray, turned: Sequence[bool]) -> PersonIndex:
    """The longest run that holds items of both directions, which cannot all be meant.

    Parameters
    ----------
    x : (n, k) float array
        As in ``longstring``.
    turned : sequence of bool
        Which items are reverse-keyed.

    Returns
    -------
    PersonIndex
        0 where no run holds items of both directions; nan for respondents without any answer.

    Raises
    ------
    ValueError
        If ``turned`` does not name a direction for each item.
    """
    answers = as_answers(x)
    if len(turned) != answers.shape[1]:
        raise ValueError("every item needs its direction")
    n = len(answers)
    last = np.full(n, np.nan)
    run, longest = np.zeros(n), np.zeros(n)
    held = {True: np.zeros(n, dtype=bool), False: np.zeros(n, dtype=bool)}
    for column, direction in zip(answers.T, turned, strict=True):
        here = np.isfinite(column)
        new = here & (column != last)
        run = np.where(new, 1, run + here)
        for own in held.values():
            own[new] = False
        held[bool(direction)] |= here
        last = np.where(here, column, last)
        longest = np.where(held[True] & held[False], np.maximum(longest, run), longest)
    return PersonIndex(values=np.where(np.isnan(last), np.nan, longest))


def _runs(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    answers = as_answers(x)
    n = len(answers)
    last = np.full(n, np.nan)
    run, longest, runs, answered = (np.zeros(n) for _ in range(4))
    for column in answers.T:
        here = np.isfinite(column)
        same = here & (column == last)
        run = np.where(same, run + 1, np.where(here, 1, run))
        runs += here & ~same
        answered += here
        last = np.where(here, column, last)
        longest = np.maximum(longest, run)
    some = answered > 0
    mean = np.full(n, np.nan)
    mean[some] = answered[some] / runs[some]
    return np.where(some, longest, np.nan), mean


STATISTIC = Statistic(
    name="longstring",
    family="careless",
    label="Longest run of one answer",
    formula="the largest number of consecutive items with the same raw code, missing answers left out",
    reference=(
        "Johnson, J. A. (2005). Ascertaining the validity of individual protocols from web-based personality "
        "inventories. Journal of Research in Personality, 39(1), 103-129. "
        "https://doi.org/10.1016/j.jrp.2004.09.009"
    ),
    compute=longstring,
)
