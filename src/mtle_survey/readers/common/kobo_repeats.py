"""Repeated groups of a Kobo workbook: each repetition with the answers of the form that it belongs to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.source import Source
from mtle_survey.readers.common.workbook import read_workbook

PARENT_SHEET, PARENT_INDEX, INDEX = "_parent_table_name", "_parent_index", "_index"
OWN = frozenset({INDEX, PARENT_SHEET, PARENT_INDEX})


def is_repeat(grid: Grid) -> bool:
    """Whether each record is a repetition that names its form."""
    return {PARENT_SHEET, PARENT_INDEX} <= set(grid.record(0))


def with_parents(source: Source, grid: Grid) -> tuple[Grid, list[Problem]]:
    """The same records with the columns of their forms added, where the workbook holds them.

    A column that both sheets have is the repetition's own. A repetition whose form is missing stays, without
    the form's answers, and is located.

    Parameters
    ----------
    source : Source
    grid : Grid
        Of the sheet of repetitions; its first record is the header.
    """
    names = list(grid.record(0))
    sheets = {cell for cell in grid.cells[1:, names.index(PARENT_SHEET)] if cell}
    if source.kind != "workbook" or len(sheets) != 1:
        return grid, []
    try:
        parent, _ = read_workbook(source.data, source.file, sheets.pop())
    except MtleError as failure:
        return grid, [problem("R049", file=source.file, row=1, found=str(failure))]
    theirs = list(parent.record(0))
    if INDEX not in theirs:
        return grid, [
            problem("R049", file=source.file, row=1, found=f"no column {INDEX} in the form's sheet")
        ]
    added = [place for place, name in enumerate(theirs) if name and name not in names and name not in OWN]
    rows = {cell: row for row, cell in enumerate(parent.cells[:, theirs.index(INDEX)]) if row and cell}
    wanted = grid.cells[:, names.index(PARENT_INDEX)]
    found = [rows.get(index) for index in wanted]
    block = np.full((len(grid.cells), len(added)), "", dtype=object)
    block[0] = [theirs[place] for place in added]
    for i, row in enumerate(found):
        if row is not None:
            block[i] = parent.cells[row, added]
    lost = [int(grid.rows[i]) for i, row in enumerate(found) if row is None and i]
    problems = []
    if lost:
        problems.append(
            problem(
                "R049",
                file=source.file,
                row=lost[0],
                rows=lost,
                found=counted(len(lost), "row"),
                count=len(lost),
            )
        )
    return replace(grid, cells=np.hstack([grid.cells, block])), problems
