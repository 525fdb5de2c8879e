"""Measurement invariance: every level against lavaan, the gates, and bias in raw points."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.invariance.categories import Merge, common_categories
from mtle_survey.stats.structure.invariance.criteria import chen_2007
from mtle_survey.stats.structure.invariance.difference import satorra_bentler
from mtle_survey.stats.structure.invariance.invariance import invariance
from tests.oracle.reference import ITERATIVE, load_cases

CASES = {case.name: case for case in load_cases("structure", "invariance")}
ONE = FactorStructure(n_items=4, factors=((0, 1, 2, 3),))


def occasions_of(case) -> list[np.ndarray]:
    p, x = case.args["items"], case.data
    if case.args["kind"] == "wave":
        return [x[:, p * w : p * (w + 1)] for w in range(case.args["occasions"])]
    labels = (1, 0) if case.name.startswith("groups") else (1, 2)
    return [x[x[:, p] == label][:, :p] for label in labels]


def structure_of(case) -> FactorStructure:
    factors = tuple(tuple(f) for f in case.args["factors"])
    return FactorStructure(n_items=case.args["items"], factors=factors)


@pytest.fixture(scope="module")
def results():
    return {
        name: invariance(
            occasions_of(case), structure_of(case), case.args["kind"], case.args["estimator"], gated=False
        )
        for name, case in CASES.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_every_level_agrees_with_lavaan(results, name) -> None:
    expected = CASES[name].expected
    assert [s.level for s in results[name].steps] == expected["levels"]
    for step in results[name].steps:
        reference = expected["fit"][step.level]
        assert step.fit["chi2"].df == reference["df"]
        assert step.fit["chi2"].value == pytest.approx(reference["chi2"], rel=1e-6)
        for index in ("cfi", "rmsea", "srmr", "cfi_scaled", "rmsea_scaled"):
            if reference.get(index) is not None:
                assert step.fit[index].value == pytest.approx(reference[index], abs=1e-6), index
        if "chi2_scaled" in reference:
            assert step.fit["chi2_scaled"].value == pytest.approx(reference["chi2_scaled"], rel=ITERATIVE)
        if CASES[name].args["estimator"] == "mlr":
            assert step.fit["cfi_robust"].value == pytest.approx(reference["cfi_robust"], abs=1e-6)
            assert step.fit["rmsea_robust"].value == pytest.approx(reference["rmsea_robust"], abs=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_differences_are_tested_as_by_lavaan(results, name) -> None:
    for level, reference in CASES[name].expected["difference"].items():
        found = results[name].step(level).delta["delta_chi2"]
        assert found.value == pytest.approx(reference["chi2"], rel=ITERATIVE)
        assert found.df == reference["df"]
        assert found.p_value == pytest.approx(reference["p"], abs=1e-5)


@pytest.mark.parametrize("name", CASES)
def test_latent_means_agree_with_lavaan(results, name) -> None:
    reference = CASES[name].expected["means"]
    found = [mean for occasion in results[name].latent_means for mean in occasion]
    sign = -1.0 if name == "ordinal groups" else 1.0  # lavaan leaves the factor reflected
    for mean, value, error in zip(found, reference["estimate"], reference["std_error"], strict=True):
        assert mean.value == pytest.approx(sign * value, abs=ITERATIVE)
        if error:
            assert mean.std_error == pytest.approx(error, abs=ITERATIVE)


def test_changes_of_fit_are_stricter_minus_looser(results) -> None:
    found = results["groups mlr"]
    for index in ("cfi", "rmsea", "srmr", "cfi_robust", "rmsea_scaled"):
        change = found.step("scalar").fit[index].value - found.step("metric").fit[index].value
        assert found.step("scalar").delta[f"delta_{index}"].value == pytest.approx(change)
    assert found.step("scalar").looser == "metric" and found.step("configural").delta == {}
    with pytest.raises(KeyError):
        found.step("thresholds")


def test_configural_invariance_is_each_group_on_its_own(results) -> None:
    case = CASES["groups ml"]
    alone = [cfa(x, structure_of(case), "ml").fit["chi2"].value for x in occasions_of(case)]
    assert results["groups ml"].step("configural").fit["chi2"].value == pytest.approx(sum(alone))
    factors = ((0, 1, 2, 3, 4), (5, 6, 7, 8, 9), (10, 11, 12, 13, 14))
    bifactor = FactorStructure(n_items=15, factors=factors, bifactor=True, residuals=((0, 1),))
    x = load_cases("structure", "polychoric")[3].data[:, :15]
    groups = [x[::2], x[1::2]]
    both = invariance(groups, bifactor, "group", "ml", partial=False).step("configural")
    alone = [cfa(g, bifactor, "ml") for g in groups]
    assert both.fit["chi2"].value == pytest.approx(sum(a.fit["chi2"].value for a in alone), rel=1e-6)
    assert both.fit["chi2"].df == sum(a.df for a in alone)


def test_higher_factors_give_way_to_free_correlations() -> None:
    case = CASES["groups ml"]
    second = FactorStructure(n_items=9, factors=structure_of(case).factors, second_order=((0, 1, 2),))
    found = invariance(occasions_of(case), second, "group", "ml", partial=False)
    plain = invariance(occasions_of(case), structure_of(case), "group", "ml", partial=False)
    assert found.step("metric").fit["chi2"].value == pytest.approx(plain.step("metric").fit["chi2"].value)


def test_fiml_keeps_those_who_skipped_an_item() -> None:
    case = CASES["waves mlr"]
    waves = [x.copy() for x in occasions_of(case)]
    waves[1][:20, 0] = np.nan
    listwise = invariance(waves, structure_of(case), "wave", "mlr", partial=False, gated=False)
    fiml = invariance(waves, structure_of(case), "wave", "fiml", partial=False, gated=False)
    assert listwise.n == (180,) and fiml.n == (200,)
    assert all(not s.unavailable for s in fiml.steps)
    assert fiml.step("metric").delta["delta_chi2"].available


def shifted(n: int, shift: float, seed: int, kind: str = "group") -> list[np.ndarray]:
    """Two occasions of four continuous items; the last item's intercept moves by ``shift``."""
    rng = np.random.default_rng(seed)
    factor = rng.standard_normal((2, n))
    if kind == "wave":
        factor[1] = 0.6 * factor[0] + 0.8 * factor[1]
    result = []
    for w in range(2):
        eta = factor[w] + 0.4 * w
        x = 3 + 0.7 * eta[:, None] + 0.6 * rng.standard_normal((n, 4))
        x[:, 3] += shift * w
        result.append(x)
    return result


