"""Two-way tables as Ibis expressions: a few items are counted jointly, and the engine adds up the margins.

Every two blocks of items are grouped by one whole number, which holds the answers to all items of both.
What is left is at most as many rows as there are combinations of answers, and each of them adds its count to
a cell of every two-way table. One pass over two columns so gives the tables of all pairs of two blocks, and
no joint count of more than two items leaves the engine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate, combinations, combinations_with_replacement
from operator import add
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import ibis.expr.types as ir

Pair = tuple[str, str]
FEW_ROWS = 50_000
MOST_COMBINATIONS = 128  # of one block: two blocks stay in the processor's cache while they are counted
MOST_PACKED = 2**26  # of one block: two fit into the 53 bits that every engine divides exactly
MOST_ITEMS = 10  # of one block of few rows, where the number of queries is what takes time


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The whole numbers that an item's answers lie in.

    Attributes
    ----------
    lowest : int
    width : int
        Highest less lowest answer, and one.
    """

    lowest: int
    width: int


Spans = Mapping[str, Span]
Items = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCount:
    """One query.

    Attributes
    ----------
    blocks : mapping of int to tuple of str
        The block, or the two blocks, that are counted jointly: position and items.
    pairs : tuple of (str, str)
        The two-way tables that the query gives; an item with itself gives the item's own distribution.
    """

    blocks: Mapping[int, Items]
    pairs: tuple[Pair, ...]


def blocks_of(spans: Spans, rows: int) -> list[Items]:
    """Neighbouring items that are packed into one number.

    Parameters
    ----------
    spans : mapping of item to Span
    rows : int
        Respondents.
    """
    found: list[Items] = []
    current: Items = ()
    for item in spans:
        wider = (*current, item)
        if current and not _fits([spans[i].width for i in wider], rows):
            found.append(current)
            wider = (item,)
        current = wider
    return [*found, current]


def _fits(widths: Sequence[int], rows: int) -> bool:
    combinations_of_answers = math.prod(widths)
    if rows <= FEW_ROWS:
        return len(widths) <= MOST_ITEMS and combinations_of_answers <= MOST_PACKED
    return combinations_of_answers <= MOST_COMBINATIONS


def joint_counts(blocks: Sequence[Items]) -> Iterator[JointCount]:
    """The queries that together give every two-way table and every distribution once."""
    if len(blocks) == 1:
        yield JointCount(blocks={0: blocks[0]}, pairs=_within(blocks[0]))
    for first, second in combinations(range(len(blocks)), 2):
        pairs = tuple((a, b) for a in blocks[first] for b in blocks[second])
        if second == first + 1:
            pairs += _within(blocks[second])
        if second == 1:
            pairs += _within(blocks[0])
        yield JointCount(blocks={first: blocks[first], second: blocks[second]}, pairs=pairs)


def _within(block: Items) -> tuple[Pair, ...]:
    return tuple(combinations_with_replacement(block, 2))


def packed(complete: ir.Table, blocks: Sequence[Items], spans: Spans) -> ir.Table:
    """Complete responses with one whole number to a block: column ``b0`` for the first, and so on."""
    return complete.select(
        **{f"b{place}": _number(complete, block, spans) for place, block in enumerate(blocks)}
    )


def _number(complete: ir.Table, block: Items, spans: Spans) -> ir.Value:
    weights = _weights(block, spans)
    return reduce(
        add, ((complete[i].cast("int64") - spans[i].lowest) * weight for i, weight in weights.items())
    )


def _weights(items: Items, spans: Spans) -> dict[str, int]:
    """What one step of each item adds to the number that holds the answers to all of them."""
    widths = [spans[item].width for item in items]
    return {item: math.prod(widths[place + 1 :]) for place, item in enumerate(items)}


def margins(rows: ir.Table, joint: JointCount, spans: Spans) -> ir.Table:
    """The cells of the two-way tables of a joint count, numbered table after table, and how many are in each.

    Parameters
    ----------
    rows : ibis Table
        What ``packed`` made.
    joint : JointCount
    spans : mapping of item to Span
    """
    import ibis

    items = tuple(item for block in joint.blocks.values() for item in block)
    weights = _weights(items, spans)
    key = reduce(add, (rows[f"b{place}"] * weights[block[-1]] for place, block in joint.blocks.items()))
    counted = rows.group_by(answers=key).aggregate(people=rows.count())
    answer = {i: (counted.answers // weights[i]) % spans[i].width for i in items}
    cells = [
        answer[a] * spans[b].width + answer[b] + start
        for (a, b), start in zip(joint.pairs, _starts(joint, spans), strict=True)
    ]
    spread = counted.select(cell=ibis.array(cells), people=counted.people).unnest("cell")
    return spread.group_by("cell").aggregate(people=spread.people.sum())


def tables_of(
    cells: NDArray[np.int64], people: NDArray[np.int64], joint: JointCount, spans: Spans
) -> dict[Pair, NDArray[np.int64]]:
    """The two-way tables over every number of the items' spans, from what ``margins`` gave."""
    starts = _starts(joint, spans)
    counts = np.zeros(starts[-1] + _size(joint.pairs[-1], spans), dtype=np.int64)
    counts[cells] = people
    return {
        (a, b): counts[start : start + _size((a, b), spans)].reshape(spans[a].width, spans[b].width)
        for (a, b), start in zip(joint.pairs, starts, strict=True)
    }


def _starts(joint: JointCount, spans: Spans) -> list[int]:
    sizes = [_size(pair, spans) for pair in joint.pairs]
    return [0, *accumulate(sizes[:-1])]


def _size(pair: Pair, spans: Spans) -> int:
    return spans[pair[0]].width * spans[pair[1]].width
