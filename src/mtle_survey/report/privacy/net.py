"""The last look at a public document: no row, count or sentence in it is about fewer people than allowed.

Sections are given protected tables; what they count themselves they hide themselves. Should one forget, it
is hidden here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from mtle_survey.report.blocks import Block, Cell, Details, FigureBlock, Section, TableBlock
from mtle_survey.report.inline import plain
from mtle_survey.report.mapped_texts import mapped_section
from mtle_survey.report.privacy.sentences import may_be_told, told_sentences

WHOLE_STUDY = frozenset({"flow", "ledger", "quality"})
_COUNT_AND_SHARE = re.compile(r"^\d+ \(\d")
PEOPLE = frozenset({"n", "N", "People", "Respondents", "Pairs"})


def caught(section: Section, smallest: int, hidden: str, *, whole: bool = True) -> Section:
    """The section with every small group in it hidden; a figure of one becomes its table.

    Sections about the whole study, such as the flow of respondents, are left as they are.

    Parameters
    ----------
    section : Section
    smallest : int
        The fewest people that anything may be about.
    hidden : str
        What stands in place of a number.
    whole : bool
        Whether the report is about a whole study, whose flow is exempt.
    """
    if whole and section.id in WHOLE_STUDY:
        return section
    counted = replace(section, blocks=tuple(_block(block, smallest, hidden) for block in section.blocks))
    return mapped_section(counted, partial(told_sentences, smallest=smallest))


def _block(block: Block, smallest: int, hidden: str) -> Block:
    match block:
        case TableBlock():
            return _table(block, smallest, hidden)
        case FigureBlock():
            data = _table(block.data, smallest, hidden)
            told = all(may_be_told((words,), smallest) for words in (*block.drawing.words, block.alt))
            return block if told and data == block.data else replace(data, id=block.id)
        case Section():
            return caught(block, smallest, hidden)
        case Details():
            return replace(block, blocks=tuple(_block(part, smallest, hidden) for part in block.blocks))
    return block


def _table(table: TableBlock, smallest: int, hidden: str) -> TableBlock:
    people = [k for k, column in enumerate(table.columns) if plain(column.label, {}).strip() in PEOPLE]
    rows = tuple(_row(row, table, people, smallest, hidden) for row in table.rows)
    return table if rows == table.rows else replace(table, rows=rows)


def _row(
    row: tuple[Cell, ...], table: TableBlock, people: list[int], smallest: int, hidden: str
) -> tuple[Cell, ...]:
    few = any(_few(row[k], smallest) for k in people)
    return tuple(
        Cell(text=(hidden,))
        if (few and table.columns[k].align == "number") or _few_share(cell, smallest)
        else cell
        for k, cell in enumerate(row)
    )


def _few(cell: Cell, smallest: int) -> bool:
    return isinstance(cell.value, int) and 0 < cell.value < smallest


def _few_share(cell: Cell, smallest: int) -> bool:
    return _few(cell, smallest) and _COUNT_AND_SHARE.match(plain(cell.text, {})) is not None
