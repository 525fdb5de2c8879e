"""Change between two waves, and what goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.change.bca_change import d_av_bca, mean_change_bca
from mtle_survey.stats.change.ceiling import ceiling
from mtle_survey.stats.change.d_av_corrected import d_av_corrected
from mtle_survey.stats.change.declined import declined
from mtle_survey.stats.change.hedges_g_z import hedges_g_z
from mtle_survey.stats.change.improved import improved
from mtle_survey.stats.change.oldham import oldham
from mtle_survey.stats.change.reliable_change import reliable_change
from mtle_survey.stats.change.response_shift import response_shift
from mtle_survey.stats.change.same import same
from mtle_survey.stats.change.tost import tost
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array
from tests.simulation.intervals.populations import (
    CENTRES,
    FAST,
    MEDIUM,
    NORMAL,
    SCORES,
    SIZES,
    ScorePairs,
    change,
    normal_pairs,
    score_pairs,
)
from tests.simulation.intervals.situation import Found, Question, Situation, coverage_of, false_alarms_of

STEP = 0.25
RELIABILITY = 0.85
SHIFT = 0.3
DRAWS = 1000


def situations() -> Iterator[Situation]:
    for n in SIZES:
        yield normal_change(n)
        for name, centre in CENTRES.items():
            yield scale_change(name, centre, n)
            yield resampled(name, centre, n)


def _standardised(d_av: float, d_z: float) -> dict[str, Question]:
    """The corrected values: their intervals are about the estimand, not about the correction."""
    return {
        "d_av_corrected": coverage_of("change/d_av_corrected", d_av),
        "hedges_g_z": coverage_of("change/hedges_g_z", d_z),
    }


def _kernels(pre: Array, post: Array) -> dict[str, Found]:
    return {
        "d_av_corrected": d_av_corrected(pre, post),
        "hedges_g_z": hedges_g_z(pre, post),
        "oldham": oldham(pre, post),
        "response_shift": response_shift(pre, post),
    }


def normal_change(n: int) -> Situation:
    """Normal scores whose spread grows by a fifth; and scores that change by the smallest effect exactly."""
    spread, likeness = 1.2, 0.6
    sd_change = np.sqrt(1 + spread**2 - 2 * likeness * spread)
    middle_sd = np.sqrt(1 + spread**2 + 2 * likeness * spread)
    questions = _standardised(SHIFT / np.sqrt((1 + spread**2) / 2), SHIFT / sd_change) | {
        "oldham": coverage_of("change/oldham", (spread**2 - 1) / (sd_change * middle_sd)),
        "response_shift": coverage_of("change/response_shift", SHIFT),
        "tost_interval": coverage_of("change/tost", SHIFT, nominal=0.90),
        "tost": false_alarms_of("change/tost", "change as large as the smallest effect"),
    }

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        pre, post = normal_pairs(rng, n, SHIFT, spread, likeness)
        equivalence = tost(pre, post, SHIFT)
        return _kernels(pre, post) | {"tost_interval": equivalence, "tost": equivalence}

    return Situation(f"{NORMAL}; spread grows by a fifth", n, FAST, questions, sample)


def scale_change(name: str, centre: float, n: int) -> Situation:
    """Eight five-point questions answered twice."""
    people = score_pairs(centre, SHIFT)
    questions = _of_scales(people) | _shares(people)
    smallest = people.mean(change)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        pre, post = people.sample(rng, n)
        equivalence = tost(pre, post, smallest)
        return _kernels(pre, post) | {
            "tost_interval": equivalence,
            "tost": equivalence,
            "improved": improved(pre, post, STEP),
            "same": same(pre, post, STEP),
            "declined": declined(pre, post, STEP),
            "gain": ceiling(pre, post, SCORES[-1]).share_of_possible_gain,
            "reliable": reliable_change(pre, post, RELIABILITY).improved,
        }

    return Situation(name, n, FAST, questions, sample)


def _of_scales(people: ScorePairs) -> dict[str, Question]:
    mean, variance = people.mean(change), people.variance(change)
    earlier, later = people.variance(lambda a, b: a + 0 * b), people.variance(lambda a, b: b + 0 * a)
    middle = people.variance(lambda a, b: (a + b) / 2)
    return _standardised(mean / np.sqrt((earlier + later) / 2), mean / np.sqrt(variance)) | {
        "oldham": coverage_of("change/oldham", (later - earlier) / 2 / np.sqrt(variance * middle)),
        "response_shift": coverage_of("change/response_shift", mean),
        "tost_interval": coverage_of("change/tost", mean, nominal=0.90),
        "tost": false_alarms_of("change/tost", "change as large as the smallest effect"),
    }


def _shares(people: ScorePairs) -> dict[str, Question]:
    rose = people.mean(lambda a, b: (b - a > STEP + 1e-9).astype(float))
    fell = people.mean(lambda a, b: (b - a < -STEP - 1e-9).astype(float))
    return {
        "improved": coverage_of("change/improved", rose),
        "same": coverage_of("change/same", 1.0 - rose - fell),
        "declined": coverage_of("change/declined", fell),
        "gain": coverage_of("change/possible_gain", possible_gain(people)),
        "reliable": coverage_of("change/reliable_change", reliably_improved(people), "improved"),
    }


def possible_gain(people: ScorePairs) -> float:
    """Gain as a share of what there was to gain, of all who had something to gain."""
    top = SCORES[-1]
    return people.mean(lambda a, b: (b - a) * (a < top)) / people.mean(lambda a, b: top - a + 0 * b)


def reliably_improved(people: ScorePairs) -> float:
    """Share who improved by more than the error that the reliability leaves."""
    spread = people.variance(lambda a, b: a + 0 * b) + people.variance(lambda a, b: b + 0 * a)
    limit = z_critical(0.95) * np.sqrt((1.0 - RELIABILITY) * spread)
    return people.mean(lambda a, b: (b - a > limit).astype(float))


def resampled(name: str, centre: float, n: int) -> Situation:
    """The bootstrap intervals that lead from fifty pairs on."""
    people = score_pairs(centre, SHIFT)
    mean = people.mean(change)
    spread = people.variance(lambda a, b: a + 0 * b) + people.variance(lambda a, b: b + 0 * a)
    of = f"BCa of {DRAWS:,} resamples"
    questions = {
        "mean": coverage_of("change/bca", mean, f"mean change, {of}"),
        "d_av": coverage_of("change/bca", mean / np.sqrt(spread / 2), f"d_av, {of}"),
    }

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        pre, post = people.sample(rng, n)
        return {
            "mean": mean_change_bca(pre, post, draws=DRAWS),
            "d_av": d_av_bca(pre, post, draws=DRAWS),
        }

    return Situation(f"{name}; resampled", n, MEDIUM, questions, sample)
