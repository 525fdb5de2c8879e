"""Paired scores and what is known about the paired people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.linking.link import Links
from mtle_survey.normalise import amount_in
from mtle_survey.scores import Scores
from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two waves to be compared, named as ``later - earlier``."""

    later: str
    earlier: str

    @property
    def name(self) -> str:
        """As the tidy table writes it."""
        return f"{self.later} - {self.earlier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Scores of one scale for the people who have both.

    Attributes
    ----------
    scale : str
    contrast : Contrast
    pre, post : (n,) float array
        Complete.
    person : (n,) int array
        Index of each into ``Links.ids``.
    """

    scale: str
    contrast: Contrast
    pre: Array
    post: Array
    person: NDArray[np.int64]

    def among(self, people: NDArray[np.bool_]) -> Pairs:
        """The pairs of some people; ``people`` is a mask over ``Links.ids``."""
        here = people[self.person]
        return replace(self, pre=self.pre[here], post=self.post[here], person=self.person[here])


def contrasts(
    waves: Sequence[str], retrospective: str | None, occasions: Sequence[str] = ()
) -> tuple[Contrast, ...]:
    """Each later wave against the first; other occasions against the last, a retrospective one both.

    Where people were asked once and looked back, now against then is the only contrast.

    Parameters
    ----------
    waves : sequence of str
        In time order, without other occasions.
    retrospective : str or None
        The wave in which people look back; it is never pooled with the first.
    occasions : sequence of str
        Further pages on which people did not answer about the time of asking, such as what they expect.
    """
    found = [Contrast(later, waves[0]) for later in waves[1:]]
    found += [Contrast(waves[-1], occasion) for occasion in occasions]
    if retrospective is not None:
        found.append(Contrast(waves[-1], retrospective))
        if len(waves) > 1:
            found.append(Contrast(retrospective, waves[0]))
    return tuple(found)


def comparable_scales(scores: Mapping[str | None, Scores], contrast: Contrast) -> list[str]:
    """Scales that both waves scored on the same items."""
    earlier, later = scores[contrast.earlier], scores[contrast.later]
    return [
        s for s in earlier.scales if s in later.scales and earlier.administered[s] == later.administered[s]
    ]


def by_person(values: NDArray[Any], rows: NDArray[np.int64], absent: Any) -> NDArray[Any]:
    """Values of the responses of a wave, by person; ``absent`` for those who have none."""
    found = np.full(len(rows), absent, dtype=values.dtype)
    here = rows >= 0
    found[here] = values[rows[here]]
    return found


def known(values: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which values are not None."""
    return np.asarray(np.not_equal(values, np.array(None, dtype=object)), dtype=np.bool_)


def people_scores(scores: Scores, links: Links, wave: str, scale: str) -> Array:
    """(r,) scores by person, nan where absent or unscored."""
    return by_person(scores.of(scale), links.index[:, links.waves.index(wave)], np.nan)


def as_number(text: object) -> float:
    """A number as people write it; nan for anything else."""
    number = amount_in(str(text))
    return float("nan") if number is None else number


def group_names(values: NDArray[np.object_]) -> list[str]:
    """The distinct values of a field, sorted, blanks left out."""
    return sorted({str(v) for v in values if v is not None})
