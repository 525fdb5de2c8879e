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


def bookmark_names(ids: Sequence[str]) -> dict[str, str]:
    """A name that Word accepts for each id: letters, digits and low lines, at most forty, none twice."""
    return {
        identifier: f"m{place}_{''.join(c if c.isascii() and c.isalnum() else '_' for c in identifier)}"[
            :LONGEST_BOOKMARK
        ]
        for place, identifier in enumerate(ids, start=1)
    }


def add_page_number(paragraph: WordParagraph, marking: str) -> None:
    """The marking and the page number, on every page."""
    paragraph.add_run(f"{marking}\t\t" if marking else "\t\t")
    paragraph._p.append(_field("PAGE", "1"))


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
    """A table of contents, already filled with links; Word adds page numbers when it is updated.

    ``entries`` maps the bookmark of each heading to its words.
    """
    instruction = 'TOC \\o "1-1" \\h \\z \\u'
    for place, (bookmark, words) in enumerate(entries.items()):
        paragraph = word.add_paragraph(style="toc 1")
        if place == 0:
            _append(paragraph, _part("begin"), _instruction(instruction), _part("separate"))
        link = element("hyperlink", anchor=bookmark, history="1")
        link.append(run(words))
        paragraph._p.append(link)
        if place == len(entries) - 1:
            _append(paragraph, _part("end"))


def _append(paragraph: WordParagraph, *elements: BaseOxmlElement) -> None:
    for part in elements:
        paragraph._p.append(part)


def _field(instruction: str, shown: str) -> BaseOxmlElement:
    field = element("fldSimple", instr=instruction)
    field.append(run(shown))
    return field


def _part(kind: str) -> BaseOxmlElement:
    made = element("r")
    made.append(element("fldChar", fldCharType=kind))
    return made


def _instruction(words: str) -> BaseOxmlElement:
    made, instruction = element("r"), element("instrText")
    instruction.text = words
    made.append(instruction)
    return made
