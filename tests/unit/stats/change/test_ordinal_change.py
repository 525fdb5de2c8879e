"""The cumulative-logit mixed model against R's ordinal, and what must hold always."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from mtle_survey.stats.change.ordinal_change import ordinal_change, proportional_odds
from mtle_survey.stats.mixed.cumulative_logit import fit_cumulative_logit
from mtle_survey.stats.mixed.logit_likelihood import likelihood_at, log_likelihood, ordered_answers
from tests.oracle.reference import load_cases

CASES = {case.name: case for case in load_cases("change", "ordinal_change")}
CHECKS = {case.name: case for case in load_cases("change", "proportional_odds")}
TOLERANCE = 1e-5  # both sides search for an optimum


def assert_fit(fit, expected):
    np.testing.assert_allclose(fit.beta, np.atleast_1d(expected["beta"]), rtol=TOLERANCE)
    np.testing.assert_allclose(fit.thresholds, expected["thresholds"], rtol=TOLERANCE)
    std_errors = np.sqrt(np.diag(fit.covariance))
    np.testing.assert_allclose(std_errors, np.atleast_1d(expected["std_error"]), rtol=TOLERANCE)
    assert fit.sd_group == pytest.approx(expected["sd_group"], rel=TOLERANCE, abs=TOLERANCE)
    assert fit.log_likelihood == pytest.approx(expected["log_likelihood"], abs=1e-6)


def wine() -> tuple[np.ndarray, ...]:
    codes, temperature, contact, judge = CASES["wine"].data.T.astype(int)
    return np.column_stack([temperature, contact]).astype(float), codes - 1, judge - 1


def test_wine_equals_r():
    """Randall's (1989) wine, rated by nine judges."""
    X, codes, judge = wine()
    assert_fit(fit_cumulative_logit(X, codes, judge, 5), CASES["wine"].expected)


def test_without_judges_the_likelihood_is_the_published_one():
    """clm(rating ~ temp + contact): 2.5031, 1.5278 and thresholds as printed give -86.4919."""
    X, codes, judge = wine()
    thresholds = np.zeros((72, 4, 6))
    thresholds[:, :, :4] = np.eye(4)
    answers = ordered_answers(thresholds, np.column_stack([np.zeros((72, 4)), X]), codes, judge)
    printed = np.array([-1.3444, 1.2508, 3.4669, 5.0064, 2.5031, 1.5278, 0.0])
    assert log_likelihood(answers, printed) == pytest.approx(-86.4919, abs=5e-5)


def test_derivatives_are_those_of_the_likelihood():
    X, codes, judge = wine()
    thresholds = np.zeros((72, 4, 6))
    thresholds[:, :, :4] = np.eye(4)
    answers = ordered_answers(thresholds, np.column_stack([np.zeros((72, 4)), X]), codes, judge)
    point = np.array([-1.0, 1.1, 3.0, 4.5, 2.0, 1.0, 0.8])
    here, h = likelihood_at(answers, point), 1e-5
    for k, step in enumerate(h * np.eye(7)):
        above, below = likelihood_at(answers, point + step), likelihood_at(answers, point - step)
        assert here.gradient[k] == pytest.approx((above.value - below.value) / (2 * h), abs=1e-6)
        np.testing.assert_allclose(
            here.hessian[k], (above.gradient - below.gradient) / (2 * h), rtol=0, atol=1e-6
        )


@pytest.mark.parametrize("name", ["waves", "skipped", "alike"])
def test_waves_equal_r(name):
    case = CASES[name]
    changes = ordinal_change(case.data)
    betas, errors = (np.atleast_1d(case.expected[key]) for key in ("beta", "std_error"))
    assert len(changes) == betas.size
    for change, beta, error in zip(changes, betas, errors, strict=True):
        assert change.log_odds_ratio.value == pytest.approx(beta, rel=TOLERANCE)
        assert change.log_odds_ratio.std_error == pytest.approx(error, rel=TOLERANCE)
        assert change.odds_ratio.value == pytest.approx(math.exp(beta), rel=TOLERANCE)
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
    score = np.column_stack([np.arange(14.0), np.arange(14.0)[::-1]])
    assert "at most 11" in ordinal_change(score)[0].odds_ratio.unavailable
    with pytest.raises(ValueError, match="two or more waves"):
        ordinal_change(answers[:, :1])


