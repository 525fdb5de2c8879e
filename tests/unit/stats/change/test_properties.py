"""What must hold of change whatever the scores are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.stats.change.bh import bh
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.d_av_corrected import d_av_corrected
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.declined import declined
from mtle_survey.stats.change.derrick import derrick
from mtle_survey.stats.change.direction import direction_counts
from mtle_survey.stats.change.hedges_g_z import hedges_g_z
from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.change.improved import improved
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.paired import differences
from mtle_survey.stats.change.probability_of_improvement import probability_of_improvement
from mtle_survey.stats.change.rank_biserial import rank_biserial
from mtle_survey.stats.change.same import same
from mtle_survey.stats.change.sign_flip import exact_sign_flip_p, random_sign_flip_p, sign_flip
from mtle_survey.stats.change.signed_ranks import exact_distribution, midranks, wilcoxon_ranks
from mtle_survey.stats.change.tost import tost
from mtle_survey.stats.change.wilcoxon import wilcoxon

SIGNED = [mean_change, d_av, d_av_corrected, d_z, hedges_g_z, wilcoxon, rank_biserial]

ITEMS = 4
scores = st.integers(ITEMS, 5 * ITEMS).map(lambda total: total / ITEMS)
pairs = st.lists(st.tuples(scores, scores), min_size=5, max_size=40).map(lambda rows: np.array(rows).T)


@given(pairs)
def test_swapping_the_waves_flips_the_sign(waves):
    pre, post = waves
    for statistic in SIGNED:
        forward, backward = statistic(pre, post), statistic(post, pre)
        assert forward.available == backward.available
        if forward.available:
            assert backward.value == pytest.approx(-forward.value, abs=1e-12)
            assert backward.p_value == pytest.approx(forward.p_value, abs=1e-12, nan_ok=True)
        if forward.interval:
            assert backward.interval.low == pytest.approx(-forward.interval.high, abs=1e-9)


@given(pairs, st.floats(0.5, 0.999))
def test_intervals_hold_the_estimate_and_p_values_are_probabilities(waves, level):
    for statistic in [*SIGNED, probability_of_improvement]:
        estimate = statistic(*waves, level)
        if estimate.interval and statistic is not d_av_corrected:
            assert estimate.interval.low <= estimate.value + 1e-12
            assert estimate.value <= estimate.interval.high + 1e-12
        assert math.isnan(estimate.p_value) or 0.0 <= estimate.p_value <= 1.0
        assert estimate.n == waves.shape[1]
        assert math.isnan(estimate.value) == bool(estimate.unavailable)


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_respondents_does_not_matter(waves, random):
    order = list(range(waves.shape[1]))
    random.shuffle(order)
    for statistic in [*SIGNED, probability_of_improvement]:
        one, other = statistic(*waves), statistic(*waves[:, order])
        assert other.value == pytest.approx(one.value, abs=1e-12, nan_ok=True)
        assert other.p_value == pytest.approx(one.p_value, abs=1e-12, nan_ok=True)


@given(pairs, st.floats(-3, 3), st.floats(0.1, 20))
def test_unit_free_statistics_ignore_the_scale(waves, shift, factor):
    moved = waves * factor + shift
    for statistic in (d_av, d_z, rank_biserial, probability_of_improvement):
        assert statistic(*moved).value == pytest.approx(
            statistic(*waves).value, rel=1e-6, abs=1e-9, nan_ok=True
        )
    assert wilcoxon(*moved).p_value == pytest.approx(wilcoxon(*waves).p_value, abs=1e-12)


@given(pairs, st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_rose_stayed_and_fell_add_up_to_everyone(waves, step):
    counts = direction_counts(*waves, step)
    assert counts.improved + counts.same + counts.declined == counts.n == waves.shape[1]
    shares = [f(*waves, step).value for f in (improved, same, declined)]
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] == declined(waves[1], waves[0], step).value


def test_a_change_of_exactly_the_step_is_no_change_whatever_the_last_bit():
    """3.6 - 3.4 exceeds 0.2 in binary; nobody who reads the scores would say so."""
    pre, post = np.array([3.4, 3.2, 1.1, 2.0, 4.0]), np.array([3.6, 3.4, 1.3, 2.0, 3.0])
    counts = direction_counts(pre, post, 0.2)
    assert (counts.improved, counts.same, counts.declined) == (0, 4, 1)
    assert len(set(np.abs(differences(pre, post)))) == 3


def test_ties_survive_floating_point():
    pre = np.array([3.4, 3.2, 1.1, 2.0, 4.0, 2.2])
    plain = wilcoxon(np.zeros(6), np.array([0.2, 0.2, 0.2, -0.2, 0.2, 0.2]))
    noisy = wilcoxon(pre, pre + np.array([0.2, 0.2, 0.2, -0.2, 0.2, 0.2]))
    assert noisy.p_value == plain.p_value
    assert noisy.test_statistic == plain.test_statistic


@pytest.mark.parametrize("n", range(5))
def test_fewer_than_five_pairs_are_refused_with_the_number_needed(n):
    waves = np.linspace(1, 4, n), np.linspace(2, 4.5, n)
    for statistic in [*SIGNED, probability_of_improvement, sign_flip]:
        estimate = statistic(*waves)
        assert math.isnan(estimate.value)
        assert "at least 5" in estimate.unavailable
        assert f"there {'is' if n == 1 else 'are'} {n}" in estimate.unavailable
        assert estimate.n == n


def test_without_spread_the_mean_stands_and_standardised_change_does_not():
    pre = np.array([1.0, 2.0, 3.0, 4.0, 3.0])
    moved = mean_change(pre, pre + 0.5)
    assert moved.value == pytest.approx(0.5)
    assert moved.interval is None
    assert math.isnan(moved.p_value)
    assert "same amount" in d_z(pre, pre + 0.5).unavailable
    assert d_av(pre, pre + 0.5).value == pytest.approx(0.5 / pre.std(ddof=1))
    flat = np.full(6, 3.0)
    assert "no spread" in d_av(flat, flat).unavailable
    assert "none of the 6" in rank_biserial(flat, flat).unavailable
    assert wilcoxon(flat, flat).p_value == 1.0


def test_gaps_and_unequal_lengths_are_programming_mistakes():
    with pytest.raises(ValueError, match="complete"):
        mean_change(np.array([1.0, np.nan, 2, 3, 4]), np.ones(5))
    with pytest.raises(ValueError, match="equal length"):
        d_z(np.ones(5), np.ones(6))
    with pytest.raises(ValueError, match="level"):
        d_av(np.arange(5.0), np.ones(5), 95)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=9))
def test_exact_p_values_equal_brute_force(changes):
    change = np.array(changes, dtype=float)
    change = change[change != 0]
    if change.size == 0:
        return
    signs = np.array(np.meshgrid(*[[-1, 1]] * change.size)).reshape(change.size, -1)
    assert exact_sign_flip_p(change) == pytest.approx(
        np.mean(np.abs(signs.T @ change) >= abs(change.sum()) - 1e-9)
    )
    ranks = wilcoxon_ranks(change).ranks
    sums = ((signs > 0).T @ ranks) * 2
    expected = np.bincount(sums.astype(int), minlength=exact_distribution(ranks).size) / sums.size
    np.testing.assert_allclose(exact_distribution(ranks), expected, rtol=0, atol=1e-15)


def test_random_sign_flips_agree_with_all_of_them():
    change = np.random.default_rng(3).normal(0.3, 1.0, 16)
    exact = exact_sign_flip_p(change)
    assert random_sign_flip_p(change, seed=1, draws=10_000) == pytest.approx(
        exact, abs=4 * math.sqrt(exact / 10_000)
    )
    waves = np.zeros(30), np.random.default_rng(4).normal(0.2, 1.0, 30)
    assert sign_flip(*waves, seed=7) == sign_flip(*waves, seed=7)
    assert sign_flip(*waves, seed=7).method == "sign_flip/monte_carlo"
    assert sign_flip(np.zeros(400), np.ones(400)).p_value > 0.0


def test_midranks_share_the_mean_rank():
    np.testing.assert_array_equal(midranks(np.array([3.0, 1.0, 3.0, 2.0])), [3.5, 1.0, 3.5, 2.0])


def test_probability_of_improvement_never_claims_certainty_from_few():
    estimate = probability_of_improvement(np.zeros(6), np.ones(6))
    assert estimate.value == 1.0
    assert 0.4 < estimate.interval.low < 0.8
    assert estimate.interval.high == 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=15))
def test_adjusted_p_values_only_rise_and_keep_their_order(raw):
    p = np.array(raw)
    for adjust in (holm, bh):
        adjusted = adjust(p)
        assert (adjusted >= p).all()
        assert (adjusted <= 1.0).all()
        order = np.argsort(p, kind="stable")
        assert (np.diff(adjusted[order]) >= 0).all()
    assert (bh(p) <= holm(p) + 1e-15).all()


def test_tests_that_could_not_be_done_do_not_count_in_the_family():
    p = np.array([0.01, np.nan, 0.03])
    np.testing.assert_allclose(holm(p), [0.02, np.nan, 0.03])
    np.testing.assert_allclose(bh(p), [0.02, np.nan, 0.03])
    with pytest.raises(ValueError, match="p-values"):
        holm(np.array([0.5, 1.2]))


@given(pairs, st.floats(0.05, 2.0))
def test_equivalence_holds_exactly_when_the_interval_lies_within_the_bounds(waves, smallest):
    estimate = tost(*waves, smallest)
    if estimate.available:
        inside = max(abs(estimate.interval.low), abs(estimate.interval.high)) < smallest
        assert inside == (estimate.p_value < 0.05)
        assert estimate.interval.level == pytest.approx(0.90)


def test_no_equivalence_without_a_declared_smallest_effect():
    assert "smallest effect" in tost(np.arange(6.0), np.arange(6.0)[::-1], None).unavailable
    with pytest.raises(ValueError, match="above 0"):
        tost(np.arange(6.0), np.arange(6.0)[::-1], 0.0)


@given(pairs)
def test_partial_overlap_with_pairs_only_is_the_paired_t_test(waves):
    nobody = np.array([])
    overlap, paired = derrick(*waves, nobody, nobody), mean_change(*waves)
    if overlap.available and not math.isnan(overlap.p_value) and not math.isnan(paired.p_value):
        assert overlap.value == pytest.approx(paired.value, abs=1e-10)
        assert overlap.std_error == pytest.approx(paired.std_error, rel=1e-5, abs=1e-7)
        assert overlap.df == pytest.approx(paired.df)


def test_partial_overlap_needs_two_pairs():
    one = np.array([1.0])
    assert "at least 2" in derrick(one, one, np.arange(4.0), np.arange(4.0)).unavailable


def test_a_national_sample_is_no_burden():
    """Scale scores take few distinct values, so that all pairs of 50,000 changes need not be listed."""
    rng = np.random.default_rng(1)
    pre, post = rng.integers(8, 41, 50_000) / 8, rng.integers(8, 41, 50_000) / 8
    estimate = wilcoxon(pre, post)
    assert estimate.method == "pratt/normal"
    assert estimate.interval.low <= estimate.value <= estimate.interval.high
