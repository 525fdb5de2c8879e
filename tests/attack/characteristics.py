"""The attack on what people are (a site, a role) and on why they left questions out.

The cells of a program about a characteristic are the classes of people who are alike in when they told it and
in every set that anything is told of, by their values: by one value where nobody's changes between waves,
which an attacker may suppose, and else by those of all waves. How many people each class has is given.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from mtle_survey.report.privacy.edition import TOGETHER
from mtle_survey.responses import Missing
from tests.attack.files import count_in
from tests.attack.people import People, Person
from tests.attack.programs import Linear
from tests.attack.questions import Found
from tests.attack.told import Told

Values = frozenset[str]
HALF = 0.5 + 1e-9  # how far a percentage may be from what it was rounded from
REASONS = {"Left blank": Missing.BLANK, "Prefers not to say": Missing.REFUSED}


@dataclass(frozen=True)
class Counted:
    """How many of some people had one of some values in a wave; None where an edition hides it.

    How many a result of a group rests on is told on purpose.
    """

    edition: int
    waves: tuple[str, ...]
    people: People
    values: tuple[Values, ...]
    count: int | None
    on_purpose: bool = False


class Fields:
    """Everything that editions tell of one characteristic.

    Parameters
    ----------
    editions : sequence of Told
    field : str
    smallest : int
    in_turn : bool
        Whether a count need not be wider than the editions before its own leave it.
    """

    def __init__(self, editions: Sequence[Told], field: str, smallest: int, *, in_turn: bool = False) -> None:
        self.in_turn, self.field, self.smallest = in_turn, field, smallest
        declared = editions[0].behind.instrument.field[field]
        self._title = declared.title
        self._codes = dict(zip(declared.labels, declared.codes, strict=True))
        self._known: dict[str, dict[Person, str]] = defaultdict(dict)
        for told in editions:
            for wave, people in told.behind.fields.items():
                self._known[wave] |= {p: own[field] for p, own in people.items() if field in own}
        self._values = sorted({v for known in self._known.values() for v in known.values()})
        own = defaultdict(set)
        for known in self._known.values():
            for person, value in known.items():
                own[person].add(value)
        self._constant = all(len(values) == 1 for values in own.values())
        self._told = [c for k, told in enumerate(editions) for c in self._of(k, told)]

    def found(self) -> list[Found]:
        """The range of every hidden count, as narrow as it has to be followed."""
        self._blocks = list(self._cells())
        asked = [c for c in self._told if c.count is None and self._holding(c) and self._protected(c)]
        if not asked:
            return []
        weights = np.array([self._weights(c) for c in asked])
        whole = self._program(None)
        seen = whole.ranges(weights, self.smallest)
        needed = np.full(len(asked), float(self.smallest))
        for k in np.flatnonzero(seen[:, 1] - seen[:, 0] < self.smallest - 1e-4):
            alone = self._program(asked[k].edition if self.in_turn else 0).ranges(weights[[k]], self.smallest)
            needed[k] = min(needed[k], alone[0, 1] - alone[0, 0])
        return [
            Found((c.edition, self.field, c.waves, c.values), self._holding(c), *seen[k], needed[k])
            for k, c in enumerate(asked)
        ]

    def _of(self, number: int, told: Told) -> Iterator[Counted]:
        shared = len({self._known[w][p] for w, here in told.behind.given.items() for p in here}) == 1
        for counted in self._sample(number, told):  # of which site a report is about is told on purpose
            yield replace(counted, on_purpose=shared)
        if self._constant:
            yield from self._groups(number, told)
        yield from self._moves(number, told)

    def _analysed(self, told: Told, wave: str, cells: Sequence[str] = ()) -> People:
        """Whom an edition describes in a wave, as far as the value is known: whom the percentages fit."""
        means = [
            n for n in told.files.numbers if n.get("wave") == wave and n["statistic"] in ("mean", "alpha")
        ]
        known = frozenset(self._known[wave])
        candidates = [told.behind.present(*told.ends) & known, told.behind.present(wave) & known]
        least = max((n["n"] for n in means), default=0)
        large = [people for people in candidates if len(people) >= least]
        return next(people for people in large if all(_fits(cell, len(people)) for cell in cells))

    def _sample(self, number: int, told: Told) -> Iterator[Counted]:
        waves = told.files.heads.get("table-sample", [])[2:]
        rows: list[list[str]] = []
        for row in told.files.rows("table-sample"):
            rows.append(row if row[0] or not rows else [rows[-1][0], *row[1:]])
        named = {self._codes.get(row[1], row[1]) for row in rows if row[0] == self._title}
        for wave in told.behind.given:
            cells = {
                row[1]: row[2 + waves.index(wave)] for row in rows if row[0] == self._title and wave in waves
            }
            people = self._analysed(told, wave, list(cells.values()))
            for name in [*cells, *(v for v in self._values if v not in named and TOGETHER not in named)]:
                code = self._codes.get(name, name)
                values = frozenset(v for v in self._values if v not in named) if name == TOGETHER else {code}
                yield Counted(number, (wave,), people, (frozenset(values),), count_in(cells.get(name, "")))

    def _groups(self, number: int, told: Told) -> Iterator[Counted]:
        """How many of a group have a score: it stands beside every result of the group."""
        sizes = {
            (n["scale"], n["contrast"], n["group"], n["n"])
            for n in (*told.files.numbers, *told.files.withheld)
            if n["statistic"] == "mean_change" and n.get("method") == "paired_t" and not n.get("model")
            if n.get("group") and n.get("n") and n.get("contrast")
        }
        for scale, contrast, group, n in sorted(sizes):
            name, _, value = group.partition("=")
            if name == self.field:
                own = told.twice(scale, contrast, group, n)
                values = frozenset(told.behind.value(p, name) or "" for p in own)
                later, earlier = contrast.split(" - ")
                both = told.behind.scored(scale, earlier) & told.behind.scored(scale, later)
                assert value == TOGETHER or values == {value}
                within = (
                    both & told.behind.present(*told.ends) if own <= told.behind.present(*told.ends) else both
                )
                if own == frozenset(p for p in within if told.behind.value(p, name) in values):
                    yield Counted(number, (later,), within, (values,), n, on_purpose=True)

    def _moves(self, number: int, told: Told) -> Iterator[Counted]:
        """From which value to which people moved, and how many moved and stayed."""
        for n in told.files.numbers:
            if n["statistic"] == "transition_share" and n.get("item") == self.field:
                waves = tuple(reversed(n["contrast"].split(" - ")))
                people = self._analysed(told, waves[0]) & self._analysed(told, waves[1])
                values = (frozenset({n["factor"]}), frozenset({n["with"]}))
                yield Counted(number, waves, people, values, round(n["estimate"] * n["n"]))

    def _holding(self, c: Counted) -> int:
        return sum(
            all(self._known[w][p] in values for w, values in zip(c.waves, c.values, strict=True))
            for p in c.people
        )

    def _protected(self, hidden: Counted) -> bool:
        """Whether a hidden count stands in a table about enough people, with a few in one of its cells."""
        about = (hidden.edition, hidden.waves, hidden.people)
        table = [c for c in self._told if (c.edition, c.waves, c.people) == about]
        small = any(0 < self._holding(c) < self.smallest for c in table)
        return small and len(hidden.people) >= self.smallest

    def _cells(self) -> Iterator[tuple[People, tuple[str, ...], int, tuple[int, ...]]]:
        sets = sorted({c.people for c in self._told}, key=sorted)
        alike: dict[tuple[object, ...], set[Person]] = defaultdict(set)
        for person in {p for known in self._known.values() for p in known}:
            when = tuple(w for w, known in self._known.items() if person in known)
            alike[when, tuple(person in chosen for chosen in sets)].add(person)
        start = 0
        for (when, _), members in sorted(alike.items(), key=lambda found: sorted(found[1])):
            waves = tuple(when)
            shape = (len(self._values),) * (1 if self._constant else len(waves))
            yield frozenset(members), waves, start, shape
            start += prod(shape)

    def _weights(self, c: Counted) -> np.ndarray:
        *_, (_, _, start, shape) = self._blocks
        weights = np.zeros(start + prod(shape))
        for members, when, start, shape in self._blocks:
            if members <= c.people:
                here = np.ones(shape)
                for wave, values in zip(c.waves, c.values, strict=True):
                    axis = 0 if self._constant else when.index(wave)
                    own = np.array([v in values for v in self._values], dtype=float)
                    here = here * own.reshape([-1 if k == axis else 1 for k in range(len(shape))])
                weights[start : start + prod(shape)] = here.ravel()
        return weights

    def _program(self, before: int | None) -> Linear:
        """All that is told, or only what editions before one tell, with how many people are in each class."""
        *_, (_, _, start, shape) = self._blocks
        truth = np.zeros(start + prod(shape))
        sizes = np.zeros((len(self._blocks), len(truth)))
        for k, (members, when, start, shape) in enumerate(self._blocks):
            sizes[k, start : start + prod(shape)] = 1.0
            for person in members:
                values = [self._values.index(self._known[w][person]) for w in when]
                place = values[:1] if self._constant else values
                truth[start + int(np.ravel_multi_index(place, shape))] += 1
        program = Linear(truth)
        for size, (members, *_) in zip(sizes, self._blocks, strict=True):
            program.tell(size, len(members))
        for c in self._told:
            if c.count is not None and (before is None or c.on_purpose or c.edition < before):
                program.tell(self._weights(c), c.count)
        return program


def _fits(cell: str, n: int) -> bool:
    """Whether a cell such as "26 (52%)" can be about so many people."""
    found = re.match(r"^(\d+) \((\d+)%\)$", cell)
    return found is None or abs(100 * int(found[1]) / max(n, 1) - int(found[2])) <= HALF


class Unanswered:
    """Why questions of a wave are left out: questions by reasons, with how many answered each.

    How many answered stands beside every result. Reasons that nobody gave to any question are known; that it
    was left blank says no more of a question than that.
    """

    def __init__(self, edition: Told, number: int, wave: str, smallest: int) -> None:
        self.edition, self.number, self.wave, self.smallest = edition, number, wave, smallest
        responses = edition.behind.study.answered_waves[wave]
        people = self._people()
        rows = [
            r
            for r in np.flatnonzero(responses.answered)
            if responses.ids is None or responses.ids[r] in people
        ]
        self._items = responses.items
        named = [r for r in Missing if r not in (Missing.ANSWERED, Missing.BLANK) and self._occurs(r)]
        self._reasons = [Missing.BLANK, *named]
        states = responses.reasons[rows]
        self._n = len(rows)
        self._counts = np.array([(states == reason).sum(axis=0) for reason in self._reasons]).T

    def found(self) -> list[Found]:
        """The range of every hidden count of a reason."""
        if not self._counts.size:
            return []
        told, totals = self._told(), self._totals()
        program, bare = Linear(self._counts.ravel().astype(float)), Linear(self._counts.ravel().astype(float))
        cells = np.eye(self._counts.size).reshape(*self._counts.shape, -1)
        for k, row in enumerate(self._counts):
            for linear in (program, bare):
                linear.tell(cells[k].sum(axis=0), int(row.sum()))
        for place, count in told.items():
            program.tell(cells[place], count)
        for reason, count in totals.items():
            program.tell(cells[:, reason].sum(axis=0), count)
        hidden = [p for p in np.ndindex(*self._counts.shape) if p[1] and self._counts[p] and p not in told]
        if not hidden or self._n < self.smallest:
            return []
        asked = np.array([cells[p] for p in hidden])
        seen, alone = program.ranges(asked, self.smallest), bare.ranges(asked, self.smallest)
        return [
            Found(
                (self.number, self._items[i], self.wave, self._reasons[r].name),
                int(self._counts[i, r]),
                *seen[k],
                min(float(self.smallest), alone[k, 1] - alone[k, 0]),
            )
            for k, (i, r) in enumerate(hidden)
        ]

    def _occurs(self, reason: Missing) -> bool:
        waves = self.edition.behind.study.answered_waves.values()
        return any((w.reasons[w.answered] == reason).any() for w in waves)

    def _people(self) -> People:
        """Whom the shares of answers that are missing are about."""
        files, behind = self.edition.files, self.edition.behind
        shares = (n for n in (*files.numbers, *files.withheld) if n["statistic"] == "missing")
        most = max((n.get("n") or 0 for n in shares if n.get("wave") == self.wave), default=0)
        everybody, both = behind.present(self.wave), behind.present(*self.edition.ends)
        return both if len(both) == most else everybody

    def _totals(self) -> dict[int, int]:
        heads = self.edition.files.heads.get("table-missing", [])
        found = {}
        for row in self.edition.files.tables.get("table-missing", []):
            if row[0] == self.wave:
                for head, cell in zip(heads, row, strict=True):
                    if head in REASONS and REASONS[head] in self._reasons and cell != "–":
                        found[self._reasons.index(REASONS[head])] = int(cell.partition(" ")[0])
        return found

    def _told(self) -> dict[tuple[int, int], int]:
        found = {}
        for n in self.edition.files.numbers:
            if n.get("item") not in self._items or n.get("scale") or n.get("wave") != self.wave:
                continue
            for reason in self._reasons:
                named = reason is Missing.NOT_APPLICABLE and n["statistic"] == "not_applicable"
                if named or (n["statistic"], n.get("method")) == ("missing", reason.name.lower()):
                    place = self._items.index(n["item"]), self._reasons.index(reason)
                    found[place] = round(n["estimate"] * n["n"])
        heads = self.edition.files.heads.get("table-missing-items", [])
        for row in self.edition.files.tables.get("table-missing-items", []):
            item = self.edition.item(row[0])
            for head, cell in zip(heads, row, strict=True):
                count = count_in(cell)
                if row[1] == self.wave and head in REASONS and count is not None and item in self._items:
                    found[self._items.index(item), self._reasons.index(REASONS[head])] = count
        return found


def attack(editions: Sequence[Told], smallest: int, *, in_turn: bool = False) -> list[Found]:
    """The range of every hidden count of what people are, and of why they left questions out."""
    instrument = editions[0].behind.instrument
    fields = [f.id for f in instrument.fields if f.type == "single"]
    found = [f for name in fields for f in Fields(editions, name, smallest, in_turn=in_turn).found()]
    for number, edition in enumerate(editions):
        for wave in edition.behind.given:
            found += Unanswered(edition, number, wave, smallest).found()
    return found
