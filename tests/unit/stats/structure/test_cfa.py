"""Confirmatory factor analysis: every entry against lavaan, and when there is nothing to report."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.build import build
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.implied import implied, slopes
from mtle_survey.stats.structure.cfa.least_squares import predicted, predicted_slopes
from mtle_survey.stats.structure.cfa.likelihood import information, value_and_gradient
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.saturated import saturated
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.cfa.validity import average_variance_extracted, htmt
from tests.oracle.reference import ITERATIVE, load_cases

CASES = {case.name: case for case in load_cases("structure", "cfa")}
NAIVE = ("cfi", "tli", "rmsea", "srmr")
ADJUSTED = ("cfi_scaled", "tli_scaled", "rmsea_scaled", "cfi_robust", "tli_robust", "rmsea_robust")
# lavaan ends its search with slopes up to 1e-6, which its modification indices magnify
WHERE_LAVAAN_STOPS = 2e-4
THREE = ((0, 1, 2), (3, 4, 5), (6, 7, 8))


def nested(lists: list) -> tuple:
    return tuple(tuple(part) for part in lists)


def structure_of(case) -> FactorStructure:
    a = case.args
    return FactorStructure(
        n_items=a["columns"],
        factors=nested(a["factors"]),
        residuals=nested(a["residuals"]),
        second_order=nested(a["second_order"]),
        bifactor=a["bifactor"],
    )


def fitted(case):
    x = case.data[:, : case.args["columns"]]
    return cfa(x, structure_of(case), case.args["estimator"], pairwise=case.args["pairwise"])


@pytest.fixture(scope="module")
def results():
    return {name: fitted(case) for name, case in CASES.items()}


def same_signs(found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """lavaan leaves the sign of a factor to its search: reflect the reference."""
    return np.where((found * expected).sum(axis=0) < 0, -1.0, 1.0)


@pytest.mark.parametrize("name", CASES)
def test_fit_agrees_with_lavaan(results, name) -> None:
    found, expected = results[name], CASES[name].expected["fit"]
    assert found.admissible and found.df == expected["df"]
    assert found.fit["chi2"].value == pytest.approx(expected["chi2"], rel=1e-7)
    assert found.fit["chi2"].p_value == pytest.approx(expected["p"], abs=1e-8)
    for index in NAIVE:
        assert found.fit[index].value == pytest.approx(expected[index], abs=1e-6), index
    assert found.fit["rmsea"].interval.low == pytest.approx(expected["rmsea_low"], abs=ITERATIVE)
    assert found.fit["rmsea"].interval.high == pytest.approx(expected["rmsea_high"], abs=ITERATIVE)
    assert found.fit["rmsea"].p_value == pytest.approx(expected["rmsea_p"], abs=1e-6)
    for index in ADJUSTED:
        if expected.get(index) is None:
            assert found.fit[index].unavailable
        else:
            assert found.fit[index].value == pytest.approx(expected[index], abs=1e-6), index
    if "chi2_scaled" in expected:
        assert found.fit["chi2_scaled"].value == pytest.approx(expected["chi2_scaled"], rel=1e-6)
        for index in ("rmsea_scaled", "rmsea_robust"):
            limits = found.fit[index].interval
            assert limits.low == pytest.approx(expected[f"{index}_low"], abs=ITERATIVE)
            assert limits.high == pytest.approx(expected[f"{index}_high"], abs=ITERATIVE)


@pytest.mark.parametrize("name", CASES)
def test_every_standardised_estimate_agrees_with_lavaan(results, name) -> None:
    found, expected = results[name].standardised, CASES[name].expected
    loading = np.array(expected["loading"])
    sign = same_signs(found.loading, loading)
    np.testing.assert_allclose(found.loading, loading * sign, rtol=0, atol=ITERATIVE)
    np.testing.assert_allclose(found.loading_se, expected["loading_se"], rtol=0, atol=ITERATIVE)
    np.testing.assert_allclose(
        found.residual_correlation, expected["residual_correlation"], rtol=0, atol=ITERATIVE
    )
    np.testing.assert_allclose(
        found.residual_correlation_se, expected["residual_correlation_se"], rtol=0, atol=ITERATIVE
    )
    np.testing.assert_allclose(
        results[name].residual_correlation, expected["residual"], rtol=0, atol=ITERATIVE
    )
    if "higher_loading" in expected:
        higher = np.abs(expected["higher_loading"])
        np.testing.assert_allclose(np.abs(found.higher_loading), higher, rtol=0, atol=ITERATIVE)
        np.testing.assert_allclose(
            found.higher_loading_se, expected["higher_loading_se"], rtol=0, atol=ITERATIVE
        )
    else:
        phi = np.atleast_2d(expected["factor_correlation"]) * np.outer(sign, sign)
        np.testing.assert_allclose(found.factor_correlation, phi, rtol=0, atol=ITERATIVE)
        np.testing.assert_allclose(
            found.factor_correlation_se,
            np.atleast_2d(expected["factor_correlation_se"]),
            rtol=0,
            atol=ITERATIVE,
        )


@pytest.mark.parametrize("name", CASES)
def test_modification_indices_agree_with_lavaan(results, name) -> None:
    found = {(m.kind, m.item, m.other): m for m in results[name].modification}
    expected = CASES[name].expected["mi"]
    # For least squares lavaan takes (n - 1)/n into the score twice; here it enters once.
    n = results[name].n
    again = (n - 1) / n if results[name].estimator == "cfa_wlsmv" else 1.0
    rows = zip(
        *(expected[k] for k in ("kind", "item", "other", "index", "change", "standardised")), strict=True
    )
    for kind, item, other, index, change, standard in rows:
        mine = found.get((kind, item, other)) or found[(kind, other, item)]
        assert again * mine.index == pytest.approx(index, rel=WHERE_LAVAAN_STOPS)
        assert again * abs(mine.expected_change) == pytest.approx(
            abs(change), rel=WHERE_LAVAAN_STOPS, abs=ITERATIVE
        )
        assert again * abs(mine.standardised_change) == pytest.approx(
            abs(standard), rel=WHERE_LAVAAN_STOPS, abs=ITERATIVE
        )
    order = [m.index for m in results[name].modification]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if "htmt" in c.expected])
def test_htmt_agrees_with_semtools(results, name) -> None:
    np.testing.assert_allclose(results[name].htmt, CASES[name].expected["htmt"], rtol=0, atol=ITERATIVE)


@pytest.mark.parametrize("name", [n for n, c in CASES.items() if c.args["bifactor"]])
def test_group_factors_beside_a_general_one_have_no_average_variance_extracted(results, name) -> None:
    found = results[name]
    assert found.average_variance_extracted.shape == (len(found.structure.factors),)
    assert np.isnan(found.average_variance_extracted).all()


def test_printed_values_of_the_three_factor_model(results) -> None:
    ml, mlr = results["holzinger ml"], results["holzinger mlr"]
    printed = {"chi2": 85.306, "cfi": 0.93056, "tli": 0.89584, "rmsea": 0.09212, "srmr": 0.06521}
    for index, value in printed.items():
        digits = 3 if index == "chi2" else 5
        assert round(ml.fit[index].value, digits) == value
    assert round(mlr.fit["chi2_scaled"].value, 3) == 87.132
    assert round(mlr.fit["cfi_robust"].value, 5) == 0.92986
    assert round(mlr.fit["rmsea_robust"].value, 5) == 0.09250
    loadings = [0.7719, 0.4236, 0.5811, 0.8516, 0.8551, 0.8380, 0.5695, 0.7230, 0.6650]
    np.testing.assert_allclose(ml.standardised.loading.sum(axis=1), loadings, rtol=0, atol=5.1e-5)
    phi = ml.standardised.factor_correlation[np.triu_indices(3, 1)]
    np.testing.assert_allclose(phi, [0.458, 0.470, 0.283], rtol=0, atol=6e-4)
    np.testing.assert_allclose(ml.average_variance_extracted, [0.371, 0.721, 0.424], rtol=0, atol=6e-4)
    np.testing.assert_allclose(
        ml.average_variance_extracted, CASES["holzinger ml"].expected["ave"], rtol=0, atol=ITERATIVE
    )


def test_printed_values_of_the_ordinal_model(results) -> None:
    found = results["bfi one factor wlsmv"].fit
    assert round(found["chi2"].value, 4) == 74.0702
    # the printed statistic was rounded down from 143.53648
    assert found["chi2_scaled"].value == pytest.approx(143.5365, abs=5.1e-5)
    assert round(found["cfi_scaled"].value, 5) == 0.97503
    assert round(found["rmsea_scaled"].value, 5) == 0.10115
    assert round(found["srmr"].value, 5) == 0.03605


def test_fiml_of_complete_answers_is_maximum_likelihood() -> None:
    x = CASES["holzinger ml"].data[:, :9]
    s = FactorStructure(n_items=9, factors=THREE)
    fiml, mlr = cfa(x, s, "fiml"), cfa(x, s, "mlr")
    assert fiml.fit["chi2"].value == pytest.approx(mlr.fit["chi2"].value)
    assert fiml.fit["cfi_robust"].value == pytest.approx(mlr.fit["cfi_robust"].value)
    np.testing.assert_allclose(fiml.standardised.loading_se, mlr.standardised.loading_se)


def test_em_moments_do_not_depend_on_the_order_of_rows_and_equal_sample_moments_when_complete() -> None:
    x = CASES["holzinger fiml"].data
    found = saturated(normal_data(x, listwise=False))
    shuffled = saturated(normal_data(x[np.random.default_rng(1).permutation(len(x))], listwise=False))
    assert found.converged
    np.testing.assert_allclose(found.covariance, shuffled.covariance, rtol=0, atol=1e-8)
    complete = x[~np.isnan(x).any(axis=1)]
    np.testing.assert_allclose(
        saturated(normal_data(x, listwise=True)).covariance, np.cov(complete.T, bias=True)
    )


def test_the_solution_moves_with_the_order_of_items_and_factors() -> None:
    x = CASES["holzinger ml"].data[:, :9]
    order = np.array([8, 3, 0, 5, 1, 7, 4, 2, 6])
    place = {int(old): new for new, old in enumerate(order)}
    moved = FactorStructure(
        n_items=9, factors=tuple(tuple(place[i] for i in factor) for factor in reversed(THREE))
    )
    base = cfa(x, FactorStructure(n_items=9, factors=THREE), "mlr")
    other = cfa(x[:, order], moved, "mlr")
    assert other.fit["chi2_scaled"].value == pytest.approx(base.fit["chi2_scaled"].value, rel=1e-7)
    np.testing.assert_allclose(
        other.standardised.loading[:, ::-1], base.standardised.loading[order], rtol=0, atol=1e-6
    )


def test_reversing_an_item_only_flips_its_loading() -> None:
    x = CASES["bfi one factor wlsmv"].data
    flipped = x.copy()
    flipped[:, 1] = 7 - x[:, 1]
    s = FactorStructure(n_items=5, factors=((0, 1, 2, 3, 4),))
    a, b = cfa(x, s, "wlsmv"), cfa(flipped, s, "wlsmv")
    assert a.fit["chi2_scaled"].value == pytest.approx(b.fit["chi2_scaled"].value, rel=1e-6)
    assert a.standardised.loading[1, 0] == pytest.approx(-b.standardised.loading[1, 0], abs=1e-7)


def heywood(n: int = 300) -> np.ndarray:
    """Two items of a three-item factor that correlate more than the third allows."""
    R = np.eye(3) + (np.ones((3, 3)) - np.eye(3)) * 0.2
    R[0, 1] = R[1, 0] = 0.85
    R[0, 2] = R[2, 0] = 0.45
    rng = np.random.default_rng(0)
    z = rng.standard_normal((n, 3))
    z = (z - z.mean(0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(z.T))).T
    return z @ np.linalg.cholesky(R).T


@pytest.mark.parametrize("estimator", ["ml", "mlr"])
def test_an_improper_solution_has_estimates_but_no_fit(estimator) -> None:
    found = cfa(heywood(), FactorStructure(n_items=3, factors=((0, 1, 2),)), estimator)
    assert not found.admissible and "negative residual variance" in found.unavailable
    assert all("negative residual variance" in e.unavailable for e in found.fit.values())
    assert found.standardised.loading[0, 0] > 1.0


def test_a_saturated_model_has_no_fit_to_judge() -> None:
    x = CASES["holzinger ml"].data[:, :3]
    found = cfa(x, FactorStructure(n_items=3, factors=((0, 1, 2),)), "mlr")
    assert found.df == 0 and found.fit["chi2"].value == pytest.approx(0.0, abs=1e-6)
    assert "no degrees of freedom" in found.fit["cfi"].unavailable
    assert "no degrees of freedom" in found.fit["rmsea_robust"].unavailable
    assert found.fit["srmr"].value < 1e-6


def test_a_saturated_model_of_ordered_items_has_no_fit_to_judge() -> None:
    x = CASES["bfi one factor wlsmv"].data[:, :3]
    found = cfa(x, FactorStructure(n_items=3, factors=((0, 1, 2),)), "wlsmv")
    assert found.df == 0 and found.admissible
    for index in ("cfi", "chi2_scaled", "rmsea_scaled", "cfi_robust"):
        assert "no degrees of freedom" in found.fit[index].unavailable
    assert found.fit["srmr"].value < 1e-6


def test_models_that_the_data_cannot_identify_say_so() -> None:
    x = CASES["holzinger ml"].data[:, :9]
    two = FactorStructure(n_items=2, factors=((0, 1),))
    assert "more parameters" in cfa(x[:, :2], two, "ml").unavailable
    split = FactorStructure(n_items=9, factors=((0, 1, 2, 3), (4, 5, 6, 7, 8)), second_order=((0, 1),))
    assert "not identified" in cfa(x, split, "ml").unavailable


def test_the_gate_and_the_data_speak_before_the_model() -> None:
    x = CASES["holzinger ml"].data[:, :9].copy()
    s = FactorStructure(n_items=9, factors=THREE)
    for estimator in ("ml", "mlr", "fiml"):
        found = cfa(x[:99], s, estimator)
        assert "at least 100" in found.unavailable and "at least 100" in found.fit["cfi"].unavailable
        assert np.isnan(found.residual_correlation).all() and found.estimates is None
    assert "at least 100" in cfa(np.round(x[:99]), s, "wlsmv").unavailable
    constant = x.copy()
    constant[:, 2] = 1.0
    assert "no variance" in cfa(constant, s, "ml").unavailable
    assert "no variance" in cfa(np.round(constant), s, "wlsmv").unavailable
    copied = x.copy()
    copied[:, 1] = copied[:, 0]
    assert "determined" in cfa(copied, s, "ml").unavailable


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"factors": ()}, "needs factors"),
        ({"factors": ((0, 1), ())}, "needs items"),
        ({"factors": ((0, 9),)}, "numbered"),
        ({"factors": ((0, 1),)}, "every item must belong"),
        ({"factors": ((0, 0, 1, 2),)}, "twice"),
        ({"residuals": ((1, 1),)}, "two different"),
        ({"second_order": ((0,),), "bifactor": True}, "either"),
        ({"second_order": ((0, 0),)}, "at most once"),
    ],
)
def test_what_is_no_structure_is_refused(changes, message) -> None:
    with pytest.raises(ValueError, match=message):
        FactorStructure(**({"n_items": 3, "factors": ((0, 1, 2),)} | changes))


def test_other_mistakes_are_refused() -> None:
    s = FactorStructure(n_items=3, factors=((0, 1, 2),))
    with pytest.raises(ValueError, match="estimator must be"):
        cfa(np.zeros((200, 3)), s, "wls")
    with pytest.raises(ValueError, match="3 columns"):
        cfa(np.zeros((200, 4)), s)


def test_gradients_and_information_follow_from_the_objective() -> None:
    x = CASES["holzinger fiml"].data
    s = FactorStructure(n_items=9, factors=THREE, second_order=((0, 1, 2),), residuals=((0, 1),))
    model, data = build(s, ordinal=False), (normal_data(x, listwise=False),)
    theta = np.random.default_rng(2).uniform(0.4, 0.9, model.n_parameters)
    theta[-1] = 0.1
    _, gradient = value_and_gradient(model, data, theta)
    for k in range(model.n_parameters):
        up, down = theta.copy(), theta.copy()
        up[k] += 1e-6
        down[k] -= 1e-6
        slope = (value_and_gradient(model, data, up)[0] - value_and_gradient(model, data, down)[0]) / 2e-6
        assert gradient[k] == pytest.approx(slope, rel=1e-5, abs=1e-6)
    assert np.linalg.eigvalsh(information(model, data, theta))[0] > -1e-10


def test_slopes_of_ordinal_predictions_are_their_derivatives() -> None:
    s = FactorStructure(n_items=4, factors=((0, 1), (2, 3)))
    model = build(s, ordinal=True)
    (group,) = model.groups
    theta = np.array([0.5, 0.6, 0.7, 0.8, 0.3])
    state = implied(group, theta)
    moved = slopes(group, state)
    jacobian = predicted_slopes(group, state, moved) @ moved.gather(5)
    for k in range(5):
        up, down = theta.copy(), theta.copy()
        up[k] += 1e-6
        down[k] -= 1e-6
        numeric = (predicted(group, implied(group, up)) - predicted(group, implied(group, down))) / 2e-6
        np.testing.assert_allclose(jacobian[:, k], numeric, rtol=0, atol=1e-8)


def test_validity_measures_of_simple_numbers() -> None:
    R = np.array([[1, 0.5, 0.2, 0.2], [0.5, 1, 0.2, 0.2], [0.2, 0.2, 1, -0.8], [0.2, 0.2, -0.8, 1]])
    np.testing.assert_allclose(htmt(R, ((0, 1), (2, 3)))[0, 1], 0.2 / np.sqrt(0.4))
    assert np.isnan(htmt(R, ((0, 1, 2), (2, 3)))[0, 1]) and np.isnan(htmt(R, ((0,), (2, 3)))[0, 1])
    L = np.array([[0.8, 0], [0.6, 0], [0, 0.7], [0, 0.5]])
    np.testing.assert_allclose(average_variance_extracted(L, np.eye(2), np.ones(4)), [0.5, 0.37])
    # a first factor of variance 2, of items with variances 2.28 and 1.72: (.64 + .36) 2 of 4
    found = average_variance_extracted(L, np.diag([2.0, 1.0]), np.array([2.28, 1.72, 1.0, 1.0]))
    np.testing.assert_allclose(found, [0.5, 0.37])
    L[0, 1] = 0.2
    assert np.isnan(average_variance_extracted(L, np.eye(2), np.ones(4))).all()
