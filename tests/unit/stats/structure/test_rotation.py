"""Rotation: what GPArotation, stats and psych find, and what no rotation may change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.stats.structure.rotation.alignment import by_size, congruence, matching
from mtle_survey.stats.structure.rotation.criteria import bifactor, geomin, oblimin, target, varimax
from mtle_survey.stats.structure.rotation.gradient_projection import Rotations
from mtle_survey.stats.structure.rotation.presets import PRESETS
from mtle_survey.stats.structure.rotation.promax import promax
from mtle_survey.stats.structure.rotation.rotate_loadings import _best, random_starts, rotate_loadings
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases

CASES = load_cases("structure", "rotation")


def loadings(p: int = 12, m: int = 3, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    simple = np.kron(np.eye(m), rng.uniform(0.5, 0.8, (p // m, 1)))
    return (simple + rng.normal(0, 0.08, (p, m))) @ np.linalg.qr(rng.standard_normal((m, m)))[0]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_every_entry_agrees_with_r(case) -> None:
    found = rotate_loadings(case.args["A"], case.args["rotation"])
    expected, phi = np.array(case.expected["pattern"]), np.array(case.expected["phi"])
    same = matching(found.pattern, expected)
    np.testing.assert_allclose(found.pattern, same.columns(expected), atol=ITERATIVE, rtol=0)
    np.testing.assert_allclose(found.factor_correlation, same.both(phi), atol=ITERATIVE, rtol=0)


def test_target_rotation_agrees_with_r_and_keeps_the_targets_order() -> None:
    (case,) = load_cases("structure", "rotation_target")
    aimed = np.array(case.args["target"], dtype=float)
    found = rotate_loadings(case.args["A"], "target", target=aimed)
    expected = np.array(case.expected["pattern"])
    sign = np.sign((expected**3).sum(axis=0))  # zeros leave the sign open; here it makes the cubes positive
    np.testing.assert_allclose(found.pattern, expected * sign, rtol=0, atol=ITERATIVE)
    np.testing.assert_allclose(
        found.factor_correlation, case.expected["phi"] * np.outer(sign, sign), rtol=0, atol=ITERATIVE
    )
    assert ((found.pattern**3).sum(axis=0) > 0).all()


@pytest.mark.parametrize("rotation", ["target", "target_orthogonal"])
def test_a_target_with_numbers_gives_factors_its_order_and_signs(rotation) -> None:
    aimed = np.zeros((9, 3))
    aimed[:3, 0], aimed[3:6, 1], aimed[6:, 2] = 0.4, -0.8, 0.6  # the largest in the middle, and negative
    A = aimed @ np.linalg.qr(np.random.default_rng(3).standard_normal((3, 3)))[0]
    found = rotate_loadings(A, rotation, target=aimed)
    np.testing.assert_allclose(found.pattern, aimed, rtol=0, atol=1e-6)


def test_congruence_agrees_with_psych() -> None:
    (case,) = load_cases("structure", "congruence")
    found = congruence(case.args["first"], case.args["second"])
    np.testing.assert_allclose(found, case.expected["congruence"], rtol=0, atol=CLOSED_FORM)
    assert np.isnan(congruence(np.zeros((4, 1)), np.ones((4, 1)))).all()


@pytest.mark.parametrize("name", [n for n in PRESETS if not n.startswith("target")])
def test_rotation_keeps_reproduced_correlations(name) -> None:
    A = loadings()
    found = rotate_loadings(A, name)
    reproduced = found.pattern @ found.factor_correlation @ found.pattern.T
    np.testing.assert_allclose(reproduced, A @ A.T, rtol=0, atol=1e-10)
    np.testing.assert_allclose(found.pattern, A @ np.linalg.inv(found.transform).T, rtol=0, atol=1e-10)
    np.testing.assert_allclose(
        found.transform.T @ found.transform, found.factor_correlation, rtol=0, atol=1e-10
    )
    np.testing.assert_allclose(np.diag(found.factor_correlation), 1.0)


def test_factors_are_ordered_and_signed_together_with_their_correlations() -> None:
    found = rotate_loadings(loadings(seed=4))
    squares = (found.pattern**2).sum(axis=0)
    assert (np.diff(squares) <= 0).all()
    assert ((found.pattern**3).sum(axis=0) > 0).all()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(3)), st.lists(st.sampled_from([-1.0, 1.0]), min_size=3, max_size=3))
def test_the_result_does_not_depend_on_the_unrotated_factors_order_or_sign(order, signs) -> None:
    A = loadings(seed=1)
    first, second = rotate_loadings(A, starts=4), rotate_loadings((A * signs)[:, list(order)], starts=4)
    np.testing.assert_allclose(first.pattern, second.pattern, rtol=0, atol=1e-6)
    np.testing.assert_allclose(first.factor_correlation, second.factor_correlation, rtol=0, atol=1e-6)


def test_local_optima_are_counted_and_the_best_is_taken() -> None:
    A = np.random.default_rng(5).normal(0, 0.4, (10, 4))  # no simple structure to be found
    found = rotate_loadings(A, "geomin", starts=30)
    assert found.n_starts == 30 and 2 <= found.n_optima <= found.n_converged
    alone = [rotate_loadings(A, "geomin", starts=s, seed=3).criterion for s in (1, 5)]
    assert found.criterion <= min(alone) + 1e-9


def test_a_clear_structure_has_one_optimum() -> None:
    found = rotate_loadings(loadings(), "oblimin")
    assert (found.n_optima, found.n_converged, found.near_singular) == (1, 30, False)


def test_kaiser_normalisation_can_be_switched() -> None:
    A = np.array(CASES[0].args["A"])
    on = rotate_loadings(A, "oblimin", kaiser=True)
    np.testing.assert_allclose(on.pattern, rotate_loadings(A, "oblimin_spss").pattern)
    off = rotate_loadings(A, "oblimin_spss", kaiser=False)
    np.testing.assert_allclose(off.pattern, rotate_loadings(A, "oblimin").pattern)
    assert np.abs(on.factor_correlation - off.factor_correlation).max() > 0.02


def test_promax_targets_differ_as_their_formulas_say() -> None:
    A = rotate_loadings(loadings(), "varimax").pattern
    for row_normalised in (True, False):
        base = A / np.linalg.norm(A, axis=1, keepdims=True) if row_normalised else A
        aimed = np.abs(base) ** 5 / base  # |a|^(k + 1) / a with k = 4
        U = np.linalg.solve(A.T @ A, A.T @ aimed)
        U = U * np.sqrt(np.diag(np.linalg.inv(U.T @ U)))
        np.testing.assert_allclose(promax(A, 4.0, row_normalised), U, rtol=0, atol=1e-10)


def test_promax_starts_from_the_varimax_of_r_and_aims_at_its_row_normalised_powers() -> None:
    (case,) = (c for c in CASES if c.name == "varimax")  # with Kaiser normalisation
    V = np.array(case.expected["pattern"])
    base = V / np.linalg.norm(V, axis=1, keepdims=True)
    U = np.linalg.solve(V.T @ V, V.T @ (base * np.abs(base) ** 3))
    U = U * np.sqrt(np.diag(np.linalg.inv(U.T @ U)))
    found = rotate_loadings(case.args["A"], "promax")
    same = matching(found.pattern, V @ U)
    np.testing.assert_allclose(found.pattern, same.columns(V @ U), rtol=0, atol=ITERATIVE)
    phi = np.linalg.inv(U.T @ U)
    np.testing.assert_allclose(found.factor_correlation, same.both(phi), rtol=0, atol=ITERATIVE)


def test_one_factor_and_no_rotation_are_left_as_they_are() -> None:
    A = -loadings(6, 1)
    found = rotate_loadings(A)
    np.testing.assert_allclose(found.pattern, np.abs(A) * np.sign((A**3).sum()) * np.sign(A))
    assert found.factor_correlation.tolist() == [[1.0]]
    two = loadings(8, 2)
    np.testing.assert_allclose(np.abs(rotate_loadings(two, "none").pattern).sum(), np.abs(two).sum())


def test_a_bifactor_rotation_keeps_the_general_factor_first() -> None:
    general = np.full((12, 1), 0.4)
    groups = np.kron(np.eye(3), np.full((4, 1), 0.7))
    A = np.hstack([general, groups]) @ np.linalg.qr(np.random.default_rng(2).standard_normal((4, 4)))[0]
    found = rotate_loadings(A, "bifactor")
    np.testing.assert_allclose(found.pattern[:, 0], 0.4, rtol=0, atol=1e-5)
    np.testing.assert_allclose(np.sort(found.pattern[:, 1:], axis=1)[:, -1], 0.7, rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    "criterion",
    [
        oblimin(0.0),
        oblimin(-0.5),
        geomin(),
        varimax(),
        bifactor(),
        target(np.where(np.eye(6, 3), np.nan, 0.0)),
    ],
)
def test_gradients_are_the_slopes_of_their_criteria(criterion) -> None:
    L = np.random.default_rng(7).normal(size=(6, 3))
    _, gradient = criterion(L)
    step = 1e-6
    for i, j in np.ndindex(6, 3):
        up, down = L.copy(), L.copy()
        up[i, j] += step
        down[i, j] -= step
        slope = (criterion(up)[0] - criterion(down)[0]) / (2 * step)
        assert gradient[i, j] == pytest.approx(slope, abs=1e-6)


def test_starts_are_orthogonal_and_seeded() -> None:
    starts = random_starts(4, 5, seed=9)
    np.testing.assert_allclose(
        starts @ starts.swapaxes(1, 2), np.broadcast_to(np.eye(4), (5, 4, 4)), rtol=0, atol=1e-12
    )
    np.testing.assert_array_equal(starts[0], np.eye(4))
    np.testing.assert_array_equal(starts, random_starts(4, 5, seed=9))
    assert by_size(np.ones((3, 2))).order.tolist() == [0, 1]


def test_mistakes_are_refused() -> None:
    with pytest.raises(ValueError, match="rotation must be"):
        rotate_loadings(loadings(), "orthomax")
    with pytest.raises(ValueError, match="needs the target"):
        rotate_loadings(loadings(), "target")
    with pytest.raises(ValueError, match="two group factors"):
        rotate_loadings(loadings(8, 2), "bifactor")
    with pytest.raises(ValueError, match="shape"):
        rotate_loadings(loadings(), "target", target=np.zeros((2, 2)))


def test_factors_come_by_size_unless_the_first_is_to_stay() -> None:
    pattern = np.array([[0.1, 0.9, 0.5], [0.2, 0.8, 0.5]])
    assert by_size(pattern).order.tolist() == [1, 2, 0]
    assert by_size(pattern, keep_first=True).order.tolist() == [0, 1, 2]


def test_the_best_start_is_one_that_converged_to_factors_of_their_own() -> None:
    own, same = np.eye(2), np.array([[1.0, 0.99999], [0.0, 0.00447]])  # the second pair of factors coincides
    searched = Rotations(
        loadings=np.ones((4, 4, 2)), transform=np.array([own, same, own, own]),
        value=np.array([0.1, 0.2, 0.4, 0.3]), converged=np.array([False, True, True, True]),
    )  # fmt: skip
    assert _best(searched) == (3, (4, 3, 3))


def test_where_no_start_converges_the_lowest_criterion_is_taken() -> None:
    searched = Rotations(
        loadings=np.ones((3, 4, 2)), transform=np.broadcast_to(np.eye(2), (3, 2, 2)),
        value=np.array([0.4, 0.1, 0.3]), converged=np.zeros(3, dtype=bool),
    )  # fmt: skip
    assert _best(searched) == (1, (3, 0, 0))
