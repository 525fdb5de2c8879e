"""The evaluator's pairs, found among the records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mtle_survey.errors import Problem, problem
from mtle_survey.linking.decided import DecidedPair
from mtle_survey.linking.exact import Node
from mtle_survey.linking.identifiers import name_of
from mtle_survey.linking.people import Sheet


@dataclass(frozen=True, slots=True)
class DecidedNodes:
    """Decided pairs as pairs of records.

    Attributes
    ----------
    together, apart : frozenset of pairs of records
    problems : tuple of Problem
        Decisions that cannot be carried out.
    """

    together: frozenset[frozenset[Node]]
    apart: frozenset[frozenset[Node]]
    problems: tuple[Problem, ...]


def decided_nodes(
    decided: Sequence[DecidedPair], sheets: Sequence[Sheet], fold: Callable[[str], str], elements: int
) -> DecidedNodes:
    """Look up what the evaluator decided; each decision must name two people that there are."""
    found: dict[bool, set[frozenset[Node]]] = {True: set(), False: set()}
    partner: dict[tuple[Node, int], Node] = {}
    problems: list[Problem] = []
    for pair in decided:
        nodes: list[Node] = []
        for wave, text in zip(pair.waves, pair.ids, strict=True):
            node = _node(wave, text, sheets, fold, elements)
            if isinstance(node, str):
                problems.append(_refused(pair, node))
            else:
                nodes.append(node)
        if len(nodes) < len(pair.waves):
            continue
        a, b = nodes
        if a[0] == b[0]:
            why = f"{pair.waves[0]} and {pair.waves[1]} are read from the same records"
        elif frozenset(nodes) in found[not pair.same]:
            why = "the same pair is both joined and kept apart"
        elif pair.same and any(partner.setdefault((x, y[0]), y) != y for x, y in ((a, b), (b, a))):
            why = f"“{pair.ids[0]}” or “{pair.ids[1]}” is joined to somebody else already"
        else:
            found[pair.same].add(frozenset(nodes))
            continue
        problems.append(_refused(pair, why))
    return DecidedNodes(frozenset(found[True]), frozenset(found[False]), tuple(problems))


def _node(
    wave: str, text: str, sheets: Sequence[Sheet], fold: Callable[[str], str], elements: int
) -> Node | str:
    """The record that an ID stands for, or why there is none."""
    place = next((s for s, sheet in enumerate(sheets) if wave in sheet.waves), None)
    if place is None:
        waves = ", ".join(wave for sheet in sheets for wave in sheet.waves)
        return f"there is no wave “{wave}”; there are {waves}"
    sheet = sheets[place]
    name = name_of(text, elements)
    if name is None:
        return f"“{text}” is no whole code" if elements else "an ID is blank"
    if name in sheet.rows:
        return place, name
    if any(other == name for other in sheet.names):
        return f"“{text}” occurs more than once in {wave}, or without an answer"
    alike = [other for other in sheet.rows if fold(other) == fold(name)]
    return (place, alike[0]) if len(alike) == 1 else f"there is no “{text}” in {wave}"


def _refused(pair: DecidedPair, why: str) -> Problem:
    return problem("P015", file=pair.file, row=pair.row, found=why)
