"""Reliable change in aggregate, the histogram, ceilings and regression: counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.individuals import bin_name, change_bins
from tests.unit.evidence.studies import alike, make_study


def spread_out(n, seed=1):
    """Answers whose items agree well, so that alpha is high."""
    generator = np.random.default_rng(seed)
    level = generator.integers(1, 6, n)
    return {
        item: [int(np.clip(v + generator.integers(-1, 2) * (generator.random() < 0.2), 1, 5)) for v in level]
        for item in ("a1", "a2", "a3")
    }


@pytest.fixture
def study(tmp_path):
    return make_study(tmp_path, {"pre": spread_out(30), "post": spread_out(30, seed=2)})


def test_three_forms_stand_beside_what_chance_alone_would_show(study):
    found = study.changes.individuals.where(scale="lead", statistic="reliable_improved")
    assert [r.method.split("/")[1] for r in found] == [
        "unequal_variance",
        "jacobson_truax",
        "regression_adjusted",
    ]
    assert [r.headline for r in found] == [True, False, False]
    chance = study.changes.individuals.one(statistic="reliable_by_chance", headline=True, scale="lead")
    assert chance.estimate == pytest.approx(0.025)
    shares = [
        study.changes.individuals.one(statistic=f"reliable_{s}", headline=True, scale="lead").estimate
        for s in ("improved", "same", "declined")
    ]
    assert sum(shares) == pytest.approx(1.0)


def test_the_least_reliable_change_follows_from_alpha_and_the_spreads(study):
    alpha = study.changes.individuals.one(statistic="reliability_used", scale="lead").estimate
    pairs = study.panel.pairs(study.panel.main_contrast)[0]
    error = np.sqrt((1 - alpha) * (pairs.pre.var(ddof=1) + pairs.post.var(ddof=1)))
    least = study.changes.individuals.one(statistic="reliable_least", headline=True, scale="lead")
    assert least.estimate == pytest.approx(1.959963984540054 * error)


def test_reliable_change_is_refused_where_it_would_be_error(tmp_path):
    generator = np.random.default_rng(5)
    noise = {i: generator.integers(1, 6, 30).tolist() for i in ("a1", "a2", "a3", "b1", "b2")}
    found = make_study(tmp_path, {"pre": noise, "post": noise}).changes.individuals
    assert (
        "reliability of at least 0.7"
        in found.one(statistic="reliable_improved", scale="lead", headline=True).unavailable
    )
    two = {**noise, "b2": noise["b1"]}
    found = make_study(tmp_path, {"pre": two, "post": two}).changes.individuals
    assert "3 items" in found.one(statistic="reliable_improved", scale="plan", headline=True).unavailable
    few = {item: cells[:9] for item, cells in spread_out(30).items()}
    found = make_study(tmp_path, {"pre": few, "post": few}).changes.individuals
    assert "at least 10" in found.one(statistic="reliable_improved", scale="lead", headline=True).unavailable


def test_retrospective_scores_have_no_reliable_change(tmp_path):
    waves = {"pre": spread_out(30), "post": spread_out(30, seed=2), "retro": spread_out(30, seed=3)}
    found = make_study(tmp_path, waves).changes.individuals
    for contrast in ("post - retro", "retro - pre"):
        row = found.one(statistic="reliable_improved", scale="lead", headline=True, contrast=contrast)
        assert "in retrospect" in row.unavailable
    assert found.one(
        statistic="reliable_improved", scale="lead", headline=True, contrast="post - pre"
    ).available


def test_the_histogram_agrees_with_who_rose_and_fell(study):
    shares = study.changes.individuals.where(statistic="change_share", scale="lead").rows
    assert sum(r.estimate for r in shares) == pytest.approx(1.0)
    middle = next(r for r in shares if r.factor == "-0.25 to 0.25")
    assert middle.estimate == pytest.approx(study.change.one(statistic="same", scale="lead").estimate)
    rose = sum(r.estimate for r in shares if float(r.factor.split(" to ")[0]) >= 0.25 - 1e-9)
    assert rose == pytest.approx(study.change.one(statistic="improved", scale="lead").estimate)


def test_a_change_of_the_step_itself_has_stayed():
    assert change_bins(np.array([0.25, -0.25, 0.26, -0.75, 0.76, 0.0]), 0.25).tolist() == [0, 0, 1, -1, 2, 0]
    assert bin_name(0, 0.25) == "-0.25 to 0.25"
    assert bin_name(-2, 0.25) == "-1.25 to -0.75"


def test_a_ceiling_is_seen_and_room_is_used(tmp_path):
    pre, post = alike([5, 5, 5, 4, 3, 1, 2, 4]), alike([5, 5, 5, 5, 4, 3, 2, 4])
    found = make_study(tmp_path, {"pre": pre, "post": post}).changes.threats.where(scale="lead")
    assert found.one(statistic="at_best").estimate == pytest.approx(3 / 8)
    assert found.one(statistic="ceiling_limits_change").estimate == 1.0
    assert found.one(statistic="share_of_possible_gain").estimate == pytest.approx(
        (1 + 1 + 2) / (1 + 2 + 4 + 3 + 1)
    )
    level = np.array([5, 5, 5, 4, 3, 1, 2, 4])
    assert found.one(statistic="headroom").estimate == pytest.approx((5 - level.mean()) / level.std(ddof=1))


def test_regression_to_the_mean_is_worked_out_only_for_people_who_were_chosen(tmp_path):
    waves = {"pre": spread_out(30), "post": spread_out(30, seed=2)}
    assert not make_study(tmp_path, waves).changes.threats.where(statistic="regression_to_mean").rows
    chosen = {"scale": "lead", "below": 3.0, "mean": 3.5, "sd": 1.0}
    study = make_study(tmp_path, waves, design={"type": "one_group", "selected": chosen})
    found = study.changes.threats.one(statistic="regression_to_mean", scale="lead")
    alpha = study.changes.individuals.one(statistic="reliability_used", scale="lead").estimate
    z = -0.5
    density, below = np.exp(-z * z / 2) / np.sqrt(2 * np.pi), 0.3085375387259869
    assert found.estimate == pytest.approx((1 - alpha) * density / below, rel=1e-9)


def test_spreading_scores_are_no_gain_of_the_low(tmp_path):
    pre = alike([1, 2, 2, 3, 3, 3, 4, 4, 5, 5])
    post = alike([3, 3, 3, 3, 3, 3, 3, 3, 4, 4])
    found = make_study(tmp_path, {"pre": pre, "post": post}).changes.threats
    assert found.one(statistic="oldham", scale="lead").estimate < -0.5
