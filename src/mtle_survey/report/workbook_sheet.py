"""A sheet as people paste from it and print it: columns as wide as what they hold, notes that wrap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from mtle_survey.report.characters import LONGEST_CELL, looks_like_a_formula, printable
from mtle_survey.report.workbook_columns import SheetCell, SheetColumn

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCellOfOpenpyxl
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    Written = SheetCellOfOpenpyxl | MergedCell

HEAD_WIDTHS, TEXT_WIDTHS, NUMBER_WIDTHS = (24, 48), (10, 40), (8, 16)  # characters, least and most
LINE_POINTS = 15
NOTE_COLUMNS = 8  # a note below fewer columns runs on over the empty ones beside them
_BOLD_WIDTH = 1.15  # times as wide as usual letters


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table as it stands on a sheet."""

    caption: str
    columns: tuple[SheetColumn, ...]
    note: str


class SheetWriter:
    """Writes one sheet from the top down."""

    def __init__(self, sheet: Worksheet, title: str, marking: str, widths: Sequence[int]) -> None:
        from openpyxl.styles import Alignment, Border, Font, Side
        from openpyxl.utils import get_column_letter

        self.sheet = sheet
        self._row = 1
        self._widths = [*widths, *[NUMBER_WIDTHS[0]] * (NOTE_COLUMNS - len(widths))]
        self._bold, self._italic = Font(bold=True), Font(italic=True)
        self._wrap = Alignment(wrap_text=True, vertical="top")
        self._indented = Alignment(horizontal="left", wrap_text=True, vertical="top", indent=1)
        self._right = Alignment(horizontal="right", vertical="top")
        self._head = Alignment(wrap_text=True, vertical="bottom")
        self._indented_head = Alignment(horizontal="left", wrap_text=True, vertical="bottom", indent=1)
        self._number_head = Alignment(horizontal="right", wrap_text=True, vertical="bottom")
        self._line = Border(bottom=Side(style="thin"))
        for place, width in enumerate(self._widths, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        put(sheet, 1, 1, title).font = Font(bold=True, size=14)
        if marking:
            self._row += 1
            put(sheet, self._row, 1, marking).font = self._italic

    def table(self, table: SheetTable) -> int:
        """Append a table; returns the row of its caption."""
        first = self._row = self._row + 2
        put(self.sheet, first, 1, table.caption).font = self._bold
        self._row += 1
        for place, column in enumerate(table.columns, start=1):
            head = put(self.sheet, self._row, place, column.header)
            head.font, head.border = self._bold, self._line
            words_head = self._head if place == 1 else self._indented_head
            head.alignment = self._number_head if column.numbers else words_head
        self._set_height([c.header for c in table.columns], bold=True)
        for cells in zip(*(column.cells for column in table.columns), strict=True):
            self._body_row(cells, table.columns)
        if table.note:
            self._wrapped(table.note, max(NOTE_COLUMNS, len(table.columns))).font = self._italic
        return first

    def quotes(self, title: str, quotes: Iterable[tuple[str, str]]) -> None:
        """Append what people said, with who said it beside it where that may be told."""
        self._row += 2
        put(self.sheet, self._row, 1, title).font = self._bold
        for words, source in quotes:
            self._wrapped(words, NOTE_COLUMNS)
            if source:
                put(self.sheet, self._row, NOTE_COLUMNS + 1, source)

    def _body_row(self, cells: Sequence[SheetCell], columns: Sequence[SheetColumn]) -> None:
        self._row += 1
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True), start=1):
            if cell.value is not None:
                made: Written = self.sheet.cell(self._row, place, cell.value)
                made.number_format = cell.format
                self._align(made, place, column)
            elif cell.words:
                self._align(put(self.sheet, self._row, place, cell.words), place, column)
        self._set_height(
            ["" if column.numbers else c.words for c, column in zip(cells, columns, strict=True)]
        )

    def _align(self, cell: Written, place: int, column: SheetColumn) -> None:
        words = self._wrap if place == 1 else self._indented
        cell.alignment = self._right if column.numbers else words

    def _wrapped(self, words: str, columns: int) -> Written:
        """Words over several columns, in a row as high as they need."""
        self._row += 1
        self.sheet.merge_cells(start_row=self._row, start_column=1, end_row=self._row, end_column=columns)
        cell = put(self.sheet, self._row, 1, words)
        cell.alignment = self._wrap
        width = sum(self._widths[:columns])
        self.sheet.row_dimensions[self._row].height = LINE_POINTS * _lines(words, width)
        return cell

    def _set_height(self, words: Sequence[str], *, bold: bool = False) -> None:
        """Programs differ in whether they make room for words that wrap, so the room is stated."""
        factor = _BOLD_WIDTH if bold else 1.0
        lines = max((_lines(w, self._widths[k] / factor) for k, w in enumerate(words) if w), default=1)
        if lines > 1:
            self.sheet.row_dimensions[self._row].height = LINE_POINTS * lines


def widths_of(tables: Iterable[SheetTable]) -> list[int]:
    """Characters that each column of a sheet needs for all tables below each other."""
    needed: dict[int, int] = {}
    for table in tables:
        for place, column in enumerate(table.columns):
            least, most = _limits(place, column)
            longest = max((len(cell.words) for cell in column.cells), default=0)
            word = max(map(len, column.header.split()), default=0) if column.header else 0
            width = min(max(longest + 3, ceil(word * _BOLD_WIDTH) + 1, least), most)
            needed[place] = max(needed.get(place, 0), width)
    return [needed[place] for place in sorted(needed)]


def _limits(place: int, column: SheetColumn) -> tuple[int, int]:
    if place == 0:
        return HEAD_WIDTHS
    return NUMBER_WIDTHS if column.numbers else TEXT_WIDTHS


def _lines(words: str, width: float) -> int:
    """Lines that words need; widths are those of digits, and most letters are narrower."""
    return sum(max(1, ceil(len(line) / max(width, 1))) for line in words.split("\n"))


def put(sheet: Worksheet, row: int, column: int, words: str) -> Written:
    """Text that no spreadsheet takes for a formula."""
    cell = sheet.cell(row, column, printable(words)[:LONGEST_CELL])
    cell.data_type = "s"
    if looks_like_a_formula(words):
        cell.quotePrefix = True
    return cell
