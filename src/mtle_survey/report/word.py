"""What python-docx has no words for: styles, fields, borders and alternative texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table as WordTable
    from docx.table import _Cell as WordCell
    from docx.table import _Row as WordRow
    from docx.text.paragraph import Paragraph as WordParagraph

MOST_IN_PROPERTY = 255  # characters
PAGE_WIDTH_MM, TEXT_WIDTH_MM = 210, 174


def prepare(word: WordDocument, document: Document) -> None:
    """Page, language, properties and the styles that the report uses."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = word.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH_MM), Mm(297)
    section.left_margin = section.right_margin = Mm((PAGE_WIDTH_MM - TEXT_WIDTH_MM) / 2)
    section.top_margin = section.bottom_margin = Mm(20)
    word.core_properties.title = printable(document.title)[:MOST_IN_PROPERTY]
    word.core_properties.author = ""
    word.core_properties.comments = document.marking
    word.core_properties.language = document.language
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Calibri")
    for name, size, space in (("Table Text", 8.5, 1), ("Table Note", 8.5, 10), ("Key Fact", 20, 0)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(size)
        style.paragraph_format.space_after = Pt(space)
    word.styles["Key Fact"].font.bold = True
    caption = word.styles["Caption"]
    caption.font.size, caption.font.bold = Pt(10), True
    caption.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
    caption.paragraph_format.space_before = Pt(12)


def set_style(paragraph: WordParagraph, name: str) -> None:
    """Give a paragraph a style by name, without python-docx's search through all styles."""
    paragraph._p.get_or_add_pPr().style = name.replace(" ", "")


def add_page_number(paragraph: WordParagraph, marking: str) -> None:
    """The marking and the page number, on every page."""
    paragraph.add_run(f"{marking}\t\t" if marking else "\t\t")
    _add_field(paragraph, "PAGE", "1")


def add_sequence(paragraph: WordParagraph, kind: str, number: str) -> None:
    """The number of a caption, as a field that Word can renumber and list."""
    _add_field(paragraph, f"SEQ {kind} \\* ARABIC", number)


def _add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = shown
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def mark_header_row(row: WordRow) -> None:
    """Repeat a row at the top of every page, and tell screen readers that it is a header."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def keep_rows_whole(table: WordTable) -> None:
    """No row breaks across pages."""
    from docx.oxml import OxmlElement

    for row in table.rows:
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def set_borders(table: WordTable, *, header_rows: int) -> None:
    """Lines above, below the header and below the table; hairlines between rows."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", 12, "1A1A1A"), ("bottom", 12, "1A1A1A"), ("insideH", 2, "DDDDDD")):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    later = ("tblLayout", "tblCellMar", "tblLook")  # the schema wants borders before these
    following = [e for e in properties if e.tag in {qn(f"w:{name}") for name in later}]
    properties.insert(properties.index(following[0]) if following else len(properties), borders)
    for cell in table.rows[header_rows - 1].cells:
        edges, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "1A1A1A")):
            line.set(qn(f"w:{name}"), value)
        edges.append(line)
        cell._tc.get_or_add_tcPr().append(edges)


def set_widths(cells: Sequence[Sequence[WordCell]], weights: Sequence[float]) -> None:
    """Share the width of the page between the columns."""
    from docx.shared import Mm

    for row in cells:
        for cell, weight in zip(row, weights, strict=True):
            cell.width = Mm(TEXT_WIDTH_MM * weight / sum(weights))


def mark_caution(paragraph: WordParagraph) -> None:
    """A coloured bar at the left and a light ground."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, bar = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", "B35806")):
        bar.set(qn(f"w:{name}"), value)
    borders.append(bar)
    ground = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "FDF5EC")):
        ground.set(qn(f"w:{name}"), value)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(borders)
    properties.append(ground)


def describe_picture(paragraph: WordParagraph, title: str, alt: str) -> None:
    """Title and alternative text of the picture in a paragraph."""
    from docx.oxml.ns import qn

    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("title", printable(title))
        properties.set("descr", printable(alt))
