"""Comparison groups: attrition, bands, disagreement of models, and the words a design may use."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.sensitivity import LABELS
from mtle_survey.stats.comparison.ancova_effect import ancova_effect
from mtle_survey.stats.comparison.attrition_boundary import attrition_boundary
from mtle_survey.stats.comparison.baseline_g import baseline_g
from mtle_survey.stats.comparison.did_effect import did_effect
from tests.unit.evidence.studies import alike, make_study

DESIGN = {"type": "comparison", "column": "arm", "program": "P", "comparison": "C"}
PRE = [1, 2, 3, 2, 3, 2, 1, 2, 3, 2, 3, 2]
POST = [3, 3, 5, 4, 4, 4, 1, 2, 3, 3, 3, 2]
ARM = ["P"] * 6 + ["C"] * 6


def study_of(tmp_path, pre=PRE, post=POST, arm=ARM, design=DESIGN, **fields):
    waves = {"pre": {**alike(pre), "arm": arm, **fields}, "post": alike(post)}
    return make_study(tmp_path, waves, design=design, cluster="site", primary=("lead",))


def test_effects_are_those_of_the_kernels(tmp_path):
    found = study_of(tmp_path).comparison.where(scale="lead")
    pre, post, program = np.array(PRE, float), np.array(POST, float), np.array(ARM) == "P"
    assert found.one(statistic="ancova_effect").estimate == pytest.approx(
        ancova_effect(pre, post, program).value
    )
    gains = found.one(statistic="did_effect")
    assert gains.contrast == "(post - pre) x (program - comparison)"
    assert gains.estimate == pytest.approx(did_effect(pre, post, program).value)
    assert found.one(statistic="baseline_g").estimate == pytest.approx(0.0)
    assert found.one(statistic="baseline_band").method == "satisfied"
    assert found.one(statistic="models_disagree").estimate == 0.0


def test_each_group_is_described_by_its_own_people(tmp_path):
    site = ["North", "North", "North", "South", "South", "South"] * 2
    study = study_of(tmp_path, site=site)
    ours = {"scale": "lead", "contrast": "post - pre", "group": "arm=P"}
    change = np.array(POST[:6]) - np.array(PRE[:6])
    moved = study.change_by_group.one(statistic="mean_change", **ours)
    assert (moved.estimate, moved.n) == (pytest.approx(change.mean()), 6)
    one = study.comparison.one
    assert one(statistic="mean", wave="pre", **ours).estimate == pytest.approx(np.mean(PRE[:6]))
    assert one(statistic="mean", wave="post", **ours).estimate == pytest.approx(np.mean(POST[:6]))
    assert one(statistic="improved", **ours).estimate == pytest.approx((change > 0).mean())
    rose = one(statistic="sites_rose", **ours)
    assert (rose.estimate, rose.n) == (1.0, 2)


def test_alike_groups_may_be_spoken_of_as_an_effect(tmp_path):
    claims = study_of(tmp_path).claims
    assert (claims.verb, claims.scales) == ("impact", frozenset({"lead"}))


@pytest.mark.parametrize(("shift", "band"), [(0, "satisfied"), (1, "not_satisfied")])
def test_groups_that_started_far_apart_never_are(tmp_path, shift, band):
    pre = [min(5, v + shift) for v in PRE[:6]] + PRE[6:]
    study = study_of(tmp_path, pre=pre)
    g = baseline_g(np.array(pre, float), np.array(ARM) == "P").value
    assert study.comparison.one(statistic="baseline_band", scale="lead").method == band
    assert (abs(g) > 0.25) == (study.claims.verb == "difference")
    if shift:
        assert f"{abs(g):.2f} standard deviations apart" in study.claims.reason


def test_between_the_bands_the_start_must_be_adjusted_for(tmp_path):
    pre = [1, 2, 3, 2, 3, 2, 1, 2, 3, 2, 3, 2] * 2
    pre[0] = 2
    arm = ["P"] * 12 + ["C"] * 12
    found = study_of(tmp_path, pre=pre, post=POST * 2, arm=arm).comparison
    assert 0.05 < found.one(statistic="baseline_g", scale="lead").estimate <= 0.25
    assert found.one(statistic="baseline_band", scale="lead").method == "adjust"


def test_a_group_that_is_a_single_site_is_not_compared(tmp_path):
    study = study_of(tmp_path, site=["N"] * 6 + ["S", "S", "S", "T", "T", "T"])
    effect = study.comparison.one(statistic="ancova_effect", scale="lead")
    assert "cannot be told from the program" in effect.unavailable
    assert study.claims.verb == "difference"
    assert "single site" in study.claims.reason


def test_who_has_no_site_is_left_out_where_sites_are_known(tmp_path):
    site = ["N", "N", "S", "S", "E", "E", "W", "W", "A", "A", "B", None]
    found = study_of(tmp_path, site=site).comparison.where(scale="lead")
    known = slice(0, 11)
    expected = ancova_effect(
        np.array(PRE[known], float),
        np.array(POST[known], float),
        np.array(ARM[known]) == "P",
        cluster=np.array(site[known]),
    )
    effect = found.one(statistic="ancova_effect")
    assert (effect.method, effect.n) == ("CR2", 11), "one missing site does not take the others away"
    assert (effect.estimate, effect.std_error) == pytest.approx((expected.value, expected.std_error))
    assert found.one(statistic="baseline_g").n == 11, "the start is that of the people compared"


def test_sites_of_one_group_alone_are_not_enough(tmp_path):
    site = ["N", "N", "S", "S", "E", "E"] + [None] * 6
    effect = study_of(tmp_path, site=site).comparison.one(statistic="ancova_effect", scale="lead")
    assert effect.unavailable == (
        "nobody of one group has a site on record; the sites of both groups are needed"
    )


def test_where_nobody_compared_has_a_site_there_are_none_to_respect(tmp_path):
    pre = {**alike([*PRE, 3]), "arm": [*ARM, "other"], "site": [None] * 12 + ["N"]}
    study = make_study(tmp_path, {"pre": pre, "post": alike([*POST, 3])}, design=DESIGN, cluster="site")
    effect = study.comparison.one(statistic="ancova_effect", scale="lead")
    assert (effect.method, effect.n) == ("ols", 12)


def test_few_sites_that_both_groups_share_are_held_constant(tmp_path):
    site = ["N", "N", "N", "S", "S", "S"] * 2
    found = study_of(tmp_path, site=site).comparison.one(statistic="did_effect", scale="lead")
    strata = (np.array(site) == "S").astype(float)[:, None]
    expected = did_effect(
        np.array(PRE, float), np.array(POST, float), np.array(ARM) == "P", covariates=strata
    )
    assert (found.estimate, found.std_error) == pytest.approx((expected.value, expected.std_error))


def test_models_that_disagree_keep_the_conclusion_open(tmp_path):
    # The program starts higher and both gain alike: gains are equal, the adjusted difference is not.
    level = np.array([1, 2, 2, 3, 3, 4] * 3)
    noise = np.random.default_rng(0).integers(0, 2, 36)
    pre = np.concatenate([np.minimum(level + 1, 5), level])
    post = np.where(noise > 0, pre, np.concatenate([np.full(18, 4), np.full(18, 2)]))
    study = study_of(tmp_path, pre=pre.tolist(), post=post.tolist(), arm=["P"] * 18 + ["C"] * 18)
    found = study.comparison.where(scale="lead")
    ancova, did = found.one(statistic="ancova_effect"), found.one(statistic="did_effect")
    assert ancova.conf_low > 0.0 > did.conf_low
    assert found.one(statistic="models_disagree").estimate == 1.0
    assert study.claims.verb == "difference"


def test_attrition_of_each_arm_stands_beside_the_boundaries(tmp_path):
    lost = {item: [None, None, *cells[2:]] for item, cells in alike(POST).items()}
    waves = {"pre": {**alike(PRE), "arm": ARM}, "post": lost}
    study = make_study(tmp_path, waves, design={**DESIGN, "assignment": "random"})
    found = study.comparison.where(statistic="attrition")
    assert {r.group: r.estimate for r in found} == {"arm=P": pytest.approx(2 / 6), "arm=C": 0.0}
    rating = attrition_boundary(6, 4, 6, 6)
    one = study.comparison.one
    assert one(statistic="attrition_overall").estimate == pytest.approx(2 / 12)
    assert one(statistic="attrition_differential").estimate == pytest.approx(2 / 6)
    for method, limit in (
        ("wwc_cautious", rating.cautious_limit),
        ("wwc_optimistic", rating.optimistic_limit),
    ):
        assert one(statistic="attrition_limit", method=method).estimate == pytest.approx(limit)
        assert one(statistic="attrition_low", method=method).estimate == 0.0
    chosen = make_study(tmp_path, waves, design=DESIGN).comparison
    assert "at random" in chosen.one(statistic="attrition_low", method="wwc_cautious").unavailable


def test_several_comparison_groups_are_compared_one_by_one(tmp_path):
    arm = ["P"] * 6 + ["North"] * 3 + ["South"] * 3
    study = study_of(tmp_path, arm=arm, design={**DESIGN, "comparison": ("North", "South")})
    contrasts = {r.contrast: r.n for r in study.comparison.where(statistic="ancova_effect", scale="lead")}
    assert contrasts == {"program - North": 9, "program - South": 9}
    groups = [r.group for r in study.comparison.where(statistic="attrition")]
    assert sorted(groups) == ["arm=North", "arm=P", "arm=South"]


def test_each_comparison_group_is_worked_out_in_other_ways(tmp_path):
    arm = ["P"] * 6 + ["North"] * 3 + ["South"] * 3
    both = {"design": {**DESIGN, "comparison": ["North", "South"]}}
    pre, post = [2, 3, 3, 4, 2, 3] * 2, [3, 4, 3, 4, 3, 4, 2, 3, 4, 4, 2, 3]
    lines = study_of(tmp_path, pre=pre, post=post, arm=arm, **both).sensitivity.lines
    assert [line.beside for line in lines if line.between_groups] == ["North", "South"]
    assert {line.ways["linked"].n for line in lines} == {9}
    assert all(f"beside {line.beside}" in line.sentence for line in lines)
    table = study_of(tmp_path, pre=pre, post=post, arm=arm, **both).sensitivity.table
    assert len(table.where(statistic="conclusion_changed", scale="lead")) == 2


def test_everyone_says_that_sites_are_ignored_where_sites_are_known(tmp_path):
    site = ["A", "B", "C"] * 4
    (line,) = (x for x in study_of(tmp_path, site=site).sensitivity.lines if x.scale == "lead")
    assert "everyone_sites_ignored" in line.ways
    assert "everyone" not in line.ways
    assert "sites not taken into account" in LABELS["everyone_sites_ignored"]
    (plain,) = (x for x in study_of(tmp_path).sensitivity.lines if x.scale == "lead")
    assert "everyone" in plain.ways


def test_one_group_can_only_change(tmp_path):
    study = make_study(tmp_path, {"pre": alike(PRE), "post": alike(POST)})
    assert study.claims.verb == "change"
    assert not study.comparison.rows
