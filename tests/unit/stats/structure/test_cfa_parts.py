"""Parts of confirmatory analysis called on their own: improper solutions, and what a structure overlooks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.admissible import orient, why_inadmissible
from mtle_survey.stats.structure.cfa.build import build
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.least_squares import OrdinalData
from mtle_survey.stats.structure.cfa.misspecified import misspecifications
from mtle_survey.stats.structure.cfa.normal_cfa import NO_FACTOR, fit_normal, fit_statistics, prepare
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.normal_inference import informations
from mtle_survey.stats.structure.cfa.ordinal_cfa import fit_ordinal
from mtle_survey.stats.structure.cfa.scoring import Found
from mtle_survey.stats.structure.cfa.standardised import Standardised
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.fit.measures import fit_measures

TWO = FactorStructure(n_items=4, factors=((0, 1), (2, 3)))


def ended_at(*theta: float) -> Found:
    """A search that converged, whatever it found."""
    return Found(
        theta=np.array(theta), value=0.0, information=np.eye(len(theta)), converged=True, identified=True
    )


@pytest.mark.parametrize(
    ("loading", "correlation", "reason"),
    [
        (0.8, 0.5, ""),
        (1.05, 0.5, "negative residual variance"),
        (0.8, 1.1, "factors correlate beyond 1"),
    ],
)
def test_ordered_items_have_no_proper_solution_beyond_a_loading_or_correlation_of_one(
    loading, correlation, reason
) -> None:
    # parameters: four loadings, then the correlation of the factors
    found = ended_at(loading, 0.6, 0.7, 0.7, correlation)
    said = why_inadmissible(found, build(TWO, ordinal=True), ordinal=True)
    assert said == reason if not reason else reason in said


def test_a_higher_factor_is_turned_so_that_most_of_its_factors_load_positively() -> None:
    structure = FactorStructure(
        n_items=9, factors=((0, 1, 2), (3, 4, 5), (6, 7, 8)), second_order=((0, 1, 2),)
    )
    model = build(structure, ordinal=True)
    # nine loadings, those of two factors negative; then the higher factor's: .7, .6 and -.5
    theta = np.array([-0.8, -0.7, -0.6, -0.8, -0.7, -0.6, 0.8, 0.7, 0.6, 0.7, 0.6, -0.5])
    turned = orient(model, theta)
    np.testing.assert_allclose(turned, np.abs(theta))
    (group,) = model.groups
    np.testing.assert_allclose(implied(group, turned).covariance, implied(group, theta).covariance)


@pytest.mark.parametrize(
    ("p", "levels"),
    [
        (3, [((0, 1),)]),  # a third of three items makes no pair, two thirds and all of them the same
        (4, [((0, 1),), ((0, 1), (2, 3))]),
        (5, [((0, 1),), ((0, 1), (2, 3))]),  # a third and two thirds of five make the same pair
    ],
)
def test_one_factor_of_few_items_overlooks_as_many_pairs_as_there_are(p, levels) -> None:
    loading, nothing, single = np.full((p, 1), 0.7), np.zeros((p, p)), np.ones((1, 1))
    given = Standardised(
        loading=loading, loading_se=0 * loading, factor_correlation=single, factor_correlation_se=0 * single,
        higher_loading=0 * single, higher_loading_se=0 * single, residual_correlation=nothing,
        residual_correlation_se=nothing,
    )  # fmt: skip
    truth, *wrong = misspecifications(FactorStructure(n_items=p, factors=(tuple(range(p)),)), given)
    assert [level.residuals for level in wrong] == levels
    assert [level.level for level in (truth, *wrong)] == list(range(len(levels) + 1))


def test_an_item_of_two_factors_is_not_the_weakest_of_either() -> None:
    # item 2 belongs to both factors and loads least; of the items with one factor, 1 loads least
    structure = FactorStructure(n_items=6, factors=((0, 1, 2), (2, 3, 4, 5)))
    loading = np.zeros((6, 2))
    loading[:3, 0] = 0.8, 0.5, 0.1
    loading[2:, 1] = 0.1, 0.7, 0.7, 0.7
    nothing = np.zeros((6, 6))
    given = Standardised(
        loading=loading, loading_se=0 * loading, factor_correlation=np.eye(2),
        factor_correlation_se=np.zeros((2, 2)), higher_loading=np.zeros((2, 2)),
        higher_loading_se=np.zeros((2, 2)), residual_correlation=nothing, residual_correlation_se=nothing,
    )  # fmt: skip
    (_, wrong) = misspecifications(structure, given)
    assert wrong.cross_loadings == ((1, 1),)
    # uncorrelated factors: item 1 shares with items 3 to 5 what its overlooked loading of .5 brings, .5 x .7
    np.testing.assert_allclose(wrong.correlation[1, 3:], 0.35)


def test_without_a_positive_factor_of_the_model_nothing_is_scaled() -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal((150, 1)) + rng.standard_normal((150, 4))
    one = FactorStructure(n_items=4, factors=((0, 1, 2, 3),))
    model, data = build(one, ordinal=False), (normal_data(x, listwise=True),)
    fitted = fit_normal(model, data, prepare(data))
    usual = informations(model, data, fitted.found.theta)
    assert fit_measures(fit_statistics(fitted, model, data, usual), "cfa_mlr")["cfi_scaled"].available
    # scores that vary far more than the model's share of the moments: the model's factor falls below 0
    wild = replace(usual, casewise=100.0 * usual.casewise)
    found = fit_measures(fit_statistics(fitted, model, data, wild), "cfa_mlr")
    for name in ("chi2_scaled", "cfi_scaled", "rmsea_scaled", "cfi_robust", "rmsea_robust"):
        assert found[name].unavailable == NO_FACTOR
    assert found["chi2"].available


def test_an_ordinal_model_that_cannot_be_identified_has_no_standard_errors() -> None:
    # two loadings on a higher factor that one correlation of the factors has to yield
    structure = FactorStructure(n_items=6, factors=((0, 1, 2), (3, 4, 5)), second_order=((0, 1),))
    within, between = 0.6, 0.3
    R = np.kron(np.array([[within, between], [between, within]]), np.ones((3, 3)))
    data = (OrdinalData(statistics=R[np.triu_indices(6, 1)], gamma=np.eye(15), n=300),)
    fitted = fit_ordinal(build(structure, ordinal=True), data)
    assert fitted.found.converged and "not identified" in fitted.unavailable
    assert np.isnan(fitted.covariance).all() and np.isnan(fitted.adjustment.trace)


@pytest.mark.parametrize("estimator", ["ml", "mlr", "wlsmv"])
def test_answers_of_which_nobody_gave_all_say_so(estimator) -> None:
    x = np.ones((150, 4))
    x[::2, 0] = x[1::2, 3] = np.nan
    found = cfa(x, TWO, estimator)
    assert found.n == 0 and found.unavailable.startswith("0 respondents")
