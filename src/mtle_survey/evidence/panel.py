"""The same people over the waves: their scores and fields, and how their change is to be analysed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import (
    Contrast,
    Pairs,
    as_number,
    by_person,
    comparable_scales,
    known,
    people_scores,
)
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.change.lmm_change import fit_waves
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit

MEANINGFUL_SHARE_OF_STEP = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveFit:
    """The mixed model of one scale: a mean for each wave and a level for each person.

    Attributes
    ----------
    waves : tuple of str
        In time order.
    scores : (n, w) float array
        Of everyone with a score; nan where there is none.
    fit : RandomInterceptFit or str
        Columns are the first wave's mean and the later waves' differences from it; or why there is none.
    """

    waves: tuple[str, ...]
    scores: Array
    fit: RandomInterceptFit | str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """People found in several waves, and the evaluator's settings for their change.

    Attributes
    ----------
    instrument : Instrument
    waves : mapping of wave to Responses
    scores : mapping of wave to Scores
    links : Links
    names : tuple of str
        The waves in which people answered about the time of asking, in time order.
    contrasts : tuple of Contrast
    retrospective : str or None
        The wave in which people look back.
    primary : tuple of str
        Scales declared as confirmatory.
    cluster, dose : str or None
        Fields of the site and of the hours taken part in, where somebody has a value.
    groups : tuple of str
        Fields by which results are broken down.
    design : mapping
        As the study file declares it.
    dates : mapping of wave to ISO date
    steps : mapping of scale to float
        Declared meaningful steps, in score units; they go before the instrument's.
    smallest_effects : mapping of scale to float
        Smallest effects declared beforehand, in score units.
    level : float
    seed, draws : int
    """

    instrument: Instrument
    waves: Mapping[str | None, Responses]
    scores: Mapping[str | None, Scores]
    links: Links
    names: tuple[str, ...]
    contrasts: tuple[Contrast, ...]
    retrospective: str | None = None
    primary: tuple[str, ...] = ()
    cluster: str | None = None
    groups: tuple[str, ...] = ()
    dose: str | None = None
    design: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, float] = field(default_factory=dict)
    smallest_effects: Mapping[str, float] = field(default_factory=dict)
    level: float = 0.95
    seed: int = 1
    draws: int = 10_000
    _kept: dict[tuple[str, ...], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def people(self) -> int:
        """Everyone who was identified in some wave."""
        return len(self.links.ids)

    @property
    def main_contrast(self) -> Contrast | None:
        """The last wave against the first."""
        return Contrast(self.names[-1], self.names[0]) if len(self.names) > 1 else None

    @property
    def arm_field(self) -> str | None:
        """The field that says who is in the program and who in a comparison group."""
        return str(self.design["column"]) if self.design.get("type") == "comparison" else None

    def rows(self, wave: str) -> NDArray[np.int64]:
        """(r,) the row of each person in a wave, -1 where absent."""
        return self.links.index[:, self.links.waves.index(wave)]

    def score(self, wave: str, scale: str) -> Array:
        """(r,) scores by person, nan where absent or unscored."""
        key = ("score", wave, scale)
        if key not in self._kept:
            self._kept[key] = people_scores(self.scores[wave], self.links, wave, scale)
        found: Array = self._kept[key]
        return found

    def answers(self, wave: str, item: str) -> Array:
        """(r,) raw answers by person, nan where absent or missing."""
        responses = self.waves[wave]
        return by_person(responses.values[:, responses.items.index(item)], self.rows(wave), np.nan)

    def pairs(self, contrast: Contrast) -> tuple[Pairs, ...]:
        """The people with both scores, for every scale that both waves scored on the same items.

        A scale that was not asked at the start has its own first wave as its baseline.
        """
        key = ("pairs", contrast.name)
        if key not in self._kept:
            self._kept[key] = tuple(
                self._pairs(contrast, scale)
                for scale in comparable_scales(self.scores, contrast)
                if contrast.earlier not in self.names or contrast.earlier == self.waves_with(scale)[0]
            )
        found: tuple[Pairs, ...] = self._kept[key]
        return found

    def _pairs(self, contrast: Contrast, scale: str) -> Pairs:
        before, after = self.score(contrast.earlier, scale), self.score(contrast.later, scale)
        both = np.flatnonzero(np.isfinite(before) & np.isfinite(after))
        return Pairs(scale=scale, contrast=contrast, pre=before[both], post=after[both], person=both)

    def pair(self, contrast: Contrast, scale: str) -> Pairs | None:
        """The people with both scores on one scale; None where the waves did not score it alike."""
        return next((pairs for pairs in self.pairs(contrast) if pairs.scale == scale), None)

    def fit(self, scale: str) -> WaveFit:
        """The mixed model of a scale over the waves that asked it, with everyone who has a score."""
        key = ("fit", scale)
        if key not in self._kept:
            asked = self.waves_with(scale)
            matrix = np.column_stack([self.score(w, scale) for w in asked])
            known_rows = matrix[np.isfinite(matrix).any(axis=1)]
            self._kept[key] = WaveFit(waves=asked, scores=known_rows, fit=fit_waves(known_rows))
        found: WaveFit = self._kept[key]
        return found

    def waves_with(self, scale: str) -> tuple[str, ...]:
        """The waves that scored a scale on the items of the first wave that scored it."""
        asked = [w for w in self.names if scale in self.scores[w].scales]
        if not asked:
            return ()
        items = self.scores[asked[0]].administered[scale]
        return tuple(w for w in asked if self.scores[w].administered[scale] == items)

    def field(self, name: str, wave: str | None = None) -> NDArray[np.object_]:
        """(r,) value of a field by person: in one wave, or the first one known in any; None elsewhere."""
        key = ("field", name, wave or "")
        if key not in self._kept:
            waves = self.links.waves if wave is None else (wave,)
            self._kept[key] = self._first_known(name, waves)
        found: NDArray[np.object_] = self._kept[key]
        return found

    def numbers(self, name: str) -> Array:
        """(r,) latest value of a number field by person, nan where there is none."""
        key = ("numbers", name)
        if key not in self._kept:
            latest = self._first_known(name, self.links.waves[::-1])
            self._kept[key] = np.array([as_number(value) for value in latest], dtype=np.float64)
        found: Array = self._kept[key]
        return found

    def _first_known(self, name: str, waves: tuple[str, ...]) -> NDArray[np.object_]:
        found = np.full(self.people, None, dtype=object)
        for wave in waves:
            column = self.waves[wave].fields.get(name)
            if column is not None:
                here = by_person(column, self.rows(wave), None)
                found = np.where(known(found), found, here)
        return found

    def meaningful_step(self, scale: str) -> float:
        """What counts as having risen or fallen on a scale."""
        response_step = next(s.step[scale] for s in self.scores.values() if scale in s.scales)
        return meaningful_step(self.instrument, scale, response_step, self.steps)

    def looks_back(self, contrast: Contrast) -> bool:
        """Whether one of the two waves was answered in retrospect."""
        return self.retrospective in (contrast.earlier, contrast.later)

    def linked_by(self, links: Links) -> Panel:
        """The same study, people linked in another way."""
        return replace(self, links=links)

    def scored_by(self, scores: Mapping[str | None, Scores]) -> Panel:
        """The same people with other scores."""
        return replace(self, scores=scores)


def meaningful_step(
    instrument: Instrument, scale: str, response_step: float, declared: Mapping[str, float] | None = None
) -> float:
    """What counts as having risen or fallen: the declared step, else a quarter of a response step."""
    own = (declared or {}).get(scale, instrument.scale[scale].meaningful_step)
    return MEANINGFUL_SHARE_OF_STEP * response_step if own is None else own
