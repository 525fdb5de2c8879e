"""Who answered about which unit: the forms of several informants, and what links and completes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.stats.estimate import Array

NO_PERSON = frozenset({None, "school", "district", "partner"})
"""What an item may be about when its answers are shown unit by unit: nobody who could be recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The forms of one wave by unit and kind of informant.

    Attributes
    ----------
    wave : str or None
    unit : str
        The field of the unit.
    informant : str
        The field that says who answered.
    units : tuple of str
        Sorted.
    kinds : tuple of str
        In declared order, those that occur.
    rows : mapping of (unit, kind) to tuple of int
        Rows of the responses.
    """

    wave: str | None
    unit: str
    informant: str
    units: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: Mapping[tuple[str, str], tuple[int, ...]]

    @property
    def complete(self) -> tuple[str, ...]:
        """Units that every kind of informant answered about."""
        return tuple(u for u in self.units if all((u, k) in self.rows for k in self.kinds))

    def scores(self, values: Array) -> Array:
        """(units, kinds) values; the mean where several informants of a kind answered, nan where none."""
        table = np.full((len(self.units), len(self.kinds)), np.nan)
        for (unit, kind), rows in self.rows.items():
            found = values[list(rows)]
            found = found[np.isfinite(found)]
            if found.size:
                table[self.units.index(unit), self.kinds.index(kind)] = found.mean()
        return table

    def ratings(self, values: Array) -> Array:
        """(units, kinds) answers; nan where none or several informants of a kind answered."""
        table = np.full((len(self.units), len(self.kinds)), np.nan)
        for (unit, kind), rows in self.rows.items():
            if len(rows) == 1:
                table[self.units.index(unit), self.kinds.index(kind)] = values[rows[0]]
        return table


def collect_forms(responses: Responses, unit: str, informant: str) -> Forms | None:
    """The forms of a wave, or None where it holds neither units nor informants."""
    if unit not in responses.fields or informant not in responses.fields:
        return None
    rows: dict[tuple[str, str], list[int]] = {}
    for i in np.flatnonzero(responses.answered):
        about, kind = responses.fields[unit][i], responses.fields[informant][i]
        if about is not None and kind is not None:
            rows.setdefault((str(about).strip(), str(kind)), []).append(int(i))
    occurring = {kind for _, kind in rows}
    declared = responses.instrument.field[informant].labels if informant in responses.instrument.field else ()
    return Forms(
        wave=responses.wave,
        unit=unit,
        informant=informant,
        units=tuple(sorted({about for about, _ in rows})),
        kinds=(*(k for k in declared if k in occurring), *sorted(occurring - set(declared))),
        rows={key: tuple(found) for key, found in rows.items()},
    )


def incomplete_units(
    instrument: Instrument, waves: Mapping[str | None, Responses], unit: str
) -> Iterator[Problem]:
    """The units that some kind of informant did not answer about, and which kinds these are."""
    informant = instrument.field_with_role("informant")
    if informant is None:
        return
    for responses in waves.values():
        forms = collect_forms(responses, unit, informant.id)
        if forms is None:
            continue
        for name in (u for u in forms.units if u not in forms.complete):
            lacking = [kind for kind in forms.kinds if (name, kind) not in forms.rows]
            yield problem(
                "S003",
                file=responses.sources[0].file,
                found=f"{name}: {', '.join(lacking)}",
                unit=instrument.field[unit].title if unit in instrument.field else unit,
            )


def keyed_by_unit(responses: Responses, unit: str, informant: str, *, respondent: bool) -> Responses:
    """The same responses, linked by unit and informant, and by the person's own code where there is one."""
    parts = [responses.fields.get(unit), responses.fields.get(informant)]
    if respondent:
        parts.append(responses.ids)
    ids: NDArray[np.object_] = np.full(len(responses), None, dtype=object)
    if all(part is not None for part in parts):
        known = [part for part in parts if part is not None]
        for i, key in enumerate(zip(*known, strict=True)):
            if all(part is not None for part in key):
                ids[i] = " | ".join(str(part).strip() for part in key)
    return replace(responses, ids=ids, elements=None)
