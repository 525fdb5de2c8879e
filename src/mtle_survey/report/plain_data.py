"""A document as plain lists and mappings, for writers in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from mtle_survey.report.blocks import (
    Block,
    Definitions,
    Details,
    Fact,
    FigureBlock,
    Finding,
    Findings,
    Heading,
    KeyFacts,
    ListBlock,
    Note,
    Paragraph,
    Quotation,
    Quotations,
    Section,
    TableBlock,
    Term,
)
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Inline, Link, Reference, Text
from mtle_survey.report.table_layout import body, column_weight, spanners, unbroken

Data = dict[str, Any]
LOGO_HEIGHT_MM, LOGO_WIDTH_MM = 18.0, 70.0


def document_data(document: Document) -> Data:
    """Everything that is to be printed; drawings are named by the figure's id."""
    writer = _PlainWriter(document)
    return {
        "title": printable(document.title),
        "subtitle": printable(document.subtitle),
        "language": document.language.split("-")[0],
        "date": printable(document.date),
        "marking": document.marking,
        "labels": {"note": document.labels.note, "contents": document.labels.contents},
        "brand": _brand(document),
        "blocks": [writer.block(section) for section in document.sections],
    }


def _brand(document: Document) -> Data:
    brand, logo = document.brand, document.brand.logo
    return {
        "organisation": printable(brand.organisation),
        "colour": brand.colour,
        "paper": {"a4": "a4", "letter": "us-letter"}[brand.paper],
        "title_page": brand.title_page is not None,
        "title_lines": [printable(line) for line in document.title_lines()],
        "logo": logo
        and {
            "file": f"logo.{logo.kind}",
            "alt": printable(logo.alt),
            "width": min(LOGO_WIDTH_MM, LOGO_HEIGHT_MM * logo.width / logo.height),
        },
    }


class _PlainWriter:
    """Turns blocks and texts of one document into data."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def block(self, block: Block) -> Data:
        return {"kind": type(block).__name__, **self._content(block)}

    def _content(self, block: Block) -> Data:
        match block:
            case TableBlock():
                return self._table(block)
            case FigureBlock():
                return self._figure(block)
            case Section():
                return self._section(block)
            case Details():
                raise ValueError("details are not printed")
            case _:
                return self._prose(block)

    def _prose(
        self,
        block: Heading | Paragraph | ListBlock | Note | KeyFacts | Findings | Definitions | Quotations,
    ) -> Data:
        match block:
            case Heading():
                return {"text": self.text(block.text)}
            case Paragraph():
                return {"text": self.text(block.text), "small": block.small}
            case ListBlock():
                return {"ordered": block.ordered, "items": self._each(block.items)}
            case Note():
                paragraphs = self._each(block.paragraphs)
                return {"note": block.kind, "title": self.text(block.title), "paragraphs": paragraphs}
            case KeyFacts():
                return {"facts": [self._named(fact, "value", "label", "remark") for fact in block.facts]}
            case Findings():
                return {"findings": [self._finding(found) for found in block.findings]}
            case Definitions():
                return {"terms": [self._named(term, "term", "explanation") for term in block.terms]}
            case Quotations():
                quotes = [self._named(quote, "text", "source") for quote in block.quotes]
                return {"title": self.text(block.title), "quotes": quotes}

    def _finding(self, found: Finding) -> Data:
        return {
            **self._named(found, "question", "verdict"),
            "tone": found.kind,
            "points": self._each(found.points),
        }

    def _figure(self, figure: FigureBlock) -> Data:
        return {
            "id": figure.id,
            "number": self._document.names[figure.id],
            "title": self.text(figure.title),
            "alt": printable(figure.alt),
            "ratio": figure.drawing.ratio,
            "note": self.text(figure.note),
        }

    def _section(self, section: Section) -> Data:
        return {
            "id": section.id,
            "title": self.text(section.title),
            "one_page": section.one_page,
            "blocks": [self.block(part) for part in section.blocks if not isinstance(part, Details)],
        }

    def _each(self, texts: Iterable[Text]) -> list[list[Data]]:
        return [self.text(content) for content in texts]

    def _named(self, part: Fact | Finding | Term | Quotation, *names: str) -> Data:
        """Some of the texts of a part, by their names."""
        return {name: self.text(getattr(part, name)) for name in names}

    def _table(self, table: TableBlock) -> Data:
        return {
            "id": table.id,
            "number": self._document.names[table.id],
            "caption": self.text(table.caption),
            "columns": [self._column(table, place) for place in range(len(table.columns))],
            "spanners": [{"text": s.text, "width": s.width} for s in spanners(table)],
            "rows": [
                {
                    "span": row.span,
                    "head": self.text(row.head.text),
                    "cells": [self.text(cell.text) for cell in row.cells],
                }
                for row in body(table)
            ],
            "note": self.text(table.note),
        }

    def _column(self, table: TableBlock, place: int) -> Data:
        column = table.columns[place]
        weight = column_weight(table, place, self._document)
        return {
            "label": self.text(tuple(unbroken(p) if isinstance(p, str) else p for p in column.label)),
            "words": re.split(r"[ \t\n]+", unbroken(printable(self._document.words(column.label))).strip()),
            "align": column.align,
            "weight": weight,
        }

    def text(self, content: Text) -> list[Data]:
        return [self._inline(part) for part in content]

    def _inline(self, part: Inline) -> Data:
        match part:
            case str():
                return {"kind": "str", "text": printable(part)}
            case Reference() if part.target not in self._document.on_paper:
                return {"kind": "str", "text": self._document.names[part.target]}
            case Reference():
                return {
                    "kind": "Reference",
                    "text": self._document.names[part.target],
                    "target": part.target,
                }
            case Link():
                return {"kind": "Link", "text": part.text, "address": part.address}
            case _:
                return {"kind": type(part).__name__, "text": printable(part.text)}
