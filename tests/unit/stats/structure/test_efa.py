"""Exploratory factor analysis: factanal and psych, and what holds for every solution."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.efa.extraction import extract, principal_axes
from mtle_survey.stats.structure.efa.factor_scores import factor_scores, score_weights
from mtle_survey.stats.structure.efa.schmid_leiman import schmid_leiman
from mtle_survey.stats.structure.efa.solution import efa, solution
from mtle_survey.stats.structure.efa.uniqueness_search import Local, minimise
from mtle_survey.stats.structure.rotation.alignment import matching
from mtle_survey.stats.structure.rotation.rotate_loadings import Rotated, rotate_loadings
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases


def correlations(case) -> tuple[np.ndarray, int]:
    x = case.data[:, : case.args.get("columns", case.data.shape[1])]
    return np.corrcoef(x.T), len(x)


def holzinger() -> np.ndarray:
    return correlations(load_cases("structure", "extraction_ml")[0])[0]


def heywood_matrix() -> np.ndarray:
    """Implied by one factor with loadings 1.05, .6, .6, .5."""
    load = np.array([1.05, 0.6, 0.6, 0.5])
    R = np.outer(load, load)
    np.fill_diagonal(R, 1.0)
    return R


@pytest.mark.parametrize("case", load_cases("structure", "extraction_ml"), ids=lambda c: c.name)
def test_maximum_likelihood_agrees_with_factanal(case) -> None:
    R, n = correlations(case)
    found = efa(R, n, case.args["k"], "ml", "none")
    np.testing.assert_allclose(found.uniqueness, case.expected["uniqueness"], rtol=0, atol=ITERATIVE)
    np.testing.assert_allclose(found.pattern @ found.pattern.T, case.expected["gram"], rtol=0, atol=ITERATIVE)
    assert found.chi2.value == pytest.approx(case.expected["chi2"], rel=1e-7)
    assert found.chi2.df == case.expected["df"]
    assert found.chi2.p_value == pytest.approx(case.expected["p"], abs=1e-8)
    assert found.converged and found.interpretable


@pytest.mark.parametrize("case", load_cases("structure", "extraction_minres"), ids=lambda c: c.name)
def test_minres_agrees_with_psych(case) -> None:
    R, n = correlations(case)
    found = efa(R, n, case.args["k"])
    np.testing.assert_allclose(found.communality, case.expected["communality"], rtol=0, atol=ITERATIVE)
    assert found.rmsr.value <= case.expected["rms"] + 1e-12
    assert found.rmsr.value == pytest.approx(case.expected["rms"], abs=1e-7)


def test_printed_values_of_the_three_factor_solution() -> None:
    R = holzinger()
    ml = efa(R, 301, 3, "ml")
    assert round(ml.chi2.value, 3) == 22.377 and round(ml.chi2.p_value, 4) == 0.0335 and ml.chi2.df == 12
    minres = efa(R, 301, 3)
    phi = minres.factor_correlation[np.triu_indices(3, 1)]
    np.testing.assert_allclose(np.sort(phi), [0.213, 0.261, 0.323], rtol=0, atol=6e-4)
    np.testing.assert_allclose(
        np.sort(score_weights(minres).determinacy), [0.842, 0.850, 0.944], rtol=0, atol=6e-4
    )


def test_principal_axes_converge_to_the_least_squares_solution() -> None:
    R = holzinger()
    axes, squares = extract(R, 3, "paf"), extract(R, 3, "minres")
    assert axes.converged and squares.converged
    np.testing.assert_allclose(axes.uniqueness, squares.uniqueness, rtol=0, atol=1e-6)
    np.testing.assert_allclose(axes.objective, squares.objective, rtol=1e-9)


@pytest.mark.parametrize("method", ["minres", "ml", "paf"])
@pytest.mark.parametrize("rotation", ["oblimin", "promax", "varimax"])
def test_pattern_and_factor_correlations_reproduce_the_correlations(method, rotation) -> None:
    R = holzinger()
    found = efa(R, 301, 3, method, rotation)
    reproduced = found.pattern @ found.factor_correlation @ found.pattern.T + np.diag(found.uniqueness)
    np.testing.assert_allclose(
        reproduced + found.residual - np.diag(np.diag(found.residual)), R, rtol=0, atol=1e-10
    )
    np.testing.assert_allclose(found.structure, found.pattern @ found.factor_correlation)
    unrotated = extract(R, 3, method).loadings
    np.testing.assert_allclose(found.communality, (unrotated**2).sum(axis=1), rtol=0, atol=1e-10)
    assert found.variance.sum() == pytest.approx(found.communality.sum())


def test_what_follows_from_loadings_agrees_with_psych() -> None:
    (case,) = load_cases("structure", "factor_scores")
    R, n = correlations(case)
    pattern, phi = np.array(case.args["pattern"]), np.array(case.args["phi"])
    k = pattern.shape[1]
    given = Rotated(
        pattern=pattern, factor_correlation=phi, transform=np.eye(k), rotation="oblimin", criterion=0.0,
        n_starts=1, n_converged=1, n_optima=1, near_singular=False,
    )  # fmt: skip
    fitted = solution(R, n, extract(R, k), given)
    np.testing.assert_allclose(fitted.structure, case.expected["structure"], rtol=0, atol=CLOSED_FORM)
    np.testing.assert_allclose(fitted.complexity, case.expected["complexity"], rtol=0, atol=CLOSED_FORM)
    np.testing.assert_allclose(fitted.residual, case.expected["residual"], rtol=0, atol=CLOSED_FORM)
    assert fitted.rmsr.value == pytest.approx(case.expected["rms"], abs=CLOSED_FORM)
    for method in ("regression", "bartlett", "ten_berge"):
        found = score_weights(fitted, method)
        np.testing.assert_allclose(
            found.weights, case.expected[method], rtol=0, atol=CLOSED_FORM, err_msg=method
        )
        np.testing.assert_allclose(found.determinacy, case.expected["determinacy"], rtol=0, atol=CLOSED_FORM)
    np.testing.assert_allclose(score_weights(fitted, "ten_berge").score_correlation, phi, rtol=0, atol=1e-8)


def test_scores_have_the_correlations_that_their_weights_promise() -> None:
    (case,) = load_cases("structure", "factor_scores")
    fitted = efa(*correlations(case), 5)
    weights = score_weights(fitted)
    x = case.data.copy()
    scores = factor_scores(x, weights)
    np.testing.assert_allclose(np.corrcoef(scores.T), weights.score_correlation, rtol=0, atol=1e-10)
    x[3, 2] = np.nan
    assert np.isnan(factor_scores(x, weights)[3]).all() and not np.isnan(factor_scores(x, weights)[4]).any()
    np.testing.assert_allclose(weights.indeterminacy, 2 * weights.determinacy**2 - 1)
    np.testing.assert_allclose(weights.validity, weights.determinacy)  # of regression scores


def test_schmid_leiman_agrees_with_psych() -> None:
    (case,) = load_cases("structure", "schmid_leiman")
    found = schmid_leiman(efa(np.corrcoef(case.data[:, :9].T), 301, 3))
    same = matching(found.group, case.expected["group"])
    # both extract and rotate; psych's rotation stops at 1e-5, which is seen twice in what it leads to
    np.testing.assert_allclose(found.general, case.expected["general"], rtol=0, atol=2 * ITERATIVE)
    np.testing.assert_allclose(
        found.group, same.columns(np.array(case.expected["group"])), rtol=0, atol=2 * ITERATIVE
    )
    expected = np.array(case.expected["higher_order"])[same.order]
    np.testing.assert_allclose(found.higher_order, expected, rtol=0, atol=2 * ITERATIVE)
    np.testing.assert_allclose(found.communality, found.general**2 + (found.group**2).sum(axis=1))


def test_a_heywood_case_is_flagged_and_not_to_be_interpreted() -> None:
    for method in ("minres", "paf"):
        found = efa(heywood_matrix(), 200, 1, method)
        assert found.heywood[0] == (found.communality[0] >= 0.998)
        assert found.heywood.any() or not found.converged
        assert not found.interpretable
    assert extract(heywood_matrix(), 1, "minres").at_bound.tolist() == [True, False, False, False]


def test_a_pattern_loading_above_one_is_no_heywood_case() -> None:
    pattern = np.kron(np.eye(2), np.full((10, 1), 0.8))
    pattern[0] = [1.2, -0.5]
    phi = np.array([[1, 0.8], [0.8, 1]])
    R = pattern @ phi @ pattern.T
    np.fill_diagonal(R, 1.0)
    found = efa(R, 300, 2)
    assert np.abs(found.pattern).max() > 1.0 and not found.heywood.any() and found.interpretable


@pytest.mark.parametrize(
    ("n", "k", "method", "words"),
    [
        (49, 3, "minres", "at least 50"),
        (301, 0, "minres", "at least 1"),
        (301, 6, "minres", "at most 5"),
    ],
)
def test_what_cannot_be_done_says_why(n, k, method, words) -> None:
    found = efa(holzinger(), n, k, method)
    assert words in found.unavailable and words in found.rmsr.unavailable and words in found.chi2.unavailable
    assert np.isnan(found.pattern).all() and not found.interpretable and found.n_factors == k
    assert words in score_weights(found).unavailable
    assert schmid_leiman(found).unavailable


def test_more_reasons() -> None:
    singular = np.array([[1, 1, 0.5, 0.4], [1, 1, 0.5, 0.4], [0.5, 0.5, 1, 0.3], [0.4, 0.4, 0.3, 1]])
    assert "positive definite" in efa(singular, 100, 1, "ml").unavailable
    fitted = efa(singular, 100, 1)
    assert not fitted.unavailable and "singular" in score_weights(fitted).unavailable
    assert "two group factors" in efa(holzinger(), 301, 2, rotation="bifactor").unavailable
    assert "at least 60" in efa(np.eye(20), 59, 1).unavailable
    assert "at least 3" in schmid_leiman(efa(holzinger(), 301, 2)).unavailable
    assert "maximum likelihood" in efa(holzinger(), 301, 2).chi2.unavailable
    with pytest.raises(ValueError, match="method must be"):
        extract(holzinger(), 1, "uls")
    with pytest.raises(ValueError, match="cannot be extracted"):
        extract(holzinger(), 9)
    with pytest.raises(ValueError, match="method must be"):
        score_weights(efa(holzinger(), 301, 2), "mean")


def test_reversing_and_reordering_items_moves_only_their_own_rows() -> None:
    R = holzinger()
    order = np.array([3, 1, 4, 0, 5, 8, 2, 6, 7])
    flip = np.array([1, -1, 1, 1, 1, 1, 1, 1, 1.0])
    base = efa(R, 301, 3)
    moved = efa((R * np.outer(flip, flip))[np.ix_(order, order)], 301, 3)
    np.testing.assert_allclose(moved.pattern, (base.pattern * flip[:, None])[order], rtol=0, atol=1e-5)
    np.testing.assert_allclose(moved.factor_correlation, base.factor_correlation, rtol=0, atol=1e-5)


def test_zero_factors_leave_everything_unique() -> None:
    found = extract(holzinger(), 0, "ml")
    assert found.loadings.shape == (9, 0)
    np.testing.assert_allclose(found.uniqueness, 1.0)
    rotated = rotate_loadings(found.loadings)
    assert rotated.pattern.shape == (9, 0)


def test_principal_axes_that_still_move_have_not_converged() -> None:
    assert not principal_axes(holzinger(), 3, most_iterations=5).converged
    assert principal_axes(holzinger(), 3).converged


def test_a_search_that_runs_out_of_steps_has_not_converged() -> None:
    # half the square of x, said to bend a million times as much: each step goes a millionth of the way
    def creeping(x: np.ndarray) -> Local:
        return Local(value=float(x @ x) / 2, gradient=x, curvature=1e6 * np.eye(1))

    found = minimise(creeping, np.array([1.0]), -2.0, 2.0)
    assert not found.converged and found.x[0] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("method", ["minres", "ml"])
@pytest.mark.parametrize("k", [7, 8])
def test_more_factors_than_the_correlations_can_tell_apart_reproduce_them(method, k) -> None:
    found = extract(holzinger(), k, method)
    assert found.converged and found.objective < 1e-12
    reproduced = found.loadings @ found.loadings.T + np.diag(found.uniqueness)
    np.testing.assert_allclose(reproduced, holzinger(), rtol=0, atol=1e-6)
