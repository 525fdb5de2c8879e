"""A printed number never lies on the other side of what it is held against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.report.format import estimate_with_interval, number, p_value, percent
from mtle_survey.rounding import Limit, decimals_beside, rounded
from mtle_survey.table import Row

AT_MOST, AT_LEAST, ZERO = Limit(0.25, "at_most"), Limit(0.7, "at_least"), Limit(0.0, "side")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.254, "0.254"), (0.2504, "0.2504"), (0.2496, "0.25"), (0.25, "0.25"), (0.26, "0.26"), (0.1, "0.10")],
)
def test_what_is_more_than_a_limit_is_not_printed_as_the_limit(value, shown):
    assert number(value, beside=(AT_MOST,)) == shown
    assert number(-value, beside=(Limit(-0.25, "at_least"),)) == f"−{shown}"


@pytest.mark.parametrize(
    ("value", "shown"), [(0.696, "0.696"), (0.6996, "0.6996"), (0.704, "0.70"), (0.7, "0.70")]
)
def test_what_falls_short_of_a_limit_is_not_printed_as_the_limit(value, shown):
    assert number(value, beside=(AT_LEAST,)) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.002, "0.002"), (-0.002, "−0.002"), (0.0, "0.00"), (0.006, "0.01")]
)
def test_what_is_beside_zero_is_not_printed_as_zero(value, shown):
    assert number(value, beside=(ZERO,)) == shown


def test_what_is_nearer_than_that_is_read_as_the_limit():
    assert number(0.25 + 1e-6, beside=(AT_MOST,)) == "0.2500"
    assert number(0.1 + 0.2, beside=(Limit(0.3, "at_most"),)) == "0.30", "an error of the last bit is nothing"


@given(st.floats(-3, 3), st.sampled_from([AT_MOST, AT_LEAST, ZERO]))
def test_the_print_lies_on_the_side_of_the_number(value, limit):
    shown = float(rounded(value, decimals_beside(value, (limit,), 2)))
    if abs(value - limit.value) > 5e-5:
        assert limit.place(shown) == limit.place(value)
    assert abs(shown - value) <= 0.005 + 1e-12


@pytest.mark.parametrize(
    ("p", "shown"),
    [(0.0496, ".0496"), (0.0504, ".050"), (0.05, ".050"), (0.049, ".049"), (0.0444, ".044"), (0.051, ".051")],
)
def test_a_p_below_five_percent_is_not_printed_as_five_percent(p, shown):
    assert p_value(p) == f"=\u00a0{shown}"


def test_a_share_beside_its_limit():
    assert percent(0.597, 67, (Limit(0.6, "at_least"),)) == "59.7%"
    assert percent(0.597, 67) == "60%"


def test_a_difference_at_the_start_agrees_with_the_band_it_is_put_in():
    start = Row(statistic="baseline_g", estimate=0.2541, conf_low=0.0521, conf_high=0.4561, n=80)
    assert estimate_with_interval(start) == "+0.254 [0.05, 0.46]"
    effect = Row(statistic="did_effect", estimate=0.2541, conf_low=0.0521, conf_high=0.4561, n=80)
    assert estimate_with_interval(effect) == "+0.25 [0.05, 0.46]", "nothing hangs on .25 here"


def test_a_reliability_below_seventy_is_not_printed_as_seventy():
    alpha = Row(statistic="alpha", estimate=0.6964, conf_low=0.55, conf_high=0.81, n=40)
    assert estimate_with_interval(alpha) == ".696 [.55, .81]"
