"""The graded response model: published fits, R's likelihood, item fit, precision, and items that differ."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from mtle_survey.stats.structure.irt import graded_response as fitting
from mtle_survey.stats.structure.irt.curves import category_probabilities, expected_score, item_information
from mtle_survey.stats.structure.irt.graded_response import graded_response
from mtle_survey.stats.structure.irt.item_bias import _derivatives, item_bias
from mtle_survey.stats.structure.irt.item_fit import _compared, _joined, item_fit, score_likelihood
from mtle_survey.stats.structure.irt.item_step import maximise_item
from mtle_survey.stats.structure.irt.precision import trait_precision
from mtle_survey.stats.structure.irt.quadrature import normal_quadrature
from tests.oracle.reference import ITERATIVE, load_cases

SIX, SEVEN = load_cases("structure", "item_fit")
GRADED = load_cases("structure", "graded_response")


def graded(n: int = 800, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    trait = rng.standard_normal(n)
    cuts = np.array([-2.0, -0.5, 0.5, 2.0])
    return np.column_stack(
        [np.digitize(a * trait + rng.logistic(size=n), cuts) + 1.0 for a in (0.9, 1.4, 1.8, 2.2, 1.2)]
    )


def test_two_categories_are_the_published_logistic_model() -> None:
    found, expected = graded_response(SIX.data), SIX.expected
    # ltm integrates over 21 points and stops at a gradient of .024, so its last digits move
    assert found.log_likelihood == pytest.approx(expected["log_likelihood"], abs=5e-4)
    np.testing.assert_allclose(found.slope, expected["slope"], rtol=0, atol=1e-3)
    np.testing.assert_allclose(found.slope_se, expected["slope_se"], rtol=0, atol=3e-4)
    np.testing.assert_allclose(np.concatenate(found.difficulty), expected["difficulty"], rtol=0, atol=4e-3)
    np.testing.assert_allclose(
        np.concatenate(found.difficulty_se), expected["difficulty_se"], rtol=0, atol=2e-3
    )


def test_item_fit_is_the_published_one() -> None:
    found = graded_response(SEVEN.data)
    assert found.log_likelihood == pytest.approx(SEVEN.expected["log_likelihood"], abs=5e-4)
    np.testing.assert_allclose(found.slope, SEVEN.expected["slope"], rtol=0, atol=2e-3)
    fits = item_fit(found)
    np.testing.assert_allclose([f.value for f in fits], SEVEN.expected["chi2"], rtol=0, atol=5e-3)
    assert [f.df for f in fits] == SEVEN.expected["df"]
    np.testing.assert_allclose([f.p_value for f in fits], SEVEN.expected["p"], rtol=0, atol=1.5e-3)


@pytest.mark.parametrize("case", GRADED, ids=lambda c: c.name)
def test_several_categories_maximise_the_likelihood_that_r_integrates(case) -> None:
    x = case.data[: case.args["rows"]].copy()
    x[:, case.args["reversed"]] = 7 - x[:, case.args["reversed"]]
    found = graded_response(x)
    assert found.log_likelihood == pytest.approx(case.expected["log_likelihood"], abs=1e-4)
    np.testing.assert_allclose(found.slope, case.expected["slope"], rtol=0, atol=ITERATIVE)
    for mine, theirs in zip(found.intercept, case.expected["intercept"], strict=True):
        assert list(mine) == pytest.approx(theirs, rel=ITERATIVE, abs=ITERATIVE)
    np.testing.assert_allclose(found.slope_se, case.expected["slope_se"], rtol=0, atol=ITERATIVE)
    theta = np.array(case.expected["theta"])
    information = np.column_stack(
        [item_information(theta, a, d) for a, d in zip(found.slope, found.intercept, strict=True)]
    )
    np.testing.assert_allclose(information, case.expected["information"], rtol=0, atol=ITERATIVE)


@pytest.mark.parametrize("case", load_cases("structure", "item_bias"), ids=lambda c: c.name)
def test_item_bias_is_that_of_polr(case) -> None:
    x = case.data.copy()
    x[:, 0] = 7 - x[:, 0]
    found = item_bias(x[:, case.args["item"]], x[:, :5].sum(axis=1), x[:, 5])
    for kind in ("total", "uniform", "non_uniform"):
        estimate = getattr(found, kind)
        assert estimate.value == pytest.approx(case.expected[kind], abs=ITERATIVE)
        assert estimate.df == (2 if kind == "total" else 1)
    assert found.explained == pytest.approx(case.expected["explained"], abs=ITERATIVE)


def test_known_parameters_are_recovered_within_their_errors() -> None:
    found = graded_response(graded(4000))
    np.testing.assert_array_less(np.abs(found.slope - [0.9, 1.4, 1.8, 2.2, 1.2]), 3.5 * found.slope_se)
    for a, b, error in zip((0.9, 1.4, 1.8, 2.2, 1.2), found.difficulty, found.difficulty_se, strict=True):
        np.testing.assert_array_less(np.abs(b - np.array([-2, -0.5, 0.5, 2]) / a), 3.5 * error)


def test_categories_are_a_distribution_and_information_is_curvature() -> None:
    theta, d = np.linspace(-3, 3, 7), np.array([2.0, 0.3, -1.1])
    P = category_probabilities(theta, 1.3, d)
    np.testing.assert_allclose(P.sum(axis=1), 1.0)
    np.testing.assert_allclose(expected_score(theta, 1.3, d), P @ np.arange(4), rtol=0, atol=1e-12)
    up, down = (np.log(category_probabilities(theta + e, 1.3, d)) for e in (1e-4, -1e-4))
    slope = (up - down) / 2e-4
    np.testing.assert_allclose(item_information(theta, 1.3, d), (P * slope**2).sum(axis=1), rtol=1e-6)


def test_scores_have_all_the_probability() -> None:
    theta, _ = normal_quadrature(11)
    curves = [category_probabilities(theta, 1.0, np.array([1.0, -1.0])) for _ in range(4)]
    total = score_likelihood(curves)
    assert total.shape == (11, 9)
    np.testing.assert_allclose(total.sum(axis=1), 1.0)


def test_precision_rises_with_items_and_trait_estimates_follow_the_answers() -> None:
    x = graded()
    few, all_of_them = graded_response(x[:, :3]), graded_response(x)
    short, long = trait_precision(few), trait_precision(all_of_them)
    assert short.marginal_reliability < long.marginal_reliability < 1.0
    assert long.empirical_reliability == pytest.approx(long.marginal_reliability, abs=0.03)
    assert np.corrcoef(long.trait, x.sum(axis=1))[0, 1] > 0.97
    np.testing.assert_allclose(long.test, long.item.sum(axis=1))
    np.testing.assert_allclose(long.theta, np.arange(-40, 41) / 10, rtol=0, atol=1e-12)


def test_a_skipped_item_is_no_reason_to_leave_a_person_out() -> None:
    x = graded()
    x[:100, 0] = np.nan
    found = graded_response(x)
    assert found.n == 800
    assert trait_precision(found).trait.shape == (800,)


def test_an_item_that_one_group_answers_higher_is_found() -> None:
    x = graded(600, 5)
    group = np.arange(600) % 2
    x[group == 1, 4] = np.clip(x[group == 1, 4] + 1, 1, 5)
    trait = trait_precision(graded_response(x)).trait
    biased, fair = item_bias(x[:, 4], trait, group), item_bias(x[:, 1], trait, group)
    assert biased.uniform.p_value < 1e-8
    assert biased.explained > 0.02 > fair.explained


def test_what_cannot_be_fitted_says_why() -> None:
    assert "at least 200" in graded_response(graded(199)).unavailable
    assert "at least 3" in graded_response(graded()[:, :2]).unavailable
    x = graded()
    x[:, 0] = 3.0
    assert "alike" in graded_response(x).unavailable
    assert "compare" in item_bias(x[:, 1], x.sum(axis=1), np.zeros(800)).total.unavailable


def test_marginal_reliability_is_the_mean_of_what_information_makes_reliable() -> None:
    found = graded_response(graded(300)[:, :3])

    def weighted(theta: float) -> float:
        at = np.array([theta])
        told = sum(item_information(at, a, d)[0] for a, d in zip(found.slope, found.intercept, strict=True))
        return float(stats.norm.pdf(theta) * told / (told + 1.0))

    mean, _ = integrate.quad(weighted, -8, 8, epsabs=1e-10)
    assert trait_precision(found).marginal_reliability == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize(
    ("truth", "start"),
    [
        ((1.5, 1.2, 0.1, -0.8), (1.0, 0.8, 0.0, -1.0)),
        ((3.0, 0.0), (0.3, 3.0)),  # full steps from so far away would go astray
        # of forty thousand, fifteen chose the third category, or ten the second
        ((1.2, 2.5, 0.37, 0.368), (1.8, 2.9, 0.1, -2.5)),
        ((1.8, 2.73, 2.727, -0.45), (1.7, 1.5, 0.0, -0.2)),
    ],
)
def test_an_item_whose_answers_follow_a_curve_exactly_gets_the_parameters_of_that_curve(truth, start) -> None:
    theta, weights = normal_quadrature()
    counts = 40_000.0 * weights * category_probabilities(theta, truth[0], np.array(truth[1:])).T

    def log_likelihood(item: np.ndarray) -> float:
        return float((counts * np.log(category_probabilities(theta, item[0], item[1:]).T)).sum())

    item = np.array(start)
    for _ in range(15):
        better = maximise_item(item, counts, theta)
        assert log_likelihood(better) >= log_likelihood(item) and (np.diff(better[1:]) < 0).all()
        item = better
    np.testing.assert_allclose(item, truth, rtol=0, atol=1e-4)


def test_a_search_that_runs_out_of_steps_gives_no_model(monkeypatch) -> None:
    x = graded(300)[:, :3]
    assert not graded_response(x).unavailable
    monkeypatch.setattr(fitting, "NEWTON_STEPS", 1)
    cut_short = graded_response(x)
    assert "did not converge" in cut_short.unavailable and np.isnan(cut_short.slope).all()


def test_cells_that_expect_less_than_one_person_are_joined_with_their_smaller_neighbour() -> None:
    # .4 has only one neighbour; .7 goes to 2.0 rather than to 5.0; nobody is lost
    observed, expected = _joined(np.array([1.0, 2, 5, 0, 3]), np.array([0.4, 1.0, 5.0, 0.7, 2.0]))
    np.testing.assert_allclose(observed, [3, 5, 3])
    np.testing.assert_allclose(expected, [1.4, 5.0, 2.7])


def test_the_highest_total_score_is_not_compared_even_with_what_was_carried_to_it() -> None:
    # rows: people of total score 0 to 4; columns: their answers to the item. The two of score 3 expect less
    # than one in each category and are carried on, to nobody: of score 4 all answered alike.
    observed = np.array([[9.0, 0, 0], [12, 8, 0], [10, 16, 14], [0, 1, 1], [0, 0, 30]])
    share = np.array([[1.0, 0, 0], [0.5, 0.5, 0], [0.25, 0.5, 0.25], [0.3, 0.3, 0.4], [0, 0, 1]])
    found = _compared(observed, share, 1, 101)
    # expected 10 10 and 10 20 10
    assert found.value == pytest.approx((4 + 4) / 10 + 16 / 20 + 16 / 10)
    assert found.df == 2 + 3 - 2 - 1


def test_proportional_odds_out_of_order_are_no_model() -> None:
    codes = np.array([0, 1, 2, 3])
    nothing = np.empty((4, 0))
    for intercepts, model in (((2.0, 0.0, -1.0), True), ((2.0, -1.0, 0.0), False), ((0.0, 2.0, -1.0), False)):
        value, *_ = _derivatives(np.array(intercepts), nothing, codes, 4)
        assert np.isfinite(value) == model
