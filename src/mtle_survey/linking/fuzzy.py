"""People whose codes are one slip apart and who have no other possible partner."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from mtle_survey.linking.codes import LEAST_ELEMENTS, code_elements, filled
from mtle_survey.linking.exact import Apart, Person, overlap
from mtle_survey.linking.neighbours import one_edit_apart, one_element_apart

LEAST_CHARACTERS = 6
TOLERATED_SHARE = 0.05

Stable = Sequence[Mapping[str, frozenset[str]]]
"""For every person, what is known of fields that do not change between waves."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Who could be whom.

    Attributes
    ----------
    candidates : tuple of (int, int)
        All pairs of people whose codes are one slip apart and that nothing speaks against.
    unique : tuple of (int, int)
        Those in which each is the other's only candidate in the sheets concerned.
    """

    candidates: tuple[tuple[int, int], ...]
    unique: tuple[tuple[int, int], ...]


def eligible(name: str, *, elements: bool) -> bool:
    """Whether a code is long enough for a near match: four answered elements, or six characters."""
    if elements:
        return filled(code_elements(name)) >= LEAST_ELEMENTS
    return len(name) >= LEAST_CHARACTERS


def neighbours(
    people: Sequence[Person],
    sheets: int,
    stable: Stable,
    apart: Apart,
    fold: Callable[[str], str],
    *,
    elements: bool,
) -> Neighbours:
    """Pairs of people, each absent where the other is present, whose codes are one slip apart.

    Parameters
    ----------
    people : sequence of Person
        After exact linking.
    sheets : int
        How many sheets there are; who has a record in each takes no part.
    stable : sequence of mappings
        Known values that forbid a pair when they differ.
    apart : pairs of records
        Kept apart by decision.
    fold : callable
        What names are compared by.
    elements : bool
        Whether codes consist of elements (one may differ), or are one text (one slip of the pen).
    """
    open_names = [
        (i, name)
        for i, person in enumerate(people)
        if len(person) < sheets
        for name in sorted({fold(name) for name in person.values()})
        if eligible(name, elements=elements)
    ]
    names = [name for _, name in open_names]
    near = one_element_apart([code_elements(n) for n in names]) if elements else one_edit_apart(names)
    pairs = {tuple(sorted((open_names[a][0], open_names[b][0]))) for a, b in near}
    candidates = sorted(
        (i, j)
        for i, j in pairs
        if i != j
        and not overlap(people[i].items(), people[j].items(), apart)
        and not _contradict(stable[i], stable[j])
    )
    partners: dict[tuple[int, int], set[int]] = {}
    for i, j in candidates:
        for one, other in ((i, j), (j, i)):
            for sheet in people[other]:
                partners.setdefault((one, sheet), set()).add(other)
    unique = [
        (i, j)
        for i, j in candidates
        if all(partners[i, sheet] == {j} for sheet in people[j])
        and all(partners[j, sheet] == {i} for sheet in people[i])
    ]
    return Neighbours(tuple(candidates), tuple(unique))


def united(
    people: Sequence[Person], stable: Stable, apart: Apart, pairs: Iterable[tuple[int, int]]
) -> list[set[int]]:
    """The groups that pairs make; a group of three or more in which two contradict each other is left out."""
    group_of: dict[int, set[int]] = {}
    for i, j in pairs:
        joined = group_of.get(i, {i}) | group_of.get(j, {j})
        group_of.update(dict.fromkeys(joined, joined))
    groups = {min(group): group for group in group_of.values()}
    return [groups[first] for first in sorted(groups) if _sound(groups[first], people, stable, apart)]


def _sound(group: set[int], people: Sequence[Person], stable: Stable, apart: Apart) -> bool:
    return not any(
        overlap(people[i].items(), people[j].items(), apart) or _contradict(stable[i], stable[j])
        for i, j in product(group, group)
        if i < j
    )


def _contradict(a: Mapping[str, frozenset[str]], b: Mapping[str, frozenset[str]]) -> bool:
    return any(a[field].isdisjoint(b[field]) for field in a.keys() & b.keys())
