"""Cells of a workbook that are text whatever they begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtle_survey.report.characters import LONGEST_CELL, looks_like_a_formula, printable

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell


def text_cell(sheet: Any, words: str) -> Cell:
    """A cell of a write-only sheet that stays text, also when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell

    cell: Cell = WriteOnlyCell(sheet, value=printable(words)[:LONGEST_CELL])
    cell.data_type = "s"
    if looks_like_a_formula(words):
        cell.quotePrefix = True
    return cell
