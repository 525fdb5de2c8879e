"""Alpha, its relatives and their intervals against R, published pins, and the traps of other software."""

import math

import numpy as np
import pytest

from mtle_survey.stats.moments import covariance, sample_moments
from mtle_survey.stats.reliability.alpha import alpha, alpha_from_moments, alpha_of_covariance
from mtle_survey.stats.reliability.alpha_intervals import bonett, feldt
from mtle_survey.stats.reliability.alpha_standardized import alpha_standardized
from mtle_survey.stats.reliability.lambda2 import lambda2, lambda2_of_covariance
from mtle_survey.stats.reliability.mean_inter_item_correlation import (
    inter_item_correlations,
    mean_inter_item_correlation,
)
from mtle_survey.stats.reliability.sem import sem, sem_from_moments, sem_of_reliability
from mtle_survey.stats.reliability.spearman_brown import spearman_brown, stepped_up
from tests.oracle.reference import CLOSED_FORM, load_cases

rng = np.random.default_rng(7)
ONE_FACTOR = rng.normal(size=(40, 1)) + rng.normal(size=(40, 5))


def cases(statistic):
    return pytest.mark.parametrize("case", load_cases("reliability", statistic), ids=lambda case: case.name)


def test_alpha_of_many_matrices_at_once_is_that_of_each():
    many = np.stack([covariance(ONE_FACTOR[:, :4]), covariance(ONE_FACTOR[:, 1:]), np.zeros((4, 4))])
    each = [alpha_from_moments(S, 40).value for S in many[:2]]
    found = alpha_of_covariance(np.stack([many, many[::-1]]))
    np.testing.assert_allclose(found[0, :2], each, rtol=0, atol=1e-15)
    assert np.isnan(found[0, 2]) and np.isnan(found[1, 0])
    np.testing.assert_allclose(found[1, 2], each[0], rtol=0, atol=1e-15)


@cases("alpha")
def test_alpha_and_both_intervals_agree_with_psych(case):
    result = alpha(case.data)
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert result.interval.low == pytest.approx(case.expected["feldt_low"], abs=CLOSED_FORM)
    assert result.interval.high == pytest.approx(case.expected["feldt_high"], abs=CLOSED_FORM)
    assert (result.n, result.method) == (len(case.data), "listwise/feldt")
    other = alpha(case.data, interval="bonett")
    assert other.interval.low == pytest.approx(case.expected["bonett_low"], abs=CLOSED_FORM)
    assert other.interval.high == pytest.approx(case.expected["bonett_high"], abs=CLOSED_FORM)
    assert (other.value, other.method) == (result.value, "listwise/bonett")


@cases("alpha_standardized")
def test_standardized_alpha_agrees_with_psych(case):
    result = alpha_standardized(case.data)
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert result.interval is None


@cases("lambda2")
def test_lambda2_uses_covariances(case):
    assert lambda2(case.data).value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    standardized = np.corrcoef(case.data, rowvar=False)
    assert float(lambda2_of_covariance(standardized)) == pytest.approx(
        case.expected["standardized"], abs=CLOSED_FORM
    )


@cases("mean_inter_item_correlation")
def test_mean_and_range_of_the_correlations(case):
    result = inter_item_correlations(case.data)
    assert result.mean.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert result.smallest == pytest.approx(case.expected["smallest"], abs=CLOSED_FORM)
    assert result.largest == pytest.approx(case.expected["largest"], abs=CLOSED_FORM)
    assert mean_inter_item_correlation(case.data) == result.mean


@cases("sem")
def test_sem_in_the_unit_of_the_score(case):
    result = sem(case.data)
    assert result.value == pytest.approx(case.expected["mean"], abs=CLOSED_FORM)
    assert sem(case.data, metric="sum").value == pytest.approx(case.expected["sum"], abs=CLOSED_FORM)
    if "low" in case.expected:
        assert result.value == pytest.approx(case.expected["mean_from_anova"], abs=CLOSED_FORM)
        assert result.interval.low == pytest.approx(case.expected["low"], abs=CLOSED_FORM)
        assert result.interval.high == pytest.approx(case.expected["high"], abs=CLOSED_FORM)
        normal = sem_from_moments(*sample_moments(case.data)).interval
        assert normal.low == pytest.approx(case.expected["normal_low"], abs=CLOSED_FORM)
        assert normal.high == pytest.approx(case.expected["normal_high"], abs=CLOSED_FORM)


def test_sem_is_known_less_well_where_few_respondents_make_the_errors():
    rng = np.random.default_rng(1)
    even = rng.normal(size=(400, 1)) + rng.normal(size=(400, 4))
    few = np.full((20, 3), 2.0)
    few[:2] = [[1.0, 2.0, 5.0], [5.0, 2.0, 1.0]]
    assert 0.8 * 399 * 3 < sem(even).df <= 399 * 3
    assert sem(few).df < 5.0
    assert sem(few).interval.high > 1.5 * sem_from_moments(*sample_moments(few)).interval.high


@cases("spearman_brown")
def test_spearman_brown_of_two_items(case):
    result = spearman_brown(case.data[:, :2])
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert result.value == pytest.approx(case.expected["psych"], abs=CLOSED_FORM)
    assert result.interval.low == pytest.approx(case.expected["low"], abs=CLOSED_FORM)
    assert result.interval.high == pytest.approx(case.expected["high"], abs=CLOSED_FORM)


