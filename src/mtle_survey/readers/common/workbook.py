"""Spreadsheet files to records of text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtle_survey.errors import MtleError, Problem, Severity, problem
from mtle_survey.readers.common.grid import Grid, build_grid
from mtle_survey.readers.common.texts import value_text
from mtle_survey.readers.common.workbook_cells import special_cells

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def read_workbook(data: bytes, file: str, sheet: str | None = None) -> tuple[Grid, tuple[Problem, ...]]:
    """Read one sheet of a workbook: the named one, else the first visible sheet that holds anything.

    Numbers become text as people would type them (``3.0`` is ``3``), dates ISO 8601, truth values
    ``TRUE`` and ``FALSE``, error values (``#REF!``) as a spreadsheet shows them.

    Raises
    ------
    MtleError
        R003 (no content), R022 (no such sheet), R025 (damaged, or protected by a password).
    """
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        names = [m.name for m in book.sheets_metadata if m.visible == calamine.SheetVisibleEnum.Visible]
        if sheet is not None and sheet not in book.sheet_names:
            listed = ", ".join(book.sheet_names)
            raise MtleError([problem("R022", file=file, found=sheet, sheets=listed)])
        wanted = [sheet] if sheet is not None else names or list(book.sheet_names)
        filled = [name for name in wanted if book.get_sheet_by_name(name).height]
        if not filled:
            raise MtleError([problem("R003", file=file, found="a workbook without any filled cell")])
        rows = book.get_sheet_by_name(filled[0]).to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError, OSError) as failure:
        reason = str(failure) or "its parts do not fit together"
        raise MtleError([problem("R025", file=file, found=reason)]) from None
    notes: list[Problem] = []
    if len(filled) > 1:
        notes.append(_other_sheets(book, file, filled))
    special = special_cells(data, filled[0])
    notes += [
        problem("R021", file=file, row=row, found=f"cell {cell} holds a formula without a result")
        for row, cell in special.without_result
    ]
    records = [[value_text(value) for value in row] for row in rows]
    for (row, column), text in special.errors.items():
        if row <= len(records) and column <= len(records[row - 1]):
            records[row - 1][column - 1] = text
    return build_grid(records, file), tuple(notes)


def _other_sheets(book: CalamineWorkbook, file: str, names: Sequence[str]) -> Problem:
    """Only the first of several sheets was read: a warning where another one has the same header."""
    read, *others = (book.get_sheet_by_name(name).to_python(nrows=1) for name in names)
    alike = read in others
    return problem(
        "R023",
        file=file,
        found=names[0] + (", and another with the same header" if alike else ""),
        severity=Severity.WARNING if alike else None,
        others=", ".join(names[1:]),
        workbook=file,
    )
