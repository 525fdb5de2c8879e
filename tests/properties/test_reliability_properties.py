"""What must hold for every response matrix."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mtle_survey.stats.description.kurtosis import kurtosis
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.near_ceiling import near_ceiling
from mtle_survey.stats.description.near_floor import near_floor
from mtle_survey.stats.description.skewness import skewness
from mtle_survey.stats.items.alpha_if_dropped import alpha_if_dropped
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation
from mtle_survey.stats.moments import correlation, covariance, is_constant
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.alpha_standardized import alpha_standardized
from mtle_survey.stats.reliability.lambda2 import lambda2
from mtle_survey.stats.reliability.one_factor import fit_one_factor, is_singular
from mtle_survey.stats.reliability.sem import sem

SHAPES = st.tuples(st.integers(5, 20), st.integers(3, 6))
LIKERT = SHAPES.flatmap(lambda shape: arrays(np.float64, shape, elements=st.integers(1, 5).map(float)))


@given(LIKERT)
def test_alpha_is_at_most_one_and_lies_in_its_interval(x):
    for which in ("feldt", "bonett"):
        result = alpha(x, interval=which)
        assume(result.available)
        assert result.value <= 1.0 + 1e-12
        assert result.interval is None or result.interval.low <= result.value <= result.interval.high


@given(LIKERT, st.randoms(use_true_random=False))
def test_alpha_does_not_depend_on_order_or_origin(x, random):
    rows, columns = list(range(x.shape[0])), list(range(x.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    same, moved = alpha(x), alpha(x[rows][:, columns] + np.arange(x.shape[1]))
    assert same.available == moved.available
    if same.available:
        np.testing.assert_allclose(moved.value, same.value, rtol=1e-9, atol=1e-9)


@given(LIKERT)
def test_reversing_every_item_changes_nothing(x):
    reversed_items = 6.0 - x
    for statistic in (alpha, alpha_standardized, lambda2, sem):
        before, after = statistic(x), statistic(reversed_items)
        assert before.unavailable == after.unavailable
        if before.available:
            np.testing.assert_allclose(after.value, before.value, rtol=1e-9, atol=1e-9)


@given(LIKERT)
def test_lambda2_is_never_below_alpha(x):
    assume(alpha(x).available)
    assert lambda2(x).value >= alpha(x).value - 1e-10


@given(LIKERT)
def test_reversing_one_item_turns_its_correlation_with_the_rest(x):
    turned = x.copy()
    turned[:, 0] = 6.0 - turned[:, 0]
    before, after = item_rest_correlation(x)[0], item_rest_correlation(turned)[0]
    assert before.available == after.available
    if before.available:
        np.testing.assert_allclose(after.value, -before.value, rtol=0, atol=1e-10)


@given(LIKERT)
def test_items_agree_with_leaving_them_out(x):
    for position, dropped in enumerate(alpha_if_dropped(x)):
        direct = alpha(np.delete(x, position, axis=1))
        assert dropped.available == direct.available
        if direct.available:
            np.testing.assert_allclose(dropped.value, direct.value, rtol=1e-8, atol=1e-8)


@settings(deadline=None)
@given(LIKERT)
def test_a_converged_factor_reproduces_the_variances(x):
    S = covariance(x)
    assume(not is_constant(S).any())
    R = correlation(S)
    assume(not is_singular(R))
    fitted = fit_one_factor(R)
    assume(fitted.converged and fitted.proper)
    np.testing.assert_allclose(fitted.loadings**2 + fitted.uniquenesses, 1.0, rtol=0, atol=1e-7)
    assert fitted.discrepancy >= -1e-12


@given(LIKERT)
def test_floor_and_ceiling_mirror_each_other(x):
    floor, ceiling = near_floor(x, 1.0), near_ceiling(6.0 - x, 5.0)
    assert [share.value for share in floor] == [share.value for share in ceiling]
    assert all(0.0 <= share.interval.low <= share.value <= share.interval.high <= 1.0 for share in floor)


@given(LIKERT)
def test_shape_is_free_of_unit_and_mirrors(x):
    for before, after in zip(skewness(x), skewness(10.0 - 2.0 * x), strict=True):
        assert before.available == after.available
        if before.available:
            np.testing.assert_allclose(after.value, -before.value, rtol=0, atol=1e-8)
    for before, after in zip(kurtosis(x), kurtosis(10.0 - 2.0 * x), strict=True):
        if before.available:
            np.testing.assert_allclose(after.value, before.value, rtol=0, atol=1e-8)
    for column in mean(x):
        assert column.interval.low <= column.value <= column.interval.high
