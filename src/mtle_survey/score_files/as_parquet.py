"""Scores as Parquet, where pyarrow is installed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from importlib.util import find_spec

from mtle_survey.errors import UsageError
from mtle_survey.score_files import Rows, ScoreWriter
from mtle_survey.score_files.frame import score_frame
from mtle_survey.score_records import ScoreColumn


def check() -> None:
    """Say what is missing before anything is computed."""
    if find_spec("pyarrow") is None:
        raise UsageError(
            "Parquet files need the package pyarrow: pip install pyarrow, or write a .csv or .sav"
        )


def write(columns: Sequence[ScoreColumn], rows: Rows, _title: str) -> bytes:
    """One column group; missing values are null."""
    out = io.BytesIO()
    score_frame(columns, rows).to_parquet(out, engine="pyarrow", index=False)
    return out.getvalue()


WRITER = ScoreWriter(suffix=".parquet", write=write, check=check)
