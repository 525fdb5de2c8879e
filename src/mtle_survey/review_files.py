"""The review sheet as a file: CSV, or a workbook in which yes and no are chosen from a list."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtle_survey.comments.sheet import COLUMNS, VERDICTS, Sheet
from mtle_survey.delimited import csv_rows
from mtle_survey.errors import UsageError
from mtle_survey.report.archive import without_clocks
from mtle_survey.sheet_text import text_cell

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

_WIDTHS = {"text": 70, "edited": 50, "asked": 30, "taken out": 22, "look at": 22, "theme": 22, "note": 30}
_USUAL_WIDTH = 12


def sheet_bytes(sheet: Sheet, path: Path) -> bytes:
    """The sheet in the format that the name of its file asks for.

    Raises
    ------
    UsageError
        Neither .csv nor .xlsx.
    """
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        return ("\ufeff" + csv_rows([COLUMNS, *sheet.rows])).encode("utf-8")
    if suffix == ".xlsx":
        return _workbook(sheet)
    raise UsageError(f"a review sheet is a .csv or .xlsx file, not {path.name}")


def _wrapped(page: Any, words: str) -> Cell:
    from openpyxl.styles import Alignment

    cell = text_cell(page, words)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _workbook(sheet: Sheet) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "mtle_survey", "Review of open comments"
    page = book.create_sheet("Comments")
    page.freeze_panes = "A2"
    for place, name in enumerate(COLUMNS, start=1):
        page.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, _USUAL_WIDTH)
    names = [text_cell(page, name) for name in COLUMNS]
    for cell in names:
        cell.font = Font(bold=True)
    page.append(names)
    for row in sheet.rows:
        page.append([_wrapped(page, value) if isinstance(value, str) else value for value in row])
    letter = get_column_letter(COLUMNS.index("approved") + 1)
    choice = DataValidation(type="list", formula1=f'"{",".join(VERDICTS)}"', allow_blank=True)
    choice.add(f"{letter}2:{letter}{max(2, len(sheet.rows) + 1)}")
    page.data_validations.append(choice)
    out = io.BytesIO()
    book.save(out)
    return without_clocks(out.getvalue())
