"""Counts that add up to each other: which of them may be shown.

Every count is a sum of cells that no table divides further: of the cells of a row, a column, a diagonal.
Whoever knows some of the sums knows a range for each of the others, which linear programming finds. A count
is hidden well while that range is at least as wide as the smallest group.

References
----------
Fischetti & Salazar (2000). Models and algorithms for optimizing cell suppression in tabular data with linear
constraints. Journal of the American Statistical Association 95, 916-928.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

Flags = NDArray[np.bool_]
SLACK = 1e-6


def shown_sums(
    sums: Array, cells: NDArray[np.int64], smallest: int, *, given: Flags, open_to: Flags
) -> Flags:
    """Which counts may be shown, so that no other one follows from them within the smallest group.

    Small counts are hidden first. While a hidden one could still be worked out, the smallest count that
    helps to do so is hidden too.

    Parameters
    ----------
    sums : (m, c) float array
        With what weight each cell enters each count.
    cells : (c,) int array
        People in each cell.
    smallest : int
        The fewest people that anything may be about, k.
    given : (m,) bool array
        Counts that are told in any case, such as how many were asked.
    open_to : (m,) bool array
        Counts that anybody wants to show; the others stay hidden.

    Returns
    -------
    (m,) bool array
        Counts to show. Where what is given alone gives a small count away, only what is given.
    """
    counts = np.asarray(sums @ cells, dtype=np.float64)
    shown: Flags = given | (open_to & ((counts == 0) | (counts >= smallest)))
    while (helped := _what_gives_away(sums, counts, shown, smallest)) is not None:
        more = np.flatnonzero(helped & shown & ~given)
        more = more if len(more) else np.flatnonzero(shown & ~given)
        if not len(more):
            return given.copy()
        positive = more[counts[more] > 0]
        chosen = positive if len(positive) else more
        shown[chosen[np.argmin(counts[chosen])]] = False
    return shown


def hidden_range(sums: Array, counts: Array, shown: Flags, of: Array) -> tuple[float, float]:
    """The least and the most that a sum can be, given the counts that are shown.

    Parameters
    ----------
    sums : (m, c) float array
    counts : (m,) float array
    shown : (m,) bool array
    of : (c,) float array
        With what weight each cell enters the sum that is asked for.
    """
    (least, _), (most, _) = (_extreme(sums[shown], counts[shown], of, sign) for sign in (1.0, -1.0))
    return least, most


def _what_gives_away(sums: Array, counts: Array, shown: Flags, smallest: int) -> Flags | None:
    """The counts from which the first hidden one follows too narrowly; None where none does."""
    told = np.flatnonzero(shown)
    for hidden in np.flatnonzero(~shown & (counts > 0)):
        (least, below), (most, above) = (
            _extreme(sums[told], counts[told], sums[hidden], sign) for sign in (1.0, -1.0)
        )
        if most - least < smallest - SLACK:
            helped = np.zeros(len(counts), dtype=np.bool_)
            helped[told] = below | above
            return helped
    return None


def _extreme(member: Array, told: Array, of: Array, sign: float) -> tuple[float, Flags]:
    """The least (sign 1) or most (sign -1) of a sum, and which of the counts told hold it there."""
    from scipy.optimize import linprog

    solved = linprog(sign * of, A_eq=member, b_eq=told, bounds=(0, None), method="highs")
    if solved.status == UNBOUNDED:
        return sign * -np.inf, np.zeros(len(told), dtype=np.bool_)
    return sign * solved.fun, np.abs(solved.eqlin.marginals) > SLACK


UNBOUNDED = 3
