"""Where the statistics of change turn from one way of working to another."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.wilcoxon import wilcoxon


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
    found = d_av(pre, -pre + 1)
    assert found.available
    np.testing.assert_allclose(found.value, 1.0, rtol=0, atol=1e-12)


def test_the_signed_rank_test_is_exact_up_to_two_hundred_pairs():
    rng = np.random.default_rng(1)
    pre, post = rng.integers(1, 6, (2, 201)).astype(float)
    assert wilcoxon(pre[:200], post[:200]).method == "pratt/exact"
    assert wilcoxon(pre, post).method == "pratt/normal"
