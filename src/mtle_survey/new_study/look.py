"""What can be seen in exports before anybody says what they are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.load import load_instrument
from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.linking.doubtful import counts_up
from mtle_survey.matching.columns import field_targets, item_targets, match_columns
from mtle_survey.matching.recorded import recorded_days
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.damage import ERROR_VALUE
from mtle_survey.readers.read import read_table

LEAST_ITEMS = 3
_NEARLY_ALL = 0.9
_DISTINCT = 0.95
_SAME_ITEMS = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A column that may say who answered.

    Attributes
    ----------
    name : str
        The header, or the instrument's field.
    people : int
        Different entries in the first wave.
    again : int or None
        How many of them stand in the last wave too; None with one wave.
    counts_rows : bool
        Whether several exports hold 1, 2, 3 and so on in it: numbers of rows rather than of people.
    """

    name: str
    people: int
    again: int | None
    counts_rows: bool = False


def look_at(files: Sequence[str | Path], *, keep_preview: bool = False) -> tuple[RawTable, ...]:
    """The exports as tables, with or without the responses that the platform marks as preview or test.

    Raises
    ------
    MtleError
        Files cannot be read, or one of them is given twice (R052).
    """
    tables: list[RawTable] = []
    problems: list[Problem] = []
    for file in files:
        try:
            tables.append(read_table(file, keep_preview=keep_preview))
        except MtleError as error:
            problems += error.problems
    problems += _given_twice(tables)
    if problems:
        raise MtleError(problems)
    return tuple(tables)


def _given_twice(tables: Sequence[RawTable]) -> list[Problem]:
    """Files with the same content, which would be two waves without any change, or count everybody twice."""
    first: dict[str, RawTable] = {}
    found = []
    for table in tables:
        earlier = first.setdefault(table.sha256, table)
        if earlier is not table:
            files = f"{earlier.file} and {table.file}"
            found.append(problem("R052", file=table.file, found=files, count=len(table.rows)))
    return found


def fitting_instruments(tables: Sequence[RawTable]) -> tuple[tuple[Instrument, int], ...]:
    """The instruments that can be named and have rated items in the exports, the best first."""
    found = []
    for entry in list_instruments():
        instrument = load_instrument(entry.path)
        items = len(set().union(*(items_in(table, instrument) for table in tables)))
        if items >= LEAST_ITEMS:
            found.append((instrument, items))
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].id)))


def items_in(table: RawTable, instrument: Instrument, form: Form | None = None) -> frozenset[str]:
    """The rated items of an instrument, or of one of its forms, that a table has columns for."""
    wanted = instrument.rated_items if form is None else form.items
    targets = item_targets(instrument, wanted, form.columns if form else {})
    return frozenset(match_columns(table, targets).positions) & set(instrument.rated_items)


def fields_in(table: RawTable, instrument: Instrument) -> Mapping[str, int]:
    """The declared fields that a table has columns for, with their places."""
    return match_columns(table, field_targets(instrument, {})).positions


def forms_in(table: RawTable, instrument: Instrument) -> tuple[str, ...]:
    """The forms that a table answers: the usual one that fits best, and those that look back."""
    there = items_in(table, instrument)
    usual = [form for form in instrument.forms if form.occasion is None]
    rated = set(instrument.rated_items)
    likeness = {
        f.id: len(there & set(f.items)) / len(there | (rated & set(f.items))) for f in usual if f.items
    }
    best = max(likeness, key=lambda form: likeness[form], default=None)
    forms = [best] if best is not None and likeness[best] >= _SAME_ITEMS else []
    for form in instrument.forms:
        asked = rated & set(form.items)
        if form.occasion is not None and form.columns and items_in(table, instrument, form) == asked:
            forms.append(form.id)
    return tuple(forms)


def identifiers(waves: Sequence[Sequence[RawTable]], instrument: Instrument) -> tuple[Candidate, ...]:
    """Columns that may say who answered, the likeliest first: the declared one, then those that recur.

    Parameters
    ----------
    waves : sequence of sequence of RawTable
        The exports of each wave, the waves in time order.
    instrument : Instrument
    """
    tables = [table for wave in waves for table in wave]
    declared = instrument.field_with_role("respondent")
    found = []
    if declared is not None and all(declared.id in fields_in(table, instrument) for table in tables):
        places = [[fields_in(table, instrument)[declared.id] for table in wave] for wave in waves]
        found.append(_candidate(declared.id, waves, places))
    first = tables[0]
    taken = set(fields_in(first, instrument).values())
    taken |= set(
        match_columns(first, item_targets(instrument, instrument.rated_items, {})).positions.values()
    )
    others = []
    for place, column in enumerate(first.columns):
        usable = column.name and not (column.metadata or column.personal or place in taken)
        if not usable or not _tells_people_apart(first, place):
            continue
        found_at = [[_place_of(column.name, table) for table in wave] for wave in waves]
        known = [[at for at in wave if at is not None] for wave in found_at]
        if known == found_at:
            others.append(_candidate(column.name, waves, known))
    likely = [c for c in others if c.again is None or c.again > 0]
    return (*found, *sorted(likely, key=lambda c: (c.counts_rows, -(c.again or 0), -c.people, c.name)))


def answered_on(table: RawTable) -> str | None:
    """The middle day of answering, where the export says it."""
    days = recorded_days(table)
    return days[1] if days else None


def measured_twice(waves: Sequence[Sequence[RawTable]], instrument: Instrument) -> tuple[str, ...]:
    """The outcome scales that the first and the last wave share half of the items of, and two at least."""
    shared = _asked_in(waves[0], instrument) & _asked_in(waves[-1], instrument)
    outcomes = (scale.id for scale in instrument.scored_scales() if scale.kind == "outcome")
    return tuple(
        scale
        for scale in outcomes
        if len(shared & set(items := instrument.scale_items(scale))) >= max(2, math.ceil(len(items) / 2))
    )


def _asked_in(tables: Sequence[RawTable], instrument: Instrument) -> frozenset[str]:
    return frozenset().union(*(items_in(table, instrument) for table in tables))


def _place_of(name: str, table: RawTable) -> int | None:
    return next((place for place, column in enumerate(table.columns) if column.name == name), None)


def _tells_people_apart(table: RawTable, place: int) -> bool:
    entries = _entries(table, place)
    many = len(entries) >= _NEARLY_ALL * len(table.rows) > 0
    return many and len(set(entries)) >= _DISTINCT * len(entries)


def _entries(table: RawTable, place: int) -> list[str]:
    """What a column holds; error values of a spreadsheet program hold nothing."""
    entries = (cell.strip() for cell in table.cells[:, place] if cell)
    return [entry for entry in entries if entry and not ERROR_VALUE.fullmatch(entry)]


def _candidate(name: str, waves: Sequence[Sequence[RawTable]], places: Sequence[Sequence[int]]) -> Candidate:
    columns = [
        [_entries(table, place) for table, place in zip(tables, at, strict=True)]
        for tables, at in zip(waves, places, strict=True)
    ]
    entries = [{entry.casefold() for column in wave for entry in column} for wave in columns]
    again = len(entries[0] & entries[-1]) if len(entries) > 1 else None
    counting = sum(counts_up(column) for wave in columns for column in wave)
    return Candidate(name=name, people=len(entries[0]), again=again, counts_rows=counting > 1)
