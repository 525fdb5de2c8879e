"""Dosage against R and statpsych; bootstrap intervals against R's boot."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.change.bca_change import d_av_bca, mean_change_bca
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.dose_slope import dose_slope
from mtle_survey.stats.change.dose_spearman import dose_spearman
from mtle_survey.stats.change.mean_change import mean_change
from tests.oracle.reference import CLOSED_FORM, load_cases
from tests.unit.stats.held_to import assert_held_to


def ids(case):
    return case.name


@pytest.mark.parametrize("case", load_cases("change", "dose_slope"), ids=ids)
def test_slope_equals_r(case):
    change, cluster, hours = case.data[:, 0], case.data[:, 1], case.data[:, 3]
    estimate = dose_slope(hours, change, cluster=cluster if case.args["robust"] else None)
    assert_held_to(estimate, case.expected)
    assert estimate.method == ("CR2" if case.args["robust"] else "ols")


@pytest.mark.parametrize("case", load_cases("change", "dose_spearman"), ids=ids)
def test_rank_correlation_equals_r(case):
    assert_held_to(dose_spearman(case.data[:, 3], case.data[:, 0]), case.expected)


def test_rank_correlation_equals_the_published_example():
    """Documentation of ci.spear in the R package statpsych; the t test of fifteen people has 13 degrees."""
    y = np.array([21.0, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19])
    x = np.array([67.0, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51])
    assert_held_to(
        dose_spearman(x, y),
        {"value": 0.8699639, "std_error": 0.08241326, "low": 0.5840951, "high": 0.9638297, "tolerance": 5e-8},
    )
    assert dose_spearman(x, y).df == 13


def test_the_unit_of_dose_scales_the_slope_and_nothing_else():
    case = load_cases("change", "dose_slope")[1]
    change, cluster, hours = case.data[:, 0], case.data[:, 1], case.data[:, 3]
    per_hour, per_ten = (dose_slope(hours / k, change, cluster=cluster) for k in (1, 10))
    assert per_ten.value == pytest.approx(10 * per_hour.value)
    assert per_ten.p_value == pytest.approx(per_hour.p_value)
    assert per_ten.df == pytest.approx(per_hour.df, rel=CLOSED_FORM)
    assert dose_spearman(hours**3, change).value == pytest.approx(dose_spearman(hours, change).value)


def test_no_slope_without_different_doses():
    assert "same dose" in dose_slope(np.full(8, 30.0), np.arange(8.0)).unavailable
    assert "same for all 8" in dose_spearman(np.full(8, 30.0), np.arange(8.0)).unavailable
    assert "at least 5" in dose_slope(np.arange(4.0), np.arange(4.0)).unavailable
    dose = np.arange(8.0)
    assert "depends" in dose_slope(dose, dose**2, covariates=dose[:, None]).unavailable
    assert dose_spearman(dose, dose**2).value == 1.0


@pytest.mark.parametrize("case", load_cases("change", "bca"), ids=ids)
def test_bca_intervals_agree_with_boot(case):
    for name, statistic in (("mean_change", mean_change_bca), ("d_av", d_av_bca)):
        estimate = statistic(*case.data.T, draws=100_000)
        width = case.expected[name][1] - case.expected[name][0]
        assert estimate.interval.low == pytest.approx(case.expected[name][0], abs=0.015 * width)
        assert estimate.interval.high == pytest.approx(case.expected[name][1], abs=0.015 * width)
        assert estimate.method == "bca"


def test_bca_is_seeded_keeps_the_estimate_and_resamples_clusters_when_told():
    pre, post = load_cases("change", "response_shift")[1].data.T
    assert mean_change_bca(pre, post, seed=3) == mean_change_bca(pre, post, seed=3)
    assert mean_change_bca(pre, post).value == mean_change(pre, post).value
    assert d_av_bca(pre, post).value == d_av(pre, post).value
    site = np.arange(pre.size) // 5
    lifted = post + (site % 2)
    plain, clustered = mean_change_bca(pre, lifted), mean_change_bca(pre, lifted, cluster=site)
    assert clustered.value == plain.value
    assert clustered.interval.high - clustered.interval.low > 1.3 * (plain.interval.high - plain.interval.low)


def test_bca_needs_ten_units():
    pre, post = load_cases("change", "response_shift")[0].data.T
    assert "at least 10 respondents" in mean_change_bca(pre[:9], post[:9]).unavailable
    assert "at least 10 clusters" in d_av_bca(pre, post, cluster=np.arange(pre.size) // 6).unavailable
    assert "at least 5" in d_av_bca(pre[:4], post[:4]).unavailable
    assert mean_change_bca(pre, pre + 0.5).interval is None


def test_a_slope_needs_one_respondent_more_than_it_has_parameters():
    chance = np.random.default_rng(3)
    dose, change, held = np.arange(7.0), chance.normal(size=7), chance.normal(size=(7, 5))
    assert dose_slope(dose, change, covariates=held[:, :4]).df == 1
    assert "respondents are too few" in dose_slope(dose, change, covariates=held).unavailable


def test_change_that_follows_the_dose_exactly_has_no_error_and_no_test():
    dose = np.arange(8.0)
    found = dose_slope(dose, 0.5 * dose)
    assert found.value == pytest.approx(0.5)
    assert (found.std_error, found.interval) == (0.0, None)
    with pytest.raises(ValueError, match="must be complete"):
        dose_slope(dose, np.where(dose == 3.0, np.nan, dose))
