"""What a public edition tells of the answers to single questions, and of who rose and fell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.beside_earlier import Earlier
from mtle_survey.report.privacy.beside_moves import Moves, beside_moves
from mtle_survey.report.privacy.beside_scores import beside_scores
from mtle_survey.report.privacy.claims import Claim
from mtle_survey.report.privacy.guard import Guard
from mtle_survey.report.privacy.levels import MOVED, Level, Question, beside_small_parts, by_themselves
from mtle_survey.report.privacy.people import Wave

if TYPE_CHECKING:
    from mtle_survey.study import Study


class AnswersTold:
    """Decides, once for an edition, how much is told of each question.

    Answers are put together first, then left out, until no count of answers or of who moved that is hidden
    can be worked out within the smallest group from everything that is told: of the question, of the scores
    it belongs to, and in earlier reports.

    Parameters
    ----------
    study : Study
        As the edition may analyse it.
    guard : Guard
        Which sums are published.
    rule : Disclosure
    """

    def __init__(self, study: Study, guard: Guard, rule: Disclosure) -> None:
        self._study, self._guard, self._rule = study, guard, rule
        self._earlier = Earlier(guard.known)
        most = by_themselves(study, rule)
        self._large = guard.counted
        levels = {question: self._beside_earlier(question, level) for question, level in most.items()}
        levels, moves = beside_moves(study, guard.people, self._moves(), levels, rule)
        scores = [claim for claim in guard.published() if claim.kind == "scale"]
        self._levels = beside_scores(study, guard.readers, scores, levels, rule)
        self._moved = {(item, contrast.name) for item, contrast in moves}

    def level(self, item: str, wave: Wave) -> Level:
        """How much is told of the answers to an item in a wave."""
        return self._levels.get((item, wave), Level.NOTHING)

    @property
    def counted(self) -> frozenset[Question]:
        """Questions of fifty people or more of which every answer is told."""
        return frozenset(q for q in self._large if self.level(*q) is Level.EACH)

    def shows_item_moves(self, item: str, contrast: str) -> bool:
        """Whether it is told how many answered an item higher, alike and lower."""
        return (item, contrast) in self._moved

    def shows_scale_moves(self, scale: str, contrast: str) -> bool:
        """Whether earlier reports leave room to tell how many rose and fell on a scale."""
        key = ("contrast", scale, contrast)
        between = next((c for c in self._study.contrasts if c.name == contrast), None)
        if between is None or key not in self._guard.bundles:
            return False
        return self._earlier.shows_moves("scale", scale, between, self._guard.bundles[key].people)

    def published(self) -> list[Claim]:
        """Every sum that the edition publishes, with how much it tells of the answers in it."""
        return [self._with_level(claim) for claim in self._guard.published()]

    def _beside_earlier(self, question: Question, most: Level) -> Level:
        item, wave = question
        if not self._guard.shows("item", item, wave or ""):
            return Level.NOTHING
        people = self._guard.bundles["item", item, wave or ""].people
        return self._earlier.level(item, wave, people, most)

    def _moves(self) -> Iterator[Moves]:
        """What enough people were asked twice, as far as other reports leave room to tell who moved."""
        for contrast in () if beside_small_parts(self._study) else self._study.contrasts:
            for item in self._study.waves[contrast.earlier].items:
                key = ("item change", item, contrast.name)
                if self._guard.shows(*key) and self._earlier.shows_moves(
                    "item", item, contrast, self._guard.bundles[key].people
                ):
                    yield item, contrast

    def _with_level(self, claim: Claim) -> Claim:
        if claim.kind == "scale":
            return replace(claim, level=MOVED) if self._of_change(claim) else claim
        level = self.level(claim.name, claim.wave)
        bundle = self._guard.bundles.get(("item", claim.name, claim.wave or ""))
        if level is Level.NOTHING or bundle is None or (claim.people != bundle.people).any():
            return claim
        return replace(claim, level=str(level))

    def _of_change(self, claim: Claim) -> bool:
        """Whether a sum of scores is about those whose change on the scale is told."""
        keys = (
            ("contrast", claim.name, c.name)
            for c in self._study.contrasts
            if claim.wave in (c.earlier, c.later)
        )
        return any(
            self._guard.shows(*key) and np.array_equal(self._guard.bundles[key].people, claim.people)
            for key in keys
        )
