"""Every index of careless responding over one wave, with its default flags and how they combine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.responses import Responses
from mtle_survey.screening.layout import Layout, layout
from mtle_survey.screening.rule import (
    FAMILIES,
    FAMILIES_NEEDED,
    FEWEST_ITEMS,
    FEWEST_RESPONDENTS,
    CarelessRule,
)
from mtle_survey.stats.careless.even_odd import even_odd
from mtle_survey.stats.careless.instructed_items import instructed_items
from mtle_survey.stats.careless.irv import irv
from mtle_survey.stats.careless.longstring import longest_run_through_both, longstring
from mtle_survey.stats.careless.mahalanobis import mahalanobis, mahalanobis_p
from mtle_survey.stats.careless.pair_sums import PairSums, pair_sums
from mtle_survey.stats.careless.person_index import PersonIndex, index_not_available
from mtle_survey.stats.careless.person_total import person_total
from mtle_survey.stats.careless.psychometric_antonyms import psychometric_antonyms
from mtle_survey.stats.careless.psychometric_synonyms import psychometric_synonyms
from mtle_survey.stats.careless.relative_time import relative_time
from mtle_survey.stats.careless.time_per_item import time_per_item
from mtle_survey.stats.estimate import Array

Flags = NDArray[np.bool_]

SHORTEST_RUN = 8
RARE = 0.001
LOWEST_SHARE = 0.05
CONSISTENT_FROM = 0.30
MEDIAN_SHARE = 1 / 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What the indices say about each response of a wave; nobody is removed by it.

    Attributes
    ----------
    indices : mapping of index to (n,) float array
        nan where an index does not apply to a response.
    flags : mapping of index to (n,) bool array
        Beyond the index's default cut-off.
    unavailable : mapping of index to str
        Why an index was not computed.
    run_without_reversals : (n,) bool array
        A long run through items of one direction: it may be what the person means, so it is no flag.
    low_variability : (n,) bool array
        Among the lowest 5% of variability: reported only, no flag.
    families : (n,) int array
        Kinds of independent signs.
    meets_rule : (n,) bool array
        At least two of them, one of time, instructed items or one answer through both directions.
    excluded : (n,) bool array
        ``meets_rule`` where the study declares that such responses are left out; else nobody.
    """

    indices: Mapping[str, Array]
    flags: Mapping[str, Flags]
    unavailable: Mapping[str, str]
    run_without_reversals: Flags
    low_variability: Flags
    families: NDArray[np.int64]
    meets_rule: Flags
    excluded: Flags

    @property
    def flagged(self) -> Flags:
        """(n,) whether any index is beyond its cut-off."""
        return self.families > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """What has to be known about everybody before anybody can be judged."""

    layout: Layout
    sums: PairSums
    median_seconds: float | None

    def refusal(self) -> str:
        """Why nobody can be compared with this sample; empty if everybody can."""
        n, k = self.sums.respondents, len(self.layout.scored)
        if n < FEWEST_RESPONDENTS or k < FEWEST_ITEMS:
            return (
                f"comparing a person with the sample needs {FEWEST_RESPONDENTS} respondents and "
                f"{FEWEST_ITEMS} rated items; there are {n} and {k}"
            )
        return ""


@dataclass(frozen=True, slots=True)
class _Runs:
    """The longest run of each response, and whether one is too long: through both directions, or one."""

    longest: PersonIndex
    through_both: Flags
    in_one: Flags


@dataclass(frozen=True, slots=True)
class _Judged:
    """One index of one part of a wave."""

    index: PersonIndex
    flags: Flags


def screen(parts: Collection[Responses], rule: CarelessRule | None = None) -> Screen:
    """Compute every index over the responses of one wave, raw codes in the order of the questionnaire.

    Parameters
    ----------
    parts : collection of Responses
        The responses of one wave, whole or in successive parts over the same items.
    rule : CarelessRule, optional

    Notes
    -----
    Cut-offs: a run of at least 8 and half of its block that holds items of both directions; variability 0
    over at least 8 answers; p(D2) < .001; synonyms < 0 and antonyms > 0; even-odd < .30; person-total < 0;
    less than 2 seconds per item on at least half of the pages, or a total time below a third of the median;
    two instructed items wrong, or the only one beside another flag.
    """
    rule = rule or CarelessRule()
    sample = _sample(parts, rule)
    found = [_judge(part, sample, rule) for part in parts]
    names = [name for name in FAMILIES if name in rule.indices]
    indices = {name: np.concatenate([f[name].index.values for f in found]) for name in names}
    flags = {name: np.concatenate([f[name].flags for f in found]) for name in names}
    if "instructed_items" in flags and len(sample.layout.instructed) == 1:
        others = np.logical_or.reduce([f for name, f in flags.items() if name != "instructed_items"])
        flags["instructed_items"] = flags["instructed_items"] & others
    strong = _strong(parts, sample, flags)
    families = _families(flags, len(strong))
    meets = (families >= FAMILIES_NEEDED) & strong
    return Screen(
        indices=indices,
        flags=flags,
        unavailable={n: found[0][n].index.unavailable for n in names if found[0][n].index.unavailable},
        run_without_reversals=np.concatenate([_long_runs(p, sample.layout).in_one for p in parts])
        & ("longstring" in names),
        low_variability=_lowest(indices["irv"]) if "irv" in names else np.zeros(len(strong), dtype=bool),
        families=families,
        meets_rule=meets,
        excluded=meets & rule.exclude,
    )


