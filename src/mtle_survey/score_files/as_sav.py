"""Scores for SPSS: variable labels, value labels and levels of measurement."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from mtle_survey.score_files import Rows, ScoreWriter
from mtle_survey.score_files.frame import score_frame
from mtle_survey.score_records import ScoreColumn

RESERVED = frozenset(["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"])
LONGEST_LABEL = 250
_CLOCK = slice(92, 109)
_NO_CLOCK = b"01 Jan 8000:00:00"


def write(columns: Sequence[ScoreColumn], rows: Rows, title: str) -> bytes:
    """Fields whose options have numbers as codes are written as codes with value labels."""
    import pyreadstat

    frame = score_frame(columns, rows)
    value_labels: dict[str, dict[float, str]] = {}
    for column in columns:
        codes = _codes(column)
        if codes and set(frame[column.name].dropna()) <= set(codes):
            frame[column.name] = frame[column.name].map(codes).astype("float64")
            value_labels[column.name] = {code: label for label, code in codes.items()}
    names = {c.name: spss_name(c.name) for c in columns}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.sav"
        pyreadstat.write_sav(
            frame.rename(columns=names),
            str(path),
            file_label=title[:60],
            column_labels={names[c.name]: c.label[:LONGEST_LABEL] for c in columns},
            variable_value_labels={names[name]: labels for name, labels in value_labels.items()},
            variable_measure={
                names[c.name]: "scale" if c.kind in ("scale", "count") else "nominal" for c in columns
            },
        )
        content = bytearray(path.read_bytes())
    content[_CLOCK] = _NO_CLOCK
    return bytes(content)


def spss_name(name: str) -> str:
    """The name as SPSS allows it: its reserved words get an underscore."""
    return f"{name}_" if name.upper() in RESERVED else name


def _codes(column: ScoreColumn) -> dict[str, float]:
    """Labels with their codes, if every code is a number."""
    try:
        return {label: float(code) for code, label in column.options.items()}
    except ValueError:
        return {}


WRITER = ScoreWriter(suffix=".sav", write=write)
