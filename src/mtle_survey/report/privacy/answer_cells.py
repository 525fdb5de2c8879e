"""How people answered the questions of some scales in one wave, as cells of a linear program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.additive import Program
from mtle_survey.report.privacy.claims import Claim
from mtle_survey.report.privacy.levels import Level, Question, answers_to, codes_of, counted, told_sums
from mtle_survey.report.privacy.people import People, Wave
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study


@dataclass(frozen=True)
class _Cells:
    """Which class of people, question and answer each cell counts, and how many people it holds."""

    group: NDArray[np.int64]
    item: NDArray[np.int64]
    code: Array
    count: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Hidden:
    """A count of answers to be hidden: of everybody, or of the people of an earlier report.

    The level is what the earlier report tells of the question; None for everybody.
    """

    item: int
    place: int
    within: NDArray[np.bool_]
    level: Level | None


class AnswerCells:
    """The answers to the questions of some scales in one wave, by people who are alike in every sum.

    Parameters
    ----------
    study : Study
    people : People
    wave : str or None
    items : sequence of str
    claims : sequence of Claim
        The sums of their scales that are told in any case, and what earlier reports tell of the questions.
        What is told of people who are not all in the data says too little of those who are, and is left out.
    rule : Disclosure
    """

    def __init__(
        self,
        study: Study,
        people: People,
        wave: Wave,
        items: Sequence[str],
        claims: Sequence[Claim],
        rule: Disclosure,
    ) -> None:
        self.wave, self.items = wave, tuple(items)
        self._study, self._rule = study, rule
        self._values = np.column_stack([answers_to(study, item, wave) for item in items])
        self._codes = [codes_of(study, item) for item in items]
        rows = people.rows[wave]
        self._claims = [claim for claim in claims if (rows[claim.people] >= 0).all()]
        members = np.zeros((len(self._values), len(self._claims)), dtype=np.bool_)
        for k, claim in enumerate(self._claims):
            members[rows[claim.people], k] = True
        alike = np.column_stack([np.isfinite(self._values), members])
        patterns, group = np.unique(alike, axis=0, return_inverse=True)
        self._group = group.ravel()
        self._answered, self._member = patterns[:, : len(items)], patterns[:, len(items) :]
        self._cells = self._counted()
        self._hidden = self._to_be_hidden(members)

    def hidden(self, levels: Mapping[Question, Level]) -> list[Hidden]:
        """The counts to be hidden that the levels of questions do not tell as they are."""
        return [h for h in self._hidden if not self._tells(levels, h)]

    def doubtful(self, levels: Mapping[Question, Level]) -> bool:
        """Whether anything is told of a question while a count of one is to be hidden."""
        told = any(levels[item, self.wave] is not Level.NOTHING for item in self.items)
        return told and bool(self._hidden)

    def program(self, levels: Mapping[Question, Level]) -> Program:
        """What is told in any case and by the levels of questions, and the counts of answers to be hidden."""
        cells = self._cells
        everybody = np.ones(len(self._answered), dtype=np.bool_)
        each = [levels.get((item, self.wave), Level.NOTHING) for item in self.items]
        told = np.vstack(
            [
                self._sizes(),
                *(self._told(k, level, everybody) for k, level in enumerate(each)),
                *(self._claimed(claim, self._member[:, k]) for k, claim in enumerate(self._claims)),
            ]
        )
        hidden = [
            (cells.item == h.item) & (cells.code == self._codes[h.item][h.place]) & h.within[cells.group]
            for h in self.hidden(levels)
        ]
        return Program(
            told=told,
            values=told @ cells.count,
            hidden=np.array(hidden, dtype=np.float64).reshape(len(hidden), len(cells.count)),
        )

    def _tells(self, levels: Mapping[Question, Level], hidden: Hidden) -> bool:
        own = levels.get((self.items[hidden.item], self.wave), Level.NOTHING)
        sums = told_sums(own if hidden.level is None else hidden.level, self._codes[hidden.item])
        alone = np.count_nonzero(sums, axis=1) == 1
        return bool((sums[alone, hidden.place] == 1.0).any())

    def _counted(self) -> _Cells:
        parts = []
        for group, answered in enumerate(self._answered):
            here = self._values[self._group == group]
            for k in np.flatnonzero(answered):
                counts = counted(here[:, k], self._codes[k])
                parts.append((np.full(len(counts), group), np.full(len(counts), k), self._codes[k], counts))
        return _Cells(*(np.concatenate(part) for part in zip(*parts, strict=True)))

    def _to_be_hidden(self, members: NDArray[np.bool_]) -> list[Hidden]:
        """The counts of everybody's answers, and of those of earlier reports, some of which are small."""
        everybody = np.ones(len(self._answered), dtype=np.bool_)
        found = [
            h for k in range(len(self.items)) for h in self._small(k, self._values[:, k], everybody, None)
        ]
        for place, claim in enumerate(self._claims):
            if claim.kind == "item" and claim.name in self.items:
                k = self.items.index(claim.name)
                values, within = self._values[members[:, place], k], self._member[:, place]
                found += self._small(k, values, within, Level(claim.level))
        return found

    def _small(self, k: int, values: Array, within: NDArray[np.bool_], level: Level | None) -> list[Hidden]:
        counts = counted(values, self._codes[k])
        if self._rule.shows_all(counts.tolist()) or counts.sum() < self._rule.smallest:
            return []
        return [Hidden(k, int(place), within, level) for place in np.flatnonzero(counts)]

    def _sizes(self) -> Array:
        """How many people of each class answered each question."""
        pair = self._cells.group * len(self.items) + self._cells.item
        return np.asarray(np.unique(pair)[:, None] == pair, dtype=np.float64)

    def _told(self, k: int, level: Level, within: NDArray[np.bool_]) -> Array:
        """(m, c) what a level tells of a question about some classes of people."""
        place = np.searchsorted(self._codes[k], self._cells.code)
        own = (self._cells.item == k) & within[self._cells.group]
        sums = told_sums(level, self._codes[k])
        return np.asarray(np.where(own, sums[:, np.where(own, place, 0)], 0.0), dtype=np.float64)

    def _claimed(self, claim: Claim, within: NDArray[np.bool_]) -> Array:
        """(m, c) what a sum of scores, or an earlier report, tells."""
        if claim.kind == "item":
            known = claim.name in self.items
            return (
                self._told(self.items.index(claim.name), Level(claim.level), within)
                if known
                else self._none()
            )
        chosen = set(self._study.scores[self.wave].administered[claim.name])
        against = self._study.instrument.reverse_keyed(claim.name)
        sign = np.array([(item in chosen) * (-1.0 if item in against else 1.0) for item in self.items])
        weight = within / np.maximum(self._answered @ np.abs(sign), 1.0)
        cells = self._cells
        return np.asarray((cells.code * sign[cells.item] * weight[cells.group])[None], dtype=np.float64)

    def _none(self) -> Array:
        return np.zeros((0, len(self._cells.count)))
