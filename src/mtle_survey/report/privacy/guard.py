"""Which results of a public edition stand beside each other without giving a few people away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.evidence.arms import comparisons
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure
from mtle_survey.report.privacy.answer_tables import MANY
from mtle_survey.report.privacy.bounds import any_score_possible
from mtle_survey.report.privacy.claims import Bundle, Candidates, Claim, Key, components
from mtle_survey.report.privacy.levels import Question
from mtle_survey.report.privacy.leverage import Published
from mtle_survey.report.privacy.people import Wave, people_of
from mtle_survey.report.privacy.released import Known, as_people_of
from mtle_survey.report.privacy.scores_told import telling_of_answers
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study

Place = tuple[Wave, int]


class Guard:
    """Decides, once for a whole edition, what is published.

    Results are taken in the order of their weight for the evaluation. Each is published unless that would
    make some combination of everything published so far about fewer people than the smallest group: so a
    result from too few people is never published, nor one that differs from another by a few people, nor
    the last group that could be had as the total less the others. What would still leave somebody only a
    part of the possible scores, as a mean at the very end of the scale does, goes again, and so does a mean
    that says of so few people how they answered single questions.

    Parameters
    ----------
    study : Study
        As the edition may analyse it.
    smallest : int
        The fewest people that anything may be about.
    known : Known, optional
        What readers have already, from other reports about the same people.
    among : Known, optional
        The same beside everybody, where reports of a whole and of its parts are written together.
    counted : set of (item, wave), optional
        Questions that fifty people or more answered and of which every answer is told; where that is not yet
        decided those that may be published.
    """

    def __init__(
        self,
        study: Study,
        smallest: int,
        known: Known | None = None,
        among: Known | None = None,
        counted: frozenset[Question] | None = None,
    ) -> None:
        self._study = study
        self.smallest = smallest
        self._known = known or Known(people=people_of(study))
        self._among = among
        self.people = self._known.people
        self.bundles = {b.key: b for b in Candidates(study, self.people).bundles()}
        self._components = components(study.instrument)
        self._spaces = self._prepared(smallest, self._known.claims)
        self._take_note(self._known.claims)
        self._told_of: dict[Key, set[int]] = defaultdict(set)
        taken = [key for key, bundle in self.bundles.items() if self._publish(bundle, smallest)]
        near = self._too_near_an_end(taken)
        left = [key for key in taken if key not in near]
        self.counted = self._large_questions(left) if counted is None else counted
        near |= self._telling_of_answers(left)
        self.near_an_end = frozenset(near)
        self.shown: frozenset[Key] = frozenset(taken) - self.near_an_end

    @property
    def main(self) -> Contrast | None:
        """The change that leads: the last wave against the first."""
        names = [key[2] for key in self.bundles if key[0] == "contrast"]
        return next((c for c in self._study.contrasts if names and c.name == names[0]), None)

    def arms(self, scale: str, contrast: str, between: str) -> list[Key]:
        """The program group and the one beside it, over one change of a scale."""
        design = self._study.design
        return [
            ("group", scale, contrast, f"{design['column']}={name}")
            for name in (design["program"], self.comparisons[between])
        ]

    @property
    def comparisons(self) -> Mapping[str, str]:
        """The comparison groups, by how rows write the program against them."""
        return comparisons(self._study.design)

    def everyone(self, scale: str) -> list[Key]:
        """All waves and changes of a scale, which a model of everybody's scores is about."""
        asked = self._study.asked_waves
        changes = [c.name for c in self._study.contrasts if {c.earlier, c.later} <= {*asked}]
        told = {("wave", scale, wave) for wave in asked} | {("contrast", scale, name) for name in changes}
        return [key for key in self.bundles if key in told]

    @property
    def groups(self) -> frozenset[str]:
        """The groups that results could be about, as ``column=value``."""
        return frozenset(key[3] for key in self.bundles if key[0] == "group")

    @property
    def items(self) -> frozenset[str]:
        """The items that were asked."""
        return frozenset(item for responses in self._study.waves.values() for item in responses.items)

    def shows(self, *key: str) -> bool:
        """Whether this is published."""
        return key in self.shown

    @property
    def known(self) -> tuple[Claim, ...]:
        """What readers have already, from other reports about the same people."""
        return self._known.claims

    @property
    def readers(self) -> Known:
        """The same, with the people whom it is about."""
        return self._known

    def n(self, *key: str) -> int | None:
        """How many people it is about; None where it cannot be had."""
        return self.bundles[key].n if key in self.bundles else None

    def sizes(self) -> Mapping[str, frozenset[int]]:
        """How many people the results of each group are about that are published, by ``column=value``."""
        found: dict[str, set[int]] = defaultdict(set)
        for key in self.shown:
            if key[0] == "group":
                found[key[3]].add(self.bundles[key].n)
        return {group: frozenset(ns) for group, ns in found.items()}

    def people_in(self, keys: Iterable[Key]) -> int:
        """How many people several results are about together."""
        return int(np.logical_or.reduce([self.bundles[key].people for key in keys]).sum())

    def published(self) -> list[Claim]:
        """Everything that is, each sum once."""
        found = {
            (claim.wave, claim.kind, claim.name, claim.people.tobytes()): claim
            for key in self.bundles
            if key in self.shown
            for claim in self.bundles[key].claims
        }
        return list(found.values())

    def _take_note(self, claims: Iterable[Claim]) -> None:
        """Enter what readers have already."""
        by_place: dict[Place, list[Array]] = defaultdict(list)
        for claim in claims:
            by_place[self._place(claim)].append(self._weights(claim))
        for place, weights in by_place.items():
            self._spaces[place].add(np.concatenate(weights))

    def _publish(self, bundle: Bundle, smallest: int) -> bool:
        if bundle.n < smallest or not self._as_many(bundle, smallest):
            return False
        by_place: dict[Place, list[Claim]] = defaultdict(list)
        for claim in bundle.claims:
            by_place[self._place(claim)].append(claim)
        tried = [
            (space, np.concatenate([self._weights(c) for c in claims]))
            for place, claims in by_place.items()
            for space in (self._spaces[place],)
        ]
        published = all(space.would_bear(weights) for space, weights in tried) and all(
            space.try_to_add(weights) for space, weights in tried
        )
        if published and bundle.key[0] == "group":
            self._told_of[bundle.key[2:]].add(bundle.n)
        return published

    def _as_many(self, bundle: Bundle, smallest: int) -> bool:
        """Whether a small group's other results are not about a few people more or fewer."""
        if bundle.key[0] != "group" or bundle.n >= SMALL_STUDY:
            return True
        return not any(0 < abs(bundle.n - n) < smallest for n in self._told_of[bundle.key[2:]])

    def _too_near_an_end(self, taken: Sequence[Key]) -> set[Key]:
        """What has to go because it leaves somebody few possible scores; the least important goes first."""
        by_sum: dict[tuple[Wave, str, str], list[tuple[Key, Claim]]] = defaultdict(list)
        for key in taken:
            for claim in self.bundles[key].claims:
                by_sum[claim.wave, claim.kind, claim.name].append((key, claim))
        hidden: set[Key] = set()
        for told in by_sum.values():
            scores, low, high = self._scores(told[0][1])
            while told and not any_score_possible([c.people for _, c in told], scores, low, high):
                hidden.add(told.pop()[0])
        return hidden

    def _large_questions(self, taken: Iterable[Key]) -> frozenset[Question]:
        """Those that fifty people or more answered."""
        asked = (self.bundles[key].claims[0] for key in taken if key[0] == "item")
        return frozenset((c.name, c.wave) for c in asked if c.people.sum() >= SMALL_STUDY)

    def _telling_of_answers(self, taken: Sequence[Key]) -> set[Key]:
        """What has to go because its scores tell how single questions were answered."""
        bundles = [self.bundles[key] for key in taken]
        rule = Disclosure(public=True, smallest=self.smallest)
        part, among = self._study.part, self._among
        whole = part.among
        if whole is None or among is None or (part.whole and len(among.people) >= MANY):
            return telling_of_answers(self._study, self._known, bundles, rule, self.counted)
        everybody = as_people_of(self._study, self.people, whole, among.people)
        here = [bundle.about(everybody) for bundle in bundles]
        return telling_of_answers(whole, among, here, rule, () if part.whole else self.counted, part.by)

    def _scores(self, claim: Claim) -> tuple[Array, float, float]:
        """By person what the claim sums, and the range in which it lies."""
        if claim.kind == "scale":
            scored = self._study.scores[claim.wave]
            values, low, high = scored.of(claim.name), scored.low[claim.name], scored.high[claim.name]
        else:
            responses, form = self._study.waves[claim.wave], self._study.instrument.format_of(claim.name)
            values, low, high = responses.values[:, responses.items.index(claim.name)], form.low, form.high
        return np.asarray(self.people.spread(claim.wave, values, np.nan), dtype=np.float64), low, high

    def _place(self, claim: Claim) -> Place:
        item = (
            claim.name if claim.kind == "item" else self._study.scores[claim.wave].administered[claim.name][0]
        )
        return claim.wave, self._components.get(item, -1 - self._study.waves[claim.wave].items.index(item))

    def _prepared(self, smallest: int, known: Iterable[Claim]) -> dict[Place, Published]:
        """For each wave and set of items: its variables, and the classes of people alike in everything."""
        self._items: dict[Place, tuple[str, ...]] = {}
        self._answered: dict[Place, Array] = {}
        self._first: dict[Place, np.ndarray[tuple[int], np.dtype[np.int64]]] = {}
        sets: dict[Place, dict[bytes, np.ndarray[tuple[int], np.dtype[np.bool_]]]] = defaultdict(dict)
        for claim in (*known, *(c for b in self.bundles.values() for c in b.claims)):
            sets[self._place(claim)][claim.people.tobytes()] = claim.people
        spaces = {}
        for place, masks in sets.items():
            responses = self._study.waves[place[0]]
            items = tuple(
                i for k, i in enumerate(responses.items) if self._components.get(i, -1 - k) == place[1]
            )
            columns = [responses.items.index(i) for i in items]
            has = self.people.spread(place[0], np.isfinite(responses.values[:, columns]), True)
            for person, left_out in self._known.gaps.get(place[0], {}).items():
                has[person] = [item not in left_out for item in items]
            pattern = np.packbits(np.column_stack([has, *masks.values()]), axis=1)
            _, first, sizes = np.unique(pattern, axis=0, return_index=True, return_counts=True)
            self._items[place], self._first[place] = items, first
            self._answered[place] = np.asarray(has, dtype=np.float64)
            spaces[place] = Published(sizes, len(items), smallest)
        return spaces

    def _weights(self, claim: Claim) -> Array:
        """(1, c, v) what one person of each class adds to the sum, by answer."""
        place = self._place(claim)
        first, items = self._first[place], self._items[place]
        chosen = (
            self._study.scores[claim.wave].administered[claim.name]
            if claim.kind == "scale"
            else (claim.name,)
        )
        own = np.array([i in chosen for i in items], dtype=np.float64)
        weights = self._answered[place][first] * own
        given = np.maximum(weights.sum(axis=1, keepdims=True), 1.0)
        return np.asarray((weights / given * claim.people[first][:, None])[None], dtype=np.float64)
