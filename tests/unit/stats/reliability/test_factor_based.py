"""Omega of ordered categories and of bifactor solutions, ordinal alpha."""

import numpy as np
import pytest

from mtle_survey.stats.reliability.alpha_ordinal import alpha_ordinal
from mtle_survey.stats.reliability.bifactor_indices import bifactor_indices, main_group
from mtle_survey.stats.reliability.omega_categorical import (
    omega_categorical,
    summed_covariance,
)
from mtle_survey.stats.reliability.omega_hierarchical import omega_hierarchical
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases

PRINTED = 5e-6  # five decimals


@pytest.mark.parametrize("case", load_cases("reliability", "omega_categorical"), ids=lambda case: case.name)
def test_categorical_omega_agrees_with_semtools(case):
    args = case.args
    for denominator in ("observed", "implied"):
        result = omega_categorical(
            np.array(args["loadings"]),
            [np.array(cuts) for cuts in args["thresholds"]],
            np.array(args["polychoric"]),
            args["n"],
            denominator=denominator,
        )
        assert result.value == pytest.approx(case.expected[denominator], abs=ITERATIVE)
        assert result.method == f"green_yang/{denominator}"


def test_green_and_yangs_sums():
    (case,) = load_cases("reliability", "green_yang")
    loadings = np.array(case.args["loadings"])
    cuts = [np.array(c) for c in case.args["thresholds"]]
    common = np.outer(loadings, loadings)
    implied = np.where(np.eye(4, dtype=bool), 1.0, common)
    assert summed_covariance(cuts, common).sum() == pytest.approx(case.expected["numerator"], abs=CLOSED_FORM)
    assert summed_covariance(cuts, implied).sum() == pytest.approx(
        case.expected["denominator"], abs=CLOSED_FORM
    )
    result = omega_categorical(loadings, cuts, implied, 100)
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert round(result.value, 5) == 0.70457


def test_the_covariances_are_those_of_the_categories():
    """An item's variance follows from its category probabilities alone."""
    cuts = [np.array([-1.0, 0.0, 1.0]), np.array([0.3])]
    S = summed_covariance(cuts, np.eye(2))
    shares = np.diff([0.0, 0.15865525, 0.5, 0.84134475, 1.0])
    variance = shares @ np.arange(4) ** 2 - (shares @ np.arange(4)) ** 2
    assert S[0, 0] == pytest.approx(variance, abs=1e-7)
    assert S[0, 1] == pytest.approx(0.0, abs=1e-12)


def test_fine_categories_bring_categorical_omega_to_the_continuous_one():
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    fine = [np.linspace(-2.5, 2.5, 60)] * 4
    common = np.outer(loadings, loadings)
    implied = np.where(np.eye(4, dtype=bool), 1.0, common)
    continuous = common.sum() / implied.sum()
    coarse = omega_categorical(loadings, [np.array([1.0])] * 4, implied, 100).value
    assert omega_categorical(loadings, fine, implied, 100).value == pytest.approx(continuous, abs=0.003)
    assert coarse < continuous - 0.1


def test_correlated_factors_count_as_true_variance():
    two = np.array([[0.8, 0.0], [0.7, 0.0], [0.0, 0.6], [0.0, 0.7]])
    cuts = [np.array([-0.5, 0.5])] * 4
    R = np.eye(4)
    apart = omega_categorical(two, cuts, R, 100, denominator="implied")
    together = omega_categorical(
        two, cuts, R, 100, factor_correlation=np.array([[1.0, 0.9], [0.9, 1.0]]), denominator="implied"
    )
    assert together.value > apart.value


def test_categorical_omega_refuses_what_has_no_model():
    cuts = [np.array([0.0])] * 3
    loadings = np.array([0.5, 0.6, 0.7])
    assert "at least 2 items" in omega_categorical(loadings[:1], cuts[:1], np.eye(1), 50).unavailable
    gap = np.eye(3)
    gap[0, 1] = np.nan
    assert "no loading or no polychoric" in omega_categorical(loadings, cuts, gap, 50).unavailable
    assert "Heywood" in omega_categorical(np.array([1.0, 0.5, 0.5]), cuts, np.eye(3), 50).unavailable
    with pytest.raises(ValueError, match="3 threshold vectors"):
        omega_categorical(loadings, cuts[:2], np.eye(3), 50)


