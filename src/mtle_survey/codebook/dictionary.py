"""The data dictionary: one line per variable, for statistics programs and spreadsheets."""

from __future__ import annotations

import csv
import io

from mtle_survey.codebook.rows import CodebookRow, Option, code_text, codebook_rows
from mtle_survey.instrument.model import Instrument

COLUMNS = (
    "kind",
    "id",
    "text",
    "type",
    "aspect",
    "format",
    "values",
    "nonresponse",
    "low",
    "high",
    "scales",
    "reverse_keyed",
    "forms",
    "columns",
    "role",
    "about",
    "source",
    "anchors",
    "stem",
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def data_dictionary(instrument: Instrument) -> str:
    """Comma-separated text, one line per item and field.

    Several entries of one cell are joined with `` | ``; options read ``label = code``. A text that a
    spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in codebook_rows(instrument):
        writer.writerow([_safe(cell) for cell in _cells(row)])
    return out.getvalue()


def _cells(row: CodebookRow) -> tuple[str, ...]:
    return (
        row.kind,
        row.id,
        row.text,
        row.type,
        row.aspect or "",
        row.format or "",
        " | ".join(_option(option) for option in row.options if option.reason is None),
        " | ".join(f"{_option(option)} ({option.reason})" for option in row.options if option.reason),
        "" if row.low is None else code_text(row.low),
        "" if row.high is None else code_text(row.high),
        " | ".join(row.scales),
        " | ".join(row.reverse_keyed),
        " | ".join(row.forms),
        " | ".join(row.columns),
        row.role or "",
        row.about or "",
        row.source or "",
        " | ".join(row.anchors),
        row.stem or "",
    )


def _option(option: Option) -> str:
    if option.label == option.code:
        return option.label
    return f"{option.label or '(no label)'} = {option.code}"


def _safe(cell: str) -> str:
    """Text that a spreadsheet does not run; plain negative numbers are left alone."""
    number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not number else cell
