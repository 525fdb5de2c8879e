"""From a grid and its columns to a raw table, with every record accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.raw_table import ExcludedRecords, RawColumn, RawTable
from mtle_survey.readers.common.decode import Decoding
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.source import Source

HEADER_RULE = "names the columns"
BLANK_RULE = "holds no text in any cell"
RAGGED_RULE = "has another number of cells than the header"
PREAMBLE_RULE = "stands before the header"


def assemble(
    source: Source,
    grid: Grid,
    *,
    platform: str,
    dialect: str,
    reason: str,
    columns: Sequence[RawColumn],
    header_records: int,
    cells: NDArray[np.object_] | None = None,
    set_aside: Sequence[tuple[str, NDArray[np.bool_], str]] = (),
    problems: Sequence[Problem] = (),
    choice_separator: str = "",
) -> RawTable:
    """Make the raw table of a platform whose records are rows.

    Parameters
    ----------
    source : Source
    grid : Grid
        Its first ``header_records`` records name the columns.
    platform, dialect, reason : str
        What it was taken for, and why.
    columns : sequence of RawColumn
        One for each column of the grid.
    header_records : int
    cells : (n, m) object array, optional
        The responses, one column for each of ``columns``, where they are not the grid's own.
    set_aside : sequence of (kind, (n,) bool array, rule)
        Responses that do not count, each with the stated rule; ``n`` excludes the header records.
    problems : sequence of Problem
        What the platform's reader has found.
    choice_separator : str
        Between the choices of a multi-select in one cell.

    Raises
    ------
    MtleError
        R004 (no responses), R018 (every response is set aside).
    """
    rows = grid.rows[header_records:]
    kept = np.ones(len(rows), dtype=bool)
    excluded = not_responses(grid, header_records)
    for kind, chosen, rule in set_aside:
        excluded.append(ExcludedRecords(kind=kind, rows=tuple(rows[chosen & kept].tolist()), rule=rule))
        kept &= ~chosen
    if cells is None:
        cells = grid.cells[header_records:]
    found = [*source.notes, *grid.problems, *header_problems(source.file, columns, cells), *problems]
    if len(rows) == 0:
        raise MtleError(
            [*found, problem("R004", file=source.file, found=counted(header_records, "header row"))]
        )
    if not kept.any():
        raise MtleError([*found, problem("R018", file=source.file, found=counted(len(rows), "response"))])
    found += blank_problems(source.file, grid.blank)
    if not kept.all():
        cells = cells[kept]
    return RawTable(
        file=source.file,
        sha256=source.sha256,
        platform=platform,
        dialect=dialect,
        reason=reason,
        encoding=source.decoding.name if source.decoding else "",
        delimiter=source.delimiter,
        columns=tuple(columns),
        cells=cells,
        rows=rows[kept],
        records=grid.records,
        excluded=tuple(entry for entry in excluded if entry.rows),
        problems=tuple(found),
        choice_separator=choice_separator,
        ambiguous_columns=ambiguous_columns(source.decoding, cells, rows[kept]),
    )


def not_responses(grid: Grid, header_records: int) -> list[ExcludedRecords]:
    """Records that stand before the answers, hold nothing, or do not fit; maybe none of a kind."""
    return [
        ExcludedRecords(kind="preamble", rows=grid.preamble, rule=PREAMBLE_RULE),
        ExcludedRecords(kind="header", rows=tuple(grid.rows[:header_records].tolist()), rule=HEADER_RULE),
        ExcludedRecords(kind="blank", rows=grid.blank, rule=BLANK_RULE),
        ExcludedRecords(kind="ragged", rows=grid.ragged, rule=RAGGED_RULE),
    ]


def blank_problems(file: str, rows: Sequence[int]) -> list[Problem]:
    """How many records hold nothing, and where."""
    if not rows:
        return []
    return [problem("R019", file=file, row=rows[0], found=_rows(rows), count=len(rows))]


def header_problems(file: str, columns: Sequence[RawColumn], cells: NDArray[np.object_]) -> list[Problem]:
    """Headers that occur more than once, and columns that hold answers under a blank header."""
    found = []
    counts = Counter(column.name for column in columns if column.name)
    repeated = [name for name, count in counts.items() if count > 1]
    if repeated:
        found.append(problem("R015", file=file, row=1, found=_listed(repeated), count=len(repeated)))
    unnamed = [c for i, c in enumerate(columns) if not c.name.strip() and any(cells[:, i])]
    if unnamed:
        places = _listed([spreadsheet_letters(c.position) for c in unnamed])
        found.append(problem("R016", file=file, row=1, found=f"column {places}", count=len(unnamed)))
    return found


def spreadsheet_letters(position: int) -> str:
    """The name that a spreadsheet gives a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, place = divmod(position - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def ambiguous_columns(
    decoding: Decoding | None, cells: NDArray[np.object_], rows: NDArray[np.int64]
) -> dict[int, str]:
    """Columns in which an alternative decoding reads a cell differently, with both readings."""
    found: dict[int, str] = {}
    if decoding is None or not decoding.alternatives:
        return found
    for position in range(cells.shape[1]):
        for row, cell in zip(rows.tolist(), cells[:, position], strict=True):
            if cell and not cell.isascii():
                content = cell.encode(decoding.codec)
                other = next((a for a in decoding.alternatives if content.decode(a) != cell), None)
                if other is not None:
                    found[position] = f"row {row}: {decoding.name} or {other}"
                    break
    return found


def _listed(names: Sequence[str], shown: int = 5) -> str:
    further = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {further} more" if further > 0 else "")


def _rows(rows: Sequence[int]) -> str:
    return f"{counted(len(rows), 'row')}: " + _listed([str(row) for row in rows])
