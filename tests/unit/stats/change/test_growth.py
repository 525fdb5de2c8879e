"""Growth at the dates of the waves: against lme4 and pbkrtest, and what must hold always."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.change.growth_slope import growth_linearity, growth_slope
from mtle_survey.stats.change.lmm_change import lmm_change
from mtle_survey.stats.change.serial_growth import serial_growth
from mtle_survey.stats.change.varying_growth import varying_growth
from mtle_survey.stats.mixed.kenward_roger import kenward_roger
from mtle_survey.stats.mixed.random_intercept import fit_random_intercept
from mtle_survey.stats.mixed.wave_covariance import fit_wave_covariance
from tests.oracle.reference import ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to

CASES = load_cases("change", "growth_slope")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_slope_and_linearity_equal_r(case):
    times = np.array(case.args["times"], dtype=float)
    assert_held_to(growth_slope(case.data, times), case.expected["slope"], ITERATIVE)
    found, expected = growth_linearity(case.data, times), case.expected["linearity"]
    assert found.value == pytest.approx(expected["f"], rel=ITERATIVE)
    assert found.df == pytest.approx(expected["df2"], rel=ITERATIVE)
    assert found.p_value == pytest.approx(expected["p_value"], rel=ITERATIVE)


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


def placed(case):
    return case.data, np.array(case.args["times"], dtype=float)


@pytest.mark.parametrize("case", load_cases("change", "growth_slope_sd"), ids=lambda case: case.name)
def test_lines_of_ones_own_equal_r(case):
    found = varying_growth(*placed(case))
    assert_held_to(found.slope, case.expected["slope"], ITERATIVE)
    assert found.slope_sd.value == pytest.approx(case.expected["slope_sd"], rel=ITERATIVE)
    assert found.slope_sd.interval.low < found.slope_sd.value < found.slope_sd.interval.high


@pytest.mark.parametrize("case", load_cases("change", "serial_correlation"), ids=lambda case: case.name)
def test_fading_likeness_equals_r(case):
    """nlme's standard error takes the correlation as known; Kenward and Roger's is a little larger."""
    found = serial_growth(*placed(case))
    assert found.slope.value == pytest.approx(case.expected["slope"], rel=ITERATIVE)
    assert found.correlation.value == pytest.approx(case.expected["correlation"], rel=ITERATIVE)
    assert 1.0 < found.slope.std_error / case.expected["model_std_error"] < 1.001
    assert found.slope.df < np.isfinite(case.data).sum() - 2


def test_the_restricted_likelihood_and_the_correction_are_those_of_the_simpler_model():
    """With one level for each person both kernels fit one model, by different ways."""
    scores, times = line(n=24)
    scores[:6, 2] = np.nan
    design, parts = np.column_stack([np.ones(3), times]), np.stack([np.eye(3), np.ones((3, 3))])
    here = fit_wave_covariance(
        design, scores, lambda v: (np.einsum("k,kab->ab", v, parts), parts), np.array([0.1, 0.5])
    )
    person, wave = np.nonzero(np.isfinite(scores))
    there = fit_random_intercept(design[wave], scores[person, wave], person)
    assert here.criterion == pytest.approx(there.criterion, abs=1e-8)
    assert here.parameters == pytest.approx([there.variance_residual, there.variance_group], rel=1e-6)
    np.testing.assert_allclose(here.adjusted.covariance, kenward_roger(there).covariance, rtol=1e-6)


def test_paces_that_differ_make_the_mean_pace_less_certain():
    rng = np.random.default_rng(8)
    times = np.array([0.0, 0.5, 1.1, 2.0])
    scores = rng.normal(3, 0.5, (60, 1)) + rng.normal(0.3, 0.5, (60, 1)) * times + rng.normal(0, 0.2, (60, 4))
    found, common = varying_growth(scores, times), growth_slope(scores, times)
    assert found.slope.std_error > 1.5 * common.std_error
    assert found.slope_sd.interval.low < 0.5 < found.slope_sd.interval.high
    by_month = varying_growth(scores, 12 * times)
    assert by_month.slope_sd.value == pytest.approx(found.slope_sd.value / 12, rel=1e-6)
    assert serial_growth(scores, 12 * times).correlation.value ** 12 == pytest.approx(
        serial_growth(scores, times).correlation.value, rel=1e-5
    )


def test_lines_of_ones_own_say_why_they_are_not_given():
    scores, times = line(n=60)
    assert "at least 30 respondents, and there are 29" in varying_growth(scores[:29], times).slope.unavailable
    flat = np.random.default_rng(5).normal(size=(60, 3))
    assert "told from chance" in varying_growth(flat, times).slope.unavailable
    two = scores.copy()
    two[np.arange(60), np.arange(60) % 3] = np.nan
    assert "nobody has scores in three" in varying_growth(two, times).slope_sd.unavailable
    steps = np.tile(np.arange(3.0), (40, 1))
    assert "do not vary" in varying_growth(steps, times).slope.unavailable


def test_fading_says_why_it_is_not_given():
    scores, times = line(n=9)
    assert "at least 10" in serial_growth(scores, times).slope.unavailable
    assert "at least 10" in growth_linearity(scores, times).unavailable
    constant = np.repeat(np.random.default_rng(2).normal(size=(20, 1)), 3, axis=1)
    assert "does not fade" in serial_growth(constant, times).correlation.unavailable
    steps = np.tile(np.arange(3.0), (40, 1))
    assert "do not vary" in serial_growth(steps, times).slope.unavailable


def test_the_interval_of_the_likeness_is_that_of_the_information_about_its_decay():
    """Whole matrices instead of one person at a time: I = tr(P dV P dV)/2, and the logarithm of the decay."""
    times = np.array([0.0, 1.0, 3.0])
    apart = np.abs(times[:, None] - times)
    scores = np.random.default_rng(4).multivariate_normal(np.zeros(3), 0.6**apart, 30)
    found = serial_growth(scores, times).correlation
    decay, fading, people = -math.log(found.value), found.value**apart, np.eye(30)
    X = np.tile(np.column_stack([np.ones(3), times]), (30, 1))

    def without_means(V):
        weighted = np.linalg.solve(V, X)
        return np.linalg.inv(V) - weighted @ np.linalg.solve(X.T @ weighted, weighted.T)

    unit, y = np.kron(people, fading), scores.ravel()
    variance = y @ without_means(unit) @ y / (90 - 2)
    P = without_means(variance * unit)
    moved = [P @ unit, P @ np.kron(people, -variance * apart * fading)]
    information = np.array([[np.trace(a @ b) / 2.0 for b in moved] for a in moved])
    error = math.sqrt(np.linalg.inv(information)[1, 1])
    factor = math.exp(1.959963984540054 * error / decay)
    low, high = math.exp(-decay * factor), math.exp(-decay / factor)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), rel=1e-4)
