"""Clusters: against clubSandwich, lme4 and R's analysis of variance, and what must hold always."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.sign_flip import exact_sign_flip_p
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.clusters.cluster_sign_flip import cluster_sign_flip
from mtle_survey.stats.clusters.cr2 import cr2_contrast, cr2_mean
from mtle_survey.stats.clusters.design_effect import design_effect
from mtle_survey.stats.clusters.shrunken_means import shrunken_means
from mtle_survey.stats.clusters.site_stratified import site_stratified
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to

DESIGNS = {
    "mean": lambda d: np.ones((len(d), 1)),
    "arm": lambda d: np.column_stack([np.ones(len(d)), d[:, 2]]),
    "arm+hours": lambda d: np.column_stack([np.ones(len(d)), d[:, 2], d[:, 3]]),
}
BY_CLUSTER = {
    "cluster_icc": cluster_icc,
    "design_effect": design_effect,
    "site_stratified": site_stratified,
    "cluster_sign_flip": cluster_sign_flip,
}
FAMILY = [(name, case) for name in BY_CLUSTER for case in load_cases("clusters", name)]


@pytest.mark.parametrize("case", load_cases("clusters", "cr2"), ids=lambda case: case.name)
def test_cr2_equals_clubsandwich(case):
    contrast = np.atleast_1d(np.array(case.args["contrast"], dtype=float))
    X = DESIGNS[case.args["design"]](case.data)
    assert_held_to(cr2_contrast(X, case.data[:, 0], case.data[:, 1], contrast), case.expected)
    if case.args["design"] == "mean":
        assert_held_to(cr2_mean(case.data[:, 0], case.data[:, 1]), case.expected)


@pytest.mark.parametrize(("name", "case"), FAMILY, ids=[f"{n}-{c.name}" for n, c in FAMILY])
def test_cluster_statistic_equals_r(name, case):
    assert_held_to(BY_CLUSTER[name](case.data[:, 0], case.data[:, 1]), case.expected)


@pytest.mark.parametrize("case", load_cases("clusters", "shrunken_means"), ids=lambda case: case.name)
def test_shrunken_means_equal_lme4(case):
    means = shrunken_means(case.data[:, 0], case.data[:, 1])
    np.testing.assert_allclose(
        [mean.estimate.value for mean in means], case.expected["shrunken"], rtol=0, atol=ITERATIVE
    )
    np.testing.assert_allclose(
        [mean.estimate.std_error for mean in means], case.expected["std_error"], rtol=0, atol=ITERATIVE
    )
    for mean in means:
        assert 0.0 <= mean.weight < 1.0
        assert mean.estimate.n == int((case.data[:, 1] == mean.name).sum())


def test_balanced_slopes_equal_the_published_mixed_model():
    """lme4's sleep study: everyone measured on ten days; the slope of days is 10.46729, SE 1.54579, df 17."""
    sleepstudy = next(case for case in load_cases("change", "lmm_change") if case.name == "sleepstudy").data
    people, days = sleepstudy.shape
    X = np.column_stack([np.ones(people * days), np.tile(np.arange(days), people)])
    slope = cr2_contrast(X, sleepstudy.ravel(), np.repeat(np.arange(people), days), np.array([0.0, 1.0]))
    assert slope.value == pytest.approx(10.46729, abs=5e-6)
    assert slope.std_error == pytest.approx(1.54579, abs=5e-6)
    assert slope.df == pytest.approx(17.0)


