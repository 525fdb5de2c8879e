"""Which columns say who answered: one identifier, or the elements of a self-made code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.matching.identifiers import examined_ids
from mtle_survey.raw_table import ExportTable
from mtle_survey.responses import written_code

Respondent = str | tuple[str, ...] | None
"""The column that identifies people, or the columns of a self-made code."""

Cells = NDArray[np.object_]

LONGEST = 40  # characters of a header that is no question
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """Who answered.

    Attributes
    ----------
    ids : (n,) object array or None
        As people wrote it; None where there is no such column.
    elements : (n, e) object array or None
        The elements of a self-made code.
    problems : tuple of Problem
    """

    ids: Cells | None
    elements: Cells | None
    problems: tuple[Problem, ...]


def respondent_columns(instrument: Instrument, respondent: Respondent) -> tuple[str, ...]:
    """The columns or fields that identify people; by default the field with that role."""
    if isinstance(respondent, str):
        return (respondent,)
    if respondent:
        return respondent
    field = instrument.field_with_role("respondent")
    return (field.id,) if field else ()


def identify(
    table: ExportTable,
    instrument: Instrument,
    respondent: Respondent,
    positions: Mapping[str, int],
    named: Mapping[str, Cells],
    fields: Mapping[str, Cells],
) -> Identification:
    """Take the identifiers from the columns that were found.

    Parameters
    ----------
    table : ExportTable
    instrument : Instrument
    respondent : str, tuple of str or None
    positions : mapping of field or header to index into the columns
    named : mapping of field or header to cells
        As they stand in the file.
    fields : mapping of field to cells
        In their declared spelling, which the elements of a code take.
    """
    wanted = respondent_columns(instrument, respondent)
    places = [name if name in named else _field_under(name, positions, table) for name in wanted]
    missing = [name for name, place in zip(wanted, places, strict=True) if place is None]
    headers = list(
        dict.fromkeys(c.name for c in table.columns if 0 < len(c.name) <= LONGEST and not c.metadata)
    )
    problems = tuple(
        problem(
            "P007",
            file=table.file,
            column=name,
            found="no such column",
            suggestion=did_you_mean(name, headers),
            columns=", ".join(headers[:MOST_SHOWN]) + (" …" if len(headers) > MOST_SHOWN else ""),
        )
        for name in missing
        if respondent
    )
    found = [place for place in places if place is not None]
    if missing or not found:
        return Identification(ids=None, elements=None, problems=problems)
    if not isinstance(respondent, tuple):
        ids, odd = examined_ids(table, positions[found[0]], named[found[0]])
        return Identification(ids=ids, elements=None, problems=(*problems, *odd))
    elements = np.column_stack([fields.get(place, named[place]) for place in found])
    ids = np.empty(len(elements), dtype=object)
    ids[:] = [written_code(row) for row in elements]
    return Identification(ids=ids, elements=elements, problems=problems)


def _field_under(header: str, positions: Mapping[str, int], table: ExportTable) -> str | None:
    """The declared field that stands under a header."""
    found = (f for f, p in positions.items() if table.columns[p].name.strip().casefold() == header.casefold())
    return next(found, None)
