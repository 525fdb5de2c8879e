"""What can be seen in exports before anybody says what they are."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.load import load_instrument
from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.matching.columns import field_targets, item_targets, match_columns
from mtle_survey.matching.recorded import recorded_days
from mtle_survey.raw_table import RawTable
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
        Different entries in the first export.
    again : int or None
        How many of them stand in the last export too; None with one export.
    """

    name: str
    people: int
    again: int | None


def look_at(files: Sequence[str | Path], *, keep_preview: bool = False) -> tuple[RawTable, ...]:
    """The exports as tables, with or without the responses that the platform marks as preview or test.

    Raises
    ------
    MtleError
        A file cannot be read.
    """
    return tuple(read_table(file, keep_preview=keep_preview) for file in files)


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


def identifiers(tables: Sequence[RawTable], instrument: Instrument) -> tuple[Candidate, ...]:
    """Columns that may say who answered, the likeliest first: the declared one, then those that recur."""
    declared = instrument.field_with_role("respondent")
    found = []
    if declared is not None and all(declared.id in fields_in(table, instrument) for table in tables):
        places = [fields_in(table, instrument)[declared.id] for table in tables]
        found.append(_candidate(declared.id, tables, places))
    taken = set(fields_in(tables[0], instrument).values())
    taken |= set(
        match_columns(tables[0], item_targets(instrument, instrument.rated_items, {})).positions.values()
    )
    others = []
    for place, column in enumerate(tables[0].columns):
        if column.metadata or column.personal or place in taken or not _tells_people_apart(tables[0], place):
            continue
        found_at = [at for table in tables if (at := _place_of(column.name, table)) is not None]
        if len(found_at) == len(tables):
            others.append(_candidate(column.name, tables, found_at))
    likely = [c for c in others if c.again is None or c.again > 0]
    return (*found, *sorted(likely, key=lambda c: (-(c.again or 0), -c.people, c.name)))


def answered_on(table: RawTable) -> str | None:
    """The middle day of answering, where the export says it."""
    days = recorded_days(table)
    return days[1] if days else None


def measured_twice(tables: Sequence[RawTable], instrument: Instrument) -> tuple[str, ...]:
    """The outcome scales that the first and the last export share half of the items of, and two at least."""
    shared = items_in(tables[0], instrument) & items_in(tables[-1], instrument)
    outcomes = (scale.id for scale in instrument.scored_scales() if scale.kind == "outcome")
    return tuple(
        scale
        for scale in outcomes
        if len(shared & set(items := instrument.scale_items(scale))) >= max(2, math.ceil(len(items) / 2))
    )


def _place_of(name: str, table: RawTable) -> int | None:
    return next((place for place, column in enumerate(table.columns) if column.name == name), None)


def _tells_people_apart(table: RawTable, place: int) -> bool:
    entries = _entries(table, place)
    many = len(entries) >= _NEARLY_ALL * len(table.rows) > 0
    return many and len(set(entries)) >= _DISTINCT * len(entries)


def _entries(table: RawTable, place: int) -> list[str]:
    return [cell.strip() for cell in table.cells[:, place] if cell and cell.strip()]


def _candidate(name: str, tables: Sequence[RawTable], places: Iterable[int]) -> Candidate:
    entries = [
        {entry.casefold() for entry in _entries(table, place)}
        for table, place in zip(tables, places, strict=True)
    ]
    again = len(entries[0] & entries[-1]) if len(entries) > 1 else None
    return Candidate(name=name, people=len(entries[0]), again=again)
