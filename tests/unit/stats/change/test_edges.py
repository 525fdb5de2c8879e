"""Where the statistics of change turn from one way of working to another."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.change import walsh
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.derrick import derrick
from mtle_survey.stats.change.growth_slope import growth_slope
from mtle_survey.stats.change.improved import improved
from mtle_survey.stats.change.lmm_change import lmm_change
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.oldham import oldham
from mtle_survey.stats.change.sign_flip import sign_flip
from mtle_survey.stats.change.signed_ranks import exact_p, normal_p, pratt_ranks, signed_rank_p
from mtle_survey.stats.change.tost import tost
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.small_sample import hedges_correction


def test_the_same_change_in_everyone_has_no_error_and_no_test():
    pre = np.arange(12) / 4
    found = mean_change(pre, pre + 0.5)
    assert (found.value, found.std_error) == (0.5, 0.0)
    assert found.interval is None
    assert math.isnan(found.test_statistic) and math.isnan(found.p_value)


def test_a_standard_error_of_one_is_as_good_as_any():
    change = np.array([-3.0, 3.0, -3.0, 3.0, -3.0, 3.0, -3.0, 3.0, -3.0, 3.0])  # sd sqrt(10), n 10: error 1
    found = mean_change(np.zeros(10), change)
    np.testing.assert_allclose(found.std_error, 1.0, rtol=0, atol=1e-15)
    assert found.interval is not None
    np.testing.assert_allclose(found.interval.high, 2.2621571627982049, rtol=0, atol=1e-9)  # qt(.975, 9)


def test_no_spread_in_either_wave_leaves_no_unit_and_a_variance_of_one_is_a_unit():
    flat = np.full(12, 3.0)
    assert "no spread" in d_av(flat, flat + 1).unavailable
    pre = np.array([-1.0, 1.0] * 6) * math.sqrt(11 / 12)  # variance 1
    assert d_av(pre, pre + 1).interval is None  # everyone changed alike
    found = d_av(pre, -pre + 1)
    assert found.available
    np.testing.assert_allclose(found.value, 1.0, rtol=0, atol=1e-12)


def test_the_signed_rank_test_is_exact_up_to_two_hundred_pairs():
    rng = np.random.default_rng(1)
    pre, post = rng.integers(1, 6, (2, 201)).astype(float)
    assert wilcoxon(pre[:200], post[:200]).method == "pratt/exact"
    assert wilcoxon(pre, post).method == "pratt/normal"
    ranked = pratt_ranks(post[:200] - pre[:200])
    assert signed_rank_p(ranked) == exact_p(ranked) != normal_p(ranked)


def test_nobody_with_both_scores_has_no_share():
    found = improved(np.empty(0), np.empty(0), 0.25)
    assert "no respondent with both scores" in found.unavailable
    assert found.n == 0


def test_four_pairs_are_refused_and_five_are_not():
    for statistic in (mean_change, d_av, d_z, wilcoxon, lambda pre, post: tost(pre, post, 0.5)):
        assert not statistic(np.arange(4.0), np.arange(4.0) ** 2).available
        assert statistic(np.arange(5.0), np.arange(5.0) ** 2).available


def test_a_level_that_is_none_is_a_mistake_though_there_are_too_few_pairs():
    few = np.arange(4.0)
    for statistic in (mean_change, d_av, d_z, oldham, wilcoxon):
        with pytest.raises(ValueError, match="between 0 and 1"):
            statistic(few, few**2, level=95.0)


def test_the_sign_flip_test_lists_up_to_twenty_changes_and_draws_as_often_as_asked():
    change = np.tile([1.0, -1.0], 11)  # no mean change: no pattern of signs is less extreme
    assert sign_flip(np.zeros(20), change[:20]).method == "sign_flip/exact"
    assert sign_flip(np.zeros(21), change[:21]).method == "sign_flip/monte_carlo"
    assert sign_flip(np.zeros(22), change, draws=1500).p_value == 1.0


def test_the_interval_of_the_pseudo_median_goes_on_smoothly_beyond_two_hundred_pairs(monkeypatch):
    by_normal = walsh._critical_position(400, 0.95)
    monkeypatch.setattr(walsh, "EXACT_UP_TO", 400)
    assert abs(by_normal - walsh._critical_position(400, 0.95)) <= 2


def test_no_change_at_all_is_tested_against_both_limits_alike():
    """Twelve changes of 1 or -1: SE = sqrt(12/11)/sqrt(12), and a limit of 0.5 lies 1.658 of them away."""
    change = np.tile([1.0, -1.0], 6)
    found = tost(np.zeros(12), change, 0.5)
    assert (found.value, found.test_statistic) == (0.0, pytest.approx(0.5 * math.sqrt(11.0)))
    assert found.p_value == pytest.approx(tost(np.zeros(12), -change, 0.5).p_value)


def test_hedges_correction_begins_at_two_degrees_of_freedom():
    assert hedges_correction(2.0) == pytest.approx(1.0 / math.sqrt(math.pi))
    with pytest.raises(ValueError, match="more than one degree"):
        hedges_correction(1.0)


def test_two_pairs_among_singles_are_enough_and_a_missing_score_is_a_mistake():
    pre, post, singles = np.array([2.0, 4.0]), np.array([3.0, 4.5]), np.array([1.0, 2.0, 5.0])
    assert derrick(pre, post, singles, singles).available
    for before, after in (([1.0, math.nan], singles), (singles, [1.0, math.nan])):
        with pytest.raises(ValueError, match="complete"):
            derrick(pre, post, np.array(before), np.array(after))


def test_pairs_that_do_not_vary_are_as_uncertain_as_singles():
    """Three people began alike, so that nothing is known about a correlation: r counts as 0."""
    pre, post, before, after = (
        np.full(3, 3.0),
        np.array([3.0, 4.0, 5.0]),
        np.arange(1.0, 6.0),
        np.arange(2.0, 6.0),
    )
    first, second = np.concatenate([pre, before]), np.concatenate([post, after])
    found = derrick(pre, post, before, after)
    assert found.value == pytest.approx(second.mean() - first.mean())
    assert found.std_error == pytest.approx(math.sqrt(first.var(ddof=1) / 8 + second.var(ddof=1) / 7))


def test_an_infinite_score_is_a_mistake_wherever_it_stands():
    scores = np.random.default_rng(1).normal(size=(12, 3))
    scores[4, 1] = math.inf
    for statistic in (lmm_change, lambda x: growth_slope(x, np.arange(3.0))):
        with pytest.raises(ValueError, match="finite"):
            statistic(scores)
