"""Two records with the same answers to many questions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses

FEWEST_ITEMS = 20


def duplicate_records(responses: Responses) -> Iterator[Problem]:
    """Complete answer vectors of at least twenty items that occur more than once and are not constant."""
    if len(responses.items) < FEWEST_ITEMS:
        return
    values = responses.values
    candidates = np.flatnonzero(
        np.isfinite(values).all(axis=1) & (values.min(axis=1) < values.max(axis=1))
        if len(values)
        else np.zeros(0, dtype=bool)
    )
    seen: dict[bytes, list[int]] = {}
    for i in candidates:
        seen.setdefault(values[i].tobytes(), []).append(int(i))
    for rows in seen.values():
        if len(rows) > 1:
            yield problem(
                "Q002",
                file=responses.sources[responses.source_index[rows[0]]].file,
                row=int(responses.rows[rows[0]]),
                count=len(rows),
                found="rows " + ", ".join(str(int(responses.rows[i])) for i in rows),
            )


CHECK = duplicate_records
