"""When the answers of an export were recorded, where the platform says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from mtle_survey.errors import Problem, Severity, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.matching.days import YEAR_LAST, DayOrder, no_such_day, read_days
from mtle_survey.raw_table import ExportTable

_MEANINGS = ("start", "end", "recorded")
SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d+)?")
"""A day as spreadsheet programs store it: days since the end of 1899, about 1954 to 2091."""
_FIRST_DAY = date(1899, 12, 30)
_OPEN = (DayOrder.UNKNOWN, DayOrder.BOTH)


def recorded_days(table: ExportTable, declared: int | None = None) -> tuple[str, str, str] | None:
    """First, middle and last day; None where no column holds days that can be read.

    Parameters
    ----------
    table : ExportTable
    declared : int, optional
        Place of the field that the instrument declares as the date, for where the platform says nothing.
    """
    for place in (*(_column_of(table, meaning) for meaning in _MEANINGS), declared):
        if place is None:
            continue
        cells = table.column(place)
        days = sorted(day for day in cells.mapped(read_days(cells.texts).days) if day)
        if days:
            return days[0], days[len(days) // 2], days[-1]
    return None


def date_problems(
    table: ExportTable, instrument: Instrument, positions: Mapping[str, int]
) -> Iterator[Problem]:
    """Dates of which no use can be made: the day does not exist, or day and month cannot be told apart.

    For the platform's own times that is a note, for a field that is declared as a date a warning.

    Parameters
    ----------
    table : ExportTable
    instrument : Instrument
    positions : mapping of field id to index into the columns
    """
    declared = {
        positions[field.id]: field.id
        for field in instrument.fields
        if field.id in positions and "date" in (field.type, field.role)
    }
    own = {place for meaning in _MEANINGS if (place := _column_of(table, meaning)) is not None}
    for place in sorted({*own, *declared}):
        texts = [text for text in table.column(place).occurring() if text]
        numbers = [text for text in texts if SERIAL.fullmatch(text.strip())]
        if numbers and place in declared:
            yield _dates("D142", table, place, declared[place], numbers, day=_day_of(numbers[0]))
        order = read_days(texts).order
        impossible = [text for text in texts if no_such_day(text, order)]
        open_to_both = [text for text in texts if YEAR_LAST.match(text.strip()) and not no_such_day(text)]
        if impossible:
            yield _dates("D141", table, place, declared.get(place), impossible)
        if order in _OPEN:
            yield _dates("D140", table, place, declared.get(place), open_to_both, order=str(order))


def _dates(
    code: str, table: ExportTable, place: int, field: str | None, texts: Sequence[str], **values: str
) -> Problem:
    rows = table.rows[table.column(place).where(texts)].tolist()
    return problem(
        code,
        file=table.file,
        row=rows[0],
        rows=rows,
        column=table.columns[place].name,
        item=field,
        found=", ".join(f"“{text.strip()}”" for text in texts[:3]),
        count=len(rows),
        severity=Severity.NOTE if field is None else Severity.WARNING,
        **values,
    )


def _day_of(number: str) -> str:
    """The day that a spreadsheet program would show for a number."""
    return (_FIRST_DAY + timedelta(days=int(number.strip()[:5]))).isoformat()


def _column_of(table: ExportTable, meaning: str) -> int | None:
    return next((i for i, c in enumerate(table.columns) if c.meaning == meaning), None)
