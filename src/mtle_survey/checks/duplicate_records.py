"""Two records with the same answers to many questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import CarelessRule
from mtle_survey.stats.estimate import Array

FEWEST_ITEMS = 20


def duplicate_records(parts: Collection[Responses], _rule: CarelessRule) -> Iterator[Problem]:
    """Complete answer vectors of at least twenty items that occur more than once and are not constant.

    A first pass compares numbers made from the vectors, a second one the vectors that share a number.
    """
    if len(next(iter(parts)).items) < FEWEST_ITEMS:
        return
    numbers = np.concatenate([_fingerprints(part.values[_judged(part.values)]) for part in parts])
    found, counts = np.unique(numbers, return_counts=True)
    repeated = found[counts > 1]
    if len(repeated):
        yield from _problems(parts, repeated)


def _problems(parts: Collection[Responses], repeated: NDArray[np.uint64]) -> Iterator[Problem]:
    alike: dict[bytes, list[tuple[int, str]]] = {}
    for part in parts:
        places = np.flatnonzero(_judged(part.values))
        places = places[np.isin(_fingerprints(part.values[places]), repeated)]
        for i in places.tolist():
            source = part.sources[part.source_index[i]].file
            alike.setdefault(part.values[i].tobytes(), []).append((int(part.rows[i]), source))
    for records in alike.values():
        if len(records) > 1:
            rows = tuple(row for row, _ in records)
            yield problem(
                "Q002",
                file=records[0][1],
                row=rows[0],
                rows=rows,
                count=len(rows),
                found="rows " + ", ".join(map(str, rows)),
            )


def _judged(values: Array) -> NDArray[np.bool_]:
    """Complete and not one answer throughout."""
    complete = np.isfinite(values).all(axis=1)
    return np.asarray(complete & (values.min(axis=1, initial=np.inf) < values.max(axis=1, initial=-np.inf)))


def _fingerprints(values: Array) -> NDArray[np.uint64]:
    """A number for each row; equal rows have equal numbers."""
    bits = np.ascontiguousarray(values).view(np.uint64)
    bits = bits ^ (bits >> np.uint64(29)) ^ (bits >> np.uint64(50))
    weights = np.random.default_rng(1).integers(1, 2**63, size=values.shape[1], dtype=np.uint64) | np.uint64(
        1
    )
    return np.asarray((bits * weights).sum(axis=1, dtype=np.uint64))


CHECK = duplicate_records
