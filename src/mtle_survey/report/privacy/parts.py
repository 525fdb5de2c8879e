"""Of which parts of a study a public report may tell who answered, and who was found again.

The whole report tells every step of the flow of everybody. A part's own flow is told as a whole or not at
all: a step with a few people in it would follow from the steps beside it, and from the number of people
behind each result. And the flows of all parts that are told are subtracted from that of the whole: what is
left is that of the others together, which must not be a few people either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from mtle_survey.linking.flow import OF_RESPONSES, Flow
from mtle_survey.linking.link import Links

_FOUND = ("exact", "fuzzy", "by_hand", "ambiguous", "unlinked")
Counts = Mapping[tuple[str | None, str], int]


def flow_counts(flow: Flow, links: Links | None) -> Counts:
    """How many people are at each step of each wave, and how they were found again.

    Records of the files that are nobody's responses are the same for all parts and are left out.
    """
    counts = {(step.wave, step.step): step.n for step in flow.steps if step.step in OF_RESPONSES}
    for (earlier, later), pair in ({} if links is None else links.between).items():
        counts |= {(f"{later} - {earlier}", name): getattr(pair, name) for name in _FOUND}
    return counts


def untold_flows(parts: Mapping[str, Counts], whole: Counts, smallest: int) -> frozenset[str]:
    """The parts of which it is not told who answered.

    Parameters
    ----------
    parts : mapping of name to Counts
        Those that get a report.
    whole : Counts
        Of everybody, which readers have.
    smallest : int
        The fewest people that anything may be about.
    """
    untold = {name for name, counts in parts.items() if _few(counts.values(), smallest)}
    while len(untold) < len(parts):
        rest = {step: n - _sum(parts, step, parts.keys() - untold) for step, n in whole.items()}
        wanting = [step for step, n in rest.items() if 0 < n < smallest]
        if not wanting:
            break
        told = sorted(parts.keys() - untold, key=lambda name: _size(parts[name], wanting))
        untold.add(told[0])
    return frozenset(untold)


def _sum(parts: Mapping[str, Counts], step: tuple[str | None, str], names: Collection[str]) -> int:
    return sum(parts[name].get(step, 0) for name in names)


def _size(counts: Counts, steps: Collection[tuple[str | None, str]]) -> tuple[bool, int, int]:
    """Parts that help to hide some steps come first, the smallest of them before larger ones."""
    helping = sum(counts.get(step, 0) for step in steps)
    return helping == 0, helping, sum(counts.values())


def _few(counts: Collection[int], smallest: int) -> bool:
    return any(0 < n < smallest for n in counts)
