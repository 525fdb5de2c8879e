"""What one edition tells of the scores of a scale in two waves, as sums over people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mtle_survey.report.disclosure import SMALL_STUDY
from mtle_survey.stats.gates import CEILING_SHARE_WARNED_ABOVE, HEADROOM_SD_WARNED_BELOW
from tests.attack.files import count_in
from tests.attack.people import People
from tests.attack.told import DIRECTIONS, Told

HAIR = 1e-9
STEP = 0.25  # of a response step, which is one point of the scales that studies here have
SIGNS = dict(zip(DIRECTIONS, (1, 0, -1), strict=True))
ENDS = ("near_floor", "near_ceiling", "at_best")
BAND = re.compile(r"^at (most|least) (\d+)%$")
OF_RETROSPECT = "retrospective"
Scores = np.ndarray[Any, np.dtype[np.float64]]
Weigh = Callable[[Scores, Scores], Scores]


@dataclass(frozen=True)
class Sum:
    """A sum over some people of something about their earlier score, their later one, or both.

    Attributes
    ----------
    people : People
        Each of whom has the scores that it is about.
    weigh : callable
        What people of an earlier and of a later score add to the sum.
    least, most : float
        The same where the sum is told.
    of_scores : bool
        Whether it is a sum of scores, as a mean is, and no count.
    """

    people: People
    weigh: Weigh
    least: float
    most: float
    of_scores: bool = False

    @property
    def on_purpose(self) -> bool:
        """Whether it is a count of so many people that small ones among them may be told."""
        return len(self.people) >= SMALL_STUDY and self.least == self.most


@dataclass(frozen=True)
class Hidden:
    """A count of people that an edition does not tell."""

    about: tuple[object, ...]
    people: People
    weigh: Weigh


class ScoresTold:
    """What an edition tells of the scores of a scale in an earlier and a later wave.

    Parameters
    ----------
    told : Told
    scale : str
    contrast : str
        ``later - earlier``.
    """

    def __init__(self, told: Told, scale: str, contrast: str) -> None:
        self.told, self.scale, self.contrast = told, scale, contrast
        later, earlier = contrast.split(" - ")
        self.waves = (earlier, later)
        self._numbers = [n for n in told.files.numbers if self._mine(n)]
        self._withheld = [n for n in told.files.withheld if self._mine(n)]
        codes = told.behind.instrument.format_of(told.behind.items(scale)[0]).codes
        self._ends = codes[0], codes[-1]

    @property
    def people(self) -> People:
        """Everybody with both scores."""
        earlier, later = self.waves
        return self.told.behind.scored(self.scale, earlier) & self.told.behind.scored(self.scale, later)

    def sums(self) -> Iterator[Sum]:
        """Everything that is told."""
        for n in self._numbers:
            yield from self._of_number(n)
        for n in self._withheld:
            yield from self._of_band(n)
        yield from self._little_room()
        yield from self._not_at_the_end()
        yield from self._bars()

    def hidden(self, smallest: int) -> Iterator[Hidden]:
        """Every count of a family, of some of which a few people are, that is not told."""
        yield from self._hidden_moves(smallest)
        yield from self._hidden_sizes(smallest)
        for n in self._withheld:
            if (found := self._at_an_end(n)) and len(found[0]) >= smallest:
                yield Hidden((n["statistic"], n.get("wave"), n.get("contrast")), *found)

    def _mine(self, n: dict[str, Any]) -> bool:
        if n.get("scale") != self.scale or n.get("item"):
            return False
        return n.get("wave") in (None, *self.waves) and n.get("model") in (None, OF_RETROSPECT)

    def _of_number(self, n: dict[str, Any]) -> Iterator[Sum]:
        statistic, value = n["statistic"], n["estimate"]
        if statistic == "mean" and n.get("wave"):
            yield _mean(self._whose(n), self._of_wave(n["wave"]), value)
        elif statistic in ENDS and n.get("wave"):
            yield _count(*(self._at_an_end(n) or (frozenset(), _both)), value)
        elif n.get("contrast") != self.contrast:
            return
        elif statistic in ("mean_change", "response_shift") and n.get("method") in ("paired_t", "naive"):
            yield _mean(self._whose(n), lambda x, y: y - x, value)
        elif statistic in SIGNS:
            yield _count(self._whose(n), _moved(SIGNS[statistic]), value)
        elif statistic == "probability_of_improvement":
            yield _count(self._whose(n), lambda x, y: (np.sign(_change(x, y)) + 1.0) / 2.0, value)
        elif statistic == "change_share":
            yield _count(self._whose(n), _sized(n["factor"]), value)

    def _whose(self, n: dict[str, Any]) -> People:
        """The people that a number is about."""
        behind = self.told.behind
        if n.get("model") == OF_RETROSPECT:
            return frozenset.intersection(*(behind.scored(self.scale, wave) for wave in behind.given))
        if n.get("contrast"):
            return self.told.twice(self.scale, n["contrast"], n.get("group"), n["n"])
        return self.told.who(self.scale, n["wave"], n["n"])

    def _of_wave(self, wave: str) -> Weigh:
        return (lambda x, _: x) if wave == self.waves[0] else (lambda _, y: y)

    def _at_an_end(self, n: dict[str, Any]) -> tuple[People, Weigh] | None:
        """Who is near an end of the scale, and among whom; None where a number is not about that."""
        if n["statistic"] not in ENDS or not n.get("wave") or not n.get("n"):
            return None
        score = self._of_wave(n["wave"])
        low, high = self._ends
        if n["statistic"] == "near_floor":
            return self._whose(n), lambda x, y: (score(x, y) <= low + 0.5 + HAIR).astype(float)
        return self._whose(n), lambda x, y: (score(x, y) >= high - 0.5 - HAIR).astype(float)

    def _of_band(self, n: dict[str, Any]) -> Iterator[Sum]:
        """A band of a share is one of whole people, of whom so many percent are the nearest."""
        band, found = BAND.match(n.get("unavailable") or ""), self._at_an_end(n)
        if band and found:
            size = len(found[0])
            limit = float(max(c for c in range(size + 1) if round(100 * c / size) == int(band[2])))
            if band[1] == "least":
                limit = float(min(c for c in range(size + 1) if round(100 * c / size) == int(band[2])))
            yield Sum(*found, *((0.0, limit) if band[1] == "most" else (limit, float(size))))

    def _little_room(self) -> Iterator[Sum]:
        """That there was little room at the start says how many had the best score, unless SDs say it."""
        found = {n["statistic"]: n for n in self._numbers if n.get("contrast") == self.contrast}
        room, little = found.get("headroom"), found.get("ceiling_limits_change")
        tobit = any(
            n["statistic"] == "tobit_change" and n["contrast"] == self.contrast
            for n in (*self._numbers, *self._withheld)
        )
        if room is None or room["estimate"] < HEADROOM_SD_WARNED_BELOW or (little is None and not tobit):
            return
        people, weigh = self.people, lambda x, _: (x >= self._ends[1] - 0.5 - HAIR).astype(float)
        some = np.arange(len(people) + 1)
        crowded = some / len(people) > CEILING_SHARE_WARNED_ABOVE
        possible = some[crowded == (tobit or bool(little and little["estimate"]))]
        yield Sum(people, weigh, float(possible.min()), float(possible.max()))

    def _not_at_the_end(self) -> Iterator[Sum]:
        """The people of the share of the possible gain are those below the best score."""
        for n in (*self._numbers, *self._withheld):
            if n["statistic"] == "share_of_possible_gain" and n["contrast"] == self.contrast and n.get("n"):
                below = float(n["n"])
                yield Sum(self.people, lambda x, _: (x < self._ends[1] - HAIR).astype(float), below, below)

    def _bars(self) -> Iterator[Sum]:
        """The bars of the figure of scores; a bar that is not told alone is what the others leave."""
        name = f"figure-scores-{self.scale}"
        name = name if name in self.told.files.tables else f"{name}-data"
        heads = self.told.files.heads.get(name, [])[1:]
        for place, head in enumerate(heads, start=1):
            found = re.match(r"^(\w+) \(n = (\d+)\)$", head)
            if found is None or found[1] not in self.waves:
                continue
            people, score = self.told.who(self.scale, found[1], int(found[2])), self._of_wave(found[1])
            for bar, *cells in self.told.files.tables[name]:
                count = count_in(cells[place - 1])
                if count is not None:
                    yield Sum(people, _between(score, *map(float, bar.split(" to "))), count, count)

    def _hidden_moves(self, smallest: int) -> Iterator[Hidden]:
        rows = [n for n in (*self._numbers, *self._withheld) if n["statistic"] == "improved"]
        for n in rows:
            if n["contrast"] == self.contrast and n.get("estimate") is None and n.get("n", 0) >= smallest:
                people = self._whose(n)
                for name, sign in SIGNS.items():
                    yield Hidden((name, self.contrast, n.get("group")), people, _moved(sign))

    def _hidden_sizes(self, smallest: int) -> Iterator[Hidden]:
        rows = [n for n in self._withheld if n["statistic"] == "change_share"]
        if any(n["statistic"] == "same" and n["contrast"] == self.contrast for n in self._numbers):
            rows = [n for n in rows if not (n.get("factor") or "").startswith("-0.25 to")]
        for n in rows:
            if n["contrast"] == self.contrast and n.get("factor") and n.get("n", 0) >= smallest:
                yield Hidden(
                    ("change_share", self.contrast, n["factor"]), self._whose(n), _sized(n["factor"])
                )


def _mean(people: People, weigh: Weigh, value: float) -> Sum:
    return Sum(people, weigh, value * len(people), value * len(people), of_scores=True)


def _count(people: People, weigh: Weigh, share: float) -> Sum:
    return Sum(people, weigh, share * len(people), share * len(people))


def _both(x: Scores, y: Scores) -> Scores:
    return np.ones(np.broadcast(x, y).shape)


def _change(x: Scores, y: Scores) -> Scores:
    return np.round(y - x, 9)


def _moved(sign: int) -> Weigh:
    """1 for those who rose beyond the step (1), stayed within (0) or fell beyond it (-1)."""

    def weigh(x: Scores, y: Scores) -> Scores:
        change = _change(x, y)
        moved = np.where(np.abs(change) > STEP + HAIR, np.sign(change), 0.0)
        return np.asarray(moved == sign, dtype=np.float64)

    return weigh


def _sized(bar: str) -> Weigh:
    """1 for those whose change lies in a bar, whose limit further from zero belongs to it."""
    low, high = map(float, bar.split(" to "))

    def weigh(x: Scores, y: Scores) -> Scores:
        change = _change(x, y)
        if low < 0 < high:
            return np.asarray(np.abs(change) <= high + HAIR, dtype=np.float64)
        size, (near, far) = np.abs(change), sorted((abs(low), abs(high)))
        same_side = np.sign(change) == np.sign(low + high)
        return np.asarray(same_side & (size > near + HAIR) & (size <= far + HAIR), dtype=np.float64)

    return weigh


def _between(score: Weigh, low: float, high: float) -> Weigh:
    """1 for those whose score lies in a bar, whose lower limit belongs to it."""

    def weigh(x: Scores, y: Scores) -> Scores:
        found = score(x, y)
        return np.asarray((found >= low - HAIR) & (found < high - HAIR), dtype=np.float64)

    return weigh
