"""A block with every text of it put through one function: the same in a translation and in a last look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mtle_survey.report.blocks import (
    Block,
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
from mtle_survey.report.inline import Text, plain, text

Change = Callable[[Text], Text]


def mapped_section(section: Section, change: Change) -> Section:
    """The section with every text in it changed."""
    return replace(section, title=change(section.title), blocks=_blocks(section.blocks, change))


def mapped_texts(block: Block, change: Change) -> Block:
    """The block with changed texts; the evaluation's own questions and what people said stay as they are.

    Parameters
    ----------
    block : Block
    change : callable
        Text to text. It also gets what is plain words in a block, such as the description of a figure; of
        what it returns for these only the characters are kept.
    """
    match block:
        case Section():
            return mapped_section(block, change)
        case Details():
            return replace(block, title=change(block.title), blocks=_blocks(block.blocks, change))
        case Heading() | Paragraph():
            return replace(block, text=change(block.text))
        case ListBlock():
            return replace(block, items=tuple(change(item) for item in block.items))
        case Note():
            paragraphs = tuple(change(paragraph) for paragraph in block.paragraphs)
            return replace(block, title=change(block.title), paragraphs=paragraphs)
        case KeyFacts() | Findings() | Definitions():
            return _of_parts(block, change)
        case Quotations():
            quotes = tuple(replace(quote, source=change(quote.source)) for quote in block.quotes)
            return replace(block, title=change(block.title), quotes=quotes)
        case TableBlock():
            return _table(block, change)
        case FigureBlock():
            return replace(
                block,
                title=change(block.title),
                alt=_characters(block.alt, change),
                data=_table(block.data, change),
                note=change(block.note),
            )


def _blocks(blocks: tuple[Block, ...], change: Change) -> tuple[Block, ...]:
    return tuple(mapped_texts(block, change) for block in blocks)


def _of_parts(block: KeyFacts | Findings | Definitions, change: Change) -> Block:
    match block:
        case KeyFacts():
            facts = (
                replace(f, value=change(f.value), label=change(f.label), remark=change(f.remark))
                for f in block.facts
            )
            return replace(block, facts=tuple(facts))
        case Findings():
            findings = (
                replace(f, verdict=change(f.verdict), points=tuple(change(point) for point in f.points))
                for f in block.findings
            )
            return replace(block, findings=tuple(findings))
        case Definitions():
            terms = (replace(t, term=change(t.term), explanation=change(t.explanation)) for t in block.terms)
            return replace(block, terms=tuple(terms))


def _table(table: TableBlock, change: Change) -> TableBlock:
    columns = (replace(c, label=change(c.label), group=_characters(c.group, change)) for c in table.columns)
    rows = (tuple(replace(cell, text=text(change(cell.text))) for cell in row) for row in table.rows)
    return replace(
        table,
        caption=change(table.caption),
        columns=tuple(columns),
        rows=tuple(rows),
        note=change(table.note),
    )


def _characters(words: str, change: Change) -> str:
    return plain(change((words,)), {}) if words else words
