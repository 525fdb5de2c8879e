"""Retrospective pretests, declared smallest effects and single questions."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.change.bh import bh
from tests.unit.evidence.studies import alike, make_study

PRE = [4, 4, 3, 4, 3, 4, 4, 3]
POST = [3, 3, 2, 4, 3, 3, 3, 3]
THEN = [1, 2, 1, 2, 2, 1, 2, 1]


def test_contradictory_starting_points_are_inconclusive(tmp_path):
    study = make_study(tmp_path, {"pre": alike(PRE), "post": alike(POST), "retro": alike(THEN)})
    (found,) = [s for s in study.changes.retrospective.scales if s.scale == "lead"]
    assert (found.verdict, found.n) == ("inconclusive", 8)
    assert "inconclusive" in found.sentence
    row = study.changes.retrospective.table.one(statistic="retrospective_verdict", scale="lead")
    assert (row.estimate, row.method) == (-1.0, "inconclusive")


def test_the_three_occasions_are_about_the_same_people_and_never_pooled(tmp_path):
    then = {item: [None, *cells[1:]] for item, cells in alike(THEN).items()}
    study = make_study(tmp_path, {"pre": alike(PRE), "post": alike(POST), "retro": then})
    rows = study.changes.retrospective.table.where(model="retrospective", scale="lead")
    assert {r.n for r in rows} == {7}
    means = {r.wave: r.estimate for r in rows.where(statistic="mean")}
    assert means == {
        "pre": pytest.approx(np.mean(PRE[1:])),
        "retro": pytest.approx(np.mean(THEN[1:])),
        "post": pytest.approx(np.mean(POST[1:])),
    }
    assert study.panel.names == ("pre", "post")
    assert {r.contrast for r in study.everyone.where(statistic="lmm_change")} == {"post - pre"}


def test_agreeing_starting_points_agree_and_few_people_say_so(tmp_path):
    post = [5, 5, 5, 5, 5, 5, 5, 4]
    study = make_study(tmp_path, {"pre": alike(PRE), "post": alike(post), "retro": alike(THEN)})
    assert study.changes.retrospective.scales[0].verdict == "agree"
    few = {wave: alike(cells[:4]) for wave, cells in (("pre", PRE), ("post", post), ("retro", THEN))}
    lonely = make_study(tmp_path, few).changes.retrospective.scales[0]
    assert lonely.verdict is None
    assert "Too few" in lonely.sentence


def test_the_response_shift_is_then_less_pre(tmp_path):
    study = make_study(tmp_path, {"pre": alike(PRE), "post": alike(POST), "retro": alike(THEN)})
    shift = study.changes.retrospective.table.one(statistic="response_shift", scale="lead")
    assert shift.contrast == "retro - pre"
    assert shift.estimate == pytest.approx(np.mean(THEN) - np.mean(PRE))


def test_equivalence_needs_a_declared_effect(tmp_path):
    waves = {"pre": alike(PRE * 2), "post": alike([4, 4, 3, 4, 3, 4, 3, 4] * 2)}
    assert not make_study(tmp_path, waves).changes.equivalence.rows
    study = make_study(tmp_path, waves, smallest_effect={"lead": 0.5})
    found = study.changes.equivalence.one(statistic="equivalence", scale="lead")
    assert found.conf_level == pytest.approx(0.90)
    assert found.p_value < 0.05
    assert -0.5 < found.conf_low < found.estimate < found.conf_high < 0.5
    assert study.changes.equivalence.one(statistic="smallest_effect", scale="lead").estimate == 0.5


def test_a_declared_step_goes_before_the_default(tmp_path):
    waves = {
        "pre": alike([2, 2, 3, 3, 4, 4]),
        "post": {**alike([2, 2, 3, 3, 4, 4]), "a1": [3, 3, 4, 4, 5, 4]},
    }
    usual, declared = make_study(tmp_path, waves), make_study(tmp_path, waves, meaningful_step={"lead": 0.4})
    assert usual.change.one(statistic="improved", scale="lead").estimate == pytest.approx(5 / 6)
    assert declared.change.one(statistic="improved", scale="lead").estimate == 0.0


def test_single_questions_are_told_by_direction_and_adjusted_for_their_number(tmp_path):
    pre = {**alike([2] * 12), "c1": [1, 2, 3] * 4}
    post = {"a1": [4] * 12, "a2": [2] * 11 + [3], "a3": [1] * 3 + [3] * 9, "c1": [3, 2, 1] * 4}
    items = make_study(tmp_path, {"pre": pre, "post": post}).changes.item_change
    higher = {r.item: (round(r.estimate * r.n), r.n) for r in items.where(statistic="answered_higher")}
    assert higher == {"a1": (12, 12), "a2": (1, 12), "a3": (9, 12), "c1": (4, 12)}
    raw = {r.item: r.p_value for r in items.where(statistic="direction_of_moves")}
    assert raw["a1"] == pytest.approx(2 / 2**12)
    adjusted = {r.item: r.estimate for r in items.where(statistic="q_bh")}
    assert list(adjusted.values()) == pytest.approx(bh(np.array(list(raw.values()))).tolist())
    assert {r.method for r in items.where(statistic="q_bh")} == {"bh/4"}
    assert not items.where(statistic="mean_change").rows


def test_a_scale_of_one_question_has_its_exact_ways_beside_the_paired_test(tmp_path):
    pre = {**alike([2] * 12), "c1": [1, 2, 3, 2] * 3}
    post = {**alike([2] * 12), "c1": [3, 3, 3, 1] * 3}
    study = make_study(tmp_path, {"pre": pre, "post": post}, bootstrap=500)
    assert study.change.one(statistic="mean_change", scale="ready", headline=True).method == "paired_t"
    assert study.change.one(statistic="mean_change", scale="ready", method="bca").available
    few = {wave: {k: v[:8] for k, v in c.items()} for wave, c in (("pre", pre), ("post", post))}
    exact = make_study(tmp_path, few).change.one(
        statistic="mean_change", scale="ready", method="sign_flip/exact"
    )
    assert exact.p_value is not None


def test_models_of_single_questions_are_made_on_request(tmp_path):
    pre, post = {"c1": [1, 2, 3, 2] * 4}, {"c1": [3, 3, 3, 1] * 4}
    quiet = make_study(tmp_path, {"pre": {**alike([2] * 16), **pre}, "post": {**alike([2] * 16), **post}})
    assert not quiet.compared.where(statistic="odds_ratio").rows
    quiet = make_study(
        tmp_path,
        {"pre": {**alike([2] * 16), **pre}, "post": {**alike([2] * 16), **post}},
        extras=("item_models", "bayes_factors", "little_mcar"),
    )
    ratio = quiet.compared.one(statistic="odds_ratio", item="c1")
    assert ratio.estimate > 1
    assert ratio.conf_low < ratio.estimate < ratio.conf_high
    assert quiet.compared.one(statistic="expected_shift", item="c1").estimate > 0
    assert quiet.compared.where(statistic="bayes_factor").rows
    assert quiet.compared.where(statistic="little_mcar").rows
