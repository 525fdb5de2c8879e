"""Correlations: what lavaan, psych and the definition say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mtle_survey.stats.structure.correlation.bivariate_normal import bivariate_normal_cdf
from mtle_survey.stats.structure.correlation.choice import choose_correlation
from mtle_survey.stats.structure.correlation.cross_tables import category_codes
from mtle_survey.stats.structure.correlation.pair_likelihood import cell_probabilities
from mtle_survey.stats.structure.correlation.pearson import moments, pearson
from mtle_survey.stats.structure.correlation.pearson_covariance import (
    correlation_covariance,
    normal_correlation_covariance,
)
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.correlation.polychoric_covariance import (
    ordinal_moments,
    polychoric_std_errors,
)
from mtle_survey.stats.structure.correlation.polyserial import polyserial
from mtle_survey.stats.structure.correlation.smoothing import smooth
from mtle_survey.stats.structure.correlation.thresholds import category_limits
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases

TALLIS = np.array([[58, 52, 1], [26, 58, 3], [8, 12, 9]])
FOUR_BY_FOUR = np.array([[13, 6, 0, 0], [69, 113, 22, 3], [41, 132, 104, 26], [5, 28, 84, 45]])


def responses(table: np.ndarray) -> np.ndarray:
    """The responses that a two-way table counts."""
    cells = [(a, b) for a in range(table.shape[0]) for b in range(table.shape[1]) for _ in range(table[a, b])]
    return np.array(cells, dtype=float) + 1


def ordinal_data(n: int, p: int, seed: int, cuts: tuple[float, ...] = (-1.2, -0.4, 0.4, 1.2)) -> np.ndarray:
    rng = np.random.default_rng(seed)
    latent = 0.7 * rng.standard_normal((n, 1)) + 0.7 * rng.standard_normal((n, p))
    return np.digitize(latent, cuts).astype(float) + 1


def test_bivariate_normal_distribution_matches_mvtnorm() -> None:
    (case,) = load_cases("structure", "bivariate_normal_cdf")
    found = bivariate_normal_cdf(case.args["h"], case.args["k"], case.args["r"])
    np.testing.assert_allclose(found, case.expected["probability"], atol=1e-14, rtol=0)


def test_bivariate_normal_distribution_at_its_limits() -> None:
    np.testing.assert_allclose(
        bivariate_normal_cdf([0.0, 1.0, np.inf, -np.inf], [0.0, -1.0, 0.0, 1.0], [1.0, -1.0, 0.5, 0.5]),
        [0.5, 0.0, 0.5, 0.0],
        rtol=0,
        atol=1e-15,
    )


@pytest.mark.parametrize("case", load_cases("structure", "polychoric"), ids=lambda c: c.name)
def test_polychoric_matches_lavaan(case) -> None:
    found = polychoric(case.data)
    np.testing.assert_allclose(found.R, case.expected["R"], atol=ITERATIVE, rtol=0)
    np.testing.assert_allclose(
        np.concatenate(found.thresholds), case.expected["thresholds"], rtol=0, atol=CLOSED_FORM
    )


@pytest.mark.parametrize(
    ("table", "two_step", "lavaan"),
    [(TALLIS, 0.41996, 0.419899025995), (FOUR_BY_FOUR, 0.61304, 0.613019213564)],
    ids=["Tallis", "four by four"],
)
def test_polychoric_is_the_maximum_of_which_published_values_stop_short(table, two_step, lavaan) -> None:
    # The printed values come from line searches that stop at a tolerance of 1e-4: R polycor 0.8 and psych
    # print .41988 and .61302 for the same tables. lavaan::lavCor runs its search to the end.
    found = polychoric(responses(table))
    assert found.R[0, 1] == pytest.approx(lavaan, abs=1e-9)
    limits = category_limits(found.thresholds, max(table.shape))
    counts = np.zeros((max(table.shape),) * 2)
    counts[: table.shape[0], : table.shape[1]] = table

    def log_likelihood(rho: float) -> float:
        return float(np.sum(counts * np.log(cell_probabilities(limits[:1], limits[1:], np.array([rho]))[0])))

    assert found.R[0, 1] == pytest.approx(two_step, abs=1e-4)
    assert log_likelihood(found.R[0, 1]) >= log_likelihood(two_step)


def test_thresholds_match_the_printed_ones() -> None:
    row, column = polychoric(responses(FOUR_BY_FOUR)).thresholds
    np.testing.assert_allclose(row, [-1.9189, -0.4480, 0.7243], rtol=0, atol=5e-5)
    np.testing.assert_allclose(column, [-0.8956, 0.2250, 1.2421], rtol=0, atol=5e-5)


def test_an_unused_category_moves_no_other_correlation() -> None:
    x = ordinal_data(80, 6, seed=1)
    before = polychoric(x).R
    changed = x.copy()
    changed[changed[:, 5] == 5, 5] = 4
    after = polychoric(changed).R
    np.testing.assert_array_equal(before[:5, :5], after[:5, :5])
    assert np.abs(before[5, :5] - after[5, :5]).max() > 0


def test_polychoric_does_not_depend_on_the_codes_of_the_categories() -> None:
    x = ordinal_data(150, 4, seed=2)
    stretched = np.where(x >= 3, x + 2, x)  # 1 2 5 6 7: two declared categories that nobody used
    np.testing.assert_array_equal(polychoric(x).R, polychoric(stretched).R)
    assert [c.tolist() for c in polychoric(stretched).categories] == [[1, 2, 5, 6, 7]] * 4


def test_reversing_an_item_flips_its_correlations() -> None:
    x = ordinal_data(200, 4, seed=3)
    reversed_item = x.copy()
    reversed_item[:, 0] = 6 - x[:, 0]
    signs = np.array([-1.0, 1, 1, 1])
    np.testing.assert_allclose(
        polychoric(reversed_item).R, polychoric(x).R * np.outer(signs, signs), rtol=0, atol=1e-8
    )


def test_a_constant_item_is_unavailable_and_leaves_the_others_alone() -> None:
    x = ordinal_data(60, 4, seed=4)
    with_constant = np.column_stack([x, np.full(60, 3.0)])
    found = polychoric(with_constant)
    assert "same category" in found.unavailable[4]
    assert found.unavailable[:4] == ("", "", "", "")
    assert np.isnan(found.R[4]).all() and np.isnan(found.R[:, 4]).all()
    np.testing.assert_array_equal(found.R[:4, :4], polychoric(x).R)
    assert np.isnan(polychoric_std_errors(with_constant)[4]).all()


def test_half_is_added_only_to_the_empty_cell_of_a_two_by_two_table() -> None:
    binary = polychoric(responses(np.array([[20, 5], [0, 30]])))
    assert binary.corrected[0, 1] and binary.zero_cells[0, 1] == 1
    assert not binary.boundary[0, 1]
    larger = polychoric(responses(FOUR_BY_FOUR))
    assert not larger.corrected.any() and larger.zero_cells[0, 1] == 2


def test_perfect_agreement_stands_at_the_boundary() -> None:
    x = np.repeat(np.arange(1.0, 6.0), 10)
    found = polychoric(np.column_stack([x, x]))
    assert found.boundary[0, 1] and found.R[0, 1] == pytest.approx(0.999)


@pytest.mark.parametrize("case", load_cases("structure", "polychoric_covariance"), ids=lambda c: c.name)
def test_sampling_covariance_matches_lavaan(case) -> None:
    found = ordinal_moments(case.data)
    p = case.data.shape[1]
    np.testing.assert_allclose(found.polychoric.R, case.expected["R"], rtol=0, atol=ITERATIVE)
    np.testing.assert_allclose(
        found.statistics[: found.n_thresholds], case.expected["thresholds"], rtol=0, atol=CLOSED_FORM
    )
    np.testing.assert_allclose(found.gamma, case.expected["gamma"], atol=ITERATIVE, rtol=0)
    errors = polychoric_std_errors(case.data)
    tail = np.diag(np.array(case.expected["gamma"]))[found.n_thresholds :]
    np.testing.assert_allclose(
        errors[np.triu_indices(p, 1)], np.sqrt(tail / len(case.data)), rtol=0, atol=ITERATIVE
    )


def test_polyserial_matches_lavaan() -> None:
    (case,) = load_cases("structure", "polyserial")
    score = case.data[:, case.args["score_columns"]].mean(axis=1)
    found = polyserial(score, case.data[:, case.args["item"]])
    assert found.value == pytest.approx(case.expected["rho"], abs=ITERATIVE)
    assert 0 < found.std_error < 0.05


def test_polyserial_says_why_it_is_not_there() -> None:
    assert "same category" in polyserial([1.0, 2.0, 4.0], [3, 3, 3]).unavailable
    assert "at least 3" in polyserial([1.0, 2.0], [3, 4]).unavailable
    assert "no variance" in polyserial([1.0, 1.0, 1.0], [3, 4, 4]).unavailable
    assert "limit" in polyserial([1.0, 2.0, 3.0, 4.0], [1, 1, 2, 2]).unavailable


@pytest.mark.parametrize("case", load_cases("structure", "pearson"), ids=lambda c: c.name)
def test_pearson_matches_r(case) -> None:
    found = pearson(case.data, missing=case.args["missing"])
    np.testing.assert_allclose(found.R, case.expected["R"], atol=CLOSED_FORM, rtol=0)


def test_pearson_names_the_constant_item_and_rejects_other_rules() -> None:
    x = np.column_stack([np.arange(5.0), np.ones(5)])
    for missing in ("listwise", "pairwise"):
        found = pearson(x, missing=missing)
        assert found.unavailable[0] == "" and "no variance" in found.unavailable[1]
        assert np.isnan(found.R[1]).all()
    with pytest.raises(ValueError, match="listwise"):
        pearson(x, missing="median")


def test_moments_count_complete_respondents_only() -> None:
    x = np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 4.0]])
    found = moments(x)
    assert found.n == 2
    np.testing.assert_allclose(found.mean, [3.0, 3.0])
    np.testing.assert_allclose(found.maximum_likelihood, [[4.0, 2.0], [2.0, 1.0]])
    assert np.isnan(moments(x[:1]).covariance).all()


@pytest.mark.parametrize("case", load_cases("structure", "smooth"), ids=lambda c: c.name)
def test_smoothing_matches_psych(case) -> None:
    found = smooth(case.args["R"])
    np.testing.assert_allclose(found.R, case.expected["R"], atol=CLOSED_FORM, rtol=0)
    assert found.smoothed and found.smallest_before < 0 < found.smallest_after
    assert found.smallest_before == pytest.approx(np.linalg.eigvalsh(np.array(case.args["R"])).min())
    assert found.smallest_after == pytest.approx(np.linalg.eigvalsh(np.array(case.expected["R"])).min())
    assert found.largest_change == pytest.approx(np.abs(found.R - np.array(case.args["R"])).max())


def test_smoothing_leaves_a_positive_definite_matrix_alone() -> None:
    R = np.array([[1.0, 0.4], [0.4, 1.0]])
    found = smooth(R)
    assert not found.smoothed and found.largest_change == 0.0
    np.testing.assert_array_equal(found.R, R)
    with pytest.raises(ValueError, match="missing"):
        smooth([[1.0, np.nan], [np.nan, 1.0]])


def test_normal_theory_covariance_of_correlations_is_the_limit_of_the_general_one() -> None:
    rng = np.random.default_rng(5)
    L = np.linalg.cholesky(np.array([[1, 0.6, 0.3], [0.6, 1, 0.5], [0.3, 0.5, 1]]))
    x = rng.standard_normal((200_000, 3)) @ L.T
    np.testing.assert_allclose(
        correlation_covariance(x), normal_correlation_covariance(np.corrcoef(x.T)), rtol=0, atol=0.01
    )


def test_the_choice_of_correlation_says_why() -> None:
    assert choose_correlation(ordinal_data(60, 4, seed=6)).kind == "pearson"
    assert "100" in choose_correlation(ordinal_data(60, 4, seed=6)).reason
    assert choose_correlation(ordinal_data(400, 4, seed=6, cuts=(-0.5, 0.5))).kind == "polychoric"
    assert choose_correlation(ordinal_data(400, 4, seed=6)).kind == "pearson"
    few = ordinal_data(100, 4, seed=6, cuts=(-0.5, 0.5))
    assert choose_correlation(few).kind == "polychoric"
    assert "99 complete respondents" in choose_correlation(few[:99]).reason
    one_of_three = ordinal_data(400, 4, seed=6)
    one_of_three[:, 0] = np.clip(one_of_three[:, 0], 2, 4)
    assert "only 3 categories" in choose_correlation(one_of_three).reason
    assert "5%" in choose_correlation(ordinal_data(400, 4, seed=6, cuts=(-2.1, -0.4, 0.4, 1.2))).reason
    skewed = choose_correlation(ordinal_data(400, 4, seed=6, cuts=(0.4, 0.8, 1.0, 1.2)))
    assert "skewed" in skewed.reason
    assert choose_correlation(ordinal_data(400, 4, seed=6, cuts=(-1.5, -0.8, 0, 0.8, 1.5))).kind == "pearson"


def test_values_that_are_not_ratings_are_refused() -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        polychoric([[1.5, 2.0], [2.0, 3.0]])
    with pytest.raises(ValueError, match="spreads"):
        polychoric([[1, 2], [100, 3]])
    with pytest.raises(ValueError, match="two dimensions"):
        polychoric([1, 2, 3])
    with pytest.raises(ValueError, match="two used categories"):
        ordinal_moments([[1, 2], [1, 3]])


@settings(max_examples=30, deadline=None)
@given(arrays(np.int64, (40, 3), elements=st.integers(1, 4)), st.randoms(use_true_random=False))
def test_polychoric_ignores_the_order_of_respondents_and_items(x, shuffle) -> None:
    rows, items = list(range(40)), list(range(3))
    shuffle.shuffle(rows)
    shuffle.shuffle(items)
    first, second = polychoric(x), polychoric(x[rows][:, items])
    interior = ~first.boundary[np.ix_(items, items)]
    one = np.where(interior, first.R[np.ix_(items, items)], 0)
    other = np.where(interior, second.R, 0)
    assert (np.isnan(one) == np.isnan(other)).all()
    assert np.nan_to_num(np.abs(one - other)).max() <= 1e-6


def test_answers_that_spread_over_more_than_64_codes_are_no_ratings() -> None:
    widest = np.array([[1.0, 1.0], [64.0, 2.0], [30.0, 2.0]])
    assert category_codes(widest).categories[0].tolist() == [1, 30, 64]
    with pytest.raises(ValueError, match="column 0 spreads over more than 64 codes"):
        category_codes(widest + np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 0.0]]))
