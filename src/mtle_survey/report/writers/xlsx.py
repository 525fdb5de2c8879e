"""The tables of the report as a workbook, and the rows behind every statistic."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtle_survey.columns import COLUMNS
from mtle_survey.report.archive import without_clocks
from mtle_survey.report.blocks import Block, Cell, Details, FigureBlock, Quotations, Section, TableBlock
from mtle_survey.report.characters import LONGEST_CELL, looks_like_a_formula, printable
from mtle_survey.report.document import Document
from mtle_survey.report.format import MINUS
from mtle_survey.report.writer import Writer

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT_WIDTH, _NUMBER_WIDTH = 34, 14
QUOTE_COLUMNS, QUOTE_CHARACTERS, LINE_POINTS = 5, 85, 15


def write(document: Document) -> bytes:
    """A sheet for each part of the report, then the tidy rows and what their columns mean."""
    from openpyxl import Workbook
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = printable(document.title)
    book.properties.creator = printable(document.brand.organisation) or "mtle_survey"
    contents = book.create_sheet(document.labels.contents)
    entries = list(_sheets(book, document))
    _write_rows(book, document)
    _write_contents(contents, document, entries)
    for sheet in book.worksheets:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    return without_clocks(out.getvalue())


def _sheets(book: Workbook, document: Document) -> Iterator[tuple[str, str, str]]:
    for section in document.sections:
        tables = list(_tables(section.blocks))
        if not tables:
            continue
        name = _sheet_name(document.words(section.title), book.sheetnames)
        sheet = book.create_sheet(name)
        _put(sheet, 1, 1, document.marking)
        for block in tables:
            if isinstance(block, Quotations):
                _append_quotes(sheet, document, block)
                continue
            table = block.data if isinstance(block, FigureBlock) else block
            number, caption = document.names[block.id], document.words(table.caption)
            _append(sheet, document, table, f"{number} {caption}")
            yield name, number, caption
        _set_widths(sheet)


def _tables(blocks: tuple[Block, ...]) -> Iterator[TableBlock | FigureBlock | Quotations]:
    for block in blocks:
        if isinstance(block, TableBlock | FigureBlock | Quotations):
            yield block
        elif isinstance(block, Section | Details):
            yield from _tables(block.blocks)


def _append(sheet: Worksheet, document: Document, table: TableBlock, caption: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    line, bold, wrap = Side(style="thin"), Font(bold=True), Alignment(wrap_text=True, vertical="top")
    row = sheet.max_row + 2
    _put(sheet, row, 1, caption).font = bold
    row += 1
    for place, column in enumerate(table.columns, start=1):
        label = document.words(column.label)
        cell = _put(sheet, row, place, f"{column.group}: {label}" if column.group else label)
        cell.font, cell.alignment, cell.border = bold, wrap, Border(bottom=line)
    head = ""
    for cells in table.rows:
        row += 1
        head = document.words(cells[0].text) or head
        _put(sheet, row, 1, head).alignment = wrap
        for place, content in enumerate(cells[1:], start=2):
            _put_cell(sheet, row, place, content, document.words(content.text))
    if table.note:
        _put(sheet, row + 1, 1, f"{document.labels.note} {document.words(table.note)}").font = Font(
            italic=True
        )


def _append_quotes(sheet: Worksheet, document: Document, block: Quotations) -> None:
    """A row for each quote, who said it beside it where that may be told."""
    from openpyxl.styles import Alignment, Font

    first = sheet.max_row + 2
    _put(sheet, first, 1, document.words(block.title)).font = Font(bold=True)
    for row, quote in enumerate(block.quotes, start=first + 1):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=QUOTE_COLUMNS)
        words = document.words(quote.text)
        cell = _put(sheet, row, 1, words)
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=1)
        sheet.row_dimensions[row].height = LINE_POINTS * (1 + len(words) // QUOTE_CHARACTERS)
        if quote.source:
            _put(sheet, row, QUOTE_COLUMNS + 1, document.words(quote.source))


def _put_cell(sheet: Worksheet, row: int, column: int, content: Cell, shown: str) -> None:
    decimals = _decimals(shown)
    if content.value is None or decimals is None:
        _put(sheet, row, column, shown)
        return
    percent = shown.endswith("%")
    cell = sheet.cell(row, column, content.value)
    cell.number_format = ("0" if decimals == 0 else "0." + "0" * decimals) + ("%" if percent else "")


def _decimals(shown: str) -> int | None:
    """Decimals of a cell that shows nothing but its number; None where it shows more than that."""
    digits = shown.replace(MINUS, "").lstrip("+").removesuffix("%")
    whole, _, fraction = digits.replace(",", ".").partition(".")
    return len(fraction) if (whole + fraction).isdecimal() else None


def _put(sheet: Worksheet, row: int, column: int, words: str) -> SheetCell | MergedCell:
    """Text that no spreadsheet takes for a formula."""
    cell = sheet.cell(row, column, printable(words)[:LONGEST_CELL])
    cell.data_type = "s"
    if looks_like_a_formula(words):
        cell.quotePrefix = True
    return cell


def _sheet_name(title: str, taken: list[str]) -> str:
    """At most 31 characters, none that a sheet name may not have, none twice."""
    name = "".join(c for c in title if c not in "[]:*?/\\").strip("' ")[:31] or "Sheet"
    return name if name not in taken else f"{name[:28]} {len(taken)}"


def _set_widths(sheet: Worksheet) -> None:
    from openpyxl.utils import get_column_letter

    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = (
            _TEXT_WIDTH if column == 1 else _NUMBER_WIDTH
        )


def _write_rows(book: Workbook, document: Document) -> None:
    sheet = book.create_sheet(document.labels.rows)
    sheet.append([column.name for column in COLUMNS])
    for row, record in enumerate(document.rows.to_records(), start=2):
        for column, value in enumerate(record.values(), start=1):
            if isinstance(value, str):
                _put(sheet, row, column, value)
            elif value is not None:
                sheet.cell(row, column, value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    meanings = book.create_sheet(document.labels.columns)
    meanings.append([document.labels.column, document.labels.meaning])
    for name, meaning in document.columns.items():
        meanings.append([name, meaning])
    meanings.column_dimensions["B"].width = 90


def _write_contents(sheet: Worksheet, document: Document, entries: list[tuple[str, str, str]]) -> None:
    from openpyxl.styles import Font

    organisation = [document.brand.organisation] if document.brand.organisation else []
    lines = [
        document.title,
        document.subtitle,
        *organisation,
        *document.title_lines(),
        document.date,
        document.marking,
        "",
    ]
    for row, line in enumerate(lines, start=1):
        _put(sheet, row, 1, line)
    sheet["A1"].font = Font(bold=True, size=14)
    row = len(lines)
    for name, number, caption in entries:
        row += 1
        _link(_put(sheet, row, 1, number), name)
        _put(sheet, row, 2, caption)
    row += 1
    _link(_put(sheet, row, 1, document.labels.rows), document.labels.rows)
    _put(sheet, row, 2, document.labels.every_row)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 90


def _link(cell: SheetCell | MergedCell, sheet: str) -> None:
    """Let a cell lead to the top of a sheet."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1")


WRITER = Writer(suffix="xlsx", write=write, draws=False)
