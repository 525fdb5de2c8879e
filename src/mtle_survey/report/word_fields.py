"""What Word works out itself: numbers of captions, references to them, the contents, page numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mtle_survey.report.word_xml import element, run

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph as WordParagraph

LONGEST_BOOKMARK = 40  # characters
CONTENTS_WIDTH_MM = 110


def bookmark_names(ids: Sequence[str]) -> dict[str, str]:
    """A name that Word accepts for each id: letters, digits and low lines, at most forty, none twice."""
    return {
        identifier: f"m{place}_{''.join(c if c.isascii() and c.isalnum() else '_' for c in identifier)}"[
            :LONGEST_BOOKMARK
        ]
        for place, identifier in enumerate(ids, start=1)
    }


def add_page_number(paragraph: WordParagraph, marking: str, width_mm: float) -> None:
    """The marking at the left and the page number at the right, on every page."""
    from docx.shared import Mm

    _only_tab(paragraph, Mm(width_mm))
    paragraph.add_run(f"{marking}\t")
    paragraph._p.append(_field("PAGE", "1"))


def _only_tab(paragraph: WordParagraph, place: int) -> None:
    """One place to the left of which words end; those that the paragraph's style has are taken away."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    stops = paragraph.paragraph_format.tab_stops
    style = paragraph.style
    inherited = style.paragraph_format.tab_stops if style is not None else ()
    for stop in [stop.position for stop in inherited]:
        stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.CLEAR)
    stops.add_tab_stop(place, WD_TAB_ALIGNMENT.RIGHT)


def add_sequence(paragraph: WordParagraph, kind: str, number: str) -> None:
    """The number of a caption, which Word can renumber and list."""
    paragraph._p.append(_field(f"SEQ {kind} \\* ARABIC", number))


def add_reference(paragraph: WordParagraph, bookmark: str, shown: str) -> None:
    """A cross-reference that follows its table, figure or section, and leads there."""
    paragraph._p.append(_field(f"REF {bookmark} \\h", shown))


def bookmarked(paragraph: WordParagraph, bookmark: str, number: int) -> None:
    """Put a bookmark around everything that a paragraph holds so far."""
    start = element("bookmarkStart", id=str(number), name=bookmark)
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def add_contents(word: WordDocument, entries: Mapping[str, str]) -> None:
    """A line for each section: its words and its page, both as references that lead there.

    Word and LibreOffice work out such references by themselves where they print or convert the document.
    A table of contents in one field would wait in LibreOffice for somebody to update it, and Word would ask
    everybody who opens the document whether it may be. The pages are left empty until then, since
    nothing but the program that sets the pages knows them.

    ``entries`` maps the bookmark of each heading to its words.
    """
    from docx.shared import Mm

    for bookmark, words in entries.items():
        paragraph = word.add_paragraph(style="toc 1")
        _only_tab(paragraph, Mm(CONTENTS_WIDTH_MM))
        paragraph._p.append(_field(f"REF {bookmark} \\h", words))
        paragraph.add_run("\t")
        paragraph._p.append(_field(f"PAGEREF {bookmark} \\h", ""))


def _field(instruction: str, shown: str) -> BaseOxmlElement:
    field = element("fldSimple", instr=instruction)
    field.append(run(shown))
    return field
