"""Factor analysis where the truth is known: error rates, coverage, the right number of factors."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.correlation.pearson_covariance import correlation_covariance
from mtle_survey.stats.structure.efa.sandwich import sandwich_errors
from mtle_survey.stats.structure.efa.solution import efa
from mtle_survey.stats.structure.invariance.invariance import invariance
from mtle_survey.stats.structure.retention.parallel_analysis import parallel_analysis
from mtle_survey.stats.structure.rotation.alignment import matching

pytestmark = pytest.mark.slow

PATTERN = np.kron(np.eye(2), np.array([[0.8], [0.7], [0.6], [0.7]]))
PHI = np.array([[1.0, 0.4], [0.4, 1.0]])
TWO = FactorStructure(n_items=8, factors=((0, 1, 2, 3), (4, 5, 6, 7)))
CUTS = (-1.3, -0.4, 0.5, 1.4)


def sample(rng: np.random.Generator, n: int) -> np.ndarray:
    factors = rng.standard_normal((n, 2)) @ np.linalg.cholesky(PHI).T
    unique = np.sqrt(1.0 - ((PATTERN @ PHI) * PATTERN).sum(axis=1))
    return factors @ PATTERN.T + unique * rng.standard_normal((n, 8))


def within(hits: int, trials: int, rate: float) -> bool:
    """Whether a count is within three standard errors of its rate."""
    return abs(hits / trials - rate) < 3.0 * np.sqrt(rate * (1.0 - rate) / trials)


def test_tests_of_a_true_model_reject_as_often_as_they_say() -> None:
    rng, trials = np.random.default_rng(1), 200
    rejected = {"ml": 0, "wlsmv": 0}
    for _ in range(trials):
        x = sample(rng, 300)
        rejected["ml"] += cfa(x, TWO, "ml").fit["chi2"].p_value < 0.05
        ordinal = cfa(np.digitize(x, CUTS).astype(float), TWO, "wlsmv")
        rejected["wlsmv"] += ordinal.fit["chi2_scaled"].p_value < 0.05
    assert within(rejected["ml"], trials, 0.05)
    assert within(rejected["wlsmv"], trials, 0.05)


def test_intervals_of_ordinal_loadings_cover_the_truth() -> None:
    rng, trials = np.random.default_rng(2), 200
    covered = 0
    for _ in range(trials):
        found = cfa(np.digitize(sample(rng, 400), CUTS).astype(float), TWO, "wlsmv").standardised
        covered += abs(found.loading[0, 0] - 0.8) < 1.959964 * found.loading_se[0, 0]
    assert within(covered, trials, 0.95)


def test_sandwich_intervals_of_rotated_loadings_cover_the_truth() -> None:
    rng, trials = np.random.default_rng(3), 300
    population = PATTERN @ PHI @ PATTERN.T
    np.fill_diagonal(population, 1.0)
    truth = efa(population, 1000, 2).pattern
    covered = np.zeros(truth.shape)
    for _ in range(trials):
        x = sample(rng, 400)
        fitted = efa(np.corrcoef(x.T), 400, 2, starts=3)
        errors = sandwich_errors(fitted, correlation_covariance(x))
        same = matching(truth, fitted.pattern)
        found, error = same.columns(fitted.pattern), np.abs(same.columns(errors.pattern))
        covered += np.abs(found - truth) < 1.959964 * error
    assert within(int(covered.sum() / covered.size), trials, 0.95)


def test_invariance_holds_where_it_does() -> None:
    rng, trials = np.random.default_rng(4), 80
    rejected = {"metric": 0, "scalar": 0}
    for _ in range(trials):
        first, second = sample(rng, 250), sample(rng, 250) + 0.3 * PATTERN.sum(axis=1)
        waves = [np.digitize(x, CUTS).astype(float) for x in (first, second)]
        found = invariance(waves, TWO, "group", "wlsmv", partial=False)
        for level in rejected:
            rejected[level] += found.step(level).delta["delta_chi2"].p_value < 0.05
    assert within(rejected["metric"], trials, 0.05)
    assert within(rejected["scalar"], trials, 0.05)


def test_parallel_analysis_finds_none_in_noise_and_two_where_there_are_two() -> None:
    rng, trials = np.random.default_rng(5), 100
    skewed = (0.3, 0.9, 1.4)
    noise = [
        parallel_analysis(np.digitize(rng.standard_normal((120, 8)), skewed), "polychoric", permutations=60)
        for _ in range(trials)
    ]
    assert within(sum(found.n_factors > 0 for found in noise), trials, 0.05)
    true = [parallel_analysis(sample(rng, 250), permutations=60).n_factors for _ in range(trials)]
    assert np.mean(np.array(true) == 2) > 0.95
