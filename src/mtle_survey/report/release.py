"""Which results of a public edition can stand beside each other without giving a few people away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.evidence.pairs import Contrast, comparable_scales, people_scores
from mtle_survey.report.disclosure import Disclosure

if TYPE_CHECKING:
    from mtle_survey.study import Study

People = frozenset[int]


@dataclass(frozen=True)
class Release:
    """The sets of people behind the results of one study, and which of them an edition shows.

    The change between the first and the last wave is shown first; whatever would reveal the difference
    between two overlapping sets of people gives way to it.

    Attributes
    ----------
    study : Study
    disclosure : Disclosure
    """

    study: Study
    disclosure: Disclosure

    def shows_contrast(self, scale: str, contrast: str) -> bool:
        """Whether the change of a scale between two waves can be shown."""
        return not self.disclosure.public or self._contrasts.get((scale, contrast), True)

    def shows_wave(self, scale: str, wave: str | None) -> bool:
        """Whether the scores of everyone in a wave can be shown beside those of the people in two waves."""
        return not self.disclosure.public or self._waves.get((scale, wave), True)

    def shows_item(self, item: str, wave: str | None) -> bool:
        """Whether everyone's answers to an item can be shown: not where its scale's scores may not."""
        return all(
            shown
            for (scale, w), shown in (self._waves.items() if self.disclosure.public else ())
            if w == wave and item in self.study.instrument.scale_items(scale)
        )

    @cached_property
    def _contrasts(self) -> dict[tuple[str, str], bool]:
        shown: dict[tuple[str, str], bool] = {}
        released: dict[str, list[People]] = {}
        for contrast in self._ordered():
            for scale in comparable_scales(self.study.scores, contrast):
                people = self._people(scale, contrast.earlier, contrast.later)
                before = released.setdefault(scale, [])
                shown[scale, contrast.name] = self.disclosure.may_differ(people, before)
                if shown[scale, contrast.name]:
                    before.append(people)
        return shown

    @cached_property
    def _waves(self) -> dict[tuple[str, str | None], bool]:
        shown: dict[tuple[str, str | None], bool] = {}
        for wave, scores in self.study.scores.items():
            for scale in scores.scales:
                released = [
                    self._people(scale, c.earlier, c.later)
                    for c in self._ordered()
                    if wave in (c.earlier, c.later) and self._contrasts.get((scale, c.name))
                ]
                shown[scale, wave] = (
                    wave is None
                    or not released
                    or self.disclosure.may_differ(self._people(scale, wave), released)
                )
        return shown

    def _ordered(self) -> list[Contrast]:
        """Contrasts, the last wave against the first before the others."""
        if self.study.links is None or not self.study.wave_names:
            return []
        ends = self.study.wave_names[0], self.study.wave_names[-1]
        return sorted(self.study.contrasts, key=lambda c: (c.earlier, c.later) != ends)

    def _people(self, scale: str, *waves: str) -> People:
        """Who has a score in all these waves; numbers are those of the linking."""
        links = self.study.links
        if links is None:
            return frozenset()
        scored = [np.isfinite(people_scores(self.study.scores[w], links, w, scale)) for w in waves]
        return frozenset(np.flatnonzero(np.logical_and.reduce(scored)).tolist())
