"""Numbers that exceed another number which they cannot exceed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import FieldDefinition
from mtle_survey.normalise import amount_in
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import CarelessRule


def field_order(parts: Collection[Responses], _rule: CarelessRule) -> Iterator[Problem]:
    """Each response in which a field is larger than the one that it declares as its upper limit."""
    for part in parts:
        for field in part.instrument.fields:
            if field.at_most is not None and {field.id, field.at_most} <= set(part.fields):
                yield from _exceeding(part, field, part.instrument.field[field.at_most])


def _exceeding(part: Responses, field: FieldDefinition, other: FieldDefinition) -> Iterator[Problem]:
    mine, limit = (np.array([_number(text) for text in part.fields[one.id]]) for one in (field, other))
    for row in np.flatnonzero(mine > limit):
        yield problem(
            "D206",
            file=part.sources[part.source_index[row]].file,
            row=int(part.rows[row]),
            column=part.columns.get(field.id, field.id),
            item=field.id,
            found=f"{mine[row]:g}, with {limit[row]:g}",
            field=field.title,
            other=other.title,
        )


def _number(text: object) -> float:
    number = amount_in(str(text))
    return float("nan") if number is None else number


CHECK = field_order
