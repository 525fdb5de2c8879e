"""Days as platforms write them; whether day or month comes first is decided over the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)")
YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})(?!\d)"
)
IN_WORDS = re.compile(r"(?P<name>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2}), (?P<year>\d{4})(?!\d)")
LAST_MONTH = 12


class DayOrder(StrEnum):
    """How the dates of a column that end in the year are to be read."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "day and month cannot be told apart"
    BOTH = "some dates begin with the day and others with the month"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a column.

    Attributes
    ----------
    order : DayOrder or None
        None where no date depends on it.
    days : tuple of str or None
        ISO dates, one for each text; None where there is none or its reading is open.
    """

    order: DayOrder | None
    days: tuple[str | None, ...]


def read_days(texts: Iterable[str | None]) -> Days:
    """Read a column of dates, with or without times after them.

    A part above 12 is a day, and settles the order for the whole column; so does a dot between the parts,
    which is written only where the day comes first. A column that never settles it is left unread.
    """
    plain = [text.strip() if text else "" for text in texts]
    order = day_order(plain)
    return Days(order=order, days=tuple(_day(text, order) for text in plain))


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """The order of day and month over all texts that are dates ending in the year."""
    pairs = {
        (int(match["first"]), int(match["second"]), match["sign"])
        for text in texts
        if (match := YEAR_LAST.match(text))
    }
    telling = {pair for pair in pairs if pair[0] != pair[1]}
    if not pairs:
        return None
    day_first = any(first > LAST_MONTH or sign == "." for first, _, sign in pairs)
    month_first = any(second > LAST_MONTH for _, second, _ in pairs)
    if day_first and month_first:
        return DayOrder.BOTH
    if day_first or not telling:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if month_first else DayOrder.UNKNOWN


def _day(text: str, order: DayOrder | None) -> str | None:
    if match := YEAR_FIRST.match(text):
        return _iso(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := IN_WORDS.match(text):
        name = match["name"].lower()
        month = MONTHS.index(name) + 1 if name in MONTHS else 0
        return _iso(int(match["year"]), month, int(match["day"]))
    match = YEAR_LAST.match(text)
    if match is None or order not in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST):
        return None
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
    return _iso(year if year > 99 else 2000 + year, month, day)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
