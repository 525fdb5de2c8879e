"""Little's test against lavaan's FIML moments and naniar; Rubin's rules against mice."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.missing.em_normal import em_normal, missing_patterns
from mtle_survey.stats.missing.little_mcar import little_mcar
from mtle_survey.stats.missing.rubin import rubin
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to


@pytest.mark.parametrize("case", load_cases("missing", "little_mcar"), ids=lambda case: case.name)
def test_little_equals_r(case):
    assert_held_to(little_mcar(case.data), case.expected, ITERATIVE)
    moments = em_normal(missing_patterns(case.data))
    np.testing.assert_allclose(moments.mean, case.expected["mean"], rtol=ITERATIVE)
    np.testing.assert_allclose(moments.covariance, case.expected["covariance"], rtol=0, atol=ITERATIVE)


def test_little_equals_published():
    """mcar_test(airquality) of the R package naniar: 35.1061, df 14, p = .0014178, four patterns.

    Its EM algorithm stops at a change of 1e-4, hence no more digits.
    """
    airquality, _ = load_cases("missing", "little_mcar")
    estimate = little_mcar(airquality.data)
    assert estimate.value == pytest.approx(35.10613, abs=1e-4)
    assert estimate.df == 14
    assert estimate.p_value == pytest.approx(0.0014178, abs=5e-8)
    assert len(missing_patterns(airquality.data)) == 4


def test_values_missing_by_what_was_answered_are_noticed_and_random_gaps_are_not():
    rng = np.random.default_rng(3)
    complete = rng.normal(size=(400, 2)) @ np.array([[1.0, 0.6], [0.0, 0.8]])
    by_chance, by_score = complete.copy(), complete.copy()
    by_chance[rng.choice(400, 100, replace=False), 1] = np.nan
    by_score[complete[:, 0] < np.quantile(complete[:, 0], 0.25), 1] = np.nan
    assert little_mcar(by_chance).p_value > 0.05
    assert little_mcar(by_score).p_value < 0.001


def test_em_without_gaps_gives_the_plain_moments():
    x = np.random.default_rng(4).normal(size=(30, 3))
    moments = em_normal(missing_patterns(x))
    np.testing.assert_allclose(moments.mean, x.mean(axis=0))
    np.testing.assert_allclose(moments.covariance, np.cov(x.T, ddof=0))


def test_reasons_instead_of_numbers():
    x = np.random.default_rng(5).normal(size=(20, 2))
    assert "no value is missing" in little_mcar(x).unavailable
    silent = np.vstack([x, np.full((4, 2), np.nan)])
    assert "no value is missing" in little_mcar(silent).unavailable
    assert little_mcar(silent).n == 20
    half = x.copy()
    half[:, 1] = np.nan
    assert "same gaps" in little_mcar(half).unavailable
    dependent = np.column_stack([x[:, 0], x[:, 0] * 2, x[:, 1]])
    dependent[:5, 2] = np.nan
    assert "cannot be estimated" in little_mcar(dependent).unavailable
    with pytest.raises(ValueError, match="two or more columns"):
        little_mcar(x[:, :1])


@pytest.mark.parametrize("case", load_cases("missing", "rubin"), ids=lambda case: case.name)
def test_rubin_equals_mice(case):
    pooled = rubin(**case.args)
    assert_held_to(pooled.estimate, case.expected)
    assert pooled.missing_information == pytest.approx(case.expected["missing_information"], rel=CLOSED_FORM)


def test_rubin_by_hand():
    """Barnard and Rubin's formulas: T .01358, lambda .18999, df 23.662."""
    Q = np.array([0.50, 0.56, 0.46, 0.53, 0.45])
    U = np.array([0.010, 0.012, 0.011, 0.0105, 0.0115])
    pooled = rubin(Q, U, 39, n=43)
    assert pooled.estimate.value == pytest.approx(0.50, rel=CLOSED_FORM)
    assert pooled.estimate.std_error**2 == pytest.approx(0.01358, abs=5e-6)
    assert pooled.missing_share == pytest.approx(0.18999, abs=5e-6)
    assert pooled.estimate.df == pytest.approx(23.662, abs=5e-4)


def test_two_imputations_without_any_error_of_their_own_are_all_missing_information():
    pooled = rubin(np.array([0.3, 0.5]), np.zeros(2), 40, n=20)
    assert (pooled.missing_share, pooled.missing_information) == (1.0, 1.0)
    assert pooled.estimate.std_error == pytest.approx(math.sqrt(1.5 * 0.02))


def test_imputations_that_agree_cost_nothing():
    pooled = rubin(np.full(5, 0.4), np.full(5, 0.01), 1e6, n=20)
    assert pooled.missing_share == pooled.missing_information == 0.0
    assert pooled.estimate.std_error == pytest.approx(0.1)
    assert math.isclose(pooled.estimate.df, 1e6, rel_tol=1e-5)
    with pytest.raises(ValueError, match="two or more"):
        rubin(np.array([1.0]), np.array([1.0]), 10, n=5)
