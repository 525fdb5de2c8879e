"""BCa intervals against package boot, and what resampling must not depend on."""

import numpy as np
import pytest

from mtle_survey.stats import resampled_sums
from mtle_survey.stats.bca import acceleration, bca_interval, order_statistic
from mtle_survey.stats.moments import covariance
from mtle_survey.stats.reliability.alpha import alpha, alpha_of_covariance
from mtle_survey.stats.reliability.bootstrap import (
    alpha_bca,
    bca_intervals,
    omega_of_covariance,
    omega_total_bca,
    too_few_units,
)
from mtle_survey.stats.reliability.lambda2 import lambda2_of_covariance
from mtle_survey.stats.reliability.omega_total import omega_total
from mtle_survey.stats.reliability.resampling import (
    coefficient_gradient,
    influence_values,
    resampled_covariances,
)
from tests.oracle.reference import CLOSED_FORM, load_cases

rng = np.random.default_rng(19)
LIKERT = np.digitize(rng.normal(size=(60, 1)) + rng.normal(size=(60, 5)), [-2.0, -0.7, 0.7, 2.0]) + 1.0

# Both sides resample; a bound moves by about this much of the standard error between seeds.
MONTE_CARLO = 0.15


def rows_of(case):
    x = case.data[: case.args["rows"]].copy()
    if case.args["reverse"]:
        x[:, -1] = case.args["reverse"] - x[:, -1]
    return x


def test_bca_of_given_replicates_agrees_with_boot():
    (case,) = load_cases("reliability", "bca_interval")
    replicates, influence = np.array(case.args["replicates"]), np.array(case.args["influence"])
    value = float(alpha_of_covariance(covariance(case.data)))
    interval = bca_interval(value, replicates, influence, 0.95)
    assert interval.low == pytest.approx(case.expected["low"], abs=CLOSED_FORM)
    assert interval.high == pytest.approx(case.expected["high"], abs=CLOSED_FORM)
    assert bca_interval(value, replicates, influence, 0.9).low == pytest.approx(
        case.expected["low_90"], abs=CLOSED_FORM
    )
    assert acceleration(influence) == pytest.approx(case.expected["acceleration"], abs=CLOSED_FORM)


def test_influence_is_that_of_boots_infinitesimal_jackknife():
    (case,) = load_cases("reliability", "bca_interval")
    ours, theirs = influence_values(case.data, alpha_of_covariance), np.array(case.args["influence"])
    np.testing.assert_allclose(ours / np.abs(ours).max(), theirs / np.abs(theirs).max(), rtol=0, atol=5e-4)


@pytest.mark.parametrize("case", load_cases("reliability", "alpha_bca"), ids=lambda case: case.name)
def test_the_whole_chain_agrees_with_boot_up_to_monte_carlo_error(case):
    x = rows_of(case)
    result = alpha_bca(x, seed=1, draws=20_000)
    tolerance = MONTE_CARLO * case.expected["std_error"]
    assert result.interval.low == pytest.approx(case.expected["low"], abs=tolerance)
    assert result.interval.high == pytest.approx(case.expected["high"], abs=tolerance)
    assert result.value == alpha(x).value
    assert result.method == "listwise/bca"


@pytest.mark.parametrize("case", load_cases("reliability", "omega_total_bca"), ids=lambda case: case.name)
def test_refitted_omega_agrees_with_boot_up_to_monte_carlo_error(case):
    x = rows_of(case)
    result = omega_total_bca(x, seed=2, draws=4000)
    tolerance = 0.15 * (case.expected["high"] - case.expected["low"])
    assert result.interval.low == pytest.approx(case.expected["low"], abs=tolerance)
    assert result.interval.high == pytest.approx(case.expected["high"], abs=tolerance / 2)
    assert (result.value, result.method) == (omega_total(x).value, "ml1/implied")


def test_a_resample_is_what_drawing_rows_gives():
    """The counts reproduce covariances of the rows that the same generator draws."""
    drawn = np.random.default_rng(4).integers(0, 60, size=(3, 60))
    by_rows = np.stack([np.cov(LIKERT[rows], rowvar=False) for rows in drawn])
    np.testing.assert_allclose(resampled_covariances(LIKERT, 3, seed=4), by_rows, rtol=0, atol=1e-12)


def test_clusters_are_drawn_whole():
    sites = np.repeat(["north", "south", "west"], [10, 20, 30])
    drawn = np.random.default_rng(4).integers(0, 3, size=(5, 3))
    by_site = [LIKERT[:10], LIKERT[10:30], LIKERT[30:]]
    expected = np.stack(
        [np.cov(np.vstack([by_site[site] for site in sites_drawn]), rowvar=False) for sites_drawn in drawn]
    )
    np.testing.assert_allclose(resampled_covariances(LIKERT, 5, 4, sites), expected, rtol=0, atol=1e-12)


