"""A whole document in another language."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.report.blocks import (
    Block,
    Cell,
    Column,
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
    Section,
    TableBlock,
    Term,
)
from mtle_survey.report.document import Document
from mtle_survey.report.inline import text
from mtle_survey.report.languages.translator import Translator

# Sources are cited as they were published.
AS_THEY_ARE = ("references",)


def in_language(document: Document, translator: Translator) -> Document:
    """The document with every text translated; a box at the top counts what has no translation yet."""
    sections = tuple(
        replace(section, title=translator.text(section.title))
        if section.id in AS_THEY_ARE
        else _section(section, translator)
        for section in document.sections
    )
    translated = replace(
        document,
        subtitle=translator.words(document.subtitle),
        marking=translator.words(document.marking),
        sections=sections,
        language=translator.spoken.code,
    )
    count = sum(translator.missing.values())
    if not count or not sections:
        return translated
    first = replace(sections[0], blocks=(_notice(count, translator), *sections[0].blocks))
    return replace(translated, sections=(first, *sections[1:]))


def _notice(count: int, translator: Translator) -> Note:
    return Note(
        kind="caution",
        title=translator.text(("Parts of this report are in English",)),
        paragraphs=(translator.text((f"{count} passages have no translation yet and stand in English.",)),),
    )


def _section(section: Section, to: Translator) -> Section:
    return replace(section, title=to.text(section.title), blocks=_blocks(section.blocks, to))


def _blocks(blocks: tuple[Block, ...], to: Translator) -> tuple[Block, ...]:
    return tuple(_block(block, to) for block in blocks)


def _block(block: Block, to: Translator) -> Block:
    match block:
        case Section():
            return _section(block, to)
        case Heading() | Paragraph():
            return replace(block, text=to.text(block.text))
        case ListBlock():
            return replace(block, items=tuple(to.text(item) for item in block.items))
        case Note():
            paragraphs = tuple(to.text(paragraph) for paragraph in block.paragraphs)
            return replace(block, title=to.text(block.title), paragraphs=paragraphs)
        case KeyFacts():
            return replace(block, facts=tuple(_fact(fact, to) for fact in block.facts))
        case Findings():
            return replace(block, findings=tuple(_finding(finding, to) for finding in block.findings))
        case Definitions():
            return replace(block, terms=tuple(_term(term, to) for term in block.terms))
        case TableBlock():
            return _table(block, to)
        case FigureBlock():
            return replace(
                block,
                title=to.text(block.title),
                alt=to.words(block.alt),
                data=_table(block.data, to),
                note=to.text(block.note),
            )
        case Details():
            return replace(block, title=to.text(block.title), blocks=_blocks(block.blocks, to))


def _fact(fact: Fact, to: Translator) -> Fact:
    return replace(fact, value=to.text(fact.value), label=to.text(fact.label), remark=to.text(fact.remark))


def _finding(finding: Finding, to: Translator) -> Finding:
    points = tuple(to.text(point) for point in finding.points)
    return replace(finding, question=finding.question, verdict=to.text(finding.verdict), points=points)


def _term(term: Term, to: Translator) -> Term:
    return replace(term, term=to.text(term.term), explanation=to.text(term.explanation))


def _table(table: TableBlock, to: Translator) -> TableBlock:
    return replace(
        table,
        caption=to.text(table.caption),
        columns=tuple(_column(column, to) for column in table.columns),
        rows=tuple(tuple(_cell(cell, to) for cell in row) for row in table.rows),
        note=to.text(table.note),
    )


def _column(column: Column, to: Translator) -> Column:
    return replace(column, label=to.text(column.label), group=to.words(column.group))


def _cell(cell: Cell, to: Translator) -> Cell:
    return replace(cell, text=text(to.text(cell.text)))
