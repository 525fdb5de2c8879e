"""Fits behind reliability: ordered items, a general factor above parts, incomplete answers."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.missing.covariance_errors import covariance_errors
from mtle_survey.stats.missing.em_normal import em_normal, missing_patterns
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.bifactor_indices import bifactor_indices
from mtle_survey.stats.reliability.general_factor import general_factor
from mtle_survey.stats.reliability.incomplete import alpha_fiml, incomplete_moments, omega_total_fiml
from mtle_survey.stats.reliability.omega_categorical import omega_categorical, summed_covariance
from mtle_survey.stats.reliability.omega_categorical_bootstrap import (
    MOST_RESAMPLED,
    _Refits,
    omega_categorical_bca,
)
from mtle_survey.stats.reliability.omega_categorical_items import (
    categorical_model,
    omega_categorical_of_items,
)
from mtle_survey.stats.reliability.omega_total import omega_total
from mtle_survey.stats.reliability.one_factor_least_squares import one_factor_least_squares
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from tests.oracle.reference import HERE, ITERATIVE, load_cases

# Full steps of Gauss and Newton wander off here, to loadings in the millions.
CLIMBING = (
    (1.00, 0.02, 0.23, 0.22),
    (0.02, 1.00, 0.23, -0.33),
    (0.23, 0.23, 1.00, -0.43),
    (0.22, -0.33, -0.43, 1.00),
)
PARTS = np.kron(np.eye(3, dtype=bool), np.ones((4, 1), dtype=bool))


def ordered_answers(n: int, k: int = 6, seed: int = 1, top: int = 5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    latent = 0.8 * rng.normal(size=(n, 1)) + 0.7 * rng.normal(size=(n, k))
    return np.clip(np.rint(3 + latent), 1, top)


def bifactor(h: tuple[float, ...] = (0.8, 0.7, 0.9)) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A second-order model as general and group loadings, with the correlations it implies."""
    lam = np.array([0.8, 0.7, 0.75, 0.8, 0.7, 0.75, 0.8, 0.7, 0.75, 0.6, 0.7, 0.8])
    high = np.array(h)
    general = lam * (PARTS @ high)
    group = PARTS * (lam * (PARTS @ np.sqrt(1 - high**2)))[:, None]
    R = np.outer(general, general) + group @ group.T
    np.fill_diagonal(R, 1.0)
    return general, group, R


@pytest.mark.parametrize("case", load_cases("reliability", "one_factor_least_squares"), ids=lambda c: c.name)
def test_loadings_of_ordered_items_are_lavaans(case):
    model = categorical_model(case.data)
    np.testing.assert_allclose(model.loadings, case.expected["dwls"], rtol=0, atol=ITERATIVE)
    unweighted = one_factor_least_squares(model.polychoric)
    np.testing.assert_allclose(unweighted.loadings, case.expected["uls"], rtol=0, atol=ITERATIVE)


def test_the_weights_of_an_item_with_itself_are_ignored():
    R = categorical_model(ordered_answers(200)).polychoric
    k = len(R)
    weights = 1.0 + np.abs(np.subtract.outer(np.arange(k), np.arange(k)))
    found = []
    for own in (0.0, 1.0, 7.0):
        np.fill_diagonal(weights, own)
        fit = one_factor_least_squares(R, weights)
        found.append((*fit.loadings, fit.discrepancy))
    np.testing.assert_allclose(found[1:], [found[0]] * 2, rtol=0, atol=1e-12)


def test_least_squares_takes_no_step_that_fits_worse():
    R = np.array(CLIMBING)
    fit = one_factor_least_squares(R)
    assert fit.converged
    residual = R - np.outer(fit.loadings, fit.loadings)
    assert fit.discrepancy == pytest.approx((residual[np.triu_indices(4, 1)] ** 2).sum())
    assert fit.discrepancy < 0.1, "no factor at all leaves .45"


@pytest.mark.parametrize("case", load_cases("reliability", "omega_categorical"), ids=lambda c: c.name)
def test_categorical_omega_from_the_answers_is_semtools(case):
    x = np.genfromtxt(HERE / "data" / case.name, delimiter=",", skip_header=1)
    found = omega_categorical_of_items(x)
    assert found.value == pytest.approx(case.expected["observed"], abs=ITERATIVE)
    assert (found.method, found.n) == ("green_yang/observed", len(x))


