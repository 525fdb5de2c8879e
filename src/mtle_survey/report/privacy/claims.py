"""What a study could publish: each result as a sum over the answers of certain people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast, comparable_scales
from mtle_survey.instrument.model import Instrument, Scale
from mtle_survey.report.privacy.people import Mask, People, Wave

if TYPE_CHECKING:
    from mtle_survey.study import Study

Kind = Literal["scale", "item"]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The sum of one score, or of the answers to one item, over some people in one wave.

    Attributes
    ----------
    wave : str or None
    kind : {"scale", "item"}
    name : str
        Id of the scale or item.
    people : (p,) bool array
        Who is in it.
    level : str
        How much a report tells of these answers to an item (``levels.Level``); of scores, ``levels.MOVED``
        where it may tell who rose and fell.
    values : tuple of float
        What readers have of it (``sums.sums_of``), where an earlier report told it.
    """

    wave: Wave
    kind: Kind
    name: str
    people: Mask
    level: str = ""
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Numbers that are published together or not at all.

    Attributes
    ----------
    key : tuple of str
        What they are about: ``("contrast", scale, contrast)``, ``("wave", scale, wave)``,
        ``("item", item, wave)``, ``("item change", item, contrast)``, ``("looking back", scale)``,
        ``("complete", scale, wave)``: those who answered all of its questions,
        ``("stayed", scale, contrast)``: those of the earlier wave who answered the later one, or
        ``("group", scale, contrast, group)``.
    people : (p,) bool array
        Who they are about.
    claims : tuple of Claim
    """

    key: Key
    people: Mask
    claims: tuple[Claim, ...]

    @property
    def n(self) -> int:
        """How many people they are about."""
        return int(self.people.sum())

    def about(self, found: Callable[[Wave, Mask], Mask]) -> Bundle:
        """The same among the people of another study.

        Parameters
        ----------
        found : callable
            From a wave and some people to the same people there.
        """
        claims = tuple(replace(c, people=found(c.wave, c.people)) for c in self.claims)
        return replace(self, claims=claims)


class Candidates:
    """Everything that could be published, what matters most first.

    Parameters
    ----------
    study : Study
        As the edition may analyse it.
    people : People
    """

    def __init__(self, study: Study, people: People) -> None:
        self._study = study
        self._people = people
        self._scored: dict[tuple[Wave, str], Mask] = {}

    def bundles(self) -> Iterator[Bundle]:
        """The main change, then the waves, other changes, items, looking back, and groups.

        Where a design compares groups, their changes are its result: they come before those of everybody
        together, and what the study is judged by comes before what it is not.
        """
        contrasts = self._contrasts()
        for judged in (True, False):
            yield from self._arms(contrasts[:1], judged)
            yield from self._changes(contrasts[:1], judged)
        yield from self._waves()
        yield from self._arms(contrasts[1:])
        yield from self._changes(contrasts[1:])
        yield from self._items()
        yield from self._item_changes(contrasts)
        yield from self._looking_back(contrasts)
        yield from self._complete()
        yield from self._stayed(contrasts)
        yield from self._groups(contrasts)

    def scored(self, wave: Wave, scale: str) -> Mask:
        """Who has a score on a scale in a wave."""
        if (wave, scale) not in self._scored:
            has = np.isfinite(self._study.scores[wave].of(scale)) & self._study.waves[wave].answered
            self._scored[wave, scale] = self._people.mask(wave, has)
        return self._scored[wave, scale]

    def replied(self, wave: Wave, item: str) -> Mask:
        """Who answered an item in a wave."""
        responses = self._study.waves[wave]
        return self._people.mask(wave, np.isfinite(responses.values[:, responses.items.index(item)]))

    def _contrasts(self) -> list[Contrast]:
        study = self._study
        if study.links is None or not study.asked_waves:
            return []
        ends = study.asked_waves[0], study.asked_waves[-1]
        return sorted(study.contrasts, key=lambda c: (c.earlier, c.later) != ends)

    def _leading_first(self, scales: Iterable[str]) -> list[str]:
        """The leading scales, what else the evaluation's questions ask about, and the others."""
        return sorted(scales, key=lambda s: (s not in self._study.leading, not self._judged(s)))

    def _judged(self, scale: str) -> bool:
        """Whether the study stands or falls with a scale."""
        asked = {measure for question in self._study.questions for measure in question.measures}
        return scale in self._study.leading or scale in asked

    def _compared(
        self, contrasts: Iterable[Contrast], judged: bool | None = None
    ) -> Iterator[tuple[Contrast, str, Mask]]:
        """Each change, with the people who have both scores; None stands for judged scales and others."""
        for contrast in contrasts:
            for scale in self._leading_first(comparable_scales(self._study.scores, contrast)):
                if judged in (None, self._judged(scale)):
                    both = self.scored(contrast.earlier, scale) & self.scored(contrast.later, scale)
                    yield contrast, scale, both

    def _changes(self, contrasts: Iterable[Contrast], judged: bool | None = None) -> Iterator[Bundle]:
        for contrast, scale, both in self._compared(contrasts, judged):
            yield self._bundle(("contrast", scale, contrast.name), both, scale, contrast)

    def _arms(self, contrasts: Iterable[Contrast], judged: bool | None = None) -> Iterator[Bundle]:
        """The groups that the design compares."""
        if column := self._study.design.get("column"):
            yield from self._of_groups(str(column), contrasts, judged)

    def _waves(self) -> Iterator[Bundle]:
        for wave, scores in self._study.scores.items():
            for scale in self._leading_first(scores.scales):
                people = self.scored(wave, scale)
                claim = Claim(wave=wave, kind="scale", name=scale, people=people)
                yield Bundle(key=("wave", scale, wave or ""), people=people, claims=(claim,))

    def _complete(self) -> Iterator[Bundle]:
        """Whom the measurement error of a scale is worked out from."""
        for wave, scores in self._study.scores.items():
            for scale in self._leading_first(scores.scales):
                replies = [self.replied(wave, item) for item in scores.administered[scale]]
                people = np.logical_and.reduce([self.scored(wave, scale), *replies])
                claim = Claim(wave=wave, kind="scale", name=scale, people=people)
                yield Bundle(key=("complete", scale, wave or ""), people=people, claims=(claim,))

    def _stayed(self, contrasts: Iterable[Contrast]) -> Iterator[Bundle]:
        """Whose start is set beside that of those who were lost."""
        for contrast in contrasts:
            came_back = self._people.rows[contrast.later] >= 0
            for scale in self._leading_first(self._study.scores[contrast.earlier].scales):
                people = self.scored(contrast.earlier, scale) & came_back
                claim = Claim(wave=contrast.earlier, kind="scale", name=scale, people=people)
                yield Bundle(key=("stayed", scale, contrast.name), people=people, claims=(claim,))

    def _items(self) -> Iterator[Bundle]:
        for wave, responses in self._study.waves.items():
            for item in responses.items:
                people = self.replied(wave, item)
                claim = Claim(wave=wave, kind="item", name=item, people=people)
                yield Bundle(key=("item", item, wave or ""), people=people, claims=(claim,))

    def _item_changes(self, contrasts: Iterable[Contrast]) -> Iterator[Bundle]:
        for contrast in contrasts:
            earlier, later = (self._study.waves[w] for w in (contrast.earlier, contrast.later))
            for item in (i for i in earlier.items if i in later.items):
                both = self.replied(contrast.earlier, item) & self.replied(contrast.later, item)
                claims = tuple(
                    Claim(wave=w, kind="item", name=item, people=both)
                    for w in (contrast.earlier, contrast.later)
                )
                yield Bundle(key=("item change", item, contrast.name), people=both, claims=claims)

    def _looking_back(self, contrasts: list[Contrast]) -> Iterator[Bundle]:
        retro = self._study.retrospective
        if retro is None or not contrasts:
            return
        waves = (contrasts[0].earlier, retro, contrasts[0].later)
        if any(w not in self._study.scores for w in waves):
            return
        for scale in self._study.scores[retro].scales:
            if all(scale in self._study.scores[w].scales for w in waves):
                people = np.logical_and.reduce([self.scored(w, scale) for w in waves])
                claims = tuple(Claim(wave=w, kind="scale", name=scale, people=people) for w in waves)
                yield Bundle(key=("looking back", scale), people=people, claims=claims)

    def _groups(self, contrasts: Sequence[Contrast]) -> Iterator[Bundle]:
        """Sites, then the groups that the study declares; the design's own come before."""
        study = self._study
        for field in dict.fromkeys(str(f) for f in (study.cluster, *study.groups) if f):
            if field != study.design.get("column"):
                yield from self._of_groups(field, contrasts)

    def _of_groups(
        self, field: str, contrasts: Iterable[Contrast], judged: bool | None = None
    ) -> Iterator[Bundle]:
        study = self._study
        values = field_of(study, self._people, field)
        names = sorted({str(v) for v in values if v is not None})
        for contrast, scale, both in self._compared(contrasts, judged):
            if field == study.cluster and exposes_somebody(study.instrument.scale[scale]):
                continue
            groups = {name: both & (values == name) for name in names}
            for name, people in sorted(groups.items(), key=_largest_first):
                key = ("group", scale, contrast.name, f"{field}={name}")
                yield self._bundle(key, people, scale, contrast)

    def _bundle(self, key: Key, people: Mask, scale: str, contrast: Contrast) -> Bundle:
        claims = tuple(
            Claim(wave=w, kind="scale", name=scale, people=people) for w in (contrast.earlier, contrast.later)
        )
        return Bundle(key=key, people=people, claims=claims)


def _largest_first(group: tuple[str, Mask]) -> tuple[int, str]:
    return -int(group[1].sum()), group[0]


def exposes_somebody(scale: Scale) -> bool:
    """Whether the scale is about one person whom the site gives away, such as the principal."""
    return scale.about not in (None, "self")


def field_of(study: Study, people: People, field: str) -> NDArray[np.object_]:
    """(p,) the first value of a field that is known of each person; None where none is."""
    found = np.full(len(people), None, dtype=object)
    for wave, responses in study.waves.items():
        if field in responses.fields:
            here = people.spread(wave, responses.fields[field], None)
            empty = np.array([value is None for value in found], dtype=np.bool_)
            found[empty] = here[empty]
    return found


def components(instrument: Instrument) -> Mapping[str, int]:
    """By item, which set of items it belongs to; scales that share items are about the same set."""
    place: dict[str, int] = {}
    for number, scale in enumerate(instrument.scored_scales()):
        items = instrument.scale_items(scale.id)
        joined = {place[i] for i in items if i in place}
        place |= {i: number for i in place if place[i] in joined}
        place |= dict.fromkeys(items, number)
    return place
