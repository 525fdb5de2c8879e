"""Parts of the ladder of invariance: models over waves, what is set free, the second difference test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.normal_cfa import prepare
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.invariance.difference import likelihood_ratio, satorra_bentler
from mtle_survey.stats.structure.invariance.invariance import invariance
from mtle_survey.stats.structure.invariance.model import Design, free_items, invariance_model
from mtle_survey.stats.structure.invariance.normal_ladder import NormalLadder
from mtle_survey.stats.structure.invariance.partial import _best, partial_invariance
from mtle_survey.stats.structure.invariance.step import Fitted, lost
from tests.oracle.reference import ITERATIVE, Case, load_cases

TWO = FactorStructure(n_items=6, factors=((0, 1, 2), (3, 4, 5)))


def test_an_item_is_free_from_the_level_on_that_it_broke() -> None:
    design = Design(structure=TWO, occasions=2, kind="group")
    freed = frozenset({("scalar", 4), ("metric", 1)})
    assert free_items(design, freed, "metric").tolist() == [1]
    assert free_items(design, freed, "scalar").tolist() == [1, 4]


def test_waves_of_two_factors_stand_side_by_side() -> None:
    design = Design(structure=TWO, occasions=3, kind="wave")
    model = invariance_model(design, "metric")
    (group,) = model.groups
    at_zero = implied(group, np.zeros(model.n_parameters))
    assert at_zero.covariance.shape == (18, 18) and at_zero.factor_mean.tolist() == [0.0] * 6
    # the first wave's factors have variance 1, the others' are free, as equal loadings allow
    np.testing.assert_allclose(np.diag(at_zero.factor_covariance), [1, 1, 0, 0, 0, 0])
    # 6 loadings, 18 intercepts, 4 factor variances, 15 factor and 18 residual correlations, 18 residuals
    assert model.n_parameters == 6 + 18 + 4 + 15 + 18 + 18


def test_a_level_without_restrictions_has_no_difference_to_test() -> None:
    for found in (likelihood_ratio(110, 48, 100, 48, 200), satorra_bentler(110, 48, 1.1, 100, 48, 1.0, 200)):
        assert "equivalent" in found.unavailable and found.n == 200


def test_a_difference_below_zero_is_none_at_all() -> None:
    small, below = likelihood_ratio(100.3, 50, 100, 48, 200), likelihood_ratio(99.9, 50, 100, 48, 200)
    assert small.value == pytest.approx(0.3)
    assert small.p_value == pytest.approx(np.exp(-0.15))  # chi-square with two degrees of freedom
    assert (below.value, below.p_value) == (0.0, 1.0)


def fitted(chi2: float, unavailable: str = "", df: float = 20.0) -> Fitted:
    """A metric model of two groups that ends with this statistic, whatever its estimates."""
    model = invariance_model(Design(structure=TWO, occasions=2, kind="group"), "metric")
    return replace(lost(model, df, unavailable), theta=np.full(model.n_parameters, 0.5), chi2=chi2)


def test_an_item_is_not_freed_for_an_improper_solution() -> None:
    chi2 = {0: 30.0, 1: 45.0, 2: 40.0}

    def fit(level, freed, inference) -> Fitted:
        ((_, item),) = freed
        return fitted(chi2[item], "an item has a negative residual variance" if item == 0 else "")

    item, best = _best(fit, "metric", frozenset(), [0, 1, 2])
    assert (item, best.chi2) == (2, 40.0)
    assert _best(fit, "metric", frozenset(), [0]) is None


def test_there_is_no_partial_invariance_beyond_a_level_without_solution() -> None:
    design = Design(structure=TWO, occasions=2, kind="group")
    levels = {level: fitted(50.0) for level in design.levels}

    def fit(level, freed, inference) -> Fitted:
        return levels[level]

    def partial():
        def same(stricter, looser):
            return likelihood_ratio(50.0, 20.0, 50.0, 18.0, 300)

        return partial_invariance(design, fit, same, levels, (), 300, "ml")

    assert partial().freed == ()
    levels["metric"] = fitted(np.nan, "the search for the estimates did not converge")
    assert partial() is None


def test_an_item_stays_where_its_own_test_is_no_more_than_chance_among_six() -> None:
    design = Design(structure=TWO, occasions=2, kind="group")
    levels = {
        "configural": fitted(50.0, df=16.0),
        "metric": fitted(62.0, df=20.0),  # 12 on 4 degrees of freedom, p = .017: rejected
        "scalar": fitted(62.5, df=24.0),
    }

    def fit(level, freed, inference) -> Fitted:
        return fitted(57.0, df=19.0)  # 5 on 1 degree of freedom, p = .025, and six times that

    def difference(stricter, looser):
        return likelihood_ratio(stricter.chi2, stricter.df, looser.chi2, looser.df, 300)

    found = partial_invariance(design, fit, difference, levels, (), 300, "ml")
    assert found.freed == () and not found.exhausted and not found.holds
    assert found.against_looser["metric"].value == pytest.approx(12.0)


@pytest.mark.parametrize("estimator", ["ml", "wlsmv"])
def test_levels_whose_factors_correlate_beyond_one_have_no_fit_and_no_change_of_fit(estimator) -> None:
    # items correlate .62 between the factors and only .50 within them
    R = np.kron(np.array([[0.50, 0.62], [0.62, 0.50]]), np.ones((3, 3)))
    np.fill_diagonal(R, 1.0)
    z = np.random.default_rng(5).standard_normal((2, 400, 6))
    groups = [
        part @ np.linalg.inv(np.linalg.cholesky(np.cov(part.T))).T @ np.linalg.cholesky(R).T for part in z
    ]
    if estimator == "wlsmv":
        groups = [np.digitize(part, (-1.0, 0.0, 1.0)).astype(float) for part in groups]
    found = invariance(groups, TWO, "group", estimator)
    first, second = found.steps[:2]
    assert "factors correlate beyond 1" in first.unavailable and found.partial is None
    assert all(estimate.unavailable == first.unavailable for estimate in first.fit.values())
    for name in ("delta_chi2", "delta_cfi", "delta_srmr"):
        assert "factors correlate beyond 1" in second.delta[name].unavailable


@pytest.fixture(scope="module")
def ladder() -> NormalLadder:
    (case,) = load_cases("structure", "satorra_2000")
    return ladder_of(case, (1, 0))


def ladder_of(case: Case, labels: tuple[int, ...]) -> NormalLadder:
    """The levels for two groups whose labels stand in the last column."""
    items = case.args["items"]
    factors = tuple(tuple(factor) for factor in case.args["factors"])
    structure = FactorStructure(n_items=items, factors=factors)
    groups = [case.data[case.data[:, items] == label][:, :items] for label in labels]
    data = tuple(normal_data(x, listwise=True) for x in groups)
    design = Design(structure=structure, occasions=2, kind="group")
    return NormalLadder(design=design, data=data, moments=prepare(data), estimator="mlr")


def test_where_satorra_and_bentlers_factor_is_negative_satorras_test_takes_its_place(ladder) -> None:
    (case,) = load_cases("structure", "satorra_2000")
    looser = ladder.fit("configural")
    for level, reference in case.expected.items():
        stricter = ladder.fit(level)
        assert ladder.difference(stricter, looser).method == "satorra_bentler_2001"
        # a scaling factor near 0 of the stricter model makes that of the difference negative
        strange = replace(stricter, statistics=replace(stricter.statistics, trace=1e-3))
        found = ladder.difference(strange, looser)
        assert found.method == "satorra_2000/scaled_shifted" and found.df == reference["df"]
        assert found.value == pytest.approx(reference["chi2"], rel=ITERATIVE)
        assert found.p_value == pytest.approx(reference["p"], abs=ITERATIVE)
        looser = stricter


def test_a_sample_with_a_negative_factor_is_tested_as_lavaan_tests_it() -> None:
    (case,) = load_cases("structure", "satorra_2000_negative")
    ladder = ladder_of(case, (1, 2))
    looser = ladder.fit("configural")
    methods = {}
    for level, reference in case.expected.items():
        stricter = ladder.fit(level)
        factor = (stricter.statistics.trace - looser.statistics.trace) / (stricter.df - looser.df)
        assert factor == pytest.approx(reference["factor"], abs=ITERATIVE)
        found = ladder.difference(stricter, looser)
        methods[level] = found.method
        assert found.df == reference["df"]
        assert found.value == pytest.approx(reference["chi2"], rel=ITERATIVE)
        assert found.p_value == pytest.approx(reference["p"], abs=ITERATIVE)
        looser = stricter
    assert case.expected["strict"]["factor"] < 0.0
    assert methods == {
        "metric": "satorra_bentler_2001",
        "scalar": "satorra_bentler_2001",
        "strict": "satorra_2000/scaled_shifted",
    }
