"""Standard errors of rotated loadings: brute force in R, and the bootstrap."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.correlation.pearson_covariance import (
    correlation_covariance,
    normal_correlation_covariance,
)
from mtle_survey.stats.structure.efa.bootstrap import _rotated_like, bootstrap_errors
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.sandwich import sandwich_errors
from mtle_survey.stats.structure.efa.solution import efa
from mtle_survey.stats.structure.rotation.alignment import matching
from tests.oracle.reference import load_cases

# the reference differentiates two optimisers numerically
BRUTE_FORCE = 5e-5


def responses(n: int = 400, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    factors = rng.standard_normal((n, 2)) @ np.linalg.cholesky([[1, 0.3], [0.3, 1]]).T
    pattern = np.kron(np.eye(2), np.full((4, 1), 0.7))
    return factors @ pattern.T + np.sqrt(0.51) * rng.standard_normal((n, 8))


@pytest.mark.parametrize("case", load_cases("structure", "efa_errors"), ids=lambda c: c.name)
def test_sandwich_agrees_with_brute_force(case) -> None:
    R = np.array(case.args["R"])
    fitted = efa(R, case.args["n"], 3, "ml", case.name)
    found = sandwich_errors(fitted, normal_correlation_covariance(R))
    same = matching(fitted.pattern, case.expected["pattern"])
    expected = np.abs(same.columns(np.array(case.expected["pattern_se"])))
    np.testing.assert_allclose(found.pattern, expected, rtol=0, atol=BRUTE_FORCE)
    phi = np.abs(same.both(np.array(case.expected["phi_se"])))
    np.testing.assert_allclose(found.factor_correlation, phi, rtol=0, atol=BRUTE_FORCE)
    np.testing.assert_allclose(
        found.pattern_high - found.pattern_low, 2 * 1.959964 * found.pattern, rtol=1e-6
    )


@pytest.mark.parametrize("rotation", ["oblimin", "varimax", "geomin"])
def test_bootstrap_and_sandwich_agree(rotation) -> None:
    x = responses(800)
    fitted = efa(np.corrcoef(x.T), len(x), 2, "minres", rotation)
    sandwich = sandwich_errors(fitted, correlation_covariance(x))
    bootstrap = bootstrap_errors(x, fitted, draws=150, seed=2)
    assert bootstrap.replicates == 150
    ratio = bootstrap.pattern / sandwich.pattern
    assert 0.75 < np.median(ratio) < 1.3
    assert (bootstrap.pattern_low < fitted.pattern).all() and (fitted.pattern < bootstrap.pattern_high).all()


def test_the_bootstrap_is_seeded_and_keeps_promax() -> None:
    x = responses()
    fitted = efa(np.corrcoef(x.T), len(x), 2, rotation="promax")
    first = bootstrap_errors(x, fitted, draws=30, seed=5)
    np.testing.assert_array_equal(first.pattern, bootstrap_errors(x, fitted, draws=30, seed=5).pattern)
    assert 0.01 < first.pattern.mean() < 0.1
    assert "bootstrap" in sandwich_errors(fitted, correlation_covariance(x)).unavailable


def test_the_bootstrap_takes_ordinal_items_and_incomplete_respondents() -> None:
    x = np.digitize(responses(), (-1.0, 0.0, 1.0)).astype(float)
    x[3, 4] = np.nan
    from mtle_survey.stats.structure.correlation.polychoric import polychoric

    fitted = efa(polychoric(x[~np.isnan(x).any(axis=1)]).R, 399, 2)
    found = bootstrap_errors(x, fitted, "polychoric", draws=20)
    assert not found.unavailable and 0.01 < found.pattern.mean() < 0.1


def test_one_factor_needs_no_rotation() -> None:
    x = responses()
    fitted = efa(np.corrcoef(x[:, :4].T), len(x), 1)
    sandwich = sandwich_errors(fitted, correlation_covariance(x[:, :4]))
    bootstrap = bootstrap_errors(x[:, :4], fitted, draws=100)
    np.testing.assert_allclose(sandwich.pattern, bootstrap.pattern, rtol=0.35)
    assert sandwich.factor_correlation.tolist() == [[0.0]]


def test_what_is_not_to_be_interpreted_has_no_standard_errors() -> None:
    load = np.array([1.05, 0.6, 0.6, 0.5])
    R = np.outer(load, load)
    np.fill_diagonal(R, 1.0)
    fitted = efa(R, 200, 1)
    refused = sandwich_errors(fitted, np.eye(6))
    assert "Heywood" in refused.unavailable and refused.replicates == 0
    assert "Heywood" in bootstrap_errors(responses()[:, :4], fitted, draws=3).unavailable
    constant = np.column_stack([responses(60)[:, :4], np.ones(60)])  # resampled from something else
    stable = efa(np.corrcoef(responses()[:, :5].T), 400, 2)
    found = bootstrap_errors(constant, stable, draws=10)
    assert "only 0 of 10" in found.unavailable and np.isnan(found.pattern).all()


def test_an_indeterminate_solution_has_no_sandwich() -> None:
    # a second factor with a single loading: its size and the item's uniqueness trade off
    pattern = np.array([[0.7, 0], [0.7, 0], [0.6, 0], [0.5, 0], [0.6, 0.6]])
    R = pattern @ pattern.T
    np.fill_diagonal(R, 1.0)
    found = sandwich_errors(efa(R, 300, 2, "minres", "varimax_raw"), normal_correlation_covariance(R))
    assert found.unavailable


@pytest.mark.parametrize("rotation", ["oblimin", "oblimin_spss", "varimax", "varimax_raw", "promax", "none"])
def test_a_sample_like_the_original_is_rotated_to_the_same_solution(rotation) -> None:
    R = np.corrcoef(responses().T)
    fitted = efa(R, 400, 2, "minres", rotation)
    unrotated = extract(R, 2, "minres").loadings
    patterns, correlations = _rotated_like(np.array([unrotated, -unrotated]), fitted, None)
    for pattern, correlation in zip(patterns, correlations, strict=True):
        np.testing.assert_allclose(pattern, fitted.pattern, rtol=0, atol=1e-6)
        np.testing.assert_allclose(correlation, fitted.factor_correlation, rtol=0, atol=1e-6)
