"""The people that the same code makes, after what the evaluator has decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Node = tuple[int, str]
"""A record that counts for a person: which sheet, and the name it is linked by there."""

Person = Mapping[int, str]
"""One person: the name in every sheet in which the person has a record."""

Apart = frozenset[frozenset[Node]]
"""Pairs of records that are not the same person."""


@dataclass(frozen=True, slots=True)
class ExactPeople:
    """People by exact comparison and by decision.

    Attributes
    ----------
    people : tuple of Person
        Sorted by their first record.
    clashes : mapping of sheet to int
        Records whose names differ only in what the second pass sets aside, within one sheet.
    """

    people: tuple[Person, ...]
    clashes: Mapping[int, int]


def exact_people(
    sheets: Sequence[Iterable[str]],
    fold: Callable[[str], str],
    together: Collection[tuple[Node, Node]],
    apart: Apart,
) -> ExactPeople:
    """Join records of different sheets that bear the same name.

    Names are compared as they are and, where no sheet holds two that become alike, after ``fold``. Pairs
    that were decided on come first; nobody gets two records of one sheet.

    Parameters
    ----------
    sheets : sequence of iterable of str
        The names in each sheet.
    fold : callable
        The second pass.
    together, apart : collections of pairs of records
        What the evaluator decided.
    """
    groups = _Groups((s, name) for s, names in enumerate(sheets) for name in names)
    for a, b in sorted(together):
        groups.join((groups.of(a), groups.of(b)), apart=frozenset())
    clashes: Counter[int] = Counter()
    for alike in _classes(groups.nodes, lambda node: fold(node[1])):
        in_sheet = Counter(s for s, _ in alike)
        crowded = [s for s, n in in_sheet.items() if n > 1]
        clashes.update({s: in_sheet[s] for s in crowded})
        for same in _classes(alike, lambda node: node[1]) if crowded else [alike]:
            groups.join([groups.of(node) for node in same], apart)
    people = sorted((dict(sorted(group)) for group in groups.distinct()), key=lambda p: sorted(p.items()))
    return ExactPeople(tuple(people), clashes)


def overlap(a: Iterable[Node], b: Iterable[Node], apart: Apart) -> bool:
    """Whether two groups of records cannot be one person: a sheet in common, or kept apart by decision."""
    a, b = list(a), list(b)
    if {s for s, _ in a} & {s for s, _ in b}:
        return True
    return bool(apart) and any(frozenset((x, y)) in apart for x in a for y in b)


def _classes(nodes: Iterable[Node], key: Callable[[Node], str]) -> list[list[Node]]:
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(key(node), []).append(node)
    return [sorted(found[name]) for name in sorted(found)]


class _Groups:
    """Records in groups, each record in one."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._of = {node: frozenset({node}) for node in nodes}

    @property
    def nodes(self) -> list[Node]:
        return sorted(self._of)

    def of(self, node: Node) -> frozenset[Node]:
        return self._of[node]

    def distinct(self) -> set[frozenset[Node]]:
        return set(self._of.values())

    def join(self, groups: Iterable[frozenset[Node]], apart: Apart) -> None:
        """Join groups in the order of their records, each to the only one that it can be joined to."""
        formed: list[frozenset[Node]] = []
        for group in sorted(set(groups), key=min):
            fitting = [other for other in formed if not overlap(group, other, apart)]
            if len(fitting) == 1:
                formed[formed.index(fitting[0])] = fitting[0] | group
            else:
                formed.append(group)
        for group in formed:
            for node in group:
                self._of[node] = group