def answers_alike(n: int, correlation: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=n)
    waves = [
        np.sqrt(correlation) * trait + np.sqrt(1 - correlation) * rng.normal(size=n) + s for s in (0.0, 0.4)
    ]
    return np.column_stack([np.digitize(w, [-1.2, -0.4, 0.4, 1.2]) + 1.0 for w in waves])


@pytest.mark.parametrize("correlation", [0.8, 0.9, 0.95])
@pytest.mark.parametrize("n", [24, 60, 200])
def test_answers_that_correlate_highly_are_estimated_and_quickly(n, correlation):
    """Laplace's approximation has no maximum here, and looking for it took half a minute."""
    answers = answers_alike(n, correlation, seed=0)
    started = time.perf_counter()
    (change,) = ordinal_change(answers)
    assert time.perf_counter() - started < 2.0
    up, down = (answers[:, 1] > answers[:, 0]).sum(), (answers[:, 1] < answers[:, 0]).sum()
    assert up > down > 0
    assert change.odds_ratio.value > 1.0
    assert 0.0 < change.expected_change < 1.0


def test_the_reason_says_what_happened():
    same = np.tile([1.0, 2, 3, 4, 5, 3], 4)
    (nobody,) = ordinal_change(np.column_stack([same, same]))
    assert "nobody changed" in nobody.odds_ratio.unavailable
    assert math.isnan(nobody.expected_change)
    rose = np.minimum(same + (np.arange(24) % 3 == 0), 5.0)
    (up,) = ordinal_change(np.column_stack([same, rose]))
    assert "all 8 who changed their answer went higher" in up.odds_ratio.unavailable
    (down,) = ordinal_change(np.column_stack([rose, same]))
    assert "went lower" in down.odds_ratio.unavailable
    swapped = same.copy()
    swapped[[0, 5]] = [2.0, 2.0]
    (few,) = ordinal_change(np.column_stack([same, swapped]))
    assert "only 2 of 24 changed" in few.odds_ratio.unavailable
    everywhere = np.column_stack([same, same, same])
    assert {"alike in all waves" in c.odds_ratio.unavailable for c in ordinal_change(everywhere)} == {True}


@pytest.mark.parametrize("name", CHECKS)
def test_the_check_of_proportional_odds_equals_r(name):
    found, expected = proportional_odds(CHECKS[name].data), CHECKS[name].expected
    assert found.value == pytest.approx(expected["value"], abs=1e-5)
    assert found.df == expected["df"]
    assert found.p_value == pytest.approx(expected["p_value"], abs=1e-5)


def test_an_uneven_change_is_noticed():
    """Everybody leaves the middle for both ends: no odds ratio tells that."""
    pre, post = np.tile([2.0, 3, 3, 4], 15), np.tile([1.0, 2, 4, 5], 15)
    pre[:5], post[:5] = [1, 5, 1, 5, 3], [2, 4, 3, 3, 3]
    assert proportional_odds(np.column_stack([pre, post])).p_value < 0.001


def test_the_check_says_why_there_is_none():
    waves = CASES["waves"].data[:, [0, 2]].copy()
    waves[waves[:, 1] == 1.0, 1] = 2.0
    assert "nobody gave answer 1 in wave 2" in proportional_odds(waves).unavailable
    two = np.tile([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0]], (6, 1))
    assert "one odds ratio only" in proportional_odds(two).unavailable
    assert "at least 10" in proportional_odds(waves[:8]).unavailable
