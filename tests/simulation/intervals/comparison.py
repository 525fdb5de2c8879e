"""Program and comparison groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.comparison.adjusted import adjusted_g
from mtle_survey.stats.comparison.ancova_effect import ancova_effect
from mtle_survey.stats.comparison.baseline_g import baseline_g
from mtle_survey.stats.comparison.cluster_correction import cluster_correction
from mtle_survey.stats.comparison.cox_index import cox_index
from mtle_survey.stats.comparison.did_effect import did_effect
from mtle_survey.stats.comparison.lmm_effect import lmm_effect
from mtle_survey.stats.estimate import Array
from tests.simulation.intervals.populations import (
    CENTRES,
    FAST,
    MEDIUM,
    NORMAL,
    SIZES,
    SLOW,
    normal_pairs,
    score_pairs,
)
from tests.simulation.intervals.situation import (
    Found,
    Question,
    Situation,
    coverage_of,
    false_alarms_of,
)

# People in both groups together, and sites in each group.
SITES = ((24, 2), (60, 3), (60, 6), (200, 6), (200, 12))
SITE_VARIANCE = 0.1
EFFECT = 0.3


def situations() -> Iterator[Situation]:
    for n in SIZES:
        yield normal_groups(n)
        for name, centre in CENTRES.items():
            yield scales(name, centre, n)
        for low, high in ((0.3, 0.5), (0.85, 0.95)):
            yield shares(n, low, high)
    for n, count in SITES:
        yield groups_of_sites(n, count)
    for n in SIZES[1:3]:
        yield everyone(n)
        yield everyone_of_scales(n)


def normal_groups(n: int) -> Situation:
    """Two groups of equal size from one population, one of which gains."""
    program = np.arange(n) < n // 2
    likeness = 0.6

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        pre, post = normal_pairs(rng, n, 0.0, 1.0, likeness)
        return _kernels(pre, post + EFFECT * program, program)

    return Situation(f"{NORMAL}; two groups of equal size", n, FAST, _questions(EFFECT, EFFECT, 0.0), sample)


def scales(name: str, centre: float, n: int) -> Situation:
    """Eight five-point questions; the program's group starts a little higher and gains more."""
    program = np.arange(n) < n // 2
    treated, others = score_pairs(centre, 0.5), score_pairs(centre, 0.1)
    gains = [people.mean(lambda a, b: b - a) for people in (treated, others)]
    spreads = [people.variance(lambda a, b: b + 0 * a) for people in (treated, others)]
    effect = gains[0] - gains[1]

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        (pre, post), (pre_other, post_other) = treated.sample(rng, n // 2), others.sample(rng, n - n // 2)
        both = np.concatenate([pre, pre_other]), np.concatenate([post, post_other])
        return _kernels(*both, program)

    questions = _questions(effect, effect / np.sqrt(np.mean(spreads)), 0.0)
    return Situation(f"{name}; two groups of equal size", n, FAST, questions, sample)


def everyone(n: int) -> Situation:
    """Normal scores of two groups; one in five of the scores is missing, in either wave."""
    program = np.arange(n) < n // 2

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        pre, post = normal_pairs(rng, n, 0.0)
        return {"lmm": lmm_effect(_with_gaps(rng, pre, post + EFFECT * program), program)}

    questions = {"lmm": coverage_of("comparison/lmm_effect", EFFECT)}
    return Situation(f"{NORMAL}; two groups, 20% missing", n, SLOW, questions, sample)


def everyone_of_scales(n: int) -> Situation:
    """The same near the ceiling, by eight five-point questions."""
    program = np.arange(n) < n // 2
    treated, others = score_pairs(4.3, 0.5), score_pairs(4.3, 0.1)
    effect = treated.mean(lambda a, b: b - a) - others.mean(lambda a, b: b - a)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        (pre, post), (pre_other, post_other) = treated.sample(rng, n // 2), others.sample(rng, n - n // 2)
        both = np.concatenate([pre, pre_other]), np.concatenate([post, post_other])
        return {"lmm": lmm_effect(_with_gaps(rng, *both), program)}

    questions = {"lmm": coverage_of("comparison/lmm_effect", effect)}
    return Situation(
        "five-point scales, near the ceiling; two groups, 20% missing", n, SLOW, questions, sample
    )


def _with_gaps(rng: np.random.Generator, pre: Array, post: Array) -> Array:
    scores = np.column_stack([pre, post])
    scores[rng.random(scores.shape) < 0.2] = np.nan
    return scores


def _questions(effect: float, standardised: float, at_start: float) -> dict[str, Question]:
    return {
        "ancova": coverage_of("comparison/ancova_effect", effect, "ordinary"),
        "did": coverage_of("comparison/did_effect", effect, "ordinary"),
        "g": coverage_of("comparison/ancova_effect", standardised, "in standard deviations"),
        "baseline": coverage_of("comparison/baseline_g", at_start),
    }


def _kernels(pre: Array, post: Array, program: NDArray[np.bool_]) -> dict[str, Found]:
    ancova = ancova_effect(pre, post, program)
    return {
        "ancova": ancova,
        "did": did_effect(pre, post, program),
        "g": adjusted_g(ancova, post, program),
        "baseline": baseline_g(pre, program),
    }


def groups_of_sites(n: int, count: int) -> Situation:
    """Whole sites belong to one group; people of a site start and change alike."""
    per_site = n // (2 * count)
    site = np.repeat(np.arange(2 * count), per_site)
    program = site < count

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        pre, post = normal_pairs(rng, site.size, 0.0)
        pre, post = (
            np.sqrt(1.0 - SITE_VARIANCE) * wave + np.sqrt(SITE_VARIANCE) * rng.normal(size=2 * count)[site]
            for wave in (pre, post)
        )
        gap = post[program].mean() - post[~program].mean()
        within = np.sqrt((post[program].var(ddof=1) + post[~program].var(ddof=1)) / 2.0)
        half = site.size // 2
        return {
            "ancova": ancova_effect(pre, post + EFFECT * program, program, cluster=site),
            "did": did_effect(pre, post + EFFECT * program, program, cluster=site),
            "corrected": cluster_correction(float(gap / within), half, half, 2 * count, SITE_VARIANCE),
        }

    questions = {
        "ancova": coverage_of("comparison/ancova_effect", EFFECT, "CR2"),
        "did": coverage_of("comparison/did_effect", EFFECT, "CR2"),
        "corrected": false_alarms_of("comparison/cluster_correction", "ICC known"),
    }
    population = f"{NORMAL}; {count} sites in each group"
    return Situation(population, site.size, MEDIUM, questions, sample)


def shares(n: int, low: float, high: float) -> Situation:
    """A share of each group."""
    half = n // 2
    log_odds = np.log(high / (1 - high)) - np.log(low / (1 - low))

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        first, second = int(rng.binomial(half, high)), int(rng.binomial(half, low))
        return {"cox": cox_index(first, half, second, half)}

    questions = {"cox": coverage_of("comparison/cox_index", log_odds / 1.65)}
    return Situation(f"shares of {high:.0%} and {low:.0%}", n, FAST, questions, sample)
