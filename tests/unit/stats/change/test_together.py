"""Several scores resampled at once: the same answers as one by one, from the same resamples."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.change.bca_change import d_av_bca, mean_change_bca
from mtle_survey.stats.change.sign_flip import sign_flip
from mtle_survey.stats.change.together import bca_changes, sign_flips


def scores(n=40, scales=3, seed=1):
    generator = np.random.default_rng(seed)
    pre = np.round(generator.normal(3, 0.7, (n, scales)), 1)
    return pre, np.round(pre + generator.normal(0.2, 0.5, (n, scales)), 1)


def test_complete_scores_get_the_intervals_of_one_by_one():
    pre, post = scores()
    found = bca_changes(pre, post, seed=7, draws=500)
    for s, both in enumerate(found):
        assert both.mean_change == mean_change_bca(pre[:, s], post[:, s], seed=7, draws=500)
        alone = d_av_bca(pre[:, s], post[:, s], seed=7, draws=500)
        assert both.d_av.value == alone.value
        assert both.d_av.interval.low == pytest.approx(alone.interval.low, rel=1e-9)
        assert both.d_av.interval.high == pytest.approx(alone.interval.high, rel=1e-9)


def test_a_gap_leaves_out_the_person_for_that_score_alone():
    pre, post = scores()
    pre[:12, 1] = np.nan
    found = bca_changes(pre, post, seed=7, draws=4_000)
    assert [both.mean_change.n for both in found] == [40, 28, 40]
    alone = mean_change_bca(pre[12:, 1], post[12:, 1], seed=7, draws=4_000)
    assert found[1].mean_change.value == alone.value
    width = alone.interval.high - alone.interval.low
    assert found[1].mean_change.interval.low == pytest.approx(alone.interval.low, abs=0.08 * width)
    assert found[1].mean_change.interval.high == pytest.approx(alone.interval.high, abs=0.08 * width)


def test_people_without_any_pair_do_not_count():
    pre, post = scores()
    apart = np.full((5, 3), np.nan)
    with_them = bca_changes(np.vstack([pre, apart]), np.vstack([post, apart + 1]), draws=300)
    assert with_them == bca_changes(pre, post, draws=300)


def test_too_few_pairs_have_no_interval_and_say_so():
    pre, post = scores(n=12)
    pre[:4, 0] = np.nan
    few, enough, _ = bca_changes(pre, post, draws=200)
    assert "at least 10" in few.mean_change.unavailable
    assert enough.mean_change.interval is not None


def test_few_moves_are_listed_and_many_are_drawn():
    pre, post = scores(n=15)
    exact = sign_flips(pre, post)
    assert exact == tuple(sign_flip(pre[:, s], post[:, s]) for s in range(3))
    steps = np.array([1.0, 1.0, 0.0, -1.0, 1.0, 2.0, 0.0, 1.0])[:, None]
    (whole,) = sign_flips(np.zeros_like(steps), steps)
    assert whole == sign_flip(np.zeros(8), steps[:, 0])
    pre, post = scores(n=60)
    pre[:30, 2] = np.nan
    drawn = sign_flips(pre, post, draws=20_000)
    for s, found in enumerate(drawn):
        here = np.isfinite(pre[:, s])
        alone = sign_flip(pre[here, s], post[here, s], draws=20_000)
        assert found.method == alone.method == "sign_flip/monte_carlo"
        assert (found.value, found.n) == (alone.value, alone.n)
        assert found.p_value == pytest.approx(alone.p_value, abs=0.012)


def test_no_scores_are_no_error():
    assert bca_changes(np.zeros((5, 0)), np.zeros((5, 0))) == ()
    assert sign_flips(np.zeros((0, 2)), np.zeros((0, 2)))[0].unavailable
