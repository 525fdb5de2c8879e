"""A user's own Word template: its page, styles, header and footer stay, its text goes."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from mtle_survey.report.word_xml import element

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

STYLES = (
    "Title",
    "Subtitle",
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Heading 4",
    "Caption",
    "List Bullet",
    "List Number",
    "TOC Heading",
    "toc 1",
    "Table Text",
    "Table Text Small",
    "Table Note",
    "Small Text",
    "Key Fact",
    "Quote",
)


def emptied(word: WordDocument) -> WordDocument:
    """The document without its text; the last section's page, header and footer stay."""
    body = word.element.body
    for part in list(body):
        if part is not body.sectPr:
            body.remove(part)
    return word


def with_styles(word: WordDocument, names: Sequence[str]) -> frozenset[str]:
    """Give the document those of the styles that it lacks; returns their names.

    A style that python-docx's own template has is taken from there with its bullets or numbers; others
    are new and rest on the body text.
    """
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    there = {str(style.name) for style in word.styles}
    lacking = [name for name in names if name not in there]
    if not lacking:
        return frozenset()
    source = docx.Document()
    ready = {str(style.name): style for style in source.styles}
    for name in lacking:
        if name in ready:
            copied = deepcopy(ready[name].element)
            _bring_numbering(copied, source, word)
            word.styles.element.append(copied)
        else:
            word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    return frozenset(lacking)


def _bring_numbering(style: BaseOxmlElement, source: WordDocument, word: WordDocument) -> None:
    """Let a copied list style have its bullets or numbers in the document too."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    used = style.find(f".//{qn('w:numId')}")
    if used is None:
        return
    origin = source.part.numbering_part
    if not any(r.reltype == RELATIONSHIP_TYPE.NUMBERING for r in word.part.rels.values()):
        word.part.relate_to(origin, RELATIONSHIP_TYPE.NUMBERING)
    target = word.part.numbering_part
    if target is origin:
        return
    number = next(n for n in origin.element.num_lst if str(n.numId) == used.get(qn("w:val")))
    wanted = str(number.abstractNumId.val)
    kinds = origin.element.findall(qn("w:abstractNum"))
    kind = deepcopy(next(k for k in kinds if k.get(qn("w:abstractNumId")) == wanted))
    taken = [int(k.get(qn("w:abstractNumId"))) for k in target.element.findall(qn("w:abstractNum"))]
    kind_id = str(max(taken, default=0) + 1)
    kind.set(qn("w:abstractNumId"), kind_id)
    target.element.insert(len(taken), kind)
    number_id = str(max((n.numId for n in target.element.num_lst), default=0) + 1)
    made = element("num", numId=number_id)
    made.append(element("abstractNumId", val=kind_id))
    target.element.append(made)
    used.set(qn("w:val"), number_id)
