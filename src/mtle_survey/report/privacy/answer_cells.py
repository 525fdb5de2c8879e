"""How people answered the questions of some scales in one wave, as cells of a linear program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure
from mtle_survey.report.privacy.additive import Program
from mtle_survey.report.privacy.claims import Claim
from mtle_survey.report.privacy.levels import Level, Question, answers_to, codes_of, counted, told_sums
from mtle_survey.report.privacy.people import Mask, Wave
from mtle_survey.report.privacy.released import Known
from mtle_survey.report.privacy.sums import keyed, sums_of
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study


@dataclass(frozen=True)
class _Cells:
    """Which class of people, question and answer each cell counts."""

    group: NDArray[np.int64]
    item: NDArray[np.int64]
    code: Array

    def __len__(self) -> int:
        return len(self.group)


@dataclass(frozen=True, eq=False)
class Hidden:
    """A count of answers to be hidden: of everybody, of a group, or of the people of an earlier report.

    The level is what is told of the question about just these people; None for everybody, of whom that is
    still to be decided.
    """

    item: int
    place: int
    within: NDArray[np.bool_]
    level: Level | None
    people: Mask

    @property
    def key(self) -> tuple[int, int, bytes]:
        """The same for the same count in a table with other sums."""
        return self.item, self.place, self.people.tobytes()


class AnswerCells:
    """The answers to the questions of some scales in one wave, by people who are alike in every sum.

    Others, of the study or of earlier reports, stand in classes of their own: their answers are not looked
    at, but what is told of them together with those whom the table is about is. Scores that fifty others or
    more have a share in say nothing of the few, and are left out.

    Parameters
    ----------
    study : Study
    known : Known
        Who there is, in the study and in earlier reports.
    about : (p,) bool array
        Whose answers the table holds.
    wave : str or None
    items : sequence of str
    claims : sequence of Claim
        The sums of their scales that are told in any case, and what earlier reports tell of the questions.
    rule : Disclosure
    groups : sequence of (p,) bool array, optional
        Those among them whose answers are hidden as well.
    """

    def __init__(
        self,
        study: Study,
        known: Known,
        about: Mask,
        wave: Wave,
        items: Sequence[str],
        claims: Sequence[Claim],
        rule: Disclosure,
        groups: Sequence[Mask] = (),
    ) -> None:
        self.wave, self.items = wave, tuple(items)
        self._study, self._known, self._rule = study, known, rule
        self._codes = [codes_of(study, item) for item in items]
        answers = np.column_stack([answers_to(study, item, wave) for item in items])
        self._values = np.asarray(known.people.spread(wave, answers, np.nan), dtype=np.float64)
        self._values[~about] = np.nan
        self._here = np.asarray(np.isfinite(self._values).any(axis=1), dtype=np.bool_)
        self._claims = [claim for claim in claims if self._tells_something(claim)]
        inside = {(group & self._here).tobytes(): group & self._here for group in groups}
        self._groups = [people for people in inside.values() if not np.array_equal(people, self._here)]
        self._classes()
        self._cells = self._made()
        self._hidden = list(self._to_be_hidden())

    def hidden(self, levels: Mapping[Question, Level]) -> list[Hidden]:
        """The counts to be hidden that the levels of questions do not tell as they are."""
        return [h for h in self._hidden if not self._tells(levels, h)]

    def doubtful(self, levels: Mapping[Question, Level]) -> bool:
        """Whether anything is told of a question while a count of one is to be hidden."""
        told = any(levels[item, self.wave] is not Level.NOTHING for item in self.items)
        return told and bool(self._hidden)

    def program(self, levels: Mapping[Question, Level]) -> Program:
        """What is told in any case and by the levels of questions, and the counts of answers to be hidden."""
        from scipy.sparse import csr_array, vstack

        cells, own = self._cells, self._own
        told, values = [self._sizes()], [self._answering[self._answering > 0].astype(np.float64)]
        for k, item in enumerate(self.items):
            level = levels.get((item, self.wave), Level.NOTHING)
            told.append(csr_array(self._told(k, level, own)))
            values.append(told_sums(level, self._codes[k]) @ counted(self._values[:, k], self._codes[k]))
        for k, claim in enumerate(self._claims):
            told.append(csr_array(self._claimed(claim, self._member[:, k])))
            values.append(np.array(self._sums(claim)))
        hidden = [
            (cells.item == h.item) & (cells.code == self._codes[h.item][h.place]) & h.within[cells.group]
            for h in self.hidden(levels)
        ]
        return Program(
            told=vstack(told, format="csr"),
            values=np.concatenate(values),
            hidden=np.array(hidden, dtype=np.float64).reshape(len(hidden), len(cells)),
        )

    def _tells(self, levels: Mapping[Question, Level], hidden: Hidden) -> bool:
        own = levels.get((self.items[hidden.item], self.wave), Level.NOTHING)
        sums = told_sums(own if hidden.level is None else hidden.level, self._codes[hidden.item])
        alone = np.count_nonzero(sums, axis=1) == 1
        return bool((sums[alone, hidden.place] == 1.0).any())

    def _tells_something(self, claim: Claim) -> bool:
        """Whether a sum says anything of the answers here."""
        elsewhere = int((claim.people & ~self._here).sum())
        known = bool(claim.values) or bool((self._known.people.rows[self.wave][claim.people] >= 0).all())
        if claim.kind == "item":
            return claim.name in self.items and (known or not claim.level)
        return known and elsewhere < SMALL_STUDY and bool((claim.people & self._here).any())

    def _sums(self, claim: Claim) -> tuple[float, ...]:
        """What readers have of it; of people who are all here it follows from their answers."""
        return claim.values or sums_of(self._study, self._known.people, claim)

    def _classes(self) -> None:
        """Puts people together who answered the same questions and are in the same sums.

        Of people who are not here, and in no score that counts, it does not matter which questions they left
        out together.
        """
        member = np.array([c.people for c in self._claims], dtype=np.bool_).reshape(-1, len(self._here)).T
        elsewhere = member.any(axis=1) & ~self._here
        answered = np.isfinite(self._values)
        answered[elsewhere] = True
        for person, left_out in self._known.gaps.get(self.wave, {}).items():
            answered[person] &= [item not in left_out for item in self.items]
        scored = np.array([c.kind == "scale" for c in self._claims], dtype=np.bool_)
        pattern = np.where((self._here | member[:, scored].any(axis=1))[:, None], answered, False)
        alike = np.column_stack([pattern, member, *self._groups, self._here])[self._here | elsewhere]
        patterns, group = np.unique(alike, axis=0, return_inverse=True)
        self._answering = np.zeros((len(patterns), len(self.items)), dtype=np.int64)
        np.add.at(self._answering, group.ravel(), answered[self._here | elsewhere])
        ends = np.cumsum([len(self.items), len(self._claims), len(self._groups)])
        self._answered, self._member, self._in_group, own = np.split(patterns, ends, axis=1)
        self._own = own.ravel()

    def _made(self) -> _Cells:
        """A cell for each answer to each question that somebody of a class answered."""
        groups, items = np.nonzero(self._answering)
        sizes = np.array([len(codes) for codes in self._codes])[items]
        return _Cells(
            group=np.repeat(groups, sizes),
            item=np.repeat(items, sizes),
            code=np.concatenate([self._codes[k] for k in items]) if len(items) else np.zeros(0),
        )

    def _to_be_hidden(self) -> Iterator[Hidden]:
        """The counts of everybody's answers, and of those of earlier reports, some of which are small."""
        yield from self._small(self._here, self._own, None)
        for place, group in enumerate(self._groups):
            yield from self._small(group, self._in_group[:, place], Level.NOTHING)
        for place, claim in enumerate(self._claims):
            if claim.kind == "item":
                yield from self._of_earlier(claim, self._member[:, place])

    def _small(self, people: Mask, within: NDArray[np.bool_], level: Level | None) -> Iterator[Hidden]:
        """The counts of some people's answers to the questions of which some counts are small."""
        for k, codes in enumerate(self._codes):
            counts = counted(self._values[people, k], codes)
            if counts.sum() >= self._rule.smallest and not self._rule.shows_all(counts.tolist()):
                yield from (Hidden(k, int(p), within, level, people) for p in np.flatnonzero(counts))

    def _of_earlier(self, claim: Claim, within: NDArray[np.bool_]) -> Iterator[Hidden]:
        """Answers of the people of an earlier report that somebody here gave, where some may be few."""
        k = self.items.index(claim.name)
        counts = counted(self._values[claim.people, k], self._codes[k])
        everybody = int(claim.people.sum())
        if not self._rule.smallest <= everybody < SMALL_STUDY:
            return
        if counts.sum() == everybody and self._rule.shows_all(counts.tolist()):
            return
        level = Level(claim.level)
        yield from (Hidden(k, int(p), within, level, claim.people) for p in np.flatnonzero(counts))

    def _sizes(self) -> Any:
        """How many people of each class answered each question."""
        from scipy.sparse import csr_array

        pair = self._cells.group * len(self.items) + self._cells.item
        _, row = np.unique(pair, return_inverse=True)
        return csr_array((np.ones(len(pair)), (row.ravel(), np.arange(len(pair)))))

    def _told(self, k: int, level: Level, within: NDArray[np.bool_]) -> Array:
        """(m, c) what a level tells of a question about some classes of people."""
        place = np.searchsorted(self._codes[k], self._cells.code)
        own = (self._cells.item == k) & within[self._cells.group]
        sums = told_sums(level, self._codes[k])
        return np.asarray(np.where(own, sums[:, np.where(own, place, 0)], 0.0), dtype=np.float64)

    def _claimed(self, claim: Claim, within: NDArray[np.bool_]) -> Array:
        """(m, c) what a sum of scores, or an earlier report, tells."""
        if claim.kind == "item":
            return self._told(self.items.index(claim.name), Level(claim.level), within)
        cells = self._cells
        chosen = set(self._study.scores[self.wave].administered[claim.name])
        counts = np.array([item in chosen for item in self.items], dtype=np.float64)
        weight = within / np.maximum(self._answered @ counts, 1.0)
        code = np.zeros(len(cells))
        for k in np.flatnonzero(counts):
            own = cells.item == k
            code[own] = keyed(self._study, claim.name, self.items[k], cells.code[own])
        return np.asarray((code * weight[cells.group])[None], dtype=np.float64)
