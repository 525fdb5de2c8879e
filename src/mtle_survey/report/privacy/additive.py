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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

Flags = NDArray[np.bool_]
SLACK = 1e-6
_TRIES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What is told of some cells, and what of them is hidden.

    Attributes
    ----------
    told : (m, c) float array, or sparse array
        With what weight each cell enters each number that is told; the total of all cells follows from them.
    values : (m,) float array
        The numbers.
    hidden : (q, c) float array
        With what weight each cell enters each count that is not told.
    """

    told: Array | Any
    values: Array
    hidden: Array


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


def widths(programs: Sequence[Program], enough: float) -> list[Array]:
    """How wide the range of each hidden count is: exactly where it is narrow, else at least ``enough``.

    Programs have nothing to do with each other and are solved side by side. Most counts are found to be wide
    enough in a few populations that agree with everything told; the others are followed to both ends.

    Parameters
    ----------
    programs : sequence of Program
    enough : float

    Returns
    -------
    list of (q,) float array
        One for each program.
    """
    found = [np.tile([[np.inf], [-np.inf]], len(program.hidden)) for program in programs]
    random = np.random.default_rng(0)
    for _ in range(_TRIES):
        narrow = {k: here for k, seen in enumerate(found) if (here := _narrow(seen, enough)).any()}
        aims = {k: (random.choice([-1.0, 1.0], len(here)) * here) for k, here in narrow.items()}
        _look(programs, found, aims)
    places = {k: np.flatnonzero(_narrow(seen, enough)) for k, seen in enumerate(found)}
    for turn in range(max(map(len, places.values()), default=0)):
        aims = {
            k: np.eye(found[k].shape[1])[here[turn]]
            for k, here in places.items()
            if turn < len(here) and _narrow(found[k], enough)[here[turn]]
        }
        _look(programs, found, aims)
    return [np.maximum(seen[1] - seen[0], 0.0) for seen in found]


def any_narrow(program: Program, needed: Array) -> bool:
    """Whether the range of some hidden count is not as wide as it has to be.

    Parameters
    ----------
    program : Program
    needed : (q,) float array
    """
    found = np.tile([[np.inf], [-np.inf]], len(program.hidden))
    random = np.random.default_rng(0)
    for _ in range(_TRIES):
        here = _narrow(found, needed)
        if here.any():
            _look([program], [found], {0: random.choice([-1.0, 1.0], len(here)) * here})
    for place in np.flatnonzero(_narrow(found, needed)):
        if _narrow(found, needed)[place]:
            _look([program], [found], {0: np.eye(len(needed))[place]})
            if _narrow(found, needed)[place]:
                return True
    return False


def _narrow(seen: Array, enough: float | Array) -> Flags:
    return np.asarray(~(seen[1] - seen[0] >= enough - SLACK), dtype=np.bool_)


def _look(programs: Sequence[Program], found: Sequence[Array], aims: Mapping[int, Array]) -> None:
    """Widen what was found by the populations at both ends of a sum of hidden counts of each program."""
    from scipy.optimize import linprog
    from scipy.sparse import block_diag, csr_array

    if not aims:
        return
    chosen = [programs[k] for k in aims]
    told = block_diag([csr_array(p.told) for p in chosen], format="csr")
    values = np.concatenate([p.values for p in chosen])
    aim = np.concatenate([aims[k] @ programs[k].hidden for k in aims])
    ends = np.cumsum([p.told.shape[1] for p in chosen])[:-1]
    for sign in (1.0, -1.0):
        solved = linprog(sign * aim, A_eq=told, b_eq=values, bounds=(0, None), method="highs")
        if solved.x is None:  # nothing is found to be wide, so nothing is shown
            return
        for k, cells in zip(aims, np.split(solved.x, ends), strict=True):
            counts = programs[k].hidden @ cells
            found[k][0] = np.minimum(found[k][0], counts)
            found[k][1] = np.maximum(found[k][1], counts)


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
