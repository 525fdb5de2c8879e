"""What python-docx has no words for in tables: widths that hold, header rows, lines, descriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.table_layout import column_weight
from mtle_survey.report.word_xml import element

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table as WordTable
    from docx.table import _Row as WordRow

MANY_COLUMNS = 7
_WIDTH_OF_A_CHARACTER = {True: 1.6, False: 1.8}  # mm, of small and usual table text
_BOLD = 1.1  # times as wide
_MARGIN = 1.2  # mm, left and right of a cell
_NARROWEST_WORDS = 20.0  # mm
_INTERVAL = re.compile(r"\[[^\]]*\]")


def is_wide(block: TableBlock) -> bool:
    """Whether a table has so many columns that its text is set small."""
    return len(block.columns) > MANY_COLUMNS


def unbroken(words: str) -> str:
    """An interval that no line break tears apart."""
    return _INTERVAL.sub(lambda match: match.group().replace(" ", "\u00a0"), words)


def widths(block: TableBlock, document: Document, available: float) -> list[float]:
    """Width of each column in mm: numbers get what they need, words share the rest by their length."""
    small = is_wide(block)
    weights = [column_weight(block, place, document) for place in range(len(block.columns))]
    needed = []
    for column, weight in zip(block.columns, weights, strict=True):
        label = max((len(word) for word in document.words(column.label).split()), default=0)
        characters = max(weight, _BOLD * label) if column.align == "number" else 0
        needed.append(_WIDTH_OF_A_CHARACTER[small] * characters + 2 * _MARGIN)
    words = [place for place, column in enumerate(block.columns) if column.align == "text"]
    share = sum(weights[place] for place in words)
    left = available - sum(needed[place] for place in range(len(needed)) if place not in words)
    left = max(left, _NARROWEST_WORDS * len(words))
    for place in words:
        needed[place] = left * weights[place] / share
    total = sum(needed)
    return [width * available / total for width in needed]


def set_widths(table: WordTable, columns: Sequence[float]) -> None:
    """Fixed widths, in the grid and in every cell: programs differ in which of them they read."""
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, columns, strict=True):
            cell.width = Mm(width)


def mark_header_row(row: WordRow) -> None:
    """Repeat a row at the top of every page, and tell screen readers that it is a header."""
    row._tr.get_or_add_trPr().append(element("tblHeader", val="true"))


def keep_rows_whole(table: WordTable) -> None:
    """No row breaks across pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, element("cantSplit"))


def describe(table: WordTable, caption: str) -> None:
    """The alternative text of a table, and that its first column names the rows."""
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = element("tblLook")
        properties.append(look)
    for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1")):
        look.set(qn(f"w:{name}"), value)
    properties.append(element("tblCaption", val=printable(caption)))


def set_lines(table: WordTable, *, header_rows: int) -> None:
    """Lines above, below the header and below the table; hairlines between rows; narrow margins."""
    borders = element("tblBorders")
    for side, size, colour in (
        ("top", "12", "1A1A1A"),
        ("bottom", "12", "1A1A1A"),
        ("insideH", "2", "DDDDDD"),
    ):
        borders.append(element(side, val="single", sz=size, space="0", color=colour))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(round(_MARGIN * 56.7)), type="dxa"))
    _insert_property(table, borders, before=("tblLayout", "tblCellMar", "tblLook"))
    _insert_property(table, margins, before=("tblLook",))
    for cell in table.rows[header_rows - 1].cells:
        edges = element("tcBorders")
        edges.append(element("bottom", val="single", sz="8", space="0", color="1A1A1A"))
        cell._tc.get_or_add_tcPr().append(edges)


def _insert_property(table: WordTable, made: BaseOxmlElement, *, before: Sequence[str]) -> None:
    """Put a table property where the schema wants it: before those named."""
    from docx.oxml.ns import qn

    properties = table._tbl.tblPr
    following = [e for e in properties if e.tag in {qn(f"w:{name}") for name in before}]
    properties.insert(properties.index(following[0]) if following else len(properties), made)
