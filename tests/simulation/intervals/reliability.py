"""Reliability of scales, and items within them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.items.alpha_if_dropped import (
    alpha_if_dropped_from_moments,
    alpha_if_dropped_of_covariance,
)
from mtle_survey.stats.items.item_rest_correlation import (
    item_rest_correlation_from_moments,
    item_rest_of_covariance,
)
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments, alpha_of_covariance
from mtle_survey.stats.reliability.alpha_pairwise import alpha_pairwise
from mtle_survey.stats.reliability.conventions.alpha_wald import alpha_wald
from mtle_survey.stats.reliability.incomplete import alpha_fiml, incomplete_moments
from mtle_survey.stats.reliability.kr20 import kr20
from mtle_survey.stats.reliability.sem import sem, sem_from_moments
from mtle_survey.stats.reliability.spearman_brown import spearman_brown
from tests.simulation.intervals.populations import (
    CUTS,
    FAST,
    NORMAL,
    SIZES,
    SLOWEST,
    answers,
    one_factor,
    one_factor_covariance,
)
from tests.simulation.intervals.situation import Found, Situation, coverage_of

UNLIKE = np.linspace(0.45, 0.80, 6)
ALIKE = np.full(6, 0.65)
TEST = np.linspace(0.4, 0.7, 10)
HARD = {"right in 5 of 10": 0.0, "right in 8 of 10": -0.8416}
GAPS = 0.15


def situations() -> Iterator[Situation]:
    for n in SIZES:
        for name in (f"{NORMAL}, parallel items", f"{NORMAL}, unlike items", *CUTS):
            yield scale(name, n)
        for name in (NORMAL, *CUTS):
            yield two_items(name, n)
        for name in HARD:
            yield knowledge(name, n)
    for n in SIZES[1:3]:
        for name in (NORMAL, "five-point answers, near the ceiling"):
            yield gaps(name, n)


def scale(name: str, n: int) -> Situation:
    """Six items of one factor."""
    loadings, cuts = ALIKE if "parallel" in name else UNLIKE, CUTS.get(name)
    S = one_factor_covariance(loadings, cuts)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        latent = one_factor(rng, n, loadings)
        x = latent if cuts is None else answers(latent, cuts)
        S, _ = sample_moments(x)
        return {
            "sem": sem(x),
            "sem_chi2": sem_from_moments(S, n),
            "alpha_wald": alpha_wald(S, n),
            "feldt": alpha_from_moments(S, n),
            "dropped": alpha_if_dropped_from_moments(S, n)[0],
            "rest": item_rest_correlation_from_moments(S, n)[0],
        }

    alpha = float(alpha_of_covariance(S))
    error = float(np.sqrt(S.sum() * (1.0 - alpha))) / 6.0
    questions = {
        "sem": coverage_of("reliability/sem", error, "from answers"),
        "sem_chi2": coverage_of("reliability/sem", error, "from a covariance matrix"),
        "alpha_wald": coverage_of("reliability/alpha_wald", alpha),
        "feldt": coverage_of("reliability/alpha", alpha, "Feldt"),
        "dropped": coverage_of("items/alpha_if_dropped", alpha_if_dropped_of_covariance(S)[0]),
        "rest": coverage_of("items/item_rest_correlation", item_rest_of_covariance(S)[0]),
    }
    return Situation(f"{name}; 6 items", n, FAST, questions, sample)


def two_items(name: str, n: int) -> Situation:
    """A scale of two items that correlate .6 before they are cut."""
    loadings, cuts = np.full(2, np.sqrt(0.6)), CUTS.get(name)
    S = one_factor_covariance(loadings, cuts)
    r = float(S[0, 1] / S[0, 0])

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        latent = one_factor(rng, n, loadings)
        return {"sb": spearman_brown(latent if cuts is None else answers(latent, cuts))}

    questions = {"sb": coverage_of("reliability/spearman_brown", 2.0 * r / (1.0 + r))}
    return Situation(f"{name}; 2 items", n, FAST, questions, sample)


def knowledge(name: str, n: int) -> Situation:
    """Ten questions that are answered rightly or wrongly."""
    cuts = np.array([HARD[name]])
    alpha = float(alpha_of_covariance(one_factor_covariance(TEST, cuts)))

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        return {"kr20": kr20(answers(one_factor(rng, n, TEST), cuts) - 1.0)}

    questions = {"kr20": coverage_of("reliability/kr20", alpha)}
    return Situation(f"ten test questions, {name}", n, FAST, questions, sample)


def gaps(name: str, n: int) -> Situation:
    """Six items; 15% of the answers missing whatever they would have been."""
    cuts = CUTS.get(name)
    alpha = float(alpha_of_covariance(one_factor_covariance(UNLIKE, cuts)))

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        latent = one_factor(rng, n, UNLIKE)
        x = latent if cuts is None else answers(latent, cuts)
        x[rng.random(x.shape) < GAPS] = np.nan
        return {"fiml": alpha_fiml(incomplete_moments(x)), "pairwise": alpha_pairwise(x)}

    questions = {
        "fiml": coverage_of("reliability/alpha_fiml", alpha),
        "pairwise": coverage_of("reliability/alpha_pairwise", alpha),
    }
    return Situation(f"{name}; 6 items, {GAPS:.0%} missing", n, SLOWEST, questions, sample)