@pytest.mark.parametrize("case", load_cases("reliability", "alpha_ordinal"), ids=lambda case: case.name)
def test_ordinal_alpha_agrees_with_psych(case):
    result = alpha_ordinal(np.array(case.args["polychoric"]), case.args["n"])
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert result.method == "polychoric"


def test_ordinal_alpha_refuses_gaps():
    assert "at least 2 items" in alpha_ordinal(np.eye(1), 50).unavailable
    assert "no polychoric" in alpha_ordinal(np.full((3, 3), np.nan), 50).unavailable
    assert "sum to nothing" in alpha_ordinal(np.array([[1.0, -1.0], [-1.0, 1.0]]), 50).unavailable


def test_published_bifactor_indices():
    (case,) = load_cases("reliability", "bifactor_indices")
    general = np.array(case.args["general"])
    group = np.zeros((12, 3))
    for g, loadings in enumerate(case.args["groups"]):
        group[4 * g : 4 * g + 4, g] = loadings
    found = bifactor_indices(general, group)
    for name, value in case.expected.items():
        np.testing.assert_allclose(getattr(found, name), value, rtol=0, atol=PRINTED, err_msg=name)
    assert found.omega_subscale.shape == (3,)
    result = omega_hierarchical(general, group, 200)
    assert (result.value, result.method) == (found.omega_hierarchical, "bifactor/implied")


def test_thurstones_tests_agree_with_psych():
    (case,) = load_cases("reliability", "omega_hierarchical")
    arrays = {name: np.array(case.args[name]) for name in ("general", "group", "uniqueness", "R")}
    found = bifactor_indices(**arrays)
    assert found.omega_hierarchical == pytest.approx(case.expected["omega_hierarchical"], abs=CLOSED_FORM)
    assert found.omega_total == pytest.approx(case.expected["omega_total"], abs=CLOSED_FORM)
    np.testing.assert_allclose(found.omega_subscale, case.expected["subscale"], rtol=0, atol=CLOSED_FORM)
    np.testing.assert_allclose(
        found.omega_hierarchical_subscale, case.expected["hierarchical_subscale"], rtol=0, atol=CLOSED_FORM
    )
    result = omega_hierarchical(n=213, **arrays)
    assert (round(result.value, 4), result.method) == (0.7361, "bifactor/observed")
    assert round(found.omega_total, 4) == 0.9308


def test_a_lone_general_factor_takes_everything():
    found = bifactor_indices(np.array([0.7, 0.6, 0.8]), np.zeros((3, 2)))
    assert found.omega_hierarchical == pytest.approx(found.omega_total)
    assert (found.ecv, found.puc) == (1.0, 1.0)
    assert found.h_group.tolist() == [0.0, 0.0]
    assert not main_group(np.zeros((3, 2))).any()


def test_given_uniquenesses_decide_whether_a_solution_is_proper():
    general, group = np.array([0.9, 0.5]), np.array([[0.5], [0.2]])
    R = np.array([[1.0, 0.5], [0.5, 1.0]])
    found = omega_hierarchical(general, group, 80, uniqueness=np.array([0.1, 0.7]), R=R)
    assert found.value == pytest.approx((0.9 + 0.5) ** 2 / R.sum())


def test_improper_solutions_are_refused():
    result = omega_hierarchical(np.array([0.9, 0.5]), np.array([[0.5], [0.2]]), 80)
    assert "1 of 2 items keep no variance" in result.unavailable
    none_left = omega_hierarchical(
        np.array([0.9, 0.5]), np.array([[0.1], [0.2]]), 80, uniqueness=np.array([0.0, 0.7])
    )
    assert none_left.unavailable == result.unavailable
    with pytest.raises(ValueError, match="positive unique variance"):
        bifactor_indices(np.array([0.9, 0.5]), np.array([[0.5], [0.2]]))
    with pytest.raises(ValueError, match="loadings"):
        bifactor_indices(np.array([0.9, 0.5]), np.array([0.5, 0.2]))
