"""Single choices spread over one column per option, folded back into one column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.stems import Block

SEVERAL_ALLOWED = re.compile(
    r"\b(?:all that|select all|check all|mark all|choose all|all of the)\b", re.IGNORECASE
)
LEAST_ANSWERS = 2


def fold_exclusive(
    columns: Sequence[RawColumn], cells: NDArray[np.object_], found: Sequence[Block]
) -> tuple[list[RawColumn], NDArray[np.object_], list[Block]]:
    """Fold every question whose columns are options of which nobody chose two.

    Parameters
    ----------
    columns : sequence of RawColumn
        One for each column of ``cells``.
    cells : (n, m) object array
    found : sequence of Block
        The questions; positions are columns of ``cells``.

    Returns
    -------
    (columns, cells, folded)
        ``folded`` are the questions that now fill one column each.
    """
    kept: list[RawColumn] = []
    arrays: list[NDArray[np.object_]] = []
    folded: list[Block] = []
    for block in found:
        options = option_places(block, cells)
        if is_single_choice(block, options, cells):
            folded.append(block)
            merged = _merged(cells[:, options])
            first = columns[options[0]]
            kept.append(
                replace(first, name=block.stem, question=block.stem, statement=None, folded=len(options))
            )
            arrays.append(merged)
            rest = [p for p in block.positions if p not in options]
        else:
            rest = list(block.positions)
        kept += [columns[p] for p in rest]
        arrays += [cells[:, p] for p in rest]
    if not folded:
        return list(columns), cells, folded
    table = np.empty((len(cells), len(kept)), dtype=object)
    for place, column in enumerate(arrays):
        table[:, place] = column
    return kept, table, folded


def option_places(block: Block, cells: NDArray[np.object_]) -> list[int]:
    """The columns of a question in which the only answer ever found is the column's own label."""
    places = []
    for position, part in zip(block.positions, block.parts, strict=True):
        distinct = {plain_text(cell) for cell in set(cells[:, position]) if cell}
        if distinct <= {part} and part:
            places.append(position)
    return places


def is_single_choice(block: Block, options: Sequence[int], cells: NDArray[np.object_]) -> bool:
    """Whether these columns are the options of a question that allows one answer.

    Not if the wording invites several, if anybody has several, or if there is too little to judge by.
    """
    if len(options) < 2 or len(options) < len(block.positions) - 1 or SEVERAL_ALLOWED.search(block.stem):
        return False
    chosen = cells[:, list(options)].astype(bool).sum(axis=1)
    return bool(chosen.max(initial=0) == 1 and (chosen == 1).sum() >= LEAST_ANSWERS)


def _merged(cells: NDArray[np.object_]) -> NDArray[np.object_]:
    """The one filled cell of each record, else a blank."""
    merged = np.empty(len(cells), dtype=object)
    merged[:] = [next((cell for cell in record if cell), "") for record in cells]
    return merged
