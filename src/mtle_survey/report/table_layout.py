"""How a table is laid out, whatever the format: spanning headers, and rows that share their head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from mtle_survey.report.blocks import Cell, TableBlock
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Reference, plain

LIGHTEST, HEAVIEST = 6, 60
WORTH_SORTING = 4  # rows
MANY_COLUMNS = 6
MOST_SIDE_BY_SIDE = 2  # waves that have their columns beside each other; more of them have rows


_BRACKETS = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Spanner:
    """A header over neighbouring columns; an empty text where there is none."""

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
    ends = [*starts[1:], len(table.rows)]
    lengths = {start: end - start for start, end in zip(starts, ends, strict=False)}
    return tuple(BodyRow(row[0], lengths.get(i, 0), row[1:]) for i, row in enumerate(table.rows))


def sortable(table: TableBlock) -> bool:
    """Whether readers may want the rows in another order: several, each complete in itself.

    A row that begins with "…" goes on from the one above.
    """
    return len(table.rows) >= WORTH_SORTING and all(
        row.span == 1 and not _continues(row.head) for row in body(table)
    )


def _continues(head: Cell) -> bool:
    first = head.text[0]
    return not isinstance(first, Reference) and plain((first,), {}).startswith("…")


def unbroken(words: str) -> str:
    """Words whose intervals, and whatever else stands in square brackets, no line break tears apart."""
    return _BRACKETS.sub(lambda match: match.group().replace(" ", "\u00a0"), words)


def is_wide(table: TableBlock) -> bool:
    """Whether a table has so many columns that its text is set small on paper."""
    return len(table.columns) > MANY_COLUMNS


def column_weight(table: TableBlock, place: int, document: Document) -> float:
    """How much of the width a column should have, in characters.

    A column of words asks for the length of a usual cell, a column of numbers for its longest one.
    """
    column = table.columns[place]
    texts = [column.label, *(row[place].text for row in table.rows if row[place].text)]
    lengths = [len(document.words(content)) for content in texts]
    if column.align == "number":
        return min(max([LIGHTEST, *lengths[1:]]), HEAVIEST)
    return min(max(sum(lengths) / len(lengths), lengths[0], LIGHTEST), HEAVIEST)
