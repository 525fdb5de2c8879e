"""The tables of answers that are not to follow from scores: of everybody, and of each group of few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure
from mtle_survey.report.privacy.additive import widths
from mtle_survey.report.privacy.answer_cells import AnswerCells, Hidden
from mtle_survey.report.privacy.claims import Claim, components, field_of
from mtle_survey.report.privacy.levels import Level, Question
from mtle_survey.report.privacy.people import Mask, Wave
from mtle_survey.report.privacy.released import Known
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study

Joined = tuple[Wave, int]  # the questions that scales join in a wave
Place = tuple[Wave, int, str]  # and whose answers to them; empty for everybody's
EVERYBODY = ""
MANY = 200


class AnswerTables:
    """The questions that scales join, wave by wave, with what readers have of them.

    Parts of fewer than fifty stand in the table of all, so that what is told of one tells of the others too.
    Of very many people each part is a table of its own, in which all others are as one.

    Parameters
    ----------
    study : Study
    known : Known
        What readers have already.
    rule : Disclosure
    told : collection of (item, wave)
        Questions of which every answer is told, because fifty people or more answered them.
    by : str, optional
        The field by whose values there are reports of parts, of whom the answers are hidden as well.

    Attributes
    ----------
    places : tuple of (wave, number of the set of questions, group)
    smallest : int
    """

    def __init__(
        self, study: Study, known: Known, rule: Disclosure, told: Collection[Question], by: str = ""
    ) -> None:
        self._study, self._readers, self._rule = study, known, rule
        self._told, self._by = told, by
        self._bounds: dict[Place, dict[tuple[int, int, bytes], float]] = {}
        self.smallest = rule.smallest
        self._component = components(study.instrument)
        self._items: dict[Joined, list[str]] = defaultdict(list)
        for wave, responses in study.waves.items():
            for item in responses.items:
                if item in self._component:
                    self._items[wave, self._component[item]].append(item)
        self._known: dict[Joined, list[Claim]] = defaultdict(list)
        for claim in known.claims:
            if (joined := self.of(claim)) is not None:
                self._known[joined].append(claim)
        self._groups = {wave: dict(self._parts(wave, by)) for wave in study.waves}
        self.places: tuple[Place, ...] = tuple(self._places())

    def of(self, claim: Claim) -> Joined | None:
        """Which questions a sum is about; None for a question of no scale."""
        of_scale = claim.kind == "scale"
        first = self._study.scores[claim.wave].administered[claim.name][0] if of_scale else claim.name
        return (claim.wave, self._component[first]) if first in self._component else None

    def known(self, place: Place) -> Sequence[Claim]:
        """What readers have already of a place."""
        return self._known[place[:2]]

    def table(self, place: Place, scores: Sequence[Claim]) -> AnswerCells:
        """The answers of a place, beside what readers have of them and some scores."""
        joined = place[:2]
        return self._beside(place, [*self._known[joined], *scores, *self._told_of_many(joined)])

    def needed(self, place: Place, hidden: Sequence[Hidden]) -> Array:
        """(q,) how wide the range of each hidden count of a place has to stay.

        That is as the smallest group, or as what is told of fifty people or more leaves it: of so many the
        answers are told on purpose, however few gave one.
        """
        smallest = float(self._rule.smallest)
        if place not in self._bounds:
            self._bounds[place] = self._beside_many(place)
        bound = self._bounds[place]
        return np.array([min(bound.get(count.key, smallest), smallest) for count in hidden])

    def _beside_many(self, place: Place) -> dict[tuple[int, int, bytes], float]:
        """How wide each hidden count is beside what is told of fifty people or more."""
        joined = place[:2]
        large = [claim for claim in self._known[joined] if claim.people.sum() >= SMALL_STUDY]
        small = [
            replace(claim, level=Level.NOTHING, values=())
            for claim in self._known[joined]
            if claim.kind == "item" and claim.people.sum() < SMALL_STUDY
        ]
        table = self._beside(place, [*large, *small, *self._told_of_many(joined)])
        (wide,) = widths([table.program({})], self._rule.smallest)
        return dict(zip((count.key for count in table.hidden({})), wide.tolist(), strict=True))

    def _beside(self, place: Place, told: Sequence[Claim]) -> AnswerCells:
        wave, number, group = place
        about = self._groups[wave][group] if group else self._present(wave)
        inside = self._groups[wave].values() if about.sum() < MANY else ()
        hiding = [about] if group or self._by else []
        hiding += [people for people in inside if self._is_small(people)]
        both = self._in_both_ends()
        return AnswerCells(
            self._study,
            self._readers,
            about,
            wave,
            self._items[wave, number],
            told,
            self._rule,
            groups=[people for part in hiding for people in (part, part & both)],
        )

    def _places(self) -> Iterator[Place]:
        for wave, number in self._items:
            yield wave, number, EVERYBODY
            if self._present(wave).sum() >= MANY:
                for name, people in self._groups[wave].items():
                    if self._is_small(people):
                        yield wave, number, name

    def _is_small(self, people: Mask) -> bool:
        return self._rule.smallest <= int(people.sum()) < SMALL_STUDY

    def _parts(self, wave: Wave, by: str) -> Iterator[tuple[str, Mask]]:
        """Who of a wave is in each part."""
        if by:
            values = field_of(self._study, self._readers.people, by)
            for name in sorted({str(v) for v in values if v is not None}):
                yield name, np.asarray(values == name, dtype=np.bool_) & self._present(wave)

    def _present(self, wave: Wave) -> Mask:
        return np.asarray(self._readers.people.rows[wave] >= 0, dtype=np.bool_)

    def _in_both_ends(self) -> Mask:
        """Who answered the first and the last wave."""
        waves: Sequence[Wave] = self._study.asked_waves or tuple(self._study.waves)
        return self._present(waves[0]) & self._present(waves[-1])

    def _told_of_many(self, joined: Joined) -> Iterable[Claim]:
        """What is told on purpose of the answers of fifty people or more."""
        wave = joined[0]
        responses = self._study.waves[wave]
        for item in (i for i in self._items[joined] if (i, wave) in self._told):
            answered = np.isfinite(responses.values[:, responses.items.index(item)])
            people = self._readers.people.mask(wave, answered)
            if people.sum() >= SMALL_STUDY:
                yield Claim(wave=wave, kind="item", name=item, people=people, level=Level.EACH)
