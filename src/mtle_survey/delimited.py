"""Comma-separated text that a spreadsheet can open without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t")


def csv_text(records: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Records under a header; None is an empty cell."""
    return csv_rows([columns]) + csv_rows([[r.get(c) for c in columns] for r in records])


def csv_rows(rows: Iterable[Sequence[Any]]) -> str:
    """Rows without a header; None is an empty cell."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [guarded(value) if isinstance(value, str) else value for value in row] for row in rows
    )
    return out.getvalue()


def guarded(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is made plain by a leading apostrophe.

    Carriage returns become line feeds: standing alone they would end the record.
    """
    if not isinstance(value, str):
        return value
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + value if value[:1] in DANGEROUS and not _is_number(value) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
