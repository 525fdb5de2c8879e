"""Aligned tables for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import StringIO

from mtle_survey.cli.terminal import width_of

LEAST_WIDTH = 100
WIDEST_NAME = 60
NARROW_NAME = 26  # of the first column where the terminal is too narrow for the table
BETWEEN = 3  # spaces between columns


def text_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str = "",
    numbers_from: int = 1,
    words_last: bool = False,
    named: int | None = None,
) -> str:
    """A plain table: a header, a rule, rows; columns from ``numbers_from`` on are set flush right.

    ``words_last`` sets the last column flush left, for sentences.

    A table wider than the terminal is set in parts, each of which begins with the columns that name its
    rows: the first ``named`` ones, by default those before ``numbers_from``. Where it does not go to a
    terminal it stays whole.
    """
    limit = width_of(sys.stdout)
    widths = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(columns)]
    whole = tuple(range(len(columns)))
    fits = limit is None or _needed(widths, whole, WIDEST_NAME) <= limit
    parts = (
        [whole] if fits or numbers_from >= len(columns) else _parts(widths, named or numbers_from, limit or 0)
    )
    last = len(columns) - 1
    tables = []
    for number, places in enumerate(parts):
        sentences = [words_last and place == last for place in places]
        tables.append(
            _table(
                [columns[place] for place in places],
                [[cells[place] for place in places] for cells in rows],
                words=[p < numbers_from or s for p, s in zip(places, sentences, strict=True)],
                whole=[
                    p >= numbers_from and not (s and limit is not None)
                    for p, s in zip(places, sentences, strict=True)
                ],
                width=limit or max(LEAST_WIDTH, _needed(widths, places, WIDEST_NAME)),
                title="" if number else title,
            )
        )
    return "\n\n".join(tables)


def _parts(widths: Sequence[int], named: int, limit: int) -> list[tuple[int, ...]]:
    """The columns of each part, as many as fit beside those that name the rows."""
    begins = tuple(range(max(1, named)))
    parts: list[tuple[int, ...]] = [begins]
    for place in range(len(begins), len(widths)):
        wider = (*parts[-1], place)
        if _needed(widths, wider, NARROW_NAME) > limit and len(parts[-1]) > len(begins):
            parts.append(begins)
        parts[-1] = (*parts[-1], place)
    return parts


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    words: Sequence[bool],
    whole: Sequence[bool],
    width: int,
    title: str,
) -> str:
    """A table whose ``words`` are flush left, and in which the cells of ``whole`` columns are not wrapped."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False, show_edge=False)
    for head, left, unbroken in zip(heads, words, whole, strict=True):
        table.add_column(Text(head), justify="left" if left else "right", no_wrap=unbroken)
    for cells in rows:
        table.add_row(*map(Text, cells))
    out = StringIO()
    Console(file=out, width=width).print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _needed(widths: Sequence[int], places: Sequence[int], widest_name: int) -> int:
    """Characters that some columns take; the first one wraps beyond ``widest_name``."""
    used = sum(min(widths[p], widest_name) if p == 0 else widths[p] for p in places)
    return used + BETWEEN * len(places) + 2
