"""The marked copy as a workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from mtle_survey.errors import Problem
from mtle_survey.marked_copy.export import Export
from mtle_survey.report.archive import without_clocks
from mtle_survey.report.characters import LONGEST_CELL, looks_like_a_formula, printable
from mtle_survey.sheet_text import text_cell

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

PROBLEMS_SHEET = "Problems"
PROBLEM_COLUMNS = ("code", "severity", "file", "row", "column", "item", "found", "why", "fix", "count")
FILLS = {"error": "FFC7CE", "warning": "FFEB9C", "note": "DDEBF7"}
_WIDTHS = (8, 10, 26, 8, 20, 14, 40, 60, 60, 8)
_ORDER = ("error", "warning", "note")

Place = tuple[int, int]
"""Row as a spreadsheet counts it, and column from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marked:
    """One export, its sheet, and the problems at each place."""

    export: Export
    sheet: str
    marks: Mapping[Place, Sequence[Problem]]


def marked_copy(exports: Iterable[Export], problems: Sequence[Problem]) -> bytes:
    """The workbook: a list of all problems, then a sheet for each export.

    Records stand in the rows they had, blank ones included, so that row numbers agree. Every cell is text:
    nothing can be run as a formula, and no code is turned into a number.

    Returns
    -------
    bytes
        The same for the same input.
    """
    from openpyxl import Workbook

    copies: list[_Marked] = []
    for export in exports:
        sheet = _sheet_name(Path(export.file).stem, [PROBLEMS_SHEET, *(c.sheet for c in copies)])
        copies.append(_Marked(export=export, sheet=sheet, marks=_marks(export, problems)))
    book = Workbook(write_only=True)
    book.properties.creator = "mtle_survey"
    _write_problems(book, problems, copies)
    for copy in copies:
        _write_copy(book, copy)
    out = io.BytesIO()
    book.save(out)
    return without_clocks(out.getvalue())


def _marks(export: Export, problems: Sequence[Problem]) -> dict[Place, list[Problem]]:
    """A problem without a column marks the first cell of its rows, one without a row the header."""
    marks: dict[Place, list[Problem]] = {}
    for p in problems:
        column = None if p.column is None else export.positions.get(p.column)
        if p.file != export.file or (p.row is None and column is None):
            continue
        for row in p.rows or (export.header if p.row is None else p.row,):
            marks.setdefault((row, column or 0), []).append(p)
    return marks


def _write_problems(book: Workbook, problems: Sequence[Problem], copies: Sequence[_Marked]) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = _sheet(book, PROBLEMS_SHEET, _WIDTHS)
    header = [text_cell(sheet, name) for name in PROBLEM_COLUMNS]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    places: dict[Problem, tuple[str, Place]] = {}
    for copy in copies:
        for place, there in copy.marks.items():
            for p in there:
                places.setdefault(p, (copy.sheet, place))
    listed = sorted(problems, key=lambda p: (_ORDER.index(p.severity), p.code))
    for sheet_row, p in enumerate(listed, start=2):
        values = (p.code, str(p.severity), p.file, p.row, p.column, p.item, p.found, p.why, p.fix, p.count)
        cells: list[Any] = [v if isinstance(v, int) else text_cell(sheet, v or "") for v in values]
        cells[0].fill = _fill(p.severity)
        if p in places:
            where, (row, column) = places[p]
            target = f"'{where}'!{_letters(column)}{row}"
            cells[0].hyperlink = Hyperlink(ref=f"A{sheet_row}", location=target)
        sheet.append(cells)


def _write_copy(book: Workbook, copy: _Marked) -> None:
    width = copy.export.width
    sheet = _sheet(book, copy.sheet, (18,) * width)
    last = max([*copy.export.records, *(row for row, _ in copy.marks)], default=0)
    marked_rows = {row for row, _ in copy.marks}
    for row in range(1, last + 1):
        cells: list[Any] = list(_safe(sheet, copy.export.records.get(row, ())))
        if row in marked_rows:
            for column in range(max(width, 1)):
                found = copy.marks.get((row, column))
                if found:
                    cells += [None] * (column + 1 - len(cells))
                    cells[column] = _marked(sheet, cells[column], found)
        sheet.append(cells)


def _safe(sheet: WriteOnlyWorksheet, cells: Sequence[str | None]) -> Iterator[Any]:
    for cell in cells:
        if cell and looks_like_a_formula(cell):
            yield text_cell(sheet, cell)
        else:
            yield printable(cell)[:LONGEST_CELL] if cell else None


def _marked(sheet: WriteOnlyWorksheet, value: Any, found: Sequence[Problem]) -> Cell:
    from openpyxl.comments import Comment

    cell = text_cell(sheet, value or "") if isinstance(value, str | None) else value
    worst = min(found, key=lambda p: _ORDER.index(p.severity))
    cell.fill = _fill(worst.severity)
    words = "\n\n".join(f"{p.code} {p.title}\nfound: {p.found}\nwhy: {p.why}\nfix: {p.fix}" for p in found)
    cell.comment = Comment(printable(words)[:LONGEST_CELL], "mtle", height=220, width=420)
    return cell


def _fill(severity: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill(fill_type="solid", start_color=FILLS[severity], end_color=FILLS[severity])


def _sheet(book: Workbook, name: str, widths: Sequence[int]) -> WriteOnlyWorksheet:
    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        sheet.column_dimensions[_letters(place)].width = width
    return cast("WriteOnlyWorksheet", sheet)


def _sheet_name(stem: str, taken: Sequence[str]) -> str:
    """At most 31 of the allowed characters, and not used before, whatever the letter case."""
    plain = re.sub(r"[\[\]:*?/\\']", "_", printable(stem))[:28] or "export"
    folded = {name.casefold() for name in taken}
    name, number = plain, 2
    while name.casefold() in folded:
        name, number = f"{plain}_{number}", number + 1
    return name


def _letters(position: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(position + 1)