def _sample(parts: Collection[Responses], rule: CarelessRule) -> _Sample:
    first = next(iter(parts))
    plan = layout(first.instrument, first.items, rule)
    k = len(plan.scored)
    sums = pair_sums(np.empty((0, k)))
    for part in parts:
        sums += pair_sums(plan.on_common_metric(part.values))
    seconds = np.concatenate([_seconds_of_those_who_went_on(part) for part in parts])
    known = seconds[np.isfinite(seconds)]
    return _Sample(layout=plan, sums=sums, median_seconds=float(np.median(known)) if len(known) else None)


def _judge(part: Responses, sample: _Sample, rule: CarelessRule) -> dict[str, _Judged]:
    n, plan = len(part), sample.layout
    common = plan.on_common_metric(part.values)
    refusal = sample.refusal()
    answered = np.isfinite(common).sum(axis=1)

    def beyond(index: PersonIndex, flagged: Callable[[Array], Flags]) -> _Judged:
        return _Judged(index, np.isfinite(index.values) & flagged(np.nan_to_num(index.values)))

    def of_sample(kernel: Callable[[Array, PairSums], PersonIndex]) -> PersonIndex:
        return index_not_available(refusal, n) if refusal else kernel(common, sample.sums)

    runs = _long_runs(part, plan)
    distance = of_sample(mahalanobis)
    return {
        "longstring": _Judged(runs.longest, runs.through_both),
        "irv": beyond(irv(part.values[:, plan.scored]), lambda v: (v == 0) & (answered >= SHORTEST_RUN)),
        "mahalanobis": _Judged(
            distance, np.nan_to_num(mahalanobis_p(distance.values, answered), nan=1.0) < RARE
        ),
        "psychometric_synonyms": beyond(of_sample(psychometric_synonyms), lambda v: v < 0),
        "psychometric_antonyms": beyond(of_sample(psychometric_antonyms), lambda v: v > 0),
        "even_odd": beyond(even_odd(plan.keyed(common), plan.halves), lambda v: v < CONSISTENT_FROM),
        "person_total": beyond(of_sample(person_total), lambda v: v < 0),
        "time_per_item": beyond(_page_times(part, rule), lambda v: v >= 0.5),
        "relative_time": beyond(_relative_time(part, sample, refusal), lambda v: v < MEDIAN_SHARE),
        "instructed_items": beyond(
            instructed_items(part.values[:, list(plan.instructed)], list(plan.instructed.values())),
            lambda v: v >= min(2, len(plan.instructed)),
        ),
    }


def _long_runs(part: Responses, plan: Layout) -> _Runs:
    """Over all blocks: the longest run, and who has too long a one through both directions, or one."""
    longest = np.full(len(part), np.nan)
    through_both, in_one = np.zeros((2, len(part)), dtype=bool)
    for block in plan.blocks:
        answers = part.values[:, block.places]
        runs = longstring(answers).values
        longest = np.fmax(longest, runs)
        too_long = max(SHORTEST_RUN, -(-len(block.places) // 2))
        through_both |= np.nan_to_num(longest_run_through_both(answers, block.turned).values) >= too_long
        in_one |= np.nan_to_num(runs) >= too_long
    return _Runs(PersonIndex(values=longest), through_both, in_one & ~through_both)


def _page_times(part: Responses, rule: CarelessRule) -> PersonIndex:
    """Share of fast pages; without times by page, all of the answered items are one page."""
    pages = [h for h in rule.pages if h in part.page_seconds]
    if pages:
        seconds = np.column_stack([part.page_seconds[h] for h in pages])
        return time_per_item(seconds, [len(rule.pages[h]) for h in pages])
    if part.timing is None:
        return index_not_available("the export holds no times", len(part))
    answered = np.isfinite(part.values).sum(axis=1)
    per_item = np.divide(part.timing, answered, out=np.full(len(part), np.nan), where=answered > 0)
    return time_per_item(per_item[:, None], [1])


def _relative_time(part: Responses, sample: _Sample, refusal: str) -> PersonIndex:
    if sample.median_seconds is None:
        return index_not_available("the export holds no times", len(part))
    if refusal:
        return index_not_available(refusal, len(part))
    return relative_time(_seconds_of_those_who_went_on(part), sample.median_seconds)


def _seconds_of_those_who_went_on(part: Responses) -> Array:
    """Total time where at least half of the rated items were answered: who stops early is not fast."""
    answered = np.isfinite(part.values).sum(axis=1)
    timing = np.full(len(part), np.nan) if part.timing is None else part.timing
    return np.where(2 * answered >= part.values.shape[1], timing, np.nan)


def _strong(parts: Collection[Responses], sample: _Sample, flags: Mapping[str, Flags]) -> Flags:
    """Whether one of the signs is time, an instructed item, or one answer through both directions."""
    n = sum(len(part) for part in parts)
    alone = [
        flags[name]
        for name in ("time_per_item", "relative_time", "instructed_items", "longstring")
        if name in flags
    ]
    if "irv" in flags and sample.layout.both_directions:
        alone.append(flags["irv"])
    return np.asarray(np.logical_or.reduce([np.zeros(n, dtype=bool), *alone]), dtype=np.bool_)


def _families(flags: Mapping[str, Flags], n: int) -> NDArray[np.int64]:
    total = np.zeros(n, dtype=np.int64)
    for family in dict.fromkeys(FAMILIES.values()):
        members = [f for name, f in flags.items() if FAMILIES[name] == family]
        total += np.logical_or.reduce([np.zeros(n, dtype=bool), *members])
    return total


def _lowest(variability: Array) -> Flags:
    """Strictly below the value that 5% of the known ones do not exceed."""
    known = np.sort(variability[np.isfinite(variability)])
    if not len(known):
        return np.zeros(len(variability), dtype=bool)
    limit = known[int(LOWEST_SHARE * len(known))]
    return np.asarray(np.nan_to_num(variability, nan=np.inf) < limit, dtype=np.bool_)
