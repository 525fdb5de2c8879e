"""Values of typed files as text cells."""

from __future__ import annotations

import datetime


def number_text(value: float) -> str:
    """A number as people would type it: ``3.0`` is ``3``."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e17 else repr(value)


def value_text(value: object) -> str:
    """Any value of a spreadsheet, a statistics file or a JSON document as text; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return "" if value != value else number_text(float(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
