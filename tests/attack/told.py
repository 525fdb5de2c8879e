"""What the files of one edition tell, as sums over people: each with who is behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mtle_survey.report.privacy.edition import TOGETHER
from tests.attack.files import Files, count_in
from tests.attack.people import Behind, People

MOVES = {"answered_higher": 1, "answered_alike": 0, "answered_lower": -1}
DIRECTIONS = ("improved", "same", "declined")


@dataclass(frozen=True)
class Score:
    """The sum of a scale's scores, or of the answers to an item, over some people in a wave."""

    name: str
    wave: str
    people: People
    value: float


@dataclass(frozen=True)
class Chose:
    """How many of some people gave one of some answers to an item in a wave."""

    item: str
    wave: str
    people: People
    codes: tuple[float, ...]
    value: int


@dataclass(frozen=True)
class Moved:
    """How many of some people answered an item higher (1), alike (0) or lower (-1) the later time."""

    item: str
    waves: tuple[str, str]
    people: People
    sign: int
    value: int


class Told:
    """The sums that one edition tells of answers.

    Parameters
    ----------
    files : Files
    behind : Behind
        Of the study, so that it is known who is meant.
    ends : (first, last) wave
        The people of both describe a wave whose few others are left out.
    """

    def __init__(self, files: Files, behind: Behind, ends: tuple[str, str]) -> None:
        self.files, self.behind, self.ends = files, behind, ends
        self._named = {n["group"] for n in (*files.numbers, *files.withheld) if n.get("group")}
        self.chosen = list(self._chosen())
        self.moved = list(self._moved())
        self.scores = [*self._scores(), *self._changes()]

    def who(self, name: str, wave: str, n: int) -> People:
        """The people that a number about a wave is about, found by how many they are."""
        return self._fitting(self.behind.scored(name, wave), n)

    def _fitting(self, everybody: People, n: int) -> People:
        """Everybody, or those of them who are in both ends of the study, whichever are so many."""
        for people in (everybody, everybody & self.behind.present(*self.ends)):
            if len(people) == n:
                return people
        raise AssertionError(f"nobody fits: {len(everybody)} people, n = {n}")

    def analysed(self, item: str, wave: str) -> People:
        """Whose answers to an item the edition describes, as far as it tells how many they are.

        Where it says nothing of the item these are the people of whose scores it tells the mean.
        """
        rows = [r for r in self.files.rows("table-items-") if self.item(r[0]) == item and r[1] == wave]
        counts = {count_in(r[2]) for r in rows} - {None}
        found = self.behind.scored(item, wave)
        if counts:
            return self.who(item, wave, counts.pop() or 0)
        described = {
            n["n"]: found & self.who(n["scale"], wave, n["n"])
            for n in self._rows("mean")
            if n.get("wave") == wave and n.get("scale") and not (n.get("contrast") or n.get("group"))
            if item in self.behind.items(n["scale"])
        }
        return max(described.values(), key=len) if described else found

    def _rows(self, *statistics: str) -> Iterator[dict[str, Any]]:
        return (n for n in self.files.numbers if n["statistic"] in statistics and not n.get("model"))

    def _scores(self) -> Iterator[Score]:
        for n in self._rows("mean"):
            if not n.get("contrast") and not n.get("group") and n.get("wave"):
                name = n.get("item") or n["scale"]
                if not (n.get("item") and n.get("scale")):
                    people = self.who(name, n["wave"], n["n"])
                    yield Score(name, n["wave"], people, n["estimate"] * n["n"])
        for n in self._rows("near_floor", "near_ceiling"):
            if n.get("item") and n.get("wave") and not n.get("contrast"):
                codes = self.behind.instrument.format_of(n["item"]).codes
                code = codes[0] if n["statistic"] == "near_floor" else codes[-1]
                people = self.who(n["item"], n["wave"], n["n"])
                self.chosen.append(
                    Chose(n["item"], n["wave"], people, (code,), round(n["estimate"] * n["n"]))
                )

    def _changes(self) -> Iterator[Score]:
        means = {
            (n["scale"], n["contrast"], n["wave"]): n
            for n in self._rows("mean")
            if n.get("contrast") and n.get("scale") and not n.get("group")
        }
        for (scale, contrast, wave), n in means.items():
            yield Score(scale, wave, self.twice(scale, contrast, None, n["n"]), n["estimate"] * n["n"])

    def changes(self) -> Iterator[tuple[str, tuple[str, str], People, float]]:
        """Mean changes of scales in the whole and in groups, as sums."""
        for n in self._rows("mean_change"):
            if n.get("scale") and n.get("method") == "paired_t":
                people = self.twice(n["scale"], n["contrast"], n.get("group"), n["n"])
                later, earlier = n["contrast"].split(" - ")
                yield n["scale"], (earlier, later), people, n["estimate"] * n["n"]

    def twice(self, scale: str, contrast: str, group: str | None, n: int) -> People:
        """Whose change a number is about."""
        later, earlier = contrast.split(" - ")
        people = self.behind.scored(scale, earlier) & self.behind.scored(scale, later)
        if group is not None:
            field, _, value = group.partition("=")
            known = {p: self.behind.value(p, field) for p in people}
            if value == TOGETHER:
                people = frozenset(p for p in people if f"{field}={known[p]}" not in self._named)
            else:
                people = frozenset(p for p in people if known[p] == value)
        return self._fitting(people, n)

    def _chosen(self) -> Iterator[Chose]:
        for row in [*self.files.rows("figure-answers"), *self._small()]:
            item, wave = self.item(row[0]), row[1]
            if item is None:
                continue
            counts = [count_in(cell) for cell in row[3:]]
            codes = self.behind.instrument.format_of(item).codes
            people = self.who(item, wave, int(row[2]))
            groups = [(c,) for c in codes] if len(counts) == len(codes) else _sides(codes)
            assert len(groups) == len(counts)
            for group, n in zip(groups, counts, strict=True):
                assert n is not None
                yield Chose(item, wave, people, group, n)

    def _small(self) -> Iterator[list[str]]:
        """The tables that stand for figures in reports on few people, one wave beside the other."""
        for name, table in self.files.tables.items():
            if not name.startswith("table-answers-") or name.startswith("table-answers-moved"):
                continue
            for question, *cells in table:
                for wave, width in self.files.spanners[name]:
                    yield [question, wave, *cells[:width]]
                    cells = cells[width:]

    def _moved(self) -> Iterator[Moved]:
        for n in self._rows(*MOVES):
            later, earlier = n["contrast"].split(" - ")
            people = self.behind.scored(n["item"], earlier) & self.behind.scored(n["item"], later)
            people = self._fitting(people, n["n"])
            yield Moved(
                n["item"], (earlier, later), people, MOVES[n["statistic"]], round(n["estimate"] * n["n"])
            )

    def item(self, wording: str) -> str | None:
        plain = wording.removesuffix(" (R)").strip()
        return next((i.id for i in self.behind.instrument.items if i.text == plain), None)


def _sides(codes: tuple[float, ...]) -> list[tuple[float, ...]]:
    half, middle = divmod(len(codes), 2)
    return [codes[:half], *([(codes[half],)] if middle else []), codes[half + middle :]]
