"""What a report is made of: frozen parts that know no output format.

A document is a tree of sections; a section holds blocks. Tables and figures are numbered by the
document, in reading order, and bear stable ids that texts point to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from mtle_survey.report.inline import Text

Alignment = Literal["text", "number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A minor heading inside a section, one level below the section's own."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; ``small`` for what stands at the foot of a page."""

    text: Text
    small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """Points, numbered where their order matters."""

    items: tuple[Text, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A boxed remark.

    Attributes
    ----------
    kind : str
        ``caution`` (limits what may be concluded), ``information``, or ``internal`` (who may see it).
    title : Text
    paragraphs : tuple of Text
    """

    kind: Literal["caution", "information", "internal"]
    title: Text
    paragraphs: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One key fact: a short value, what it counts, and a remark."""

    value: Text
    label: Text
    remark: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFacts:
    """A few facts side by side."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A question, the verdict on it, and what the verdict rests on.

    Attributes
    ----------
    question : Text
    verdict : Text
        In a few words: "Met", "Not met", "Cannot say".
    kind : str
        ``good``, ``bad`` or ``open``: how the verdict is coloured, which never says more than its words.
    points : tuple of Text
    """

    question: Text
    verdict: Text
    kind: Literal["good", "bad", "open"]
    points: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Questions and their verdicts, one below the other."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What somebody said, and who where that may be told."""

    text: Text
    source: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """Quotes about one thing.

    Attributes
    ----------
    title : Text
        What they are, as a line above them.
    quotes : tuple of Quotation
    """

    title: Text
    quotes: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word and its explanation."""

    term: Text
    explanation: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Words and what they mean."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A table column.

    Attributes
    ----------
    label : Text
    align : str
        ``number`` columns are set flush right with equal-width figures.
    group : str
        Spanning header above neighbouring columns with the same text; empty for none.
    """

    label: Text
    align: Alignment = "text"
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell: what people read, and the exact number behind it where there is one."""

    text: Text
    value: float | int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table; the first column names its rows.

    Attributes
    ----------
    id : str
        Stable, unique within the document.
    caption : Text
    columns : tuple of Column
    rows : tuple of tuple of Cell
        Each as long as ``columns``.
    note : Text
        What the reader needs to read the table: units, n, rules.
    """

    id: str
    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"table {self.id}: a row of {len(row)} cells, {len(self.columns)} columns")


class Drawing(Protocol):
    """A picture that writers can have in the format they need; each call gives the same bytes."""

    @property
    def ratio(self) -> float:
        """Height over width."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every label in it, one by one."""

    def svg(self, title: str, alt: str) -> str:
        """One ``<svg>`` element, which names and describes itself."""

    def repaint(self, shade: Callable[[str], str]) -> None:
        """Give everything drawn the colour that ``shade`` makes of its own, both as ``#rrggbb``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureBlock:
    """A figure with all that those need who cannot see it.

    Attributes
    ----------
    id : str
        Stable, unique within the document.
    title : Text
    drawing : Drawing
    alt : str
        What the figure is and what it shows, in one or two sentences.
    data : TableBlock
        The numbers drawn.
    note : Text
        How to read it.
    """

    id: str
    title: Text
    drawing: Drawing
    alt: str
    data: TableBlock
    note: Text = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What only some readers look for: folded on the web page, in the workbook, and not on paper.

    Its tables and figures are numbered apart, as "Table W1".
    """

    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of the document; sections may hold sections.

    Attributes
    ----------
    id : str
        Stable, unique within the document.
    title : Text
    blocks : tuple of Block
    one_page : bool
        Whether it is to be set small enough for one page of its own.
    """

    id: str
    title: Text
    blocks: tuple[Block, ...]
    one_page: bool = False


Block = (
    Heading
    | Paragraph
    | ListBlock
    | Note
    | KeyFacts
    | Findings
    | Definitions
    | Quotations
    | TableBlock
    | FigureBlock
    | Details
    | Section
)
