"""Scores as comma-separated text."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.delimited import csv_rows
from mtle_survey.score_files import Rows, ScoreWriter
from mtle_survey.score_records import ScoreColumn


def write(columns: Sequence[ScoreColumn], rows: Rows, _title: str) -> bytes:
    """UTF-8, a header, empty cells where there is no value; text that begins like a formula is guarded."""
    return csv_rows([[c.name for c in columns], *rows]).encode("utf-8")


WRITER = ScoreWriter(suffix=".csv", write=write)
