"""The people that exact linking and near matches make, as rows of every wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.linking.exact import Person
from mtle_survey.linking.prepare import Prepared
from mtle_survey.responses import Responses, written_code

EXACT, FUZZY, BY_HAND = "exact", "fuzzy", "by_hand"

Members = tuple[int, ...]
"""The people of exact linking that one person consists of."""


def members(people: Sequence[Person], groups: Sequence[set[int]]) -> list[Members]:
    """All people, those of a group as one, in the order of their names."""
    grouped = {i for group in groups for i in group}
    found = [tuple(sorted(group)) for group in groups]
    found += [(i,) for i in range(len(people)) if i not in grouped]
    return sorted(found, key=lambda parts: _first(people, parts))


def names(people: Sequence[Person], parts: Members) -> dict[int, str]:
    """The name of a person in every sheet."""
    return dict(sorted((s, name) for i in parts for s, name in people[i].items()))


def row_index(
    known: Prepared, persons: Sequence[Mapping[int, str]], waves: Mapping[str, Responses]
) -> NDArray[np.int64]:
    """(r, w) row of each person in each wave, -1 where absent or without any answer."""
    index = np.full((len(persons), len(waves)), -1, dtype=np.int64)
    for w, (wave, responses) in enumerate(waves.items()):
        s = known.wave_sheet(wave)
        rows = known.sheets[s].rows
        record = np.array([rows[p[s]] if s in p else -1 for p in persons], dtype=np.int64)
        here = record >= 0
        here[here] = responses.answered[record[here]]
        index[here, w] = record[here]
    return index


def kinds(
    known: Prepared,
    persons: Sequence[Mapping[int, str]],
    index: NDArray[np.int64],
    waves: Sequence[str],
    parts: Sequence[Members],
) -> dict[tuple[str, str], NDArray[np.object_]]:
    """How the two records of every person were joined, for every pair of waves; empty if they were not."""
    exact_person = {node: i for i, person in enumerate(known.people) for node in person.items()}
    found = {}
    for (a, earlier), (b, later) in combinations(enumerate(waves), 2):
        s, t = known.wave_sheet(earlier), known.wave_sheet(later)
        column = np.full(len(parts), "", dtype=object)
        for r in np.flatnonzero((index[:, a] >= 0) & (index[:, b] >= 0)).tolist():
            first, second = (s, persons[r][s]), (t, persons[r][t])
            if frozenset((first, second)) in known.together:
                column[r] = BY_HAND
            elif known.fold(first[1]) == known.fold(second[1]):
                column[r] = EXACT
            else:
                column[r] = BY_HAND if exact_person[first] == exact_person[second] else FUZZY
        found[earlier, later] = column
    return found


def shown_ids(
    known: Prepared, persons: Sequence[Mapping[int, str]], waves: Mapping[str, Responses]
) -> NDArray[np.object_]:
    """(r,) each person's identifier as first written."""
    out = np.empty(len(persons), dtype=object)
    out[:] = [_written(known, next(iter(person.items())), waves) for person in persons]
    return out


def spelled_differently(
    known: Prepared, persons: Sequence[Mapping[int, str]], waves: Mapping[str, Responses]
) -> NDArray[np.bool_]:
    """(r,) whether records that were joined exactly are written differently."""
    return np.array([_differs(known, person, waves) for person in persons], dtype=bool)


def _differs(known: Prepared, person: Mapping[int, str], waves: Mapping[str, Responses]) -> bool:
    spellings: dict[str, set[str]] = {}
    for node in person.items():
        spellings.setdefault(known.fold(node[1]), set()).add(_written(known, node, waves))
    return any(len(written) > 1 for written in spellings.values())


def _written(known: Prepared, node: tuple[int, str], waves: Mapping[str, Responses]) -> str:
    if not known.codes:
        return node[1]
    sheet = known.sheets[node[0]]
    elements = waves[sheet.waves[0]].elements
    written = None if elements is None else written_code(elements[sheet.rows[node[1]]])
    return written or node[1]


def _first(people: Sequence[Person], parts: Members) -> tuple[str, int]:
    sheet, name = next(iter(names(people, parts).items()))
    return name, sheet
