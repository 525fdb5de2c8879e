"""When the answers of an export were recorded, where the platform says so in full dates."""

from __future__ import annotations

import re

from mtle_survey.raw_table import ExportTable

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MEANINGS = ("start", "end", "recorded")


def recorded_days(table: ExportTable) -> tuple[str, str, str] | None:
    """First, middle and last day; None where no column of the platform holds dates as year-month-day."""
    for meaning in _MEANINGS:
        place = next((i for i, c in enumerate(table.columns) if c.meaning == meaning), None)
        if place is None:
            continue
        found = (_ISO_DAY.match(cell) for cell in table.column(place).stripped() if cell)
        days = sorted(match.group() for match in found if match)
        if days:
            return days[0], days[len(days) // 2], days[-1]
    return None
