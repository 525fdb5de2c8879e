"""Aligned tables for a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from io import StringIO

LEAST_WIDTH = 100


def text_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    title: str = "",
    numbers_from: int = 1,
    words_last: bool = False,
) -> str:
    """A plain table: a header, a rule, rows; columns from ``numbers_from`` on are set flush right.

    ``words_last`` sets the last column flush left, for sentences.

    A table wider than the terminal keeps its cells whole and lets the terminal wrap.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False, show_edge=False)
    for place, name in enumerate(columns):
        words = place < numbers_from or (words_last and place == len(columns) - 1)
        table.add_column(Text(name), justify="left" if words else "right", no_wrap=place >= numbers_from)
    for cells in rows:
        table.add_row(*(Text(cell) for cell in cells))
    out = StringIO()
    console = Console(
        file=out, width=max(shutil.get_terminal_size().columns, LEAST_WIDTH, *(_width(columns, rows),))
    )
    console.print(table)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    widths = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(columns)]
    first = min(widths[0], 60) if widths else 0
    return first + sum(widths[1:]) + 3 * len(widths) + 2
