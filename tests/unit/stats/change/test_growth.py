"""Growth at the dates of the waves: against lme4 and pbkrtest, and what must hold always."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.change.growth_slope import growth_linearity, growth_slope
from mtle_survey.stats.change.lmm_change import lmm_change
from tests.oracle.reference import ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to

CASES = load_cases("change", "growth_slope")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_slope_and_linearity_equal_r(case):
    times = np.array(case.args["times"], dtype=float)
    assert_held_to(growth_slope(case.data, times), case.expected["slope"], ITERATIVE)
    found, expected = growth_linearity(case.data, times), case.expected["linearity"]
    assert found.value == pytest.approx(expected["f"], rel=1e-4)
    assert found.df == pytest.approx(expected["df2"], rel=ITERATIVE)
    assert found.p_value == pytest.approx(expected["p_value"], rel=1e-4)


def line(n=20, waves=(0.0, 1.0, 4.0), slope=0.3):
    generator = np.random.default_rng(3)
    times = np.array(waves)
    return generator.normal(size=(n, 1)) + slope * times + generator.normal(0, 0.2, (n, len(waves))), times


def test_the_unit_of_time_scales_the_slope_alone():
    scores, years = line()
    by_year, by_month = growth_slope(scores, years), growth_slope(scores, 12 * years)
    assert by_year.value == pytest.approx(12 * by_month.value)
    assert by_year.p_value == pytest.approx(by_month.p_value, rel=1e-6)
    assert growth_linearity(scores, years).value == pytest.approx(growth_linearity(scores, 12 * years).value)


def test_uneven_waves_are_placed_where_they_were():
    scores, times = line()
    placed, pretended = growth_slope(scores, times), growth_slope(scores, np.arange(3.0))
    assert placed.value == pytest.approx(0.3, abs=0.06)
    assert abs(pretended.value - 0.3) > 0.2
    assert growth_linearity(scores, times).p_value > 0.05 > growth_linearity(scores, np.arange(3.0)).p_value


def test_everyone_with_a_score_counts():
    scores, times = line(n=24)
    scores[:6, 2] = np.nan
    assert growth_slope(scores, times).n == 24
    assert lmm_change(scores)[0].n == 24


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        (np.zeros((9, 3)), "at least 10"),
        (np.where(np.arange(3) == np.arange(12)[:, None] % 3, 1.0, np.nan), "two waves"),
        (np.tile(np.arange(3.0), (12, 1)), "do not vary"),
    ],
)
def test_growth_says_why_it_cannot_be_given(scores, reason):
    found = growth_slope(scores, np.arange(3.0))
    assert np.isnan(found.value)
    assert reason in found.unavailable


def test_growth_needs_three_rising_times():
    with pytest.raises(ValueError, match="three or more"):
        growth_slope(np.zeros((20, 2)), np.arange(2.0))
    with pytest.raises(ValueError, match="rise"):
        growth_slope(np.zeros((20, 3)), np.array([0.0, 2.0, 1.0]))
