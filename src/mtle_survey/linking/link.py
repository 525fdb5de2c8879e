"""Who is who across waves: exact passes, near matches of self-made codes, and the evaluator's decisions."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem
from mtle_survey.linking.decided import DecidedPair
from mtle_survey.linking.fuzzy import TOLERATED_SHARE, Neighbours, united
from mtle_survey.linking.joined import (
    BY_HAND,
    EXACT,
    FUZZY,
    kinds,
    members,
    names,
    row_index,
    shown_ids,
    spelled_differently,
)
from mtle_survey.linking.odds import left_over
from mtle_survey.linking.people import Standing, side_by_side
from mtle_survey.linking.prepare import Prepared, prepare
from mtle_survey.linking.problems import linking_problems
from mtle_survey.responses import Responses


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveLinking:
    """What became of the responses of one wave.

    ``responses == unanswered + without_id + quarantined + collapsed + persons`` always holds.

    Attributes
    ----------
    responses, unanswered, without_id, quarantined, collapsed, persons : int
        All responses; those without any rated answer; of the others, those without an ID, those whose ID
        occurs more than once with different answers, second and later identical records, and the people
        that can be linked.
    """

    responses: int
    unanswered: int
    without_id: int
    quarantined: int
    collapsed: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLinking:
    """What became of the people of a later wave when looked for in an earlier one.

    ``exact + fuzzy + by_hand + ambiguous + unlinked`` are all of them.

    Attributes
    ----------
    exact, fuzzy, by_hand : int
        Found by the same ID, by a code one slip away, by the evaluator's decision.
    ambiguous, unlinked : int
        Not found: several codes, or one that has other possible partners, are one slip away; none is.
    expected_exact, expected_fuzzy : float
        How many such pairs chance alone would make among people who have no partner; nan for assigned
        identifiers.
    """

    exact: int
    fuzzy: int
    by_hand: int
    ambiguous: int
    unlinked: int
    expected_exact: float
    expected_fuzzy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Who is who across waves.

    Attributes
    ----------
    waves : tuple of str
        In time order.
    ids : (r,) object array
        One identifier per person, as first written.
    index : (r, w) int array
        Row of each person in the ``Responses`` of each wave; -1 where absent.
    by_fold : (r,) bool array
        Whether the person was linked only after ignoring capital letters, or spellings of a code.
    counts : mapping of wave to WaveLinking
    problems : tuple of Problem
    between : mapping of (earlier, later) to PairLinking
    kinds : mapping of (earlier, later) to (r,) object array
        How the two records of a person were joined: ``exact``, ``fuzzy``, ``by_hand``; empty if they
        were not.
    near : tuple of (int, int)
        People whose codes are one slip apart but who were not joined.
    fuzzy : bool
        Whether codes one slip apart were joined.
    refused : bool
        Whether they would have been joined but for the matches that chance alone would make.
    """

    waves: tuple[str, ...]
    ids: NDArray[np.object_]
    index: NDArray[np.int64]
    by_fold: NDArray[np.bool_]
    counts: Mapping[str, WaveLinking]
    problems: tuple[Problem, ...]
    between: Mapping[tuple[str, str], PairLinking] = field(default_factory=dict)
    kinds: Mapping[tuple[str, str], NDArray[np.object_]] = field(default_factory=dict)
    near: tuple[tuple[int, int], ...] = ()
    fuzzy: bool = False
    refused: bool = False

    def pairs(self, earlier: str, later: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row numbers of the people present in both waves, one array per wave, in the same order."""
        a = self.index[:, self.waves.index(earlier)]
        b = self.index[:, self.waves.index(later)]
        both = (a >= 0) & (b >= 0)
        return a[both], b[both]


def link(
    waves: Mapping[str, Responses],
    *,
    fuzzy: bool | None = None,
    decided: Sequence[DecidedPair] = (),
    stable: Sequence[str] = (),
) -> Links | None:
    """Link waves by the identifier of their responses; None when some wave has no identifier.

    Identifiers are compared as text: first trimmed and NFKC-normalised, then, for those left over, ignoring
    capital letters. A self-made code is compared after its own normalisation. An ID that occurs more than
    once in a file is quarantined unless the records are identical. The order of rows does not matter.

    Among people left over, two codes one slip apart are joined when each is the other's only candidate and
    nothing known about the two people differs. Should chance alone make more than 5% as many such pairs as
    were found, none is joined.

    Parameters
    ----------
    waves : mapping of wave to Responses
        In time order.
    fuzzy : bool, optional
        Whether codes one slip apart may be joined; by default for self-made codes only.
    decided : sequence of DecidedPair
        Pairs that the evaluator joins or keeps apart.
    stable : sequence of str
        Fields that do not change between waves; different values forbid a near match.
    """
    if any(responses.ids is None for responses in waves.values()) and not side_by_side(waves):
        return None
    known = prepare(waves, stable, decided)
    found = known.neighbours()
    wanted = known.codes if fuzzy is None else fuzzy
    groups = united(known.people, known.stable, known.apart, found.unique)
    joined, expected = _joined(known, groups), _expected_near(known)
    refused = wanted and bool(joined) and expected > TOLERATED_SHARE * joined
    accepted = wanted and not refused
    links = _links(known, waves, found, groups if accepted else [], wanted=wanted, accepted=accepted)
    links = replace(links, fuzzy=accepted, refused=refused)
    return replace(links, problems=tuple(linking_problems(known, waves, links, len(groups), expected)))


def _links(
    known: Prepared,
    waves: Mapping[str, Responses],
    found: Neighbours,
    groups: Sequence[set[int]],
    *,
    wanted: bool,
    accepted: bool,
) -> Links:
    parts = members(known.people, groups)
    persons = [names(known.people, part) for part in parts]
    place = {i: r for r, part in enumerate(parts) for i in part}
    near = {(min(a, b), max(a, b)) for a, b in ((place[i], place[j]) for i, j in found.candidates) if a != b}
    index = row_index(known, persons, waves)
    joined = kinds(known, persons, index, tuple(waves), parts)
    unresolved, by_chance = near if accepted else set(), known.codes or wanted
    return Links(
        waves=tuple(waves),
        ids=shown_ids(known, persons, waves),
        index=index,
        by_fold=spelled_differently(known, persons, waves),
        counts={
            wave: _count(sheet.standing_in(waves[wave])) for sheet in known.sheets for wave in sheet.waves
        },
        problems=(),
        between={
            pair: _between(known, tuple(waves), pair, column, index, unresolved, by_chance=by_chance)
            for pair, column in joined.items()
        },
        kinds=joined,
        near=tuple(sorted(near)),
    )


def _between(
    known: Prepared,
    waves: Sequence[str],
    pair: tuple[str, str],
    column: NDArray[np.object_],
    index: NDArray[np.int64],
    unresolved: Collection[tuple[int, int]],
    *,
    by_chance: bool,
) -> PairLinking:
    before, here = (index[:, waves.index(wave)] >= 0 for wave in pair)
    ambiguous = {
        later
        for a, b in unresolved
        for earlier, later in ((a, b), (b, a))
        if before[earlier] and not here[earlier] and here[later] and not before[later]
    }
    s, t = known.wave_sheet(pair[0]), known.wave_sheet(pair[1])
    chance = by_chance and s != t
    return PairLinking(
        exact=int((column == EXACT).sum()),
        fuzzy=int((column == FUZZY).sum()),
        by_hand=int((column == BY_HAND).sum()),
        ambiguous=len(ambiguous),
        unlinked=int((here & ~before).sum()) - len(ambiguous),
        expected_exact=known.odds.exact(int(before.sum()), int(here.sum())) if chance else math.nan,
        expected_fuzzy=_expected_near_between(known, s, t) if chance else math.nan,
    )


def _joined(known: Prepared, groups: Sequence[set[int]]) -> int:
    """How many pairs of records near matches join."""
    return sum(
        len(known.people[i]) * len(known.people[j])
        for group in groups
        for i, j in combinations(sorted(group), 2)
    )


def _expected_near(known: Prepared) -> float:
    """How many near matches chance alone would make among the people left over."""
    pairs = combinations(range(len(known.sheets)), 2)
    return sum(_expected_near_between(known, s, t) for s, t in pairs)


def _expected_near_between(known: Prepared, s: int, t: int) -> float:
    earlier, later = (
        left_over(known.people, known.fold, a, b, elements=known.elements) for a, b in ((s, t), (t, s))
    )
    return known.odds.fuzzy(earlier, later)


def _count(standing: NDArray[np.int64]) -> WaveLinking:
    n = np.bincount(standing, minlength=len(Standing)).tolist()
    return WaveLinking(
        responses=len(standing),
        unanswered=n[Standing.UNANSWERED],
        without_id=n[Standing.WITHOUT_ID],
        quarantined=n[Standing.QUARANTINED],
        collapsed=n[Standing.COLLAPSED],
        persons=n[Standing.PERSON],
    )
