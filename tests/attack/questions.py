"""The attack on answers: all that editions tell of questions and of the scales they belong to, at once.

People who are alike in what they answered at all and in every set that anything is told of are one class. The
cells of the program hold, for each class and question, the people by their answers in all waves together, so
that answers, moves between waves, scores and changes of scores are all sums of cells. How many people are in
each class is given to the attacker.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from mtle_survey.report.disclosure import SMALL_STUDY
from mtle_survey.report.privacy.claims import components
from tests.attack.people import Behind, People, Person
from tests.attack.programs import Linear
from tests.attack.told import Chose, Moved, Score, Told

SIGNS = (1, 0, -1)


@dataclass(frozen=True)
class Found:
    """What the attack finds of one hidden count.

    Attributes
    ----------
    about : tuple
        The edition, the question, the wave or waves, and the answer or the direction of the move.
    count : int
    least, most : float
    needed : float
        How wide the range has to be.
    """

    about: tuple[object, ...]
    count: int
    least: float
    most: float
    needed: float

    @property
    def leaks(self) -> bool:
        """Whether the count is known within fewer people than it has to be."""
        return self.most - self.least < self.needed - 1e-4


@dataclass(frozen=True)
class _Block:
    """The cells of one class and question: an axis for each wave in which it was answered."""

    members: People
    item: str
    waves: tuple[str, ...]
    start: int
    shape: tuple[int, ...]

    def axis(self, wave: str, values: np.ndarray) -> np.ndarray:
        """Something about each answer in a wave, spread over the cells."""
        place = self.waves.index(wave)
        around = [1] * len(self.shape)
        around[place] = self.shape[place]
        return np.broadcast_to(values.reshape(around), self.shape).ravel()


class Questions:
    """Everything that editions tell of the questions of one set of scales.

    Parameters
    ----------
    editions : sequence of Told
    items : sequence of str
    smallest : int
    """

    def __init__(self, editions: Sequence[Told], items: Sequence[str], smallest: int) -> None:
        self.editions, self.items, self.smallest = editions, tuple(items), smallest
        self._model = editions[0].behind
        self._given = _everybody([e.behind for e in editions])
        self._told = [self._of(e) for e in editions]
        sets = {s.people for told in self._told for s in told} | {
            people for e in editions for *_, people, _ in e.changes()
        }
        self._blocks = list(self._cells(sorted(sets, key=sorted)))
        last = self._blocks[-1]
        self._width = last.start + prod(last.shape)

    def found(self) -> list[Found]:
        """The range of every hidden count, as narrow as it has to be followed."""
        wanted = list(self._hidden())
        if not wanted:
            return []
        asked = np.array([weights for _, weights in wanted])
        whole = self._program(everything=True)
        seen = whole.ranges(asked, self.smallest)
        needed = np.full(len(wanted), float(self.smallest))
        narrow = np.flatnonzero(seen[:, 1] - seen[:, 0] < needed - 1e-4)
        if narrow.size:
            alone = self._program(everything=False).ranges(asked[narrow], self.smallest)
            needed[narrow] = np.minimum(needed[narrow], alone[:, 1] - alone[:, 0])
        own = asked @ whole.truth
        return [
            Found(about, round(own[k]), seen[k, 0], seen[k, 1], needed[k])
            for k, (about, _) in enumerate(wanted)
        ]

    def _of(self, told: Told) -> list[Score | Chose | Moved]:
        mine = set(self.items)
        return [
            *(s for s in told.scores if mine.issuperset(told.behind.items(s.name))),
            *(c for c in told.chosen if c.item in mine),
            *(m for m in told.moved if m.item in mine),
        ]

    def _cells(self, sets: Sequence[People]) -> Iterator[_Block]:
        alike: dict[tuple[object, ...], set[Person]] = defaultdict(set)
        for person in {p for wave in self._given.values() for p in wave}:
            answered = tuple(
                tuple(i in here.get(person, {}) for i in self.items) for here in self._given.values()
            )
            alike[answered, tuple(person in chosen for chosen in sets)].add(person)
        start = 0
        for members in sorted(map(sorted, alike.values())):
            for item in self.items:
                waves = tuple(w for w, here in self._given.items() if item in here.get(members[0], {}))
                if waves:
                    shape = (len(self._model.instrument.format_of(item).codes),) * len(waves)
                    yield _Block(frozenset(members), item, waves, start, shape)
                    start += prod(shape)

    def _program(self, *, everything: bool) -> Linear:
        """What the editions tell: everything, or only what they tell of fifty people or more.

        Of so many the answers are told one by one on purpose, however few gave one; that bounds how many of
        some of them can have given it.
        """
        truth = np.zeros(self._width)
        for block in self._blocks:
            codes = self._codes(block.item)
            for person in block.members:
                place = [int(np.searchsorted(codes, self._given[w][person][block.item])) for w in block.waves]
                truth[block.start + int(np.ravel_multi_index(place, block.shape))] += 1
        program = Linear(truth)
        for block in self._blocks:
            size = np.zeros(self._width)
            size[block.start : block.start + prod(block.shape)] = 1.0
            program.tell(size, len(block.members))
        mine = set(self.items)
        for edition, told in zip(self.editions, self._told, strict=True):
            for statement in told:
                if everything or len(statement.people) >= SMALL_STUDY:
                    program.tell(self._weights(statement), statement.value)
            for scale, (earlier, later), people, change in edition.changes():
                if mine.issuperset(edition.behind.items(scale)) and (
                    everything or len(people) >= SMALL_STUDY
                ):
                    both = self._score(scale, later, people) - self._score(scale, earlier, people)
                    program.tell(both, change)
        return program

    def _weights(self, told: Score | Chose | Moved) -> np.ndarray:
        """How much of a sum that is told one person in each cell adds to it."""
        match told:
            case Score():
                return self._score(told.name, told.wave, told.people)
            case Chose():
                return self._chose(told.item, told.wave, told.people, told.codes)
            case Moved():
                return self._moved(told.item, told.waves, told.people, told.sign)

    def _codes(self, item: str) -> np.ndarray:
        return np.array(self._model.instrument.format_of(item).codes)

    def _score(self, name: str, wave: str, people: People) -> np.ndarray:
        items, scale = set(self._model.items(name)), name in self._model.instrument.scale
        weights = np.zeros(self._width)
        for block in self._blocks:
            if block.item in items and wave in block.waves and block.members <= people:
                some = next(iter(block.members))
                answered = sum(i in self._given[wave][some] for i in items)
                codes = self._codes(block.item)
                keyed = self._model.keyed(name, block.item, codes) if scale else codes
                self._add(weights, block, block.axis(wave, keyed / answered))
        return weights

    def _chose(self, item: str, wave: str, people: People, codes: Sequence[float]) -> np.ndarray:
        weights = np.zeros(self._width)
        chosen = np.isin(self._codes(item), codes).astype(float)
        for block in self._blocks:
            if block.item == item and wave in block.waves and block.members <= people:
                self._add(weights, block, block.axis(wave, chosen))
        return weights

    def _moved(self, item: str, waves: tuple[str, str], people: People, sign: int) -> np.ndarray:
        weights = np.zeros(self._width)
        for block in self._blocks:
            if block.item == item and set(waves) <= set(block.waves) and block.members <= people:
                codes = self._codes(item)
                change = block.axis(waves[1], codes) - block.axis(waves[0], codes)
                self._add(weights, block, (np.sign(change) == sign).astype(float))
        return weights

    @staticmethod
    def _add(weights: np.ndarray, block: _Block, values: np.ndarray) -> None:
        weights[block.start : block.start + len(values)] += values

    def _hidden(self) -> Iterator[tuple[tuple[object, ...], np.ndarray]]:
        """Every count of answers and moves that holds somebody and that its edition does not tell."""
        for number, edition in enumerate(self.editions):
            for wave in edition.behind.given:
                for item in self.items:
                    people = (
                        edition.analysed(item, wave) if edition.behind.scored(item, wave) else frozenset()
                    )
                    if len(people) >= self.smallest:
                        yield from self._hidden_answers(number, item, wave, people)
            yield from self._hidden_moves(number)

    def _hidden_answers(
        self, number: int, item: str, wave: str, people: People
    ) -> Iterator[tuple[tuple[object, ...], np.ndarray]]:
        told = {
            c.codes[0]
            for c in self.editions[number].chosen
            if (c.item, c.wave, c.people) == (item, wave, people) and len(c.codes) == 1
        }
        counts = {c: sum(self._given[wave][p][item] == c for p in people) for c in self._codes(item)}
        if len(people) < SMALL_STUDY and self._protected(counts.values()):
            for code in (c for c, n in counts.items() if n and c not in told):
                weights = self._chose(item, wave, people, (code,))
                yield (number, item, wave, float(code)), weights

    def _protected(self, counts: Collection[int]) -> bool:
        """Whether one of some counts that add up is about a few people."""
        return any(0 < n < self.smallest for n in counts)

    def _hidden_moves(self, number: int) -> Iterator[tuple[tuple[object, ...], np.ndarray]]:
        edition = self.editions[number]
        waves = list(edition.behind.given)
        for earlier, later in ((a, b) for k, a in enumerate(waves) for b in waves[k + 1 :]):
            for item in self.items:
                people = edition.behind.scored(item, earlier) & edition.behind.scored(item, later)
                told = any(m.item == item and set(m.waves) == {earlier, later} for m in edition.moved)
                if len(people) < self.smallest or told:
                    continue
                change = [
                    int(np.sign(self._given[later][p][item] - self._given[earlier][p][item])) for p in people
                ]
                if self._protected([change.count(sign) for sign in SIGNS]):
                    for sign in (s for s in SIGNS if s in change):
                        weights = self._moved(item, (earlier, later), people, sign)
                        yield (number, item, (earlier, later), sign), weights


def _everybody(behind: Sequence[Behind]) -> dict[str, dict[Person, dict[str, float]]]:
    """The answers of all studies together; nobody's may differ between them."""
    found: dict[str, dict[Person, dict[str, float]]] = {}
    for study in behind:
        for wave, answers in study.given.items():
            here = found.setdefault(wave, {})
            for person, own in answers.items():
                assert here.setdefault(person, own) == own, f"{person} answered otherwise"
    return found


def attack(editions: Sequence[Told], smallest: int) -> list[Found]:
    """The range of every count of answers and of moves that some editions hide."""
    place = components(editions[0].behind.instrument)
    groups: dict[int, list[str]] = defaultdict(list)
    for item, number in place.items():
        groups[number].append(item)
    return [f for items in groups.values() for f in Questions(editions, items, smallest).found()]