def test_published_intervals():
    """Bonett's bias term counts: without it the last interval would be [.7932, .8912]."""
    low_high = feldt(0.85, 89, 7, 0.95)
    assert (round(low_high.low, 4), round(low_high.high, 4)) == (0.7971, 0.8932)
    low_high = feldt(0.80, 12, 6, 0.95)
    assert (round(low_high.low, 4), round(low_high.high, 4)) == (0.5526, 0.9336)
    low_high = bonett(0.85, 89, 7, 0.95)
    assert (round(low_high.low, 4), round(low_high.high, 4)) == (0.7956, 0.8924)


def test_two_halves_that_correlate_six_tenths_make_three_quarters():
    assert stepped_up(0.60, 2.0) == pytest.approx(0.75)
    with pytest.raises(ValueError, match="positive factor"):
        stepped_up(0.6, 0.0)
    with pytest.raises(ValueError, match="no reliability follows"):
        stepped_up(-1.0, 2.0)


def test_the_interval_uses_the_rows_that_were_used():
    """Another package counted rows before it dropped the incomplete ones."""
    gaps = np.array(ONE_FACTOR)
    gaps[[3, 8, 21], [0, 2, 4]] = np.nan
    with pytest.raises(ValueError, match="missing values"):
        alpha(gaps)
    complete = gaps[~np.isnan(gaps).any(axis=1)]
    result = alpha(complete)
    assert result.n == 37
    assert result.interval == feldt(result.value, 37, 5, 0.95)
    assert result.interval != feldt(result.value, 40, 5, 0.95)


def test_wrongly_keyed_items_are_not_mended():
    wrong = np.column_stack([ONE_FACTOR[:, :3], -ONE_FACTOR[:, 3:]])
    assert alpha(wrong).value < 0.1 < 0.7 < alpha(ONE_FACTOR).value
    assert mean_inter_item_correlation(wrong).value < 0.0


def test_noise_has_no_reliability():
    noise = np.random.default_rng(3).normal(size=(400, 6))
    assert abs(alpha(noise).value) < 0.2


def test_a_constant_item_stays_in_alpha_but_has_no_correlations():
    with_constant = np.column_stack([ONE_FACTOR, np.full(40, 3.3)])
    S = covariance(with_constant)
    assert S[5].tolist() == [0.0] * 6
    by_hand = 6 / 5 * (1 - np.trace(S) / S.sum())
    assert alpha(with_constant).value == pytest.approx(by_hand, abs=1e-12)
    assert alpha(with_constant).value < alpha(ONE_FACTOR).value
    for statistic in (alpha_standardized, mean_inter_item_correlation):
        assert "1 of 6 items got the same answer" in statistic(with_constant).unavailable


@pytest.mark.parametrize("statistic", [alpha, alpha_standardized, lambda2, sem, mean_inter_item_correlation])
def test_what_cannot_be_computed_says_why(statistic):
    assert "at least 2 items; this scale has 1" in statistic(ONE_FACTOR[:, :1]).unavailable
    assert "complete respondents; there is 1" in statistic(ONE_FACTOR[:1]).unavailable
    assert "complete respondents; there are 0" in statistic(np.empty((0, 4))).unavailable
    assert statistic(np.full((9, 4), 2.0)).unavailable
    assert math.isnan(statistic(np.full((9, 4), 2.0)).value)


@pytest.mark.parametrize("statistic", [alpha, alpha_standardized, lambda2, sem])
def test_a_total_that_never_varies_has_no_reliability(statistic):
    first = ONE_FACTOR[:, 0]
    assert "does not vary" in statistic(np.column_stack([first, -first])).unavailable


def test_spearman_brown_refuses_what_is_not_two_varying_items():
    assert "exactly 2 items; there are 5" in spearman_brown(ONE_FACTOR).unavailable
    assert "at least 3" in spearman_brown(ONE_FACTOR[:2, :2]).unavailable
    first = ONE_FACTOR[:, 0]
    assert "exact opposites" in spearman_brown(np.column_stack([first, -first])).unavailable
    assert "same answer" in spearman_brown(np.column_stack([first, np.ones(40)])).unavailable
    perfect = spearman_brown(np.column_stack([first, first]))
    assert perfect.value == pytest.approx(1.0)
    assert perfect.interval is None


def test_perfect_agreement_has_no_interval():
    first = ONE_FACTOR[:, :1]
    same = np.hstack([first, first, first])
    assert alpha(same).value == pytest.approx(1.0)
    assert alpha(same).interval is None
    assert alpha(same, interval="bonett").interval is None


def test_moments_give_what_the_responses_give():
    assert alpha_from_moments(covariance(ONE_FACTOR), 40) == alpha(ONE_FACTOR)


def test_sem_of_a_given_reliability():
    assert sem_of_reliability(7.5, 0.80) == pytest.approx(3.3541, abs=5e-5)
    with pytest.raises(ValueError, match="reliability <= 1"):
        sem_of_reliability(7.5, 1.2)


@pytest.mark.parametrize("interval", ["feldt", "bonett"])
def test_a_level_outside_zero_and_one_is_a_mistake(interval):
    with pytest.raises(ValueError, match="confidence level"):
        alpha(ONE_FACTOR, level=95.0, interval=interval)


def test_two_respondents_have_no_correlations():
    assert (
        "at least 3 complete respondents; there are 2"
        in mean_inter_item_correlation(ONE_FACTOR[:2]).unavailable
    )
    assert mean_inter_item_correlation(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]])).value == pytest.approx(
        0.5
    )


def test_two_respondents_have_an_alpha_and_one_has_none():
    pair = np.array([[1.0, 2.0, 1.0], [3.0, 3.0, 4.0]])
    assert alpha(pair).available
    assert "at least 2 complete respondents" in alpha(pair[:1]).unavailable
