"""The answers behind one scale's reliability in one wave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import RELIABILITY_REFUSED_BELOW

Waves = Mapping[str | None, Responses]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleAnswers:
    """Keyed answers to a scale's items.

    Attributes
    ----------
    scale : str
    wave : str or None
    items : tuple of str
        In the order of the columns.
    keyed : (r, k) float array
        Answers after reversal, of everyone who answered any rated item in the wave; nan where missing.
    scores : (r,) float array
        Scale scores; nan where too few items were answered.
    people : (r,) int array
        Their rows in the wave's ``Responses``.
    unit : float
        Units of the score to one unit of the mean of the items.
    """

    scale: str
    wave: str | None
    items: tuple[str, ...]
    keyed: Array
    scores: Array
    people: NDArray[np.int64]
    unit: float

    @property
    def answered_all(self) -> NDArray[np.bool_]:
        """(r,) who answered every item."""
        return np.asarray(np.isfinite(self.keyed).all(axis=1), dtype=np.bool_)

    @property
    def complete(self) -> Array:
        """(n, k) answers of those who answered every item."""
        return np.asarray(self.keyed[self.answered_all])

    def of(self, people: NDArray[np.bool_]) -> ScaleAnswers:
        """The answers of some of the people, given as an (r,) mask."""
        return replace(self, keyed=self.keyed[people], scores=self.scores[people], people=self.people[people])


def scale_answers(waves: Waves, scores: Mapping[str | None, Scores]) -> Iterator[ScaleAnswers]:
    """Every scale of every wave."""
    for wave, responses in waves.items():
        found = scores[wave]
        people = np.flatnonzero(responses.answered)
        for scale in found.scales:
            yield ScaleAnswers(
                scale=scale,
                wave=wave,
                items=found.administered[scale],
                keyed=found.keyed[scale][people],
                scores=found.of(scale)[people],
                people=people,
                unit=found.unit[scale],
            )


def gated(estimate: Estimate) -> Estimate:
    """No coefficient from fewer respondents than can carry one."""
    if estimate.n >= RELIABILITY_REFUSED_BELOW:
        return estimate
    return not_available(
        f"{estimate.n} complete respondents; {RELIABILITY_REFUSED_BELOW} are needed",
        n=estimate.n,
        method=estimate.method,
    )
