"""The report as one self-contained web page: no script, no network, readable by everyone."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mtle_survey.report.blocks import Cell, Section, TableBlock
from mtle_survey.report.document import Document
from mtle_survey.report.inline import (
    Code,
    Inline,
    Italic,
    Link,
    Reference,
    Strong,
    Subscript,
    Text,
    Wording,
)
from mtle_survey.report.writer import Writer


def write(document: Document) -> bytes:
    """The page as UTF-8; the same document gives the same bytes."""
    environment = Environment(
        loader=PackageLoader("mtle_survey.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["inline"] = lambda content: html_text(content, document)
    environment.filters["css_string"] = _css_string
    page = environment.get_template("report.html.jinja").render(
        document=document,
        names=document.names,
        css=Markup(files("mtle_survey.report").joinpath("templates/report.css").read_text(encoding="utf-8")),
        words=document.words,
        spanners=spanners,
        body=body,
        drawing=lambda figure: Markup(figure.drawing.svg(document.words(figure.title), figure.alt)),
        subsections=lambda section: [b for b in section.blocks if isinstance(b, Section)],
    )
    return page.encode("utf-8")


def html_text(content: Text, document: Document) -> Markup:
    """A text as HTML; whatever comes from files is escaped."""
    return Markup("").join(_html_inline(part, document) for part in content)


@dataclass(frozen=True, slots=True)
class Spanner:
    """A header over neighbouring columns."""

    text: str
    width: int


def spanners(table: TableBlock) -> tuple[Spanner, ...]:
    """The upper header row; empty where no column belongs to a group."""
    if not any(column.group for column in table.columns):
        return ()
    groups = groupby(column.group for column in table.columns)
    return tuple(Spanner(text, len(list(columns))) for text, columns in groups)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A row of the body; ``span`` rows share its head, and a span of 0 means that it has none."""

    head: Cell
    span: int
    cells: tuple[Cell, ...]


def body(table: TableBlock) -> tuple[BodyRow, ...]:
    """Rows whose first cell is empty share the head of the row above."""
    starts = [i for i, row in enumerate(table.rows) if i == 0 or row[0].text]
    lengths = dict(
        zip(starts, (b - a for a, b in zip(starts, [*starts[1:], len(table.rows)], strict=True)), strict=True)
    )
    return tuple(BodyRow(row[0], lengths.get(i, 0), row[1:]) for i, row in enumerate(table.rows))


def _html_inline(part: Inline, document: Document) -> Markup:
    match part:
        case str():
            return escape(part)
        case Italic():
            return Markup("<i>{}</i>").format(part.text)
        case Strong():
            return Markup("<strong>{}</strong>").format(part.text)
        case Subscript():
            return Markup("<sub>{}</sub>").format(part.text)
        case Code():
            return Markup("<code>{}</code>").format(part.text)
        case Wording():
            if document.wording_language == document.language:
                return escape(part.text)
            return Markup('<span lang="{}">{}</span>').format(document.wording_language, part.text)
        case Link():
            if not part.address.startswith("https://"):
                return escape(part.text)
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(part.address, part.text)
        case Reference():
            return Markup('<a href="#{}">{}</a>').format(part.target, document.names[part.target])


def _css_string(words: str) -> Markup:
    """A quoted CSS string in which nothing but letters, digits and a few marks stands unescaped."""
    safe = "".join(c if c.isalnum() or c in " .,:;-" else f"\\{ord(c):x} " for c in words)
    return Markup(f'"{safe}"')


WRITER = Writer(suffix="html", write=write)