@pytest.mark.parametrize("kind", ["group", "wave"])
def test_a_shifted_item_is_found_and_its_bias_is_in_raw_points(kind) -> None:
    found = invariance(shifted(600, 0.5, 1, kind), ONE, kind, "ml")
    assert found.step("metric").delta["delta_chi2"].p_value > 0.01
    assert found.step("scalar").delta["delta_chi2"].p_value < 1e-6
    partial = found.partial
    assert [f.item for f in partial.freed] == [3] and not partial.exhausted
    assert partial.freed[0].level == "scalar" and partial.holds
    assert partial.against_looser["scalar"].p_value > 0.01
    np.testing.assert_allclose(partial.item_bias[1], [0, 0, 0, 0.5], rtol=0, atol=0.12)
    np.testing.assert_allclose(partial.item_bias[0], 0.0)
    assert partial.scale_bias((0, 1, 2, 3))[1] == pytest.approx(partial.item_bias[1].sum() / 4)
    right = 0.4
    full = partial.latent_means_full[1][0].value
    assert abs(partial.latent_means[1][0].value - right) < abs(full - right)


def test_an_item_that_loads_otherwise_is_freed_from_there_on_and_its_bias_counts() -> None:
    rng = np.random.default_rng(11)
    groups = []
    for g in range(2):
        eta = rng.standard_normal(700) + 0.5 * g
        loading = np.array([0.8, 0.8, 0.8, 0.8 if g == 0 else 0.3])
        groups.append(3 + eta[:, None] * loading + 0.6 * rng.standard_normal((700, 4)))
    found = invariance(groups, ONE, "group", "mlr")
    assert found.step("metric").delta["delta_chi2"].p_value < 1e-6
    assert [(f.level, f.item) for f in found.partial.freed] == [("metric", 3)] and found.partial.holds
    # at the second group's factor mean of .5 the item lies .5 (.3 - .8) below what equal loadings would give
    assert found.partial.item_bias[1, 3] == pytest.approx(-0.25, abs=0.08)
    np.testing.assert_allclose(found.partial.item_bias[1, :3], 0.0, rtol=0, atol=1e-9)


