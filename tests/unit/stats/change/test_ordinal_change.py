"""The cumulative-logit mixed model against R's ordinal, and what must hold always."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.change.ordinal_change import ordinal_change
from mtle_survey.stats.mixed.cumulative_logit import fit_cumulative_logit
from tests.oracle.reference import load_cases

CASES = {case.name: case for case in load_cases("change", "ordinal_change")}
TOLERANCE = 2e-5  # both sides differentiate numerically; standard errors ten times as far


def assert_fit(fit, expected):
    np.testing.assert_allclose(fit.beta, np.atleast_1d(expected["beta"]), rtol=TOLERANCE)
    np.testing.assert_allclose(fit.thresholds, expected["thresholds"], rtol=TOLERANCE)
    std_errors = np.sqrt(np.diag(fit.covariance))
    np.testing.assert_allclose(std_errors, np.atleast_1d(expected["std_error"]), rtol=10 * TOLERANCE)
    assert fit.sd_group == pytest.approx(expected["sd_group"], rel=TOLERANCE, abs=1e-3)
    assert fit.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-6)


def test_wine_equals_r_and_the_published_values():
    """Randall's (1989) wine: 3.063, 1.835, variance 1.279, log-likelihood -81.565."""
    case = CASES["wine"]
    codes, temperature, contact, judge = case.data.T.astype(int)
    X = np.column_stack([temperature, contact]).astype(float)
    fit = fit_cumulative_logit(X, codes - 1, judge - 1, 5)
    assert_fit(fit, case.expected)
    assert fit.beta == pytest.approx([3.06301, 1.83489], abs=2e-5)
    assert fit.sd_group**2 == pytest.approx(1.27948, abs=2e-5)


@pytest.mark.parametrize("name", ["waves", "skipped"])
def test_waves_equal_r(name):
    case = CASES[name]
    changes = ordinal_change(case.data)
    betas, errors = (np.atleast_1d(case.expected[key]) for key in ("beta", "std_error"))
    assert len(changes) == betas.size
    for change, beta, error in zip(changes, betas, errors, strict=True):
        assert change.log_odds_ratio.value == pytest.approx(beta, rel=TOLERANCE)
        assert change.log_odds_ratio.std_error == pytest.approx(error, rel=10 * TOLERANCE)
        assert change.odds_ratio.value == pytest.approx(math.exp(beta), rel=10 * TOLERANCE)
        assert change.odds_ratio.interval.low == pytest.approx(math.exp(beta - 1.959964 * error), rel=1e-3)
        assert change.odds_ratio.n == case.data.shape[0]
        assert change.expected_change * beta > 0.0


def test_only_the_order_of_codes_matters():
    answers = CASES["waves"].data
    stretched = np.where(np.isnan(answers), np.nan, answers**2)
    for one, other in zip(ordinal_change(answers), ordinal_change(stretched), strict=True):
        assert other.log_odds_ratio.value == pytest.approx(one.log_odds_ratio.value, abs=1e-7)


def test_reversing_the_scale_flips_the_sign():
    answers = CASES["skipped"].data
    (one,), (other,) = ordinal_change(answers), ordinal_change(6 - answers)
    assert other.log_odds_ratio.value == pytest.approx(-one.log_odds_ratio.value, abs=1e-6)
    assert other.expected_change == pytest.approx(-one.expected_change, abs=1e-6)


def test_respondents_who_do_not_differ_are_no_obstacle():
    """Answers opposed between the waves: the variance of respondents is zero, and the model is ordinary."""
    pre = np.tile([1.0, 2, 3, 4, 5], 4)
    (change,) = ordinal_change(np.column_stack([pre, 6 - pre]))
    assert change.log_odds_ratio.value == pytest.approx(0.0, abs=1e-6)
    assert change.odds_ratio.interval.low < 1.0 < change.odds_ratio.interval.high


def test_reasons_instead_of_numbers():
    answers = CASES["skipped"].data
    assert "at least 10" in ordinal_change(answers[:9])[0].odds_ratio.unavailable
    assert "same answer" in ordinal_change(np.full((12, 2), 3.0))[0].odds_ratio.unavailable
    no_wave = np.column_stack([answers[:, 0], np.full(14, np.nan)])
    assert "no answer" in ordinal_change(no_wave)[0].odds_ratio.unavailable
    apart = np.full((12, 2), np.nan)
    apart[:6, 0], apart[6:, 1] = [1, 2, 1, 2, 1, 2], [2, 1, 2, 1, 2, 2]
    assert "two waves" in ordinal_change(apart)[0].log_odds_ratio.unavailable
    everyone = np.column_stack([np.full(12, 1.0), np.full(12, 2.0)])
    (one_sided,) = ordinal_change(everyone)
    assert "no bound" in one_sided.odds_ratio.unavailable
    assert math.isnan(one_sided.expected_change)
    score = np.column_stack([np.arange(14.0), np.arange(14.0)[::-1]])
    assert "at most 11" in ordinal_change(score)[0].odds_ratio.unavailable
    with pytest.raises(ValueError, match="two or more waves"):
        ordinal_change(answers[:, :1])
