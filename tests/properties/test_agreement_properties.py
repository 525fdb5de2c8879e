"""What must hold for all ratings."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mtle_survey.stats.agreement.ac1 import ac1
from mtle_survey.stats.agreement.ac2 import ac2
from mtle_survey.stats.agreement.intraclass import intraclass_correlation
from mtle_survey.stats.agreement.kappa import kappa
from mtle_survey.stats.agreement.kappa_quadratic import kappa_quadratic
from mtle_survey.stats.agreement.kendall_w import kendall_w, mid_ranks
from mtle_survey.stats.agreement.krippendorff_alpha import krippendorff_alpha
from mtle_survey.stats.agreement.percent_agreement import percent_agreement
from mtle_survey.stats.reliability.bootstrap import alpha_bca

CATEGORIES = [1, 2, 3, 4]


def ratings(raters):
    shapes = st.tuples(st.integers(3, 15), raters)
    return shapes.flatmap(lambda s: arrays(np.float64, s, elements=st.integers(1, 4).map(float)))


TWO = ratings(st.just(2))
MANY = ratings(st.integers(2, 4))
FORMS = ("1", "k", "C,1", "C,k", "A,1", "A,k")


def same(one, other, tolerance=1e-8):
    assert one.available == other.available
    if one.available:
        np.testing.assert_allclose(one.value, other.value, rtol=0, atol=tolerance)


@given(MANY)
def test_intraclass_correlations_ignore_order_and_unit(x):
    for form in FORMS:
        same(intraclass_correlation(x, form), intraclass_correlation(20.0 - 3.0 * x[::-1, ::-1], form))


@given(MANY)
def test_intraclass_correlations_lie_in_their_intervals_and_below_one(x):
    for form in FORMS:
        result = intraclass_correlation(x, form)
        if result.available:
            assert result.value <= 1.0 + 1e-12
        if result.interval is not None:
            assert result.interval.low <= result.value + 1e-9
            assert result.value <= result.interval.high + 1e-9


@given(TWO)
def test_two_raters_are_interchangeable(x):
    for coefficient in (kappa, kappa_quadratic, ac1, ac2, krippendorff_alpha, percent_agreement):
        same(coefficient(x, CATEGORIES), coefficient(x[:, ::-1], CATEGORIES))


@given(TWO)
def test_full_agreement_is_one(x):
    twice = np.column_stack([x[:, 0], x[:, 0]])
    for coefficient in (kappa, kappa_quadratic, ac1, ac2, krippendorff_alpha, percent_agreement):
        result = coefficient(twice, CATEGORIES)
        if result.available:
            np.testing.assert_allclose(result.value, 1.0)


@given(MANY)
def test_a_silent_rater_changes_nothing(x):
    with_silent = np.column_stack([x, np.full(len(x), np.nan)])
    for coefficient in (ac1, ac2, krippendorff_alpha, percent_agreement):
        assert coefficient(x, CATEGORIES) == coefficient(with_silent, CATEGORIES)


@given(MANY)
def test_concordance_uses_order_alone(x):
    result, transformed = kendall_w(x), kendall_w(np.exp(x))
    same(result, transformed)
    if result.available:
        assert -1e-12 <= result.value <= 1.0 + 1e-12
    np.testing.assert_allclose(mid_ranks(x).sum(axis=1), x.shape[1] * (x.shape[1] + 1) / 2)


@given(ratings(st.just(3)))
def test_clusters_of_one_are_respondents(x):
    by_row, by_cluster = (
        alpha_bca(x, seed=1, draws=99),
        alpha_bca(x, seed=1, draws=99, clusters=range(len(x))),
    )
    assert by_row.interval == by_cluster.interval
