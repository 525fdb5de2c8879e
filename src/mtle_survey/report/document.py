"""The whole document: its sections, and the numbers of its tables and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mtle_survey.branding.brand import Brand
from mtle_survey.columns import COLUMNS
from mtle_survey.report.blocks import (
    Block,
    Cell,
    Definitions,
    Details,
    FigureBlock,
    Findings,
    Heading,
    KeyFacts,
    ListBlock,
    Note,
    Paragraph,
    Quotations,
    Section,
    TableBlock,
)
from mtle_survey.report.inline import Reference, Text, plain
from mtle_survey.report.labels import ENGLISH, LABELS, Labels
from mtle_survey.table import Table


@dataclass(frozen=True, kw_only=True)
class Document:
    """A report before it is written down.

    Attributes
    ----------
    title, subtitle : str
    language : str
        Of the report's own words.
    wording_language : str
        Of the questionnaire's words.
    date : str
        As it is to be printed; empty for none. Never the clock.
    marking : str
        Who may see it, printed on every page; empty for none.
    sections : tuple of Section
    rows : Table
        The statistics behind the report, for writers that carry data.
    brand : Brand
        Whose report it is.
    numbers : Table
        Every number, for programs.
    manifest : mapping
        Where the numbers come from, as plain data.
    columns : mapping
        What each column of ``rows`` holds.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    language: str = "en"
    wording_language: str = "en"
    date: str = ""
    marking: str = ""
    rows: Table = field(default_factory=Table)
    brand: Brand = field(default_factory=Brand)
    numbers: Table = field(default_factory=Table)
    manifest: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=lambda: {c.name: c.meaning for c in COLUMNS})

    def __post_init__(self) -> None:
        ids = [
            block.id for block in walk(self.sections) if isinstance(block, TableBlock | FigureBlock | Section)
        ]
        if repeated := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"ids used twice: {', '.join(repeated)}")
        if missing := sorted(set(self._targets()) - set(self.names)):
            raise ValueError(f"references to nothing: {', '.join(missing)}")

    @property
    def labels(self) -> Labels:
        """The words that writers add, in the report's language."""
        return LABELS.get(self.language.split("-")[0], ENGLISH)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each id is called: "Table 1", "Figure 2", "Table W1" among details, or a section's title."""
        names: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for block in walk(self.sections):
            if isinstance(block, TableBlock | FigureBlock):
                kind = self.labels.table if isinstance(block, TableBlock) else self.labels.figure
                name = f"{kind} {'' if block.id in self.on_paper else 'W'}"
                counted[name] += 1
                names[block.id] = f"{name}{counted[name]}"
            elif isinstance(block, Section):
                names[block.id] = plain(block.title, {})
        return names

    def title_lines(self) -> tuple[str, ...]:
        """What the title page says below the title; empty where there is none."""
        page = self.brand.title_page
        if page is None:
            return ()
        labels = self.labels
        named = ((labels.prepared_for, page.prepared_for), (labels.prepared_by, page.prepared_by))
        lines = [f"{label} {words}" for label, words in named if words]
        return (*lines, page.note) if page.note else tuple(lines)

    @cached_property
    def on_paper(self) -> frozenset[str]:
        """The ids of what a printed report holds: everything but details."""
        shown = walk(self.sections, details=False)
        return frozenset(b.id for b in shown if isinstance(b, TableBlock | FigureBlock | Section))

    @cached_property
    def pictures(self) -> Mapping[str, str]:
        """Every figure as one ``<svg>`` element, by id; drawn once for all formats."""
        return {
            block.id: block.drawing.svg(self.words(block.title), block.alt)
            for block in self.blocks()
            if isinstance(block, FigureBlock)
        }

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order, sections included."""
        return walk(self.sections)

    def words(self, content: Text) -> str:
        """The characters of a text, references named."""
        return plain(content, self.names)

    def _targets(self) -> Iterator[str]:
        for block in self.blocks():
            for content in texts_of(block):
                yield from (part.target for part in content if isinstance(part, Reference))


def walk(blocks: Iterable[Block], *, details: bool = True) -> Iterator[Block]:
    """Every block in reading order, a section before what it holds; with or without details."""
    for block in blocks:
        if isinstance(block, Details) and not details:
            continue
        yield block
        if isinstance(block, Section | Details):
            yield from walk(block.blocks, details=details)


def texts_of(block: Block) -> Iterator[Text]:
    """Every text that a block shows, those of blocks inside a section left out."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case ListBlock():
            yield from block.items
        case Note():
            yield block.title
            yield from block.paragraphs
        case KeyFacts():
            for fact in block.facts:
                yield from (fact.value, fact.label, fact.remark)
        case Findings():
            for found in block.findings:
                yield from (found.question, found.verdict, *found.points)
        case Definitions():
            for entry in block.terms:
                yield from (entry.term, entry.explanation)
        case Quotations():
            yield block.title
            for quote in block.quotes:
                yield from (quote.text, quote.source)
        case TableBlock():
            yield from (block.caption, block.note)
            yield from ((column.group,) for column in block.columns)
            yield from (column.label for column in block.columns)
            yield from (cell.text for cell in _cells(block))
        case FigureBlock():
            yield from (block.title, block.note, (block.alt,))
            yield from texts_of(block.data)
        case Section() | Details():
            yield block.title


def _cells(table: TableBlock) -> Iterator[Cell]:
    return (cell for row in table.rows for cell in row)
