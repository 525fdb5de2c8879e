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
    A day that does not exist, such as 31 February, settles nothing.
    """
    plain = [text.strip() if text else "" for text in texts]
    order = day_order(plain)
    return Days(order=order, days=tuple(_day(text, order) for text in plain))


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """The order of day and month over all texts that are dates ending in the year."""
    pairs = {
        (int(match["first"]), int(match["second"]), match["sign"])
        for text in texts
        if (match := YEAR_LAST.match(text)) and not no_such_day(text)
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


def no_such_day(text: str, order: DayOrder | None = None) -> bool:
    """Whether a text is written as a date that is no day of the calendar, such as 31 February.

    Of a date that ends in the year and whose ``order`` is not settled, both readings are tried.
    """
    readings = _readings(text.strip(), order)
    return bool(readings) and not any(readings)


def _day(text: str, order: DayOrder | None) -> str | None:
    settled = order in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)
    if YEAR_LAST.match(text) and not settled:
        return None
    return next(iter(_readings(text, order)), None)


def _readings(text: str, order: DayOrder | None) -> list[str | None]:
    """What a text can mean: an ISO date, or None for a day that does not exist; empty if it is no date."""
    if match := YEAR_FIRST.match(text):
        return [_iso(int(match["year"]), int(match["month"]), int(match["day"]))]
    if match := IN_WORDS.match(text):
        name = match["name"].lower()
        return [_iso(int(match["year"]), MONTHS.index(name) + 1, int(match["day"]))] if name in MONTHS else []
    match = YEAR_LAST.match(text)
    if match is None:
        return []
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    full = year if year > 99 else 2000 + year
    day_first, month_first = _iso(full, second, first), _iso(full, first, second)
    if order is DayOrder.DAY_FIRST:
        return [day_first]
    return [month_first] if order is DayOrder.MONTH_FIRST else [day_first, month_first]


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
