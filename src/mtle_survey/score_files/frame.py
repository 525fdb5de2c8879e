"""Scores as a data frame: one type to a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mtle_survey.score_files import Rows
from mtle_survey.score_records import ScoreColumn

if TYPE_CHECKING:
    import pandas as pd


def score_frame(columns: Sequence[ScoreColumn], rows: Rows) -> pd.DataFrame:
    """Columns of numbers are float (or whole numbers where none is missing), all others text.

    A field that is declared as a number becomes one where every cell can be read as such.
    """
    import pandas as pd

    cells: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [() for _ in columns]
    return pd.DataFrame(
        {
            c.name: _typed(_as_numbers(values) if c.number else values)
            for c, values in zip(columns, cells, strict=True)
        }
    )


def _as_numbers(values: Sequence[Any]) -> Sequence[Any]:
    try:
        return [None if v is None else float(v) for v in values]
    except ValueError:
        return values


def _typed(values: Sequence[Any]) -> Any:
    import pandas as pd

    known = [v for v in values if v is not None]
    if known and all(isinstance(v, int | float) for v in known):
        whole = len(known) == len(values) and all(isinstance(v, int) for v in known)
        return pd.Series(values, dtype="int64" if whole else "float64")
    return pd.Series([v if v is None else str(v) for v in values], dtype="object")