def test_many_matrices_are_fitted_as_each_alone():
    rng = np.random.default_rng(2)
    loadings = rng.uniform(0.3, 0.9, (20, 5))
    R = loadings[:, :, None] * loadings[:, None, :] + rng.normal(0, 0.02, (20, 1, 1))
    R[:, range(5), range(5)] = 1.0
    together = one_factor_least_squares(R)
    assert together.converged.all()
    for matrix, found in zip(R, together.loadings, strict=True):
        np.testing.assert_allclose(one_factor_least_squares(matrix).loadings, found, rtol=0, atol=1e-7)


def test_a_skipped_category_counts_as_a_step_of_the_score():
    x = ordered_answers(400)
    x[:, 0] = np.where(x[:, 0] == 3, 4, x[:, 0])
    model = categorical_model(x)
    assert len(model.thresholds[0]) == 4
    assert model.thresholds[0][1] == model.thresholds[0][2]
    # the model's variance of the total is that of the total as it was scored
    total = summed_covariance(model.thresholds, model.polychoric).sum()
    assert total == pytest.approx(x.sum(axis=1).var(), rel=0.02)


def test_two_answers_to_an_item_are_enough():
    yes_or_no = np.where(ordered_answers(300) > 3, 1.0, 0.0)
    assert omega_categorical_of_items(yes_or_no).available


@pytest.mark.parametrize(
    ("x", "said"),
    [
        (ordered_answers(99), "at least 100"),
        (ordered_answers(120)[:, :2], "at least 3 items"),
        (ordered_answers(120) + 0.5, "whole numbers"),
        (np.column_stack([ordered_answers(120), np.full(120, 3.0)]), "1 of 7 items got the same answer"),
    ],
)
def test_categorical_omega_says_why_there_is_none(x, said):
    for found in (omega_categorical_of_items(x), omega_categorical_bca(x, seed=1, draws=20)):
        assert np.isnan(found.value)
        assert said in found.unavailable


def test_refits_of_a_resample_are_those_of_its_rows():
    """The tables that a refit starts from give what the resampled answers themselves give."""
    x = ordered_answers(120, 4)
    model = categorical_model(x)
    refits = _Refits.of(x, model)
    for draw in np.random.default_rng(3).integers(0, 120, (5, 120)):
        alone = polychoric(x[draw])
        loadings = one_factor_least_squares(alone.R, model.weights).loadings
        cuts = [np.repeat(t, np.diff(c)) for t, c in zip(alone.thresholds, alone.categories, strict=True)]
        expected = omega_categorical(loadings, cuts, alone.R, 120).value
        (found,) = refits.omegas(refits.answers[draw].sum(axis=0)[None])
        assert found == pytest.approx(expected, abs=1e-4)


def test_the_bootstrap_interval_holds_the_estimate_and_depends_on_the_seed_alone():
    x = ordered_answers(150, 4)
    found = omega_categorical_bca(x, seed=4, draws=200)
    assert found.interval.low < found.value < found.interval.high
    assert found == omega_categorical_bca(x, seed=4, draws=200)
    assert found.value == pytest.approx(omega_categorical_of_items(x).value, abs=1e-12)
    sites = np.repeat(np.arange(15), 10)
    assert omega_categorical_bca(x, seed=4, draws=200, clusters=sites).method.endswith("bca_cluster")
    assert omega_categorical_bca(x, seed=4, draws=20, clusters=sites % 3).interval is None


def test_beyond_five_thousand_respondents_there_is_no_interval():
    found = omega_categorical_bca(ordered_answers(MOST_RESAMPLED + 1, 3), seed=1, draws=10)
    assert found.interval is None
    assert found.value > 0.5


@pytest.mark.parametrize("case", load_cases("reliability", "general_factor"), ids=lambda c: c.name)
def test_a_general_factor_above_parts_is_psychs(case):
    part = np.array(case.args["part"])
    found = general_factor(np.array(case.args["S"]), case.args["n"], part[:, None] == np.arange(3))
    np.testing.assert_allclose(found.general, case.expected["general"], rtol=0, atol=ITERATIVE)
    for name in (
        "omega_total",
        "omega_hierarchical",
        "omega_subscale",
        "omega_hierarchical_subscale",
        "ecv",
        "puc",
        "h_general",
        "h_group",
    ):
        np.testing.assert_allclose(
            getattr(found.indices, name), case.expected[name], rtol=0, atol=ITERATIVE, err_msg=name
        )


