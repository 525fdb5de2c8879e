"""A printed number never lies on the other side of what it is held against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.report.format import estimate_with_interval, number, p_value, percent
from mtle_survey.rounding import decimals_beside, rounded
from mtle_survey.table import Row


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.254, "0.254"), (0.2504, "0.2504"), (0.2496, "0.2496"), (0.25, "0.25"), (0.26, "0.26"), (0.1, "0.10")],
)
def test_a_number_gets_the_decimals_that_tell_it_from_its_cut_off(value, shown):
    assert number(value, beside=(0.25,)) == shown
    assert number(-value, beside=(-0.25,)) == f"−{shown}"


def test_what_is_nearer_than_that_is_read_as_the_cut_off():
    assert number(0.25 + 1e-6, beside=(0.25,)) == "0.2500"
    assert number(0.1 + 0.2, beside=(0.3,)) == "0.30", "an error of the last bit is no difference"


@given(st.floats(-3, 3), st.sampled_from([0.05, 0.25, 0.7, -0.25, 0.0]))
def test_the_print_lies_on_the_side_of_the_number(value, cut_off):
    shown = float(rounded(value, decimals_beside(value, (cut_off,), 2)))
    assert (shown - cut_off) * (value - cut_off) >= 0
    if abs(value - cut_off) > 5e-5:
        assert (shown > cut_off) == (value > cut_off)


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (0.0496, ".0496"),
        (0.0504, ".0504"),
        (0.05, ".050"),
        (0.049, ".049"),
        (0.0444, ".044"),
        (0.051, ".051"),
    ],
)
def test_a_p_is_never_rounded_across_five_percent(p, shown):
    assert p_value(p) == f"=\u00a0{shown}"


def test_a_share_beside_its_limit():
    assert percent(0.597, 67, (0.6,)) == "59.7%"
    assert percent(0.597, 67) == "60%"


def test_a_difference_at_the_start_agrees_with_the_band_it_is_put_in():
    start = Row(statistic="baseline_g", estimate=0.2541, conf_low=0.0521, conf_high=0.4561, n=80)
    assert estimate_with_interval(start) == "+0.254 [0.052, 0.46]"
    effect = Row(statistic="did_effect", estimate=0.2541, conf_low=0.0521, conf_high=0.4561, n=80)
    assert estimate_with_interval(effect) == "+0.25 [0.05, 0.46]", "nothing hangs on .25 here"


def test_a_reliability_below_seventy_is_not_printed_as_seventy():
    alpha = Row(statistic="alpha", estimate=0.6964, conf_low=0.55, conf_high=0.81, n=40)
    assert estimate_with_interval(alpha) == ".696 [.55, .81]"
