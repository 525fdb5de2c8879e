"""The attack on scales: how many people rose, stayed and fell, from all that editions tell of their scores.

People who gave as many answers in both waves and are alike in every set that anything is told of are one
class. The cells of the program hold the people of each class by their earlier and their later score, among
all scores that so many answers can give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.report.disclosure import SMALL_STUDY
from tests.attack.people import Behind, People, Person
from tests.attack.programs import Linear
from tests.attack.questions import Found
from tests.attack.scores import ENDS, Hidden, ScoresTold, Sum, Weigh
from tests.attack.told import Told

NO_SCORE = 0.0  # stands for the wave in which a class has none; no sum over its people asks for it


@dataclass(frozen=True)
class _Block:
    """The cells of one class: their earlier and later scores, and the people."""

    members: People
    start: int
    earlier: np.ndarray
    later: np.ndarray

    @property
    def size(self) -> int:
        return len(self.earlier)


class Scales:
    """Everything that editions tell of one scale between two waves.

    Parameters
    ----------
    editions : sequence of Told
    scale, contrast : str
    smallest : int
    in_turn : bool
        Whether a count need not be wider than the editions before its own, with all scores, leave it.
    """

    def __init__(
        self, editions: Sequence[Told], scale: str, contrast: str, smallest: int, *, in_turn: bool = False
    ) -> None:
        self.in_turn, self.scale, self.contrast, self.smallest = in_turn, scale, contrast, smallest
        self._editions = [ScoresTold(edition, scale, contrast) for edition in editions]
        self._scores = _everybody([e.behind for e in editions], scale, self._editions[0].waves)
        self._told = [list(edition.sums()) for edition in self._editions]
        self._asked = [
            (number, hidden)
            for number, edition in enumerate(self._editions)
            for hidden in edition.hidden(smallest)
            if self._needs_hiding(hidden)
        ]
        sets = {s.people for told in self._told for s in told} | {h.people for _, h in self._asked}
        self._blocks = list(self._cells(sorted(sets, key=sorted)))

    def found(self) -> list[Found]:
        """The range of every hidden count, as narrow as it has to be followed."""
        if not self._asked:
            return []
        asked = np.array([self._weights(h.people, h.weigh) for _, h in self._asked])
        whole = self._program(len(self._editions))
        seen = whole.ranges(asked, self.smallest)
        needed = np.full(len(asked), float(self.smallest))
        for k in np.flatnonzero(seen[:, 1] - seen[:, 0] < self.smallest - 1e-4):
            number = self._asked[k][0]
            alone = self._program(number if self.in_turn else 0).ranges(asked[[k]], self.smallest)[0]
            needed[k] = min(needed[k], alone[1] - alone[0])
        own = asked @ whole.truth
        return [
            Found((number, self.scale, *hidden.about), round(own[k]), *seen[k], needed[k])
            for k, (number, hidden) in enumerate(self._asked)
        ]

    def _needs_hiding(self, hidden: Hidden) -> bool:
        """Whether a count holds somebody, and is of few people, or small or large enough for a band."""
        holding = sum(
            float(hidden.weigh(*(np.array([v[0]]) for v in self._both(person))).sum())
            for person in hidden.people
        )
        if hidden.about[0] in ENDS:
            return 0 < min(holding, len(hidden.people) - holding) <= self.smallest
        return 0 < holding < len(hidden.people) < SMALL_STUDY

    def _both(self, person: Person) -> list[tuple[float, int]]:
        return [scores.get(person, (NO_SCORE, 0)) for scores in self._scores]

    def _cells(self, sets: Sequence[People]) -> Iterator[_Block]:
        alike: dict[tuple[object, ...], set[Person]] = defaultdict(set)
        for person in {p for scores in self._scores for p in scores}:
            answered = tuple(n for _, n in self._both(person))
            alike[answered, tuple(person in chosen for chosen in sets)].add(person)
        start = 0
        for members in sorted(map(sorted, alike.values())):
            grids = [
                np.arange(n, 5 * n + 1) / n if n else np.array([NO_SCORE]) for _, n in self._both(members[0])
            ]
            earlier, later = (axis.ravel() for axis in np.meshgrid(*grids, indexing="ij"))
            yield _Block(frozenset(members), start, earlier, later)
            start += len(earlier)

    def _program(self, editions: int) -> Linear:
        """What the first editions tell, and what all tell on purpose: means, and counts of fifty people."""
        program = Linear(self._truth())
        for block in self._blocks:
            size = np.zeros(len(program.truth))
            size[block.start : block.start + block.size] = 1.0
            program.tell(size, len(block.members))
        for number, told in enumerate(self._told):
            for s in told:
                if number < editions or s.of_scores or s.on_purpose:
                    self._enter(program, s)
        return program

    def _enter(self, program: Linear, s: Sum) -> None:
        weights = self._weights(s.people, s.weigh)
        if s.least == s.most:
            program.tell(weights, s.least)
        else:
            program.limit(weights, s.most)
            program.limit(-weights, -s.least)

    def _truth(self) -> np.ndarray:
        last = self._blocks[-1]
        truth = np.zeros(last.start + last.size)
        for block in self._blocks:
            for person in block.members:
                (x, _), (y, _) = self._both(person)
                here = np.isclose(block.earlier, x) & np.isclose(block.later, y)
                truth[block.start + int(np.flatnonzero(here)[0])] += 1
        return truth

    def _weights(self, people: People, weigh: Weigh) -> np.ndarray:
        last = self._blocks[-1]
        weights = np.zeros(last.start + last.size)
        for block in self._blocks:
            if block.members <= people:
                weights[block.start : block.start + block.size] = weigh(block.earlier, block.later)
        return weights


def _everybody(
    behind: Sequence[Behind], scale: str, waves: Sequence[str]
) -> list[dict[Person, tuple[float, int]]]:
    """By wave, everybody's score in some study and on how many answers it rests."""
    found: list[dict[Person, tuple[float, int]]] = []
    for wave in waves:
        scores: dict[Person, tuple[float, int]] = {}
        for study in behind:
            for person in study.scored(scale, wave):
                answers = {i: a for i, a in study.given[wave][person].items() if i in study.items(scale)}
                keyed = [float(study.keyed(scale, i, np.array(a))) for i, a in answers.items()]
                scores[person] = (sum(keyed) / len(keyed), len(keyed))
        found.append(scores)
    return found


def attack(editions: Sequence[Told], smallest: int, *, in_turn: bool = False) -> list[Found]:
    """The range of every count of people by their scores, or by how these changed, that editions hide."""
    behind = editions[0].behind
    waves = list(behind.given)
    contrasts = [f"{b} - {a}" for k, a in enumerate(waves) for b in waves[k + 1 :]]
    contrasts += [f"{a} - {b}" for k, a in enumerate(waves) for b in waves[k + 1 :]]
    told = {(n["scale"], n["contrast"]) for e in editions for n in e.files.numbers if _of_change(n)}
    return [
        found
        for scale in (s.id for s in behind.instrument.scored_scales())
        for contrast in contrasts
        if (scale, contrast) in told
        for found in Scales(editions, scale, contrast, smallest, in_turn=in_turn).found()
    ]


def _of_change(n: dict[str, object]) -> bool:
    return n["statistic"] == "mean_change" and bool(n.get("scale")) and not n.get("model")
