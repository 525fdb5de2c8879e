"""Answers that were not given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from scipy.special import ndtr

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.missing.chained_equations import chained_equations
from mtle_survey.stats.missing.little_mcar import little_mcar
from mtle_survey.stats.missing.rubin import rubin
from tests.simulation.intervals.populations import (
    CUTS,
    MEDIUM,
    NORMAL,
    SIZES,
    SLOWEST,
    answers,
    one_factor,
)
from tests.simulation.intervals.situation import Found, Situation, coverage_of, false_alarms_of

LOADINGS = np.full(5, 0.7)
IMPUTATIONS, ROUNDS = 10, 5
GAPS = 0.2


def situations() -> Iterator[Situation]:
    for n in SIZES:
        yield one_score(n)
    for n in SIZES[1:3]:
        for name in (NORMAL, "five-point answers, near the ceiling"):
            yield at_random(name, n)
        yield by_the_first("five-point answers, near the ceiling", n)


def one_score(n: int) -> Situation:
    """Rubin's rules under their own assumptions: a normal score, three in ten missing, imputed properly."""
    seen = n - round(0.3 * n)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        given = rng.normal(size=seen)
        completed = np.empty((20, n))
        completed[:, :seen] = given
        sd = given.std(ddof=1) * np.sqrt((seen - 1) / rng.chisquare(seen - 1, size=20))
        centre = given.mean() + sd / np.sqrt(seen) * rng.normal(size=20)
        completed[:, seen:] = centre[:, None] + sd[:, None] * rng.normal(size=(20, n - seen))
        return {"rubin": _pooled_mean(completed)}

    questions = {"rubin": coverage_of("missing/rubin", 0.0)}
    return Situation(f"{NORMAL}; 3 in 10 missing, 20 imputations", n, MEDIUM, questions, sample)


def _pooled_mean(completed: Array) -> Found:
    n = completed.shape[1]
    return rubin(completed.mean(axis=1), completed.var(axis=1, ddof=1) / n, n - 1, n=n).estimate


def by_the_first(name: str, n: int) -> Situation:
    """Five items; those who answer low to the first leave out others three times as often."""
    cuts = CUTS.get(name)
    centre = 0.0 if cuts is None else _mean_answer(cuts)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        latent = one_factor(rng, n, LOADINGS)
        x = latent.copy() if cuts is None else answers(latent, cuts)
        chance = np.where(latent[:, [0]] < 0.0, 1.5, 0.5) * GAPS
        x[:, 1:][rng.random((n, LOADINGS.size - 1)) < chance] = np.nan
        filled = chained_equations(x, IMPUTATIONS, seed=int(rng.integers(2**31)), iterations=ROUNDS)
        return {"mean": _pooled_mean(filled.mean(axis=2))}

    questions = {"mean": coverage_of("missing/chained_equations", centre, "mean score, pooled")}
    population = f"{name}; {GAPS:.0%} of 4 in 5 items missing, more of those who answer low"
    return Situation(population, n, SLOWEST, questions, sample)


def _mean_answer(cuts: Array) -> float:
    return 1.0 + float((1.0 - ndtr(cuts)).sum())


def at_random(name: str, n: int) -> Situation:
    """Four items; answers missing whatever they would have been."""
    cuts = CUTS.get(name)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        latent = one_factor(rng, n, LOADINGS[:4])
        x = latent if cuts is None else answers(latent, cuts)
        x[rng.random(x.shape) < GAPS / 2] = np.nan
        return {"little": little_mcar(x)}

    questions = {"little": false_alarms_of("missing/little_mcar")}
    return Situation(f"{name}; 4 items, {GAPS / 2:.0%} missing at random", n, SLOWEST, questions, sample)
