"""Elements of Word's own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtle_survey.report.characters import printable

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of the ``w`` namespace with attributes of the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def run(words: str) -> BaseOxmlElement:
    """A run of text that keeps its spaces."""
    from docx.oxml.ns import qn

    made, text = element("r"), element("t")
    text.set(qn("xml:space"), "preserve")
    text.text = printable(words)
    made.append(text)
    return made
