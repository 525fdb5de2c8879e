"""Parts of confirmatory analysis called on their own: improper solutions, and what a structure overlooks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.admissible import why_inadmissible
from mtle_survey.stats.structure.cfa.build import build
from mtle_survey.stats.structure.cfa.misspecified import misspecifications
from mtle_survey.stats.structure.cfa.normal_cfa import NO_FACTOR, fit_normal, fit_statistics, prepare
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.normal_inference import informations
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
