"""Kernels that need no rows give what those that do give."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.cfa import cfa, cfa_of_moments
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.correlation.cross_tables import (
    category_codes,
    cross_tables,
    cross_tables_of_responses,
)
from mtle_survey.stats.structure.correlation.distribution import answers_in_order, distributions
from mtle_survey.stats.structure.correlation.pearson import moments
from mtle_survey.stats.structure.correlation.polychoric import polychoric_from_tables
from mtle_survey.stats.structure.correlation.polychoric_covariance import (
    ordinal_moments,
    polychoric_variances,
)
from mtle_survey.stats.structure.correlation.table_moments import moments_of_sums, sums_of_tables
from mtle_survey.stats.structure.retention import parallel_analysis as parallel
from mtle_survey.stats.structure.retention.parallel_analysis import parallel_analysis, parallel_analysis_of


def answers(n: int, p: int = 6, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(n, 1)) + rng.normal(size=(n, p))
    return np.digitize(latent, [-2.0, -0.7, 0.7, 2.0]) + 1.0


@pytest.mark.parametrize("n", [2, 37, 5000])
def test_moments_from_sums_are_those_from_rows(n):
    x = answers(n)
    found = moments_of_sums(n, x.sum(axis=0), x.T @ x)
    np.testing.assert_allclose(found.mean, moments(x).mean, rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.covariance, moments(x).covariance, rtol=0, atol=1e-13)
    sums, products = sums_of_tables(cross_tables(category_codes(x)))
    assert sums.tolist() == x.sum(axis=0).tolist()
    assert products.tolist() == (x.T @ x).tolist()


def test_sums_of_ten_million_respondents_are_exact():
    half = 5_000_000
    found = moments_of_sums(
        2 * half, [half * 6, half * 6], [[half * 26, half * 10], [half * 10, half * 26]]
    )  # half answered (1, 5), half (5, 1)
    variance = 4.0 * 2 * half / (2 * half - 1)
    np.testing.assert_allclose(found.covariance, [[variance, -variance], [-variance, variance]], rtol=1e-15)


def test_fewer_than_two_people_have_no_covariance():
    assert np.isnan(moments_of_sums(1, [3, 4], [[9, 12], [12, 16]]).covariance).all()


@pytest.mark.parametrize("n", [120, 900])
def test_variances_of_polychoric_correlations_need_only_the_tables(n):
    x = answers(n)
    tables = cross_tables(category_codes(x))
    whole = ordinal_moments(x)
    expected = np.diag(whole.gamma)[whole.n_thresholds :] / n
    np.testing.assert_allclose(
        polychoric_variances(tables, polychoric_from_tables(tables)), expected, rtol=1e-10, atol=0
    )


def test_likelihood_from_moments_is_that_from_rows():
    x = answers(400)
    structure = FactorStructure(n_items=6, factors=((0, 1, 2), (3, 4, 5)))
    rows, found = cfa(x, structure, "ml"), cfa_of_moments(moments(x), structure)
    assert found.estimates is not None and rows.estimates is not None
    np.testing.assert_allclose(found.estimates.theta, rows.estimates.theta, rtol=0, atol=1e-7)
    for name, estimate in rows.fit.items():
        np.testing.assert_allclose(found.fit[name].value, estimate.value, rtol=0, atol=1e-8, equal_nan=True)
    with pytest.raises(ValueError, match="6 items"):
        cfa_of_moments(moments(x[:, :5]), structure)


def test_parallel_analysis_does_not_depend_on_who_gave_which_answer():
    x = answers(150)
    mixed = x[np.random.default_rng(3).permutation(150)]
    a, b = parallel_analysis(x, permutations=40), parallel_analysis(mixed, permutations=40)
    np.testing.assert_array_equal(a.percentile, b.percentile)
    assert answers_in_order(distributions(x)).tolist() == np.sort(x, axis=0).tolist()


@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_the_normal_limit_of_permuted_correlations_is_where_permutations_go(monkeypatch, correlation):
    x = answers(1500, p=5)
    x[:, 0] = np.minimum(x[:, 0], 2)  # two answers: what polychoric correlations know least of
    draws = 1500
    permuted = parallel_analysis(x, correlation, permutations=draws)
    monkeypatch.setattr(parallel, "PERMUTED_UP_TO", 0)
    limit = parallel_analysis(x, correlation, permutations=draws)
    spread = permuted.percentile[0] - permuted.mean[0]
    # Means of 1,500 draws: several standard errors are a tenth of the distance to the 95th percentile.
    np.testing.assert_allclose(limit.mean, permuted.mean, rtol=0, atol=0.15 * spread)
    np.testing.assert_allclose(limit.percentile, permuted.percentile, rtol=0, atol=0.25 * spread)
    assert limit.n_factors == permuted.n_factors


def test_without_the_answers_only_pearson_has_a_reference():
    R = np.corrcoef(answers(200), rowvar=False)
    assert parallel_analysis_of(R, 200, None, permutations=50).n_factors == 1
    with pytest.raises(ValueError, match="need the answers"):
        parallel_analysis_of(R, 200, None, "polychoric")


def test_counting_part_by_part_is_counting_at_once_and_keeps_no_copy():
    rng = np.random.default_rng(5)
    x = rng.integers(-2, 4, size=(60_000, 4)).astype(float)
    x[rng.random(x.shape) < 0.1] = np.nan
    x[:, 3] = np.where(x[:, 3] == 0, np.nan, x[:, 3])  # a code within the range that nobody chose
    found = cross_tables_of_responses(x)
    at_once = cross_tables(category_codes(x))
    assert np.array_equal(found.counts, at_once.counts)
    for i, (margin, used) in enumerate(zip(found.margins, found.categories, strict=True)):
        assert {code: (x[:, i] == code).sum() for code in used} == dict(zip(used, margin, strict=True))
    assert [c.tolist() for c in found.categories] == [[-2, -1, 0, 1, 2, 3]] * 3 + [[-2, -1, 1, 2, 3]]
    for place, (i, j) in enumerate(((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))):
        both = np.isfinite(x[:, i]) & np.isfinite(x[:, j])
        assert found.n_pairs[place] == both.sum()
    assert _peak(lambda: cross_tables_of_responses(x)) < x.nbytes


@pytest.mark.parametrize("wrong", [1.5, np.inf, 900.0])
def test_what_is_no_rating_is_refused(wrong):
    with pytest.raises(ValueError, match="column 1"):
        cross_tables_of_responses(np.array([[1.0, 2.0], [2.0, wrong], [3.0, np.nan]]))


def _peak(task):
    tracemalloc.start()
    try:
        task()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
