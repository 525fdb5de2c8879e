"""What python-docx has no words for in tables: widths that hold, header rows, lines, descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.table_layout import column_weight, is_wide, unbroken
from mtle_survey.report.word_xml import element

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table as WordTable
    from docx.table import _Row as WordRow

SHORT_TABLE = 14  # rows that stay on one page
_WIDTH_OF_A_CHARACTER = {True: 1.65, False: 1.85}  # mm, of small and usual table text
_BOLD = 1.15  # times as wide
_OF_A_NUMBER = {**dict.fromkeys(" .,:[]()\u00a0", 0.62), "%": 1.6}  # characters; a digit is a little wider
_DIGIT = 1.12
_WIDE_LETTER = 1.0  # characters, for words such as "Mean" that begin with a wide letter
_NARROW = 12.0  # mm: a count or a mean, which must not be torn apart
_MARGIN = 1.2  # mm, left and right of a cell
_LONGEST_WORD = 28  # characters; a longer one, such as a hash, is broken
_CROWDED = 0.5  # of what columns of words ask for; with less, numbers stand in two lines
_BEFORE_BRACKET = re.compile(r" (?=[\[(])")
_BREAK = re.compile(r"[ \t\n/–-]+")


def widths(block: TableBlock, document: Document, available: float) -> list[float]:
    """Width of each column in mm: numbers get what they need, words share the rest by their length.

    No word is broken as long as the words of all columns fit beside each other. Where they do not, or where
    numbers leave little room to columns of long sentences, what stands in brackets goes below its number.
    """
    weights = [column_weight(block, place, document) for place in range(len(block.columns))]
    texts = [place for place, column in enumerate(block.columns) if column.align == "text"]
    wanted = _WIDTH_OF_A_CHARACTER[is_wide(block)] * sum(weights[place] for place in texts)
    least = _needed(block, document, below=False)
    left = _beside_numbers(least, texts, available)
    if sum(least) > available or left < _CROWDED * min(wanted, available):
        least = _needed(block, document, below=True)
        left = _beside_numbers(least, texts, available)
    for place, width in _shared({place: weights[place] for place in texts}, least, left).items():
        least[place] = width
    firm = [place for place, width in enumerate(least) if place in texts or width <= _NARROW]
    return _fitted(least, available, firm)


def _beside_numbers(least: Sequence[float], texts: Sequence[int], available: float) -> float:
    """The room that columns of numbers leave to columns of words, in mm."""
    return available - sum(width for place, width in enumerate(least) if place not in texts)


def _needed(block: TableBlock, document: Document, *, below: bool) -> list[float]:
    """The least width of each column in mm, with what is in brackets beside or below its number."""
    letter = _WIDTH_OF_A_CHARACTER[is_wide(block)]
    places = range(len(block.columns))
    return [letter * _characters(block, place, document, below) + 2 * _MARGIN for place in places]


def _fitted(needed: Sequence[float], available: float, firm: Sequence[int]) -> list[float]:
    """Widths that fill the page; where there is too little room, firm columns keep what they need."""
    kept = sum(needed[place] for place in firm)
    total = sum(needed)
    if total <= available or kept >= available or kept == total:
        return [width * available / total for width in needed]
    shrunk = (available - kept) / (total - kept)
    return [width if place in firm else width * shrunk for place, width in enumerate(needed)]


def _characters(block: TableBlock, place: int, document: Document, below: bool) -> float:
    """How many characters a column needs: those of its longest number, or of its longest word.

    ``below`` lets an interval or a percentage stand in a line of its own.
    """
    column = block.columns[place]
    label = _widest_word([unbroken(document.words(column.label))])
    cells = [document.words(row[place].text) for row in block.rows]
    if column.align == "number":
        cells = [piece for cell in cells for piece in (_BEFORE_BRACKET.split(cell) if below else [cell])]
        return max(*(_numeral_width(cell) for cell in cells), _BOLD * label + _WIDE_LETTER, 0.0)
    return max(_widest_word(cells), _BOLD * label) + _WIDE_LETTER


def _numeral_width(number: str) -> float:
    return sum(_OF_A_NUMBER.get(character, _DIGIT) for character in number)


def _widest_word(texts: Iterable[str]) -> int:
    return max((min(len(word), _LONGEST_WORD) for words in texts for word in _BREAK.split(words)), default=0)


def _shared(weights: Mapping[int, float], least: Sequence[float], room: float) -> dict[int, float]:
    """Shares of a width by weight, none of them below what is least for its column."""
    fixed: dict[int, float] = {}
    while len(fixed) < len(weights):
        free = [place for place in weights if place not in fixed]
        share = (room - sum(fixed.values())) / sum(weights[place] for place in free)
        narrow = {place: least[place] for place in free if share * weights[place] < least[place]}
        if not narrow:
            return fixed | {place: share * weights[place] for place in free}
        fixed |= narrow
    return fixed


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


def keep_together(table: WordTable, *, header_rows: int) -> None:
    """No row breaks across pages, a short table stays on one, and of a long one no row stays alone."""
    keep_rows_whole(table)
    rows = list(table.rows)
    short = len(rows) - header_rows <= SHORT_TABLE
    last = len(rows) - 1
    for place, row in enumerate(rows):
        if place < last and (short or place <= header_rows or place == last - 1):
            _keep_with_next(row)


def _keep_with_next(row: WordRow) -> None:
    from docx.oxml.ns import qn

    for paragraph in row._tr.iter(qn("w:p")):
        paragraph.get_or_add_pPr().get_or_add_keepNext()


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