@given(st.integers(2, 8), st.integers(2, 5), st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_equal_clusters_reduce_to_the_t_test_of_their_means(count, size, seed):
    values = np.random.default_rng(seed).normal(size=(count, size))
    estimate = cr2_mean(values.ravel(), np.repeat(np.arange(count), size))
    means = values.mean(axis=1)
    assert estimate.df == pytest.approx(count - 1, rel=CLOSED_FORM)
    assert estimate.std_error == pytest.approx(means.std(ddof=1) / math.sqrt(count))


def test_everyone_a_cluster_is_the_paired_t_test():
    change = np.random.default_rng(2).normal(0.3, 1.0, 15)
    robust, plain = cr2_mean(change, np.arange(15)), mean_change(np.zeros(15), change)
    for name in ("value", "std_error", "df", "p_value"):
        assert getattr(robust, name) == pytest.approx(getattr(plain, name), abs=1e-9)


def test_labels_may_be_names_and_their_order_does_not_matter():
    values = np.random.default_rng(5).normal(size=12)
    names = np.array(["oak", "elm", "ash", "fir"] * 3)
    order = np.random.default_rng(6).permutation(12)
    for statistic in (cr2_mean, cluster_icc, design_effect, site_stratified):
        one, other = statistic(values, names), statistic(values[order], names[order])
        assert one.value == pytest.approx(other.value, rel=CLOSED_FORM)
        assert one.std_error == pytest.approx(other.std_error, nan_ok=True)


def test_what_few_clusters_cannot_say_is_not_said():
    values, one_site = np.arange(6.0), np.zeros(6)
    for statistic in (cr2_mean, cluster_icc, design_effect, site_stratified):
        assert "at least 2" in statistic(values, one_site).unavailable
    assert "at least 6" in cluster_sign_flip(values, np.arange(6) // 2).unavailable
    assert "no cluster has two" in cluster_icc(values, np.arange(6)).unavailable
    assert "the same" in cluster_icc(np.ones(6), np.arange(6) // 2).unavailable
    few = shrunken_means(values, np.arange(6) // 2)
    assert [mean.raw for mean in few] == [0.5, 2.5, 4.5]
    assert all("at least 4" in mean.estimate.unavailable for mean in few)


def test_an_arm_within_every_cluster_and_one_between():
    """A contrast that is constant in every cluster but one cluster: df near 1, never a false certainty."""
    values = np.random.default_rng(8).normal(size=20)
    cluster = np.repeat(np.arange(4), 5)
    arm = (cluster == 0).astype(float)
    estimate = cr2_contrast(np.column_stack([np.ones(20), arm]), values, cluster, np.array([0.0, 1.0]))
    assert estimate.unavailable or estimate.df < 3.0
    dependent = np.column_stack([np.ones(20), arm, 1 - arm])
    assert "dependent" in cr2_contrast(dependent, values, cluster, np.array([0.0, 1.0, 0.0])).unavailable


def test_negative_icc_is_shown_but_does_not_shrink_the_variance():
    values = np.array([-1.0, 0, 1, -1, 0, 1, -1, 0, 1])
    cluster = np.repeat([1, 2, 3], 3)
    assert cluster_icc(values, cluster).value < 0.0
    assert design_effect(values, cluster).value == 1.0


def test_cluster_sign_flip_is_the_sign_flip_of_sums():
    values = np.random.default_rng(9).normal(0.4, 1, 24)
    cluster = np.repeat(np.arange(8), 3)
    assert cluster_sign_flip(values, cluster).p_value == exact_sign_flip_p(values.reshape(8, 3).sum(axis=1))
    many = cluster_sign_flip(np.arange(60.0) - 20, np.repeat(np.arange(30), 2), seed=3)
    assert many.method == "cluster_sign_flip/monte_carlo"
    assert many == cluster_sign_flip(np.arange(60.0) - 20, np.repeat(np.arange(30), 2), seed=3)


def test_a_label_for_every_row():
    with pytest.raises(ValueError, match="label"):
        cr2_mean(np.ones(4), np.ones(3))


def test_members_who_are_alike_make_the_cluster_everything():
    found = cluster_icc([1.0, 1.0, 2.0, 2.0, 4.0, 4.0], [1, 1, 2, 2, 3, 3])
    assert found.value == 1.0
    assert found.interval is None


def test_up_to_twenty_clusters_every_pattern_of_signs_is_listed():
    change = np.random.default_rng(4).normal(0.3, 1.0, 21)
    exact, drawn = cluster_sign_flip(change[:20], np.arange(20)), cluster_sign_flip(change, np.arange(21))
    assert exact.method == "cluster_sign_flip/exact"
    assert exact.p_value * 2**20 == pytest.approx(round(exact.p_value * 2**20))
    assert drawn.method == "cluster_sign_flip/monte_carlo"


def test_shrunken_means_have_walds_interval():
    (case, *_) = load_cases("clusters", "shrunken_means")
    for mean in shrunken_means(case.data[:, 0], case.data[:, 1]):
        found = mean.estimate
        assert found.interval.high - found.value == pytest.approx(1.959963985 * found.std_error)
        assert found.value - found.interval.low == pytest.approx(1.959963985 * found.std_error)


def test_a_respondent_to_a_site_says_nothing_about_differences_within_sites():
    assert "no site has two" in site_stratified([1.0, 2.0, 3.0], [1, 2, 3]).unavailable