def test_a_known_second_order_structure_is_found_again():
    general, group, R = bifactor()
    found = general_factor(R, 200, PARTS)
    np.testing.assert_allclose(found.general, general, rtol=0, atol=1e-6)
    np.testing.assert_allclose(found.group, group, rtol=0, atol=1e-6)
    assert found.indices.omega_hierarchical == pytest.approx(
        bifactor_indices(general, group, members=PARTS).omega_hierarchical, abs=1e-6
    )
    sd = np.linspace(0.5, 2.0, 12)
    scored = general_factor(R * np.outer(sd, sd), 200, PARTS).indices
    assert scored.omega_hierarchical == pytest.approx((sd @ general) ** 2 / (sd @ R @ sd), abs=1e-6)
    assert scored.ecv == pytest.approx(found.indices.ecv, abs=1e-6)


def test_a_general_factor_is_refused_where_it_is_not_identified():
    _, _, R = bifactor()
    two = np.column_stack([PARTS[:, 0] | PARTS[:, 1], PARTS[:, 2]])
    assert "from 3 on" in general_factor(R, 200, two).unavailable
    single = np.column_stack([PARTS[:, 0] | PARTS[:, 1], PARTS[:, 2]])
    single = np.column_stack([single, np.zeros(12, dtype=bool)])
    single[0] = [False, False, True]
    assert "fewer than 2 items" in general_factor(R, 200, single).unavailable
    assert "at least 50" in general_factor(R, 49, PARTS).unavailable
    constant = R.copy()
    constant[0], constant[:, 0] = 0.0, 0.0
    assert "1 of 12 items" in general_factor(constant, 200, PARTS).unavailable
    with pytest.raises(ValueError, match="exactly one part"):
        general_factor(R, 200, PARTS | PARTS[:, ::-1])


@pytest.mark.parametrize("case", load_cases("reliability", "alpha_fiml"), ids=lambda c: c.name)
def test_alpha_of_incomplete_answers_is_lavaans(case):
    moments = incomplete_moments(case.data)
    found = alpha_fiml(moments)
    assert found.n == case.expected["n"]
    assert found.value == pytest.approx(case.expected["value"], abs=ITERATIVE)
    assert found.std_error == pytest.approx(case.expected["std_error"], rel=ITERATIVE)
    assert found.interval.low < found.value < found.interval.high < 1.0
    omega = omega_total_fiml(moments)
    assert omega.value == pytest.approx(case.expected["omega"], abs=ITERATIVE)
    assert (found.method, omega.method) == ("fiml/delta", "ml1/implied/fiml")


def test_complete_answers_give_what_complete_cases_give():
    x = ordered_answers(80)
    moments = incomplete_moments(x)
    assert alpha_fiml(moments).value == pytest.approx(alpha(x).value, abs=1e-9)
    assert omega_total_fiml(moments).value == pytest.approx(omega_total(x).value, abs=1e-7)


def test_uncertainty_of_complete_covariances_is_the_normal_one():
    x = np.random.default_rng(6).normal(size=(50, 3))
    patterns = missing_patterns(x)
    moments = em_normal(patterns)
    S = moments.covariance
    rows, columns = np.triu_indices(3)
    normal = (S[rows][:, rows] * S[columns][:, columns] + S[rows][:, columns] * S[columns][:, rows]) / 50
    np.testing.assert_allclose(covariance_errors(patterns, moments), normal, rtol=1e-5)


def test_answers_that_overlap_too_little_are_refused():
    x = ordered_answers(40, 3)
    x[:20, 0], x[20:, 1] = np.nan, np.nan
    x[0, 0] = 3.0
    moments = incomplete_moments(x)
    assert "answered by only 1 respondent; 5 are needed" in moments.unavailable
    assert alpha_fiml(moments).unavailable == omega_total_fiml(moments).unavailable == moments.unavailable
    flat = ordered_answers(40, 3)
    flat[:, 1] = 3.0
    assert "does not vary" in alpha_fiml(incomplete_moments(flat)).unavailable


def test_rows_without_any_answer_do_not_count():
    x = ordered_answers(30, 4)
    padded = np.vstack([x, np.full((5, 4), np.nan)])
    assert alpha_fiml(incomplete_moments(padded)).n == 30