def test_an_item_with_other_thresholds_is_freed_at_the_thresholds() -> None:
    rng = np.random.default_rng(12)
    groups = []
    for g in range(2):
        latent = 0.8 * rng.standard_normal((900, 1)) + 0.6 * rng.standard_normal((900, 4))
        coded = np.digitize(latent, (-1.2, -0.3, 0.5, 1.3)).astype(float)
        if g:
            coded[:, 1] = np.digitize(latent[:, 1], (-1.2, 0.9, 1.1, 1.3))
        groups.append(coded + 1)
    partial = invariance(groups, ONE, "group", "wlsmv").partial
    assert [(f.level, f.item) for f in partial.freed] == [("thresholds", 1)] and partial.holds
    truth = groups[1][:, 1].mean() - groups[0][:, 1].mean()
    assert partial.item_bias[1, 1] == pytest.approx(truth, abs=0.15)


def test_invariant_items_are_left_alone() -> None:
    partial = invariance(shifted(600, 0.0, 2), ONE, "group", "ml").partial
    assert partial.freed == () and not partial.exhausted
    np.testing.assert_allclose(partial.item_bias, 0.0)


def test_two_items_of_a_factor_always_stay() -> None:
    x = shifted(800, 0.5, 3)
    x[1][:, 2] -= 0.4
    x[1][:, 1] += 1.0
    partial = invariance(x, ONE, "group", "ml").partial
    assert len(partial.freed) == 2 and partial.exhausted


def test_bias_of_an_ordered_item_is_its_change_of_expected_code() -> None:
    rng = np.random.default_rng(4)
    cuts = (-1.2, -0.3, 0.5, 1.3)
    waves = []
    eta = rng.standard_normal(900)
    for w in range(2):
        latent = 0.8 * (eta + 0.3 * w)[:, None] + 0.6 * rng.standard_normal((900, 4))
        latent[:, 0] += 0.6 * w
        waves.append(np.digitize(latent, cuts).astype(float) + 1)
    found = invariance(waves, ONE, "wave", "wlsmv")
    assert found.partial.freed[0].item == 0
    spread = np.sqrt(0.8**2 + 0.6**2)

    def expected(shift: float) -> float:
        return 1 + sum(special.ndtr((0.8 * 0.3 + shift - cut) / spread) for cut in cuts)

    assert found.partial.item_bias[1, 0] == pytest.approx(expected(0.6) - expected(0.0), abs=0.12)
    assert np.abs(found.partial.item_bias[1, 1:]).max() < 0.1


@pytest.mark.parametrize(("estimator", "needed"), [("ml", 100), ("fiml", 100), ("wlsmv", 200)])
@pytest.mark.parametrize("kind", ["group", "wave"])
def test_small_samples_are_not_testable(estimator, needed, kind) -> None:
    x = [np.clip(np.round(part), 1, 5) for part in shifted(needed - 1, 0.0, 5)]
    found = invariance(x, ONE, kind, estimator)
    assert found.unavailable.startswith("not testable") and str(needed) in found.unavailable
    assert found.steps == () and found.latent_means == () and found.partial is None


def test_the_smallest_group_counts_and_waves_count_who_answered_both() -> None:
    x = shifted(150, 0.0, 6)
    assert "not testable" in invariance([x[0], x[1][:90]], ONE, "group", "ml").unavailable
    x[1][:60] = np.nan
    found = invariance(x, ONE, "wave", "ml")
    assert found.n == (90,) and "not testable: 90" in found.unavailable


def test_data_that_allow_no_model_say_why() -> None:
    x = shifted(200, 0.0, 7)
    constant = [part.copy() for part in x]
    constant[1][:, 0] = 2.0
    assert "no variance" in invariance(constant, ONE, "group", "ml").unavailable
    assert "fewer than three" in invariance([np.sign(part) for part in x], ONE, "group", "wlsmv").unavailable


def test_three_categories_leave_thresholds_untestable_but_climb_on() -> None:
    x = [np.digitize(part, (2.5, 3.5)).astype(float) for part in shifted(400, 0.0, 8)]
    found = invariance(x, ONE, "group", "wlsmv", partial=False)
    thresholds = found.step("thresholds")
    assert "equivalent" in thresholds.delta["delta_chi2"].unavailable
    assert found.step("metric").delta["delta_chi2"].available


