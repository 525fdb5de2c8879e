"""The tables of the report as a workbook, and the rows behind every statistic."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtle_survey.columns import COLUMNS
from mtle_survey.report.archive import without_clocks
from mtle_survey.report.blocks import Block, Details, FigureBlock, Quotations, Section, TableBlock
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.workbook_columns import sheet_columns
from mtle_survey.report.workbook_sheet import SheetTable, SheetWriter, put, widths_of
from mtle_survey.report.writer import Writer

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MARGIN_INCHES = 0.5


def write(document: Document) -> bytes:
    """A sheet for each part of the report, then the tidy rows and what their columns mean."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = printable(document.title)
    book.properties.creator = printable(document.brand.organisation) or "mtle_survey"
    contents = book.create_sheet(document.labels.contents)
    entries = list(_sheets(book, document))
    _write_rows(book, document)
    _write_contents(contents, document, entries)
    for sheet in book.worksheets:
        _set_page(sheet, document.marking)
    out = io.BytesIO()
    book.save(out)
    return without_clocks(out.getvalue())


def _sheets(book: Workbook, document: Document) -> Iterator[tuple[str, str, str, int]]:
    """Write a sheet for each section with tables; yields sheet, number, caption and row of every table."""
    for section in document.sections:
        blocks = list(_tables(section.blocks))
        if not blocks:
            continue
        title = document.words(section.title)
        name = _sheet_name(title, book.sheetnames)
        tables = {b.id: _sheet_table(b, document) for b in blocks if not isinstance(b, Quotations)}
        sheet = book.create_sheet(name)
        writer = SheetWriter(sheet, title, document.marking, widths_of(tables.values()))
        for block in blocks:
            if isinstance(block, Quotations):
                quotes = [(document.words(q.text), document.words(q.source)) for q in block.quotes]
                writer.quotes(document.words(block.title), quotes)
                continue
            yield name, document.names[block.id], _caption(block, document), writer.table(tables[block.id])
        sheet.freeze_panes = "B2"


def _tables(blocks: tuple[Block, ...]) -> Iterator[TableBlock | FigureBlock | Quotations]:
    for block in blocks:
        if isinstance(block, TableBlock | FigureBlock | Quotations):
            yield block
        elif isinstance(block, Section | Details):
            yield from _tables(block.blocks)


def _caption(block: TableBlock | FigureBlock, document: Document) -> str:
    return document.words(block.title if isinstance(block, FigureBlock) else block.caption)


def _sheet_table(block: TableBlock | FigureBlock, document: Document) -> SheetTable:
    """A table, or the numbers behind a figure under the figure's own title."""
    table = block.data if isinstance(block, FigureBlock) else block
    note = f"{document.labels.note} {document.words(table.note)}" if table.note else ""
    caption = f"{document.names[block.id]} {_caption(block, document)}"
    return SheetTable(caption, sheet_columns(table, document), note)


def _sheet_name(title: str, taken: list[str]) -> str:
    """At most 31 characters, none that a sheet name may not have, none twice."""
    name = "".join(c for c in title if c not in "[]:*?/\\").strip("' ")[:31] or "Sheet"
    return name if name not in taken else f"{name[:28]} {len(taken)}"


def _set_page(sheet: Worksheet, marking: str) -> None:
    """Landscape, as wide as the paper, with the marking and the page at the foot."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = MARGIN_INCHES
    marked = _HeaderFooterPart(text=marking.replace("&", "&&"))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=marked, right=_HeaderFooterPart(text="&P / &N"))


def _write_rows(book: Workbook, document: Document) -> None:
    from openpyxl.styles import Alignment, Font

    sheet, bold = book.create_sheet(document.labels.rows), Font(bold=True)
    sheet.append([column.name for column in COLUMNS])
    for row, record in enumerate(document.rows.to_records(), start=2):
        for column, value in enumerate(record.values(), start=1):
            if isinstance(value, str):
                put(sheet, row, column, value)
            elif value is not None:
                sheet.cell(row, column, value)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = sheet.dimensions
    meanings = book.create_sheet(document.labels.columns)
    meanings.append([document.labels.column, document.labels.meaning])
    for name, meaning in document.columns.items():
        meanings.append([name, meaning])
    meanings.column_dimensions["A"].width, meanings.column_dimensions["B"].width = 18, 110
    for cells in meanings.iter_rows(min_col=2, max_col=2):
        cells[0].alignment = Alignment(wrap_text=True, vertical="top")
    for heads in (sheet[1], meanings[1]):
        for cell in heads:
            cell.font = bold


def _write_contents(sheet: Worksheet, document: Document, entries: list[tuple[str, str, str, int]]) -> None:
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
        put(sheet, row, 1, line)
    sheet["A1"].font = Font(bold=True, size=14)
    row = len(lines)
    for name, number, caption, place in entries:
        row += 1
        _link(put(sheet, row, 1, number), name, place)
        put(sheet, row, 2, caption)
        put(sheet, row, 3, name)
    row += 1
    _link(put(sheet, row, 1, document.labels.rows), document.labels.rows, 1)
    put(sheet, row, 2, document.labels.every_row)
    for column, width in (("A", 16), ("B", 80), ("C", 34)):
        sheet.column_dimensions[column].width = width


def _link(cell: SheetCell | MergedCell, sheet: str, row: int) -> None:
    """Let a cell lead to a row of a sheet."""
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A{row}")


WRITER = Writer(suffix="xlsx", write=write, draws=False)
