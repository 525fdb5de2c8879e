"""Paired scores and what is known about the paired people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses
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


def contrasts(waves: Sequence[str], retrospective: str | None) -> tuple[Contrast, ...]:
    """Each later wave against the first; a retrospective wave against the last and the first.

    Parameters
    ----------
    waves : sequence of str
        In time order, without the retrospective one.
    retrospective : str or None
        The wave in which people look back; it is never pooled with the first.
    """
    found = [Contrast(later, waves[0]) for later in waves[1:]]
    if retrospective is not None:
        found += [Contrast(waves[-1], retrospective), Contrast(retrospective, waves[0])]
    return tuple(found)


def comparable_scales(scores: Mapping[str | None, Scores], contrast: Contrast) -> list[str]:
    """Scales that both waves scored on the same items."""
    earlier, later = scores[contrast.earlier], scores[contrast.later]
    return [
        s for s in earlier.scales if s in later.scales and earlier.administered[s] == later.administered[s]
    ]


def paired_scores(scores: Mapping[str | None, Scores], links: Links, contrast: Contrast) -> Iterator[Pairs]:
    """The pairs of every comparable scale."""
    for scale in comparable_scales(scores, contrast):
        before = people_scores(scores[contrast.earlier], links, contrast.earlier, scale)
        after = people_scores(scores[contrast.later], links, contrast.later, scale)
        both = np.flatnonzero(np.isfinite(before) & np.isfinite(after))
        yield Pairs(scale=scale, contrast=contrast, pre=before[both], post=after[both], person=both)


def people_scores(scores: Scores, links: Links, wave: str, scale: str) -> Array:
    """(r,) scores by person, nan where absent or unscored."""
    rows = links.index[:, links.waves.index(wave)]
    values = scores.of(scale)
    return np.where(rows >= 0, values[rows], np.nan) if len(values) else np.full(len(rows), np.nan)


def people_field(
    field: str, waves: Mapping[str | None, Responses], links: Links, *, latest: bool = False
) -> NDArray[np.object_]:
    """(r,) value of a field by person: from the first wave that has one, or from the latest."""
    values = np.full(len(links.ids), None, dtype=object)
    order = links.waves if latest else links.waves[::-1]
    for wave in order:
        column = waves[wave].fields.get(field)
        if column is None:
            continue
        rows = links.index[:, links.waves.index(wave)]
        for person in np.flatnonzero(rows >= 0):
            if column[rows[person]] is not None:
                values[person] = column[rows[person]]
    return values


def people_numbers(field: str, waves: Mapping[str | None, Responses], links: Links) -> Array:
    """(r,) latest value of a number field by person, nan where there is none."""
    return np.array([as_number(v) for v in people_field(field, waves, links, latest=True)], dtype=np.float64)


def as_number(text: object) -> float:
    """A number as people write it; nan for anything else."""
    try:
        return float(str(text).strip().replace(",", "."))
    except ValueError:
        return float("nan")


def group_names(values: NDArray[np.object_]) -> list[str]:
    """The distinct values of a field, sorted, blanks left out."""
    return sorted({str(v) for v in values if v is not None})
