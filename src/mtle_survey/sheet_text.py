"""Cells of a workbook that are text whatever they begin with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mtle_survey.report.characters import printable

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

LONGEST_CELL = 32_000
_LIKE_A_FORMULA = re.compile(r"[=+\-@\t\r#]")


def looks_like_a_formula(words: str) -> bool:
    """Whether a spreadsheet might run a text or read it as an error."""
    return _LIKE_A_FORMULA.match(words) is not None


def text_cell(sheet: Any, words: str) -> Cell:
    """A cell of a write-only sheet that stays text, also when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    cell: Cell = WriteOnlyCell(sheet, value=printable(words)[:LONGEST_CELL])
    cell.data_type = "s"
    if looks_like_a_formula(words):
        cell.quotePrefix = True
    return cell