def test_the_same_seed_gives_the_same_interval_however_memory_is_cut(monkeypatch):
    once = alpha_bca(LIKERT, seed=5, draws=999)
    monkeypatch.setattr(resampled_sums, "UNITS_AT_ONCE", 7 * 60)
    assert alpha_bca(LIKERT, seed=5, draws=999) == once
    assert alpha_bca(LIKERT, seed=6, draws=999) != once


def test_row_order_and_item_order_move_nothing_but_the_draws():
    influence = influence_values(LIKERT, alpha_of_covariance)
    np.testing.assert_allclose(
        influence_values(LIKERT[::-1], alpha_of_covariance)[::-1], influence, rtol=0, atol=1e-9
    )
    assert influence.sum() == pytest.approx(0.0, abs=1e-9)


def test_the_gradient_predicts_small_changes():
    S = covariance(LIKERT)
    nudge = 1e-5 * np.random.default_rng(0).normal(size=S.shape)
    nudge += nudge.T
    for coefficient in (alpha_of_covariance, lambda2_of_covariance, omega_of_covariance()):
        predicted = (coefficient_gradient(S, coefficient) * nudge).sum()
        assert float(coefficient(S + nudge) - coefficient(S)) == pytest.approx(predicted, rel=1e-2, abs=1e-8)


def test_one_set_of_resamples_serves_several_coefficients():
    both = bca_intervals(LIKERT, {"alpha": alpha_of_covariance, "lambda2": lambda2_of_covariance}, seed=8)
    assert both["alpha"] == alpha_bca(LIKERT, seed=8).interval
    assert both["lambda2"].low < float(lambda2_of_covariance(covariance(LIKERT))) < both["lambda2"].high
    assert both["lambda2"] != both["alpha"]


def test_clustered_answers_widen_the_interval():
    generator = np.random.default_rng(2)
    sites = np.repeat(np.arange(12), 10)
    spread = np.repeat(np.linspace(0.1, 2.5, 12), 10)[:, None]
    x = spread * generator.normal(size=(12, 1))[sites] + generator.normal(size=(120, 4))
    by_person, by_site = alpha_bca(x, seed=1), alpha_bca(x, seed=1, clusters=sites)
    assert by_site.method == "listwise/bca_cluster"
    assert by_site.value == by_person.value
    assert by_site.interval.high - by_site.interval.low > by_person.interval.high - by_person.interval.low


def test_three_sites_have_too_few_distinct_resamples():
    result = alpha_bca(LIKERT, seed=1, clusters=np.repeat([1, 2, 3], 20))
    assert "3 clusters have too few distinct resamples" in result.unavailable
    assert "4 respondents have too few" in alpha_bca(LIKERT[:4], seed=1).unavailable
    assert [too_few_units(units, 0.95) for units in (1, 4, 5)] == [True, True, False]
    four = np.repeat([1, 2, 3, 4], 15)
    assert bca_intervals(LIKERT, {"alpha": alpha_of_covariance}, seed=1, clusters=four) == {"alpha": None}


def test_what_alpha_refuses_the_bootstrap_refuses():
    assert "at least 2 items" in alpha_bca(LIKERT[:, :1], seed=1).unavailable
    assert "at least 3 items" in omega_total_bca(LIKERT[:, :2], seed=1).unavailable
    first = LIKERT[:, :1]
    assert "do not bracket" in alpha_bca(np.hstack([first, first]), seed=1).unavailable


def test_omega_keeps_its_value_when_resamples_cannot_be_fitted():
    """One respondent alone varies on an item: a third of the resamples have a constant item."""
    rare = LIKERT.copy()
    rare[:, 4] = 3.0
    rare[0, 4] = 5.0
    result = omega_total_bca(rare, seed=1, draws=200)
    assert result.available
    assert result.interval is None


def test_replicates_that_give_no_interval():
    influence = np.array([-1.0, 0.0, 1.0])
    assert bca_interval(0.5, np.full(99, 0.5), influence, 0.95) is None
    assert bca_interval(2.0, np.linspace(0, 1, 99), influence, 0.95) is None
    assert (
        bca_interval(0.5, np.where(np.arange(99) < 9, np.nan, np.linspace(0, 1, 99)), influence, 0.95) is None
    )


def test_mistakes_are_errors():
    with pytest.raises(ValueError, match="at least 1 resample"):
        resampled_covariances(LIKERT, 0, seed=1)
    with pytest.raises(ValueError, match="one cluster for each"):
        alpha_bca(LIKERT, seed=1, clusters=[1, 2])


def test_a_quantile_beyond_the_replicates_is_the_last_of_them():
    ordered = np.array([1.0, 2.0, 4.0])
    assert [order_statistic(ordered, p) for p in (0.01, 0.25, 0.5, 0.75, 0.99)] == [1.0, 1.0, 2.0, 4.0, 4.0]
