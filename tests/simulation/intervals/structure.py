"""Factors, item response models and their tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Interval
from mtle_survey.stats.structure.adequacy.bartlett_chi2 import bartlett_chi2
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.correlation.pearson_covariance import correlation_covariance
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.sandwich import sandwich_errors
from mtle_survey.stats.structure.efa.solution import efa
from mtle_survey.stats.structure.invariance.invariance import Invariance, invariance
from mtle_survey.stats.structure.irt.graded_response import graded_response
from mtle_survey.stats.structure.irt.item_bias import item_bias
from mtle_survey.stats.structure.irt.item_fit import item_fit
from mtle_survey.stats.structure.rotation.alignment import matching
from tests.simulation.intervals.populations import (
    CUTS,
    FAST,
    MEDIUM,
    NORMAL,
    SIZES,
    SLOW,
    SLOWEST,
    answers,
    one_factor,
)
from tests.simulation.intervals.situation import Found, Situation, coverage_of, false_alarms_of

SIX = np.linspace(0.5, 0.8, 6)
PATTERN = np.kron(np.eye(2), np.array([[0.8], [0.7], [0.6], [0.7]]))
PHI = np.array([[1.0, 0.4], [0.4, 1.0]])
NEARLY_ONE = np.array([[1.0, 0.8], [0.8, 1.0]])
TWO = FactorStructure(n_items=8, factors=((0, 1, 2, 3), (4, 5, 6, 7)))
ONE_OF_EIGHT = FactorStructure(n_items=8, factors=(tuple(range(8)),))
SLOPES = np.array([1.0, 1.3, 1.6, 1.9, 2.2])
LEVELS = np.array([-2.0, -1.0, 0.3, 1.4])


def situations() -> Iterator[Situation]:
    for name in (NORMAL, *CUTS):
        for n in SIZES:
            yield unrelated(name, n)
        for n in (60, 200):
            yield one_is_enough(name, n)
            yield alike_in_groups(name, n)
    for n in (100, 200, 400):
        yield misfit(n)
        yield rotated(n)
    yield invariant("five-point answers, near the ceiling", 200)
    yield curves(200)


def _two_factors(rng: np.random.Generator, n: int, phi: Array = PHI) -> Array:
    factors = rng.standard_normal((n, 2)) @ np.linalg.cholesky(phi).T
    unique = np.sqrt(1.0 - ((PATTERN @ phi) * PATTERN).sum(axis=1))
    return np.asarray(factors @ PATTERN.T + unique * rng.standard_normal((n, 8)))


def _two_factor_correlations(phi: Array = PHI) -> Array:
    R = PATTERN @ phi @ PATTERN.T
    np.fill_diagonal(R, 1.0)
    return R


def _seen(latent: Array, name: str) -> Array:
    return answers(latent, CUTS[name]) if name in CUTS else latent


def unrelated(name: str, n: int) -> Situation:
    """Six items with nothing in common."""

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        x = _seen(rng.normal(size=(n, 6)), name)
        if (np.ptp(x, axis=0) == 0.0).any():
            return {"bartlett": None}
        return {"bartlett": bartlett_chi2(np.corrcoef(x.T), n)}

    questions = {"bartlett": false_alarms_of("structure/bartlett_chi2")}
    return Situation(f"{name}; 6 unrelated items", n, FAST, questions, sample)


def one_is_enough(name: str, n: int) -> Situation:
    """Six items of one factor, taken for numbers."""

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        x = _seen(one_factor(rng, n, SIX), name)
        return {"ml": efa(np.corrcoef(x.T), n, 1, "ml", "none").chi2}

    questions = {"ml": false_alarms_of("structure/extraction_ml", "one factor is enough")}
    return Situation(f"{name}; 6 items of one factor", n, MEDIUM, questions, sample)


def misfit(n: int) -> Situation:
    """One factor for eight items that have two, which correlate .8."""
    df = 20.0
    truth = float(np.sqrt(extract(_two_factor_correlations(NEARLY_ONE), 1, "ml").objective / df))

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        return {"rmsea": cfa(_two_factors(rng, n, NEARLY_ONE), ONE_OF_EIGHT, "ml").fit["rmsea"]}

    questions = {"rmsea": coverage_of("structure/rmsea", truth, nominal=0.90)}
    return Situation(f"{NORMAL}; one factor for two", n, SLOWEST, questions, sample)


def rotated(n: int) -> Situation:
    """Eight items of two factors that correlate .4, minimum residuals and oblimin."""
    truth = efa(_two_factor_correlations(), 1000, 2).pattern
    own = int(truth[0].argmax())

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        x = _two_factors(rng, n)
        fitted = efa(np.corrcoef(x.T), n, 2, starts=3)
        errors = sandwich_errors(fitted, correlation_covariance(x))
        if errors.unavailable:
            return {"own": None, "cross": None}
        same = matching(truth, fitted.pattern)
        value, error = same.columns(fitted.pattern), np.abs(same.columns(errors.pattern))
        return {
            "own": _wald(value[0, own], error[0, own]),
            "cross": _wald(value[0, 1 - own], error[0, 1 - own]),
        }

    questions = {
        "own": coverage_of("structure/efa_errors", truth[0, own], "a loading on its factor"),
        "cross": coverage_of("structure/efa_errors", truth[0, 1 - own], "a loading on the other factor"),
    }
    return Situation(f"{NORMAL}; 8 items of two factors", n, SLOWEST, questions, sample)


def _wald(value: float, error: float, level: float = 0.95) -> Interval | None:
    if not np.isfinite(error):
        return None
    reach = z_critical(level) * float(error)
    return Interval(low=float(value) - reach, high=float(value) + reach, level=level)


def invariant(name: str, n: int) -> Situation:
    """Two groups of half of the respondents, who differ in the factors and not in the items."""

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        groups = [
            _seen(_two_factors(rng, n // 2) + shift * PATTERN.sum(axis=1), name) for shift in (0.0, 0.3)
        ]
        found = invariance(groups, TWO, "group", "mlr", partial=False)
        return {level: _difference(found, level) for level in ("metric", "scalar")}

    questions = {level: false_alarms_of("structure/invariance", level) for level in ("metric", "scalar")}
    return Situation(f"{name}; two groups, MLR", n, SLOWEST, questions, sample)


def _difference(found: Invariance, level: str) -> Found:
    try:
        return found.step(level).delta["delta_chi2"]
    except KeyError:
        return None


def alike_in_groups(name: str, n: int) -> Situation:
    """Two groups who answer all items alike at the same trait; the sum of the answers stands for it."""
    group = np.arange(n) % 2

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        cuts = CUTS.get(name, np.array([-1.3, -0.4, 0.5, 1.4]))
        x = answers(one_factor(rng, n, SIX), cuts)
        found = item_bias(x[:, 0], x.sum(axis=1), group)
        return {"total": found.total, "uniform": found.uniform}

    questions = {k: false_alarms_of("structure/item_bias", k) for k in ("total", "uniform")}
    return Situation(f"{name}; 6 items, two groups", n, SLOW, questions, sample)


def curves(n: int) -> Situation:
    """Five five-point items that follow the graded response model."""

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        trait = rng.normal(size=(n, 1, 1))
        above = SLOPES[:, None] * (trait - LEVELS) > rng.logistic(size=(n, SLOPES.size))[:, :, None]
        x = above.sum(axis=2) + 1.0
        fitted = graded_response(x)
        if fitted.unavailable:
            return {"slope": None, "level": None, "fit": None}
        return {
            "slope": _wald(fitted.slope[2], fitted.slope_se[2]),
            "level": _wald(fitted.difficulty[2][0], fitted.difficulty_se[2][0])
            if fitted.difficulty[2].size == LEVELS.size
            else None,
            "fit": item_fit(fitted)[2],
        }

    questions = {
        "slope": coverage_of("structure/graded_response", SLOPES[2], "slope"),
        "level": coverage_of("structure/graded_response", LEVELS[0], "lowest threshold"),
        "fit": false_alarms_of("structure/item_fit"),
    }
    return Situation("5 items that follow the model", n, SLOWEST, questions, sample)
