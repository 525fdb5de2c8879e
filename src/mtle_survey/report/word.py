"""The Word document before anything is written into it: page, language, properties and styles."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtle_survey.branding.brand import PAPERS
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.word_fields import add_page_number
from mtle_survey.report.word_template import STYLES, emptied, with_styles
from mtle_survey.report.word_xml import element

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import _Footer as WordFooter
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run as WordRun

VERDICT_COLOURS = {"good": "1B5E20", "bad": "8A2F00", "open": "4A4A4A"}
SMALL_POINTS, CROWDED_POINTS, SMALL_HEADING_POINTS = 8.0, 7.5, 10.5
FIRST_PAGE_MARGIN_MM = 14
QUOTE_INDENT_POINTS = 18
MOST_IN_PROPERTY = 255  # characters
MARGIN_MM, TEXT_WIDTH_MM = 18.0, 174.0
_INK = "1A1A1A"
_LANGUAGES = {"en": "en-US", "es": "es-ES"}  # where no country is named


def new_word(document: Document) -> WordDocument:
    """A Word document with everything set but its text; from the user's own template where there is one."""
    import docx

    template = document.brand.template
    if template is None:
        word = docx.Document()
        _set_page(word, PAPERS[document.brand.paper])
    else:
        word = emptied(docx.Document(io.BytesIO(template)))
    made = with_styles(word, STYLES)
    _set_styles(
        word, made if template else frozenset(STYLES), document.brand.colour.removeprefix("#").upper()
    )
    _set_properties(word, document)
    for footer in _footers(word):
        add_page_number(_line_of(footer), document.marking, text_width_mm(word))
    return word


def text_width_mm(word: WordDocument) -> float:
    """Width between the margins of the first section."""
    section = word.sections[0]
    edges = (section.page_width, section.left_margin, section.right_margin)
    if None in edges:
        return TEXT_WIDTH_MM
    page, left, right = (edge.mm for edge in edges if edge is not None)
    return float(page - left - right)


def style_ids(word: WordDocument) -> dict[str, str]:
    """The id of every style by its name; python-docx would search through all of them for each paragraph."""
    return {str(style.name): style.style_id for style in word.styles}


def set_style(paragraph: WordParagraph, style_id: str) -> None:
    """Give a paragraph a style by its id."""
    paragraph._p.get_or_add_pPr().style = style_id


def mark_remark(paragraph: WordParagraph, colour: str, ground: str) -> None:
    """A coloured bar at the left and a light ground, both as ``rrggbb``."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="24", space="8", color=colour))
    properties = paragraph._p.get_or_add_pPr()
    properties.append(borders)
    properties.append(element("shd", val="clear", color="auto", fill=ground))


def describe_picture(paragraph: WordParagraph, title: str, alt: str) -> None:
    """Title and alternative text of the picture in a paragraph."""
    from docx.oxml.ns import qn

    for properties in paragraph._p.iter(qn("wp:docPr")):
        properties.set("title", printable(title))
        properties.set("descr", printable(alt))


def tighten(paragraph: WordParagraph, points: float) -> None:
    """Set a paragraph, references in it too, for a page on which much has to fit."""
    from docx.oxml.ns import qn
    from docx.shared import Pt
    from docx.text.run import Run

    style = str(paragraph.style.name if paragraph.style else "")
    heading = style.startswith("Heading")
    paragraph.paragraph_format.space_before = Pt(6 if heading else 0)
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    if style == "Small Text":
        return
    size = Pt(SMALL_HEADING_POINTS if heading else points)
    for element_of_run in paragraph._p.iter(qn("w:r")):
        run = Run(element_of_run, paragraph)
        run.font.size = run.font.size or size


def colour(runs: Sequence[WordRun], kind: str) -> None:
    """Colour the words of a verdict; the words alone say all of it."""
    from docx.shared import RGBColor

    for run in runs:
        run.font.color.rgb = RGBColor.from_string(VERDICT_COLOURS[kind])


def end_first_page(word: WordDocument) -> None:
    """Begin a new page, with the margins of the text; those of the page before are narrow."""
    from docx.enum.section import WD_SECTION
    from docx.shared import Mm

    last_line = word.paragraphs[-1]
    word.add_section(WD_SECTION.NEW_PAGE)
    carrier = word.paragraphs[-1]._p  # an empty line, which on a full page would make a page of its own
    last_line._p.get_or_add_pPr().append(carrier.get_or_add_pPr().sectPr)
    word.element.body.remove(carrier)
    first = word.sections[-2]
    first.left_margin = first.right_margin = Mm(FIRST_PAGE_MARGIN_MM)
    first.top_margin = first.bottom_margin = Mm(FIRST_PAGE_MARGIN_MM)
    first.header_distance = first.footer_distance = Mm(FIRST_PAGE_MARGIN_MM / 2)


def _set_page(word: WordDocument, paper: tuple[float, float]) -> None:
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(paper[0]), Mm(paper[1])
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(20)
    normal = word.styles["Normal"]
    normal.font.name = "Calibri"
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal.font.size = Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Calibri")


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = printable(document.title)[:MOST_IN_PROPERTY]
    properties.author = printable(document.brand.organisation)[:MOST_IN_PROPERTY]
    properties.last_modified_by = properties.author  # not whoever saved the template last
    properties.comments = document.marking
    properties.language = document.language
    language = element("lang", val=_LANGUAGES.get(document.language, document.language))
    word.styles["Normal"].element.get_or_add_rPr().append(language)


def _set_styles(word: WordDocument, own: frozenset[str], accent: str) -> None:
    """The look of the styles that are ours; those of a template stay as they are."""
    from docx.shared import Pt, RGBColor

    for name, size, before, after in (
        ("Table Text", 8.5, 1, 1),
        ("Table Text Small", 7.5, 1, 1),
        ("Table Note", 8.5, 2, 10),
        ("Key Fact", 16, 0, 0),
        ("Small Text", 7.5, 0, 4),
        ("Caption", 10, 12, 3),
        ("Quote", 10.5, 3, 7),
        ("toc 1", 10.5, 0, 2),
        ("TOC Heading", 14, 12, 6),
        ("Title", 20, 0, 6),
        ("Subtitle", 10.5, 0, 4),
    ):
        if name in own:
            style = word.styles[name]
            style.font.size = Pt(size)
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            style.font.bold = name in {"Key Fact", "Caption", "TOC Heading"}
    if "Quote" in own:
        word.styles["Quote"].paragraph_format.left_indent = Pt(QUOTE_INDENT_POINTS)
        word.styles["Quote"].font.color.rgb = RGBColor.from_string(_INK)
    if "Caption" in own:
        word.styles["Caption"].font.color.rgb = RGBColor.from_string(_INK)
    for name in ("Title", "Subtitle", "TOC Heading", *(f"Heading {level}" for level in range(1, 5))):
        if name in own:
            word.styles[name].font.color.rgb = RGBColor.from_string(accent)
            word.styles[name].font.italic = False


def _footers(word: WordDocument) -> list[WordFooter]:
    """Every kind of footer that the document uses."""
    section = word.sections[0]
    footers = [section.footer]
    if section.different_first_page_header_footer:
        footers.append(section.first_page_footer)
    if word.settings.odd_and_even_pages_header_footer:
        footers.append(section.even_page_footer)
    return footers


def _line_of(footer: WordFooter) -> WordParagraph:
    """The empty line of an empty footer, or a new one below what a template has there."""
    first = footer.paragraphs[0] if footer.paragraphs else None
    return (
        first
        if first is not None and not first.text and len(footer.paragraphs) == 1
        else footer.add_paragraph()
    )
