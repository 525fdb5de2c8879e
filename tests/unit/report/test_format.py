from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.report.format import (
    MINUS,
    Unit,
    count_of,
    degrees_of_freedom,
    estimate,
    estimate_with_interval,
    interval_in_words,
    number,
    p_in_table,
    p_value,
    percent,
)
from mtle_survey.table import Row


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0.125, 2, "0.13"),
        (-0.125, 2, f"{MINUS}0.13"),
        (2.675, 2, "2.68"),  # 2.67499999... in binary; people see the 2.675 that was written
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (-0.004, 2, "0.00"),
        (1e-9, 2, "0.00"),
        (1234.5, 1, "1234.5"),
    ],
)
def test_numbers_are_rounded_half_away_from_zero(value: float, decimals: int, shown: str) -> None:
    assert number(value, decimals) == shown


def test_bounded_statistics_lose_the_leading_zero_and_others_keep_it() -> None:
    alpha = Row(statistic="alpha", estimate=0.8431, conf_low=-0.02, conf_high=0.916, conf_level=0.95, n=30)
    d = Row(statistic="d_av", estimate=0.4561, conf_low=0.1, conf_high=0.8, conf_level=0.95, n=30)
    assert estimate_with_interval(alpha) == f".84 [{MINUS}.02, .92]"
    assert estimate_with_interval(d) == "+0.46 [0.10, 0.80]"


def test_an_alpha_of_one_is_shown_as_one() -> None:
    assert estimate(Row(statistic="alpha", estimate=1.0, n=9)) == "1.00"


def test_a_change_never_shows_a_bound_that_touches_zero_when_it_does_not() -> None:
    row = Row(statistic="mean_change", estimate=0.34, conf_low=0.0046, conf_high=0.68, conf_level=0.95, n=22)
    assert interval_in_words(row) == "95% CI [0.005, 0.68]"


@pytest.mark.parametrize(
    ("p", "shown"), [(0.0004, "<.001"), (0.0496, ".0496"), (0.04949, ".049"), (0.5, ".500"), (1.0, ">.999")]
)
def test_p_values_are_exact_to_three_decimals_and_to_four_beside_five_percent(p: float, shown: str) -> None:
    assert p_in_table(p) == shown


def test_p_in_a_sentence_says_how_it_relates() -> None:
    assert p_value(0.042) == "=\u00a0.042"
    assert p_value(0.00001) == "<\u00a0.001"


def test_df_are_whole_or_have_two_decimals() -> None:
    assert degrees_of_freedom(23.0) == "23"
    assert degrees_of_freedom(11.984) == "11.98"


def test_percentages_have_decimals_only_with_a_hundred_people() -> None:
    assert percent(1 / 3, 24) == "33%"
    assert percent(1 / 3, 150) == "33.3%"


def test_scores_take_the_decimals_of_their_scale() -> None:
    row = Row(statistic="mean", estimate=17.25, conf_low=16.0, conf_high=18.5, n=20)
    assert estimate(row, Unit(1)) == "17.3"
    assert estimate(row) == "17.25"


def test_shares_are_shown_as_percentages_and_counted_from_their_row() -> None:
    row = Row(statistic="improved", estimate=15 / 24, n=24)
    assert estimate(row) == "63%"
    assert count_of(row) == 15


def test_an_unavailable_row_has_no_count() -> None:
    with pytest.raises(ValueError, match="too few"):
        count_of(Row(statistic="improved", n=3, unavailable="too few"))


def test_what_is_unavailable_is_a_dash() -> None:
    assert estimate(Row(statistic="alpha", n=3, unavailable="too few")) == "–"


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_the_rounded_number_is_within_half_a_unit(value: float, decimals: int) -> None:
    shown = Decimal(number(value, decimals).replace(MINUS, "-"))
    assert abs(shown - Decimal(repr(value))) <= Decimal(1).scaleb(-decimals) / 2
