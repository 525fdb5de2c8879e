"""What every column of a file of scores holds."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.delimited import csv_rows
from mtle_survey.score_records import ScoreColumn, range_text

HEADER = ("column", "label", "range", "items", "rule", "n")


def codebook_rows(
    columns: Sequence[ScoreColumn], counts: Sequence[int]
) -> list[tuple[str, str, str, str, str, int]]:
    """One row per column; ``counts`` are the cells that are not empty."""
    return [
        (c.name, c.label, range_text(c) or _options(c), " ".join(c.items), c.rule, n)
        for c, n in zip(columns, counts, strict=True)
    ]


def codebook(columns: Sequence[ScoreColumn], counts: Sequence[int]) -> bytes:
    """The codebook as comma-separated text."""
    return csv_rows([HEADER, *codebook_rows(columns, counts)]).encode("utf-8")


def counts_of(columns: Sequence[ScoreColumn], rows: Sequence[Sequence[object]]) -> list[int]:
    """How many rows hold something in each column."""
    return [sum(row[k] is not None for row in rows) for k in range(len(columns))]


def _options(column: ScoreColumn) -> str:
    return " / ".join(column.options.values())