def test_empty_categories_are_joined_toward_the_middle_in_every_wave() -> None:
    first = np.array([[1.0], [2], [3], [4], [5], [5], [np.nan]])
    second = np.array([[2.0], [2], [3], [4], [4], [3], [2]])
    found = common_categories([first, second])
    assert found.merges == (Merge(item=0, codes=(1, 2)), Merge(item=0, codes=(4, 5)))
    assert found.sizes == (3,)
    np.testing.assert_array_equal(found.data[0][:, 0], [1, 1, 2, 3, 3, 3, np.nan])
    np.testing.assert_array_equal(found.data[1][:, 0], [1, 1, 2, 3, 3, 2, 1])
    np.testing.assert_allclose(found.values[0], [9 / 5, 3, 22 / 5])
    assert "middle" in found.rule


def test_joining_does_not_depend_on_the_order_of_waves_and_goes_on_until_all_are_used() -> None:
    first = np.array([[1.0], [2], [5], [5]])
    second = np.array([[1.0], [3], [4], [5]])
    one, other = common_categories([first, second]), common_categories([second, first])
    assert one.merges == other.merges and one.sizes == other.sizes
    for part in one.data:
        assert set(part[:, 0]) == set(range(1, one.sizes[0] + 1))
    alone = common_categories([np.array([[1.0], [1]]), np.array([[5.0], [5]])])
    assert alone.sizes == (1,)
    same = common_categories([first, first])
    assert same.merges == () and same.sizes == (3,)


def test_a_category_missing_in_one_wave_does_not_stop_the_ladder() -> None:
    x = [np.clip(np.round(part), 1, 5) for part in shifted(300, 0.0, 9, "wave")]
    x[0][x[0][:, 0] == 5, 0] = 4
    found = invariance(x, ONE, "wave", "wlsmv", partial=False)
    assert not found.unavailable and all(not s.unavailable for s in found.steps)
    assert any(m.item == 0 and 5 in m.codes for m in found.categories.merges)


def test_a_negative_scaling_factor_gives_no_scaled_difference() -> None:
    found = satorra_bentler(110, 50, 0.9, 100, 48, 1.0, 200)
    assert "not positive" in found.unavailable
    assert "not positive" in satorra_bentler(110, 50, np.nan, 100, 48, 1.0, 200).unavailable
    assert satorra_bentler(110, 50, 1.1, 100, 48, 1.0, 200).available
    assert "not positive" in satorra_bentler(110, 50, 0.96, 100, 48, 1.0, 200).unavailable  # 50 x .96 = 48
    # (50 x 1.1 - 48) / 2 = 3.5
    assert satorra_bentler(110, 50, 1.1, 100, 48, 1.0, 200).test_statistic == pytest.approx(10 / 3.5)
    assert not satorra_bentler(110, 48, 1.1, 100, 48, 1.0, 200).available


def test_chens_cut_offs() -> None:
    big = {"n": 400, "equal_groups": True}
    assert chen_2007("metric", -0.012, 0.016, 0.0, **big)
    assert not chen_2007("metric", -0.012, 0.014, 0.029, **big)
    assert chen_2007("metric", -0.010, 0.015, 0.0, **big) and chen_2007("metric", -0.010, 0.0, 0.030, **big)
    assert chen_2007("scalar", -0.012, 0.0, 0.011, **big)
    assert not chen_2007("scalar", -0.009, 0.02, 0.02, **big)
    assert chen_2007("scalar", -0.006, 0.011, 0.0, n=200, equal_groups=True)
    assert chen_2007("metric", -0.006, 0.0, 0.026, n=400, equal_groups=False)
    assert chen_2007("scalar", -0.006, 0.011, 0.0, n=300, equal_groups=True)  # more than 300 are large
    assert not chen_2007("scalar", -0.006, 0.011, 0.0, n=301, equal_groups=True)
    with pytest.raises(ValueError, match="metric"):
        chen_2007("configural", 0, 0, 0, **big)


def test_mistakes_are_refused() -> None:
    x = shifted(120, 0.0, 10)
    with pytest.raises(ValueError, match="kind"):
        invariance(x, ONE, "site")
    with pytest.raises(ValueError, match="estimator"):
        invariance(x, ONE, "group", "gls")
    with pytest.raises(ValueError, match="at least two"):
        invariance(x[:1], ONE, "group")
    with pytest.raises(ValueError, match="4 columns"):
        invariance([part[:, :3] for part in x], ONE, "group")
    with pytest.raises(ValueError, match="same respondents"):
        invariance([x[0], x[1][:110]], ONE, "wave")


def test_a_category_just_below_the_middle_joins_the_one_above() -> None:
    every = np.array([[1.0], [2], [3], [4], [5], [6]])
    (merge,) = common_categories([every, np.delete(every, 2, axis=0)]).merges
    assert merge.codes == (3, 4)
