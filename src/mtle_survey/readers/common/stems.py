"""Two header rows, the upper one naming each question once above the columns of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.html import plain_text

SAMPLE_RECORDS = 500
LEAST_RECORDS = 3


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of one question: its stem, where they stand, and what stands under the stem."""

    stem: str
    positions: tuple[int, ...]
    parts: tuple[str, ...]


def has_stem_row(grid: Grid) -> bool:
    """Whether the first two records are stems above parts.

    Some columns have no stem of their own, all of these have a part, and no part occurs among the
    answers below it in more columns than not (the options of a multi-select do).
    """
    first, second = grid.record(0), grid.record(1)
    if len(grid.rows) < 2 + LEAST_RECORDS or not first[0] or not any(part.strip() for part in second):
        return False
    stemless = [place for place, stem in enumerate(first) if not stem.strip()]
    if len(stemless) < 2 or not all(second[place].strip() for place in stemless):
        return False
    below = grid.cells[2 : 2 + SAMPLE_RECORDS]
    answered = [place for place in stemless if any(below[:, place])]
    as_answer = [place for place in answered if _is_usual_answer(second[place], below[:, place])]
    return len(as_answer) * 2 < len(answered) or not answered


def _is_usual_answer(part: str, column: NDArray[np.object_]) -> bool:
    """Whether a cell is one of several different answers of its column."""
    distinct = {cell for cell in column if cell}
    return part in distinct and len(distinct) > 1


def blocks(stems: Sequence[str], parts: Sequence[str]) -> list[Block]:
    """The questions: each stem with the columns up to the next one."""
    starts = [place for place, stem in enumerate(stems) if stem.strip() or place == 0]
    found = []
    for start, end in zip(starts, [*starts[1:], len(stems)], strict=True):
        places = tuple(range(start, end))
        found.append(Block(plain_text(stems[start]), places, tuple(plain_text(parts[p]) for p in places)))
    return found


def stem_columns(found: Sequence[Block], plain_parts: frozenset[str]) -> list[RawColumn]:
    """A column for each part, named by its stem and, unless the part says nothing, by the part.

    Parameters
    ----------
    found : sequence of Block
    plain_parts : frozenset of str
        Parts that say nothing (``response``), in lower case.
    """
    columns = []
    for block in found:
        for position, part in zip(block.positions, block.parts, strict=True):
            speaks = bool(part) and part.casefold() not in plain_parts
            name = f"{block.stem} - {part}" if speaks and block.stem else block.stem or part
            statement = part if speaks and block.stem else None
            columns.append(
                RawColumn(position=position, name=name, question=name or None, statement=statement)
            )
    return columns
