"""Omega total against lavaan and semTools, and where it must refuse."""

import numpy as np
import pytest

from mtle_survey.stats.moments import correlation, covariance
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.omega_total import omega_of_solution, omega_total
from mtle_survey.stats.reliability.one_factor import fit_one_factor
from tests.oracle.reference import ITERATIVE, load_cases

rng = np.random.default_rng(11)
ONE_FACTOR = rng.normal(size=(60, 1)) + rng.normal(size=(60, 5))


@pytest.mark.parametrize("case", load_cases("reliability", "omega_total"), ids=lambda case: case.name)
def test_omega_agrees_with_lavaan(case):
    implied, observed = omega_total(case.data), omega_total(case.data, "observed")
    assert implied.value == pytest.approx(case.expected["implied"], abs=ITERATIVE)
    assert observed.value == pytest.approx(case.expected["observed"], abs=ITERATIVE)
    assert observed.value == pytest.approx(case.expected["semtools_observed"], abs=ITERATIVE)
    assert (implied.method, observed.method) == ("ml1/implied", "ml1/observed")
    assert implied.n == len(case.data)
    fitted = fit_one_factor(correlation(covariance(case.data)))
    np.testing.assert_allclose(fitted.loadings, case.expected["loadings"], rtol=0, atol=ITERATIVE)


def test_a_single_exact_factor_is_recovered():
    loadings = np.array([0.9, 0.7, 0.5, 0.3])
    R = np.outer(loadings, loadings)
    np.fill_diagonal(R, 1.0)
    fitted = fit_one_factor(R)
    np.testing.assert_allclose(fitted.loadings, loadings, rtol=0, atol=1e-8)
    assert fitted.discrepancy == pytest.approx(0.0, abs=1e-12)
    assert omega_of_solution(R, fitted) == pytest.approx(
        2.4**2 / (2.4**2 + (1 - loadings**2).sum()), abs=1e-8
    )


def test_equal_loadings_make_omega_and_alpha_one():
    R = np.full((5, 5), 0.4) + 0.6 * np.eye(5)
    assert omega_of_solution(R, fit_one_factor(R)) == pytest.approx(5 * 0.4 / (1 + 4 * 0.4), abs=1e-8)


def test_many_matrices_at_once_give_what_one_at_a_time_gives():
    R = np.stack([correlation(covariance(ONE_FACTOR[i : i + 30])) for i in range(30)])
    together = fit_one_factor(R)
    alone = np.stack([fit_one_factor(one).loadings for one in R])
    np.testing.assert_allclose(together.loadings, alone, rtol=0, atol=1e-7)


def test_wrongly_keyed_items_lower_omega():
    wrong = np.column_stack([ONE_FACTOR[:, :3], -ONE_FACTOR[:, 3:]])
    assert omega_total(wrong).value < 0.3 < 0.7 < omega_total(ONE_FACTOR).value


def test_omega_refuses_what_one_factor_cannot_be_fitted_to():
    assert "at least 3 items; this scale has 2" in omega_total(ONE_FACTOR[:, :2]).unavailable
    assert "at least 6 complete respondents; there are 5" in omega_total(ONE_FACTOR[:5]).unavailable
    constant = np.column_stack([ONE_FACTOR, np.ones(60)])
    assert "1 of 6 items got the same answer" in omega_total(constant).unavailable
    assert alpha(constant).available
    total = np.column_stack([ONE_FACTOR, ONE_FACTOR.sum(axis=1)])
    assert "follows exactly from the others" in omega_total(total).unavailable


def test_a_heywood_case_is_refused_and_named():
    """r12 r13 > r23 asks for a communality above one in the first item."""
    R = np.array([[1.0, 0.9, 0.8], [0.9, 1.0, 0.5], [0.8, 0.5, 1.0]])
    factor = np.linalg.cholesky(R)
    sample = np.random.default_rng(1).normal(size=(50, 3))
    sample -= sample.mean(axis=0)
    white = sample @ np.linalg.inv(np.linalg.cholesky(sample.T @ sample / 49)).T
    result = omega_total(white @ factor.T)
    assert "item 1 of 3" in result.unavailable
    assert "Heywood" in result.unavailable


def test_two_items_are_a_mistake_for_the_factor_model():
    with pytest.raises(ValueError, match="at least 3 items"):
        fit_one_factor(np.eye(2))
