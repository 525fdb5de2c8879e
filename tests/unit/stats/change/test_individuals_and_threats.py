"""Reliable change, and the artefacts that look like change."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.change.ceiling import ceiling
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.oldham import oldham
from mtle_survey.stats.change.regression_to_mean import regression_to_mean
from mtle_survey.stats.change.reliable_change import error_of_difference, reliable_change
from mtle_survey.stats.change.response_shift import response_shift, retrospective_verdict
from mtle_survey.stats.estimate import Estimate, Interval
from tests.oracle.reference import CLOSED_FORM, load_cases
from tests.unit.stats.held_to import assert_held_to


def ids(case):
    return case.name


@pytest.mark.parametrize("case", load_cases("change", "reliable_change"), ids=ids)
def test_reliable_change_equals_r(case):
    for form, expected in case.expected.items():
        result = reliable_change(*case.data.T, **case.args, form=form)
        assert result.improved.value == pytest.approx(expected["improved"], rel=CLOSED_FORM)
        assert result.declined.value == pytest.approx(expected["declined"], rel=CLOSED_FORM)
        assert result.improved.value + result.same.value + result.declined.value == pytest.approx(1.0)
        assert result.improved.method == f"reliable_change/{form}"
        assert result.expected_by_chance == pytest.approx(0.025 * len(case.data))


def test_published_jacobson_truax_example():
    """Jacobson and Truax (1991): SD 7.5, reliability .80; from 32.5 to 47.5 is 3.16 errors."""
    error = error_of_difference(7.5, 7.5, 0.80, "jacobson_truax")
    assert error == pytest.approx(4.7434, abs=5e-5)
    assert error == pytest.approx(error_of_difference(7.5, 7.5, 0.80, "unequal_variance"))
    assert (47.5 - 32.5) / error == pytest.approx(3.162, abs=5e-4)
    assert 1.959964 * error == pytest.approx(9.297, abs=5e-4)


def test_reliable_change_is_refused_where_it_would_mislead():
    pre = np.linspace(1, 5, 12)
    post = pre + np.tile([0.5, -0.25], 6)
    assert "0.690" in reliable_change(pre, post, 0.69).improved.unavailable
    assert "at least 10 respondents" in reliable_change(pre[:9], post[:9], 0.9).declined.unavailable
    assert "there are 0" in reliable_change(pre[:0], post[:0], 0.9).declined.unavailable
    assert "at least 3 items" in reliable_change(pre, post, 0.9, items=2).same.unavailable
    assert "nothing to compare" in reliable_change(np.ones(12), post, 0.9).same.unavailable
    assert math.isnan(reliable_change(pre, post, 0.69).minimum_change)
    assert reliable_change(pre, post, 0.9, items=3).improved.available
    with pytest.raises(ValueError, match="reliability"):
        reliable_change(pre, post, 1.2)


@pytest.mark.parametrize("case", load_cases("change", "regression_to_mean"), ids=ids)
def test_regression_to_the_mean_equals_the_integral(case):
    for chosen, expected in case.expected.items():
        assert regression_to_mean(**case.args, chosen=chosen) == pytest.approx(expected, rel=1e-8)


def test_regression_to_the_mean_vanishes_with_perfect_reliability_and_far_cutoffs():
    assert regression_to_mean(-0.5, 0.0, 1.0, 0.7) == pytest.approx(0.3423, abs=5e-5)
    assert regression_to_mean(-0.5, 0.0, 1.0, 1.0) == 0.0
    assert regression_to_mean(40.0, 0.0, 1.0, 0.5) == 0.0
    assert regression_to_mean(-40.0, 0.0, 1.0, 0.5) == pytest.approx(20.0, rel=0.01)
    with pytest.raises(ValueError, match="impossible"):
        regression_to_mean(0.0, 0.0, 0.0, 0.5)


@pytest.mark.parametrize("case", load_cases("change", "oldham"), ids=ids)
def test_oldham_equals_r(case):
    assert_held_to(oldham(*case.data.T), case.expected)


def test_oldham_is_free_of_the_artefact_of_change_and_earlier_score():
    """Nobody changed; measurement error alone makes change and earlier score correlate at -.5 or so."""
    rng = np.random.default_rng(11)
    trait = rng.normal(size=4000)
    pre, post = trait + rng.normal(size=4000), trait + rng.normal(size=4000)
    assert np.corrcoef(post - pre, pre)[0, 1] < -0.4
    estimate = oldham(pre, post)
    assert estimate.interval.low < 0.0 < estimate.interval.high
    assert "do not vary" in oldham(np.arange(6.0), np.arange(6.0) + 1).unavailable
    assert oldham(np.arange(6.0), 2 * np.arange(6.0)).value == pytest.approx(1.0)


@pytest.mark.parametrize("case", load_cases("change", "response_shift"), ids=ids)
def test_response_shift_equals_r(case):
    assert_held_to(response_shift(*case.data.T), case.expected)


def test_contradicting_pretests_are_inconclusive():
    pre = np.array([2.0, 2.5, 3.0, 2.0, 3.5, 2.5, 3.0])
    rose, fell = (
        mean_change(pre, pre + np.array([1, 0.5, 1, 0.5, 1, 0.5, 1]) * sign) for sign in (1.0, -1.0)
    )
    hardly = mean_change(pre, pre + np.array([1, -0.9, 1, -0.9, 1, -0.9, 0.5]))
    assert retrospective_verdict(rose, rose) == "agree"
    assert retrospective_verdict(fell, fell) == "agree"
    assert retrospective_verdict(rose, fell) == "inconclusive"
    assert retrospective_verdict(rose, hardly) == "unclear"
    none = mean_change(pre, pre + np.array([1, -1, 0.5, -0.5, 1, -1, 0]))
    assert none.value == 0.0
    assert retrospective_verdict(rose, none) == "unclear", "no change points in no direction"
    with pytest.raises(ValueError, match="available"):
        retrospective_verdict(rose, mean_change(pre[:3], pre[:3]))


def test_ceiling_counts_those_without_room_and_leaves_them_out_of_the_gain():
    pre = np.array([5.0, 4.75, 4.0, 3.0, 2.0])
    post = np.array([5.0, 5.0, 4.5, 3.5, 3.5])
    result = ceiling(pre, post, highest=5.0)
    assert result.at_ceiling.value == pytest.approx(2 / 5)
    assert result.share_of_possible_gain.value == pytest.approx(2.75 / 6.25)
    assert result.share_of_possible_gain.n == 4
    assert result.headroom_sd == pytest.approx((5.0 - pre.mean()) / pre.std(ddof=1))
    assert result.limits_change


def test_room_to_improve_is_no_ceiling():
    pre = np.array([2.0, 2.5, 3.0, 2.25, 2.75, 3.0, 2.0, 2.5])
    result = ceiling(pre, pre + 0.5, highest=5.0)
    assert not result.limits_change
    assert result.at_ceiling.value == 0.0
    assert (
        "below the highest"
        in ceiling(np.full(5, 5.0), np.full(5, 4.0), 5.0).share_of_possible_gain.unavailable
    )
    with pytest.raises(ValueError, match="above the highest"):
        ceiling(pre, pre + 3, highest=5.0)


def test_the_interval_of_the_share_of_gain_lies_around_it_and_ends_at_all_of_it():
    chance = np.random.default_rng(2)
    pre = chance.uniform(1.0, 4.0, 40)
    gain = ceiling(pre, pre + 0.3 * (5.0 - pre) + chance.normal(0.0, 0.2, 40), 5.0).share_of_possible_gain
    assert gain.interval.high - gain.value == pytest.approx(gain.value - gain.interval.low)
    assert gain.interval.high - gain.value == pytest.approx(1.959964 * gain.std_error, rel=1e-6)
    used = np.where(np.arange(40) == 0, 0.2, 1.0)
    nearly_all = ceiling(pre, pre + used * (5.0 - pre), 5.0)
    assert nearly_all.share_of_possible_gain.value < 1.0
    assert nearly_all.share_of_possible_gain.interval.high == 1.0


def test_a_scale_with_less_than_a_standard_deviation_of_room_limits_change():
    pre = np.repeat([4.8, 3.5], [27, 3])  # nobody at the highest score; half a standard deviation of room
    found = ceiling(pre, pre, 5.0, response_step=0.2)
    assert found.at_ceiling.value == 0.0
    assert found.headroom_sd < 1.0
    assert found.limits_change


def test_scores_without_any_reliability_regress_all_the_way():
    # Everyone below the mean: E(z | z < 0) = -sqrt(2 / pi).
    assert regression_to_mean(0.0, 0.0, 1.0, 0.0) == pytest.approx(math.sqrt(2.0 / math.pi))


def test_a_change_without_an_interval_takes_no_side():
    bare = Estimate(value=0.4, n=12, method="paired_t")
    sure = Estimate(value=0.4, n=12, method="paired_t", interval=Interval(low=0.2, high=0.6, level=0.95))
    assert retrospective_verdict(sure, sure) == "agree"
    assert retrospective_verdict(sure, bare) == "unclear"
