"""Dose of participation, and growth over several waves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.change.dose_slope import dose_slope
from mtle_survey.stats.change.dose_spearman import dose_spearman
from mtle_survey.stats.change.unstructured_change import unstructured_change
from mtle_survey.stats.change.varying_growth import varying_growth
from tests.simulation.intervals.populations import (
    CENTRES,
    FAST,
    MEDIUM,
    NORMAL,
    SCORES,
    SIZES,
    SLOW,
    ScorePairs,
    score_pairs,
    sites_of,
)
from tests.simulation.intervals.situation import Found, Situation, coverage_of, false_alarms_of

HOURS = np.array([10.0, 20.0, 30.0, 40.0])
PER_HOUR = 0.01
SITE_SD = 0.15
WAVES = np.array([0.0, 0.5, 1.0, 2.0])
PACE, PACE_SD = 0.2, 0.3


def situations() -> Iterator[Situation]:
    for n in SIZES:
        yield hours_normal(n)
        for name, centre in CENTRES.items():
            yield hours_of_scales(name, centre, n)
    for count, n in ((3, 24), (6, 24), (6, 60), (12, 60), (12, 200)):
        yield hours_at_sites(n, count)
    for n in SIZES[2:]:
        yield paces(n)
    for n in SIZES[1:]:
        yield waves(n)


def hours_normal(n: int) -> Situation:
    """Normal hours and changes that correlate .3."""
    r = 0.3

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        hours = rng.normal(size=n)
        change = r * hours + np.sqrt(1 - r * r) * rng.normal(size=n)
        ranks = dose_spearman(hours, change)
        return {"slope": dose_slope(hours, change), "spearman": ranks}

    questions = {
        "slope": coverage_of("change/dose_slope", r, "ordinary"),
        "spearman": coverage_of("change/dose_spearman", 6.0 / np.pi * np.arcsin(r / 2.0)),
    }
    return Situation(f"{NORMAL}; hours and change correlate .3", n, FAST, questions, sample)


def hours_of_scales(name: str, centre: float, n: int) -> Situation:
    """Ten to forty hours, and eight five-point questions in two waves that rise with them."""
    groups = [score_pairs(centre, PER_HOUR * hours) for hours in HOURS]
    unrelated = score_pairs(centre, 0.2)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        which = rng.integers(HOURS.size, size=n)
        change = np.empty(n)
        for k, people in enumerate(groups):
            chosen = which == k
            pre, post = people.sample(rng, int(chosen.sum()))
            change[chosen] = post - pre
        before, after = unrelated.sample(rng, n)
        return {
            "slope": dose_slope(HOURS[which], change),
            "spearman": dose_spearman(HOURS[which], change),
            "none": dose_spearman(HOURS[which], after - before),
        }

    means = [people.mean(lambda a, b: b - a) for people in groups]
    slope = np.polyfit(HOURS, means, 1)[0]
    questions = {
        "slope": coverage_of("change/dose_slope", slope, "ordinary"),
        "spearman": coverage_of("change/dose_spearman", rank_correlation(groups)),
        "none": false_alarms_of("change/dose_spearman", "hours unrelated to change"),
    }
    return Situation(f"{name}; ten to forty hours", n, FAST, questions, sample)


def rank_correlation(groups: list[ScorePairs]) -> float:
    """Spearman's correlation of hours, each as likely, and change in the population, ties halved."""
    moves = np.rint(8 * (SCORES - SCORES[:, None])).astype(int) + 32
    table = np.stack([np.bincount(moves.ravel(), g.joint.ravel(), 65) for g in groups]) / len(groups)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    x, y = np.cumsum(rows) - rows / 2 - 0.5, np.cumsum(columns) - columns / 2 - 0.5
    return float(x @ table @ y / np.sqrt((rows @ x**2) * (columns @ y**2)))


def hours_at_sites(n: int, count: int) -> Situation:
    """Sites whose people change alike, and whose people took part for unlike hours."""
    site = sites_of(n, count)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        hours = 20.0 + 5.0 * rng.normal(size=count)[site.astype(int)] + 5.0 * rng.normal(size=n)
        change = 0.02 * hours + SITE_SD * rng.normal(size=count)[site.astype(int)] + 0.5 * rng.normal(size=n)
        return {"slope": dose_slope(hours, change, cluster=site)}

    questions = {"slope": coverage_of("change/dose_slope", 0.02, "CR2")}
    return Situation(f"{NORMAL}; {count} sites", n, FAST if n < 100 else MEDIUM, questions, sample)


def paces(n: int) -> Situation:
    """Four waves, everyone with a level and a pace of their own; 15% of the scores missing."""

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        level, pace = rng.normal(3.0, 0.6, (n, 1)), rng.normal(PACE, PACE_SD, (n, 1))
        scores = level + pace * WAVES + rng.normal(0.0, 0.3, (n, WAVES.size))
        scores[rng.random(scores.shape) < 0.15] = np.nan
        return {"sd": varying_growth(scores, WAVES).slope_sd}

    questions = {"sd": coverage_of("change/growth_slope_sd", PACE_SD)}
    return Situation("normal; four waves, 15% missing", n, SLOW // 2, questions, sample)


def waves(n: int) -> Situation:
    """Three waves whose likeness fades; 15% of the scores missing."""
    root = np.linalg.cholesky(0.5 * 0.5 ** np.abs(np.arange(3)[:, None] - np.arange(3)))

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        scores = 3.0 + 0.2 * np.arange(3) + rng.normal(size=(n, 3)) @ root.T
        scores[rng.random(scores.shape) < 0.15] = np.nan
        return {"last": unstructured_change(scores, np.array([[-1.0, 0.0, 1.0]]))[0]}

    questions = {"last": coverage_of("change/unstructured_change", 0.4)}
    return Situation("normal; three waves, 15% missing", n, SLOW, questions, sample)
