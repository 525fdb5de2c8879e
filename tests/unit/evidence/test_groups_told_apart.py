"""Where groups are compared nothing about the program is worked out from both groups together."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.sensitivity import conclusion, sensitivity
from mtle_survey.stats.change.dose_slope import dose_slope
from mtle_survey.stats.change.dose_spearman import dose_spearman
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.comparison.ancova_effect import ancova_effect
from mtle_survey.stats.comparison.did_effect import did_effect
from mtle_survey.stats.comparison.lmm_effect import lmm_effect
from tests.unit.evidence.studies import alike, make_study

DESIGN = {"type": "comparison", "column": "arm", "program": "P", "comparison": "C"}
PRE = np.array([1, 2, 3, 2, 3, 2, 3, 1] * 2)
GAIN = np.array([2, 1, 1, 2, 0, 2, 1, 2, 0, 0, 1, 0, 0, -1, 0, 1])
ARM = np.array(["P"] * 8 + ["C"] * 8)
HOURS = [10, 5, 6, 12, 2, 11, 4, 9]
ROSE = {"item": "a1", "statistic": "answered_higher"}


def study_of(tmp_path, *, pre=PRE, hours=(), **options):
    first = {**alike(pre.tolist()), "arm": ARM.tolist()}
    if len(hours):
        first["hours"] = list(hours)
    post = alike((pre + GAIN).tolist())
    settings = {"design": DESIGN, "primary": ("lead",), "dose": "hours" if len(hours) else None}
    return make_study(tmp_path, {"pre": first, "post": post}, **{**settings, **options})


def program(values):
    return np.array(values, float)[ARM == "P"]


def test_change_is_set_beside_the_hours_of_the_program_group(tmp_path):
    found = study_of(tmp_path, hours=[*HOURS, *[None] * 8]).dosage
    slope, rank = (found.one(statistic=s, scale="lead") for s in ("dose_slope", "dose_spearman"))
    assert (slope.group, slope.n, rank.group, rank.n) == ("arm=P", 8, "arm=P", 8)
    assert slope.estimate == pytest.approx(dose_slope(np.array(HOURS, float), program(GAIN)).value)
    assert rank.estimate == pytest.approx(dose_spearman(np.array(HOURS, float), program(GAIN)).value)
    missing = {r.group: r.estimate for r in found.where(statistic="dose_missing")}
    assert missing == {"arm=P": 0.0, "arm=C": 1.0}


def test_hours_of_the_comparison_group_make_no_difference(tmp_path):
    alone = study_of(tmp_path, hours=[*HOURS, *[None] * 8]).dosage.one(statistic="dose_slope", scale="lead")
    both = study_of(tmp_path, hours=[*HOURS, *[0] * 8]).dosage
    beside = both.one(statistic="dose_slope", scale="lead")
    assert (beside.estimate, beside.n) == (alone.estimate, 8), "eight zeros would have been eight people"
    told = both.one(statistic="dose_missing", group="arm=C")
    assert (told.estimate, told.n) == (0.0, 8)


def test_single_questions_are_told_of_each_group(tmp_path):
    found = study_of(tmp_path).changes.item_change
    assert {r.group for r in found} == {"arm=P", "arm=C"}
    for arm in ("P", "C"):
        row = found.one(group=f"arm={arm}", **ROSE)
        gains = GAIN[arm == ARM]
        assert (row.estimate, row.n) == (pytest.approx((gains > 0).mean()), 8)
    adjusted = found.where(statistic="q_bh", group="arm=P")
    assert {r.method for r in adjusted} == {"bh/3"}, "the questions of one group are a family"


def test_models_of_single_questions_are_told_of_each_group(tmp_path):
    study = study_of(tmp_path)
    study.ask_for(["item_models"])
    odds = study.changes.on_request.where(statistic="odds_ratio", item="a1")
    assert sorted((r.group, r.n) for r in odds) == [("arm=C", 8), ("arm=P", 8)]


def test_with_one_group_everybody_is_told_together(tmp_path):
    study = study_of(tmp_path, design={"type": "one_group"}, hours=[*HOURS, *HOURS])
    assert study.changes.item_change.one(group=None, **ROSE).n == 16
    assert study.dosage.one(statistic="dose_slope", scale="lead", group=None).n == 16


def test_the_ways_of_a_comparison_are_those_of_the_adjusted_difference(tmp_path):
    study = study_of(tmp_path)
    (line,) = study.sensitivity.lines
    assert line.between_groups
    assert list(line.ways) == ["linked", "changes", "everyone"]
    mask, post = ARM == "P", PRE + GAIN
    led = line.ways["linked"]
    assert (led.statistic, led.wave, led.contrast) == ("ancova_effect", "post", "program - comparison")
    assert led.estimate == pytest.approx(ancova_effect(PRE, post, mask).value)
    assert line.ways["changes"].estimate == pytest.approx(did_effect(PRE, post, mask).value)
    everyone = lmm_effect(np.column_stack([PRE, post]).astype(float), mask)
    assert line.ways["everyone"].estimate == pytest.approx(everyone.value)
    assert line.sentence == "lead: the conclusion (higher) is the same in all 3 ways."


def test_the_sites_are_ignored_as_another_way(tmp_path):
    sites = [f"{arm}{k % 4}" for k, arm in enumerate(ARM)]
    waves = {
        "pre": {**alike(PRE.tolist()), "arm": ARM.tolist(), "site": sites},
        "post": alike((PRE + GAIN).tolist()),
    }
    (line,) = make_study(tmp_path, waves, design=DESIGN).sensitivity.lines
    assert line.ways["linked"].method == "linked/CR2"
    assert line.ways["sites_ignored"].method == "sites_ignored/ols"
    assert line.ways["linked"].estimate == pytest.approx(line.ways["sites_ignored"].estimate)


def test_careless_answers_are_judged_by_the_difference_and_not_by_everybody_s_change(tmp_path):
    study = study_of(tmp_path)
    careless = {"post": GAIN >= 2}
    (line,) = sensitivity(study.panel, ("lead",), lambda _: None, careless).lines
    kept = GAIN < 2
    without = line.ways["without_careless"]
    expected = ancova_effect(PRE[kept], (PRE + GAIN)[kept], (ARM == "P")[kept])
    assert (without.estimate, without.n) == (pytest.approx(expected.value), int(kept.sum()))


def test_where_groups_cannot_be_compared_the_change_of_the_program_group_is_judged(tmp_path):
    far = PRE + np.where(ARM == "P", 1, 0)
    (line,) = study_of(tmp_path, pre=far).sensitivity.lines
    assert line.of_program
    led = line.ways["linked"]
    assert (led.group, led.n) == ("arm=P", 8)
    assert led.estimate == pytest.approx(mean_change(program(far), program(far + GAIN)).value)
    assert line.ways["everyone"].n == 8
    assert conclusion(led) == "rose"
    assert line.sentence.startswith("lead in the program group: ")
