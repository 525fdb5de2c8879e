"""One grid of ways to work out the change, and one sentence about what depends on them."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.sensitivity import conclusion, same_people, sensitivity
from tests.unit.evidence.studies import alike, make_study

PRE = [2, 2, 3, 3, 2, 3, 2, 3, 2, 3, 2, 3]
POST = [3, 3, 4, 3, 3, 4, 3, 4, 3, 3, 3, 4]


def study_of(tmp_path, pre=PRE, post=POST, **options):
    return make_study(tmp_path, {"pre": alike(pre), "post": alike(post)}, **options)


def test_the_first_way_is_the_change_that_leads(tmp_path):
    study = study_of(tmp_path)
    (line,) = study.sensitivity.lines
    led = study.change.one(statistic="mean_change", scale="lead", headline=True)
    base = line.ways["linked"]
    assert (base.estimate, base.conf_low, base.n) == (led.estimate, led.conf_low, led.n)
    assert list(line.ways) == ["linked", "everyone"]
    assert line.sentence == "lead: the conclusion (rose) is the same in all 2 ways."


def test_leaving_out_careless_responses_can_change_the_conclusion(tmp_path):
    study = study_of(tmp_path, post=[2, 2, 3, 3, 2, 3, 2, 5, 4, 5, 4, 5])
    careless = {"post": np.arange(12) >= 7}
    found = sensitivity(study.panel, ("lead",), lambda _: None, careless)
    (line,) = found.lines
    without = line.ways["without_careless"]
    assert (without.n, without.estimate) == (7, pytest.approx(0.0))
    assert line.changed == ("without_careless",)
    assert "depends on the way" in line.sentence
    assert "without responses that look careless: unchanged" in line.sentence
    assert found.table.one(statistic="conclusion_changed", scale="lead").estimate == 1.0


def test_nothing_is_uncertain_where_everyone_changed_alike(tmp_path):
    for step, word in ((1, "rose"), (-1, "fell"), (0, "unchanged")):
        post = [3 + step] * 6 + [2 + step] * 6
        (line,) = study_of(tmp_path, pre=[3] * 6 + [2] * 6, post=post).sensitivity.lines
        assert conclusion(line.ways["linked"]) == word


def test_near_matches_are_the_other_way_of_linking(tmp_path):
    generator = np.random.default_rng(4)
    ids = ["".join(generator.choice(list("bcdfghjklmnp"), 9)) for _ in range(12)]
    pre = {"teacher": ids, **alike(PRE)}
    slipped = [*ids[:11], ids[11][:-1] + "z"]
    study = make_study(tmp_path, {"pre": pre, "post": {"teacher": slipped, **alike(POST)}})
    (line,) = study.sensitivity.lines
    assert line.ways["linked"].n == 11
    assert line.ways["exact_and_near_links"].n == 12
    assert not same_people(study.link(fuzzy=True), study.links)


def test_the_sites_are_held_constant_when_few_and_clusters_when_many(tmp_path):
    few = {"pre": {**alike(PRE), "site": ["N", "S"] * 6}, "post": alike(POST)}
    (line,) = make_study(tmp_path, few, cluster="site").sensitivity.lines
    assert line.ways["sites"].method == "sites/site_stratified"
    many = {"pre": {**alike(PRE), "site": ["A", "B", "C", "D"] * 3}, "post": alike(POST)}
    (line,) = make_study(tmp_path, many, cluster="site").sensitivity.lines
    assert line.ways["sites"].method == "sites/CR2"


def test_everyone_counts_those_of_one_wave(tmp_path):
    pre = {"teacher": [f"t{i:02d}" for i in range(14)], **alike([*PRE, 5, 5])}
    (line,) = make_study(tmp_path, {"pre": pre, "post": alike(POST)}).sensitivity.lines
    assert (line.ways["linked"].n, line.ways["everyone"].n) == (12, 14)


def test_a_change_that_cannot_be_given_says_so(tmp_path):
    study = study_of(tmp_path, pre=PRE[:3], post=POST[:3])
    (line,) = study.sensitivity.lines
    assert "cannot be given" in line.sentence
    assert study.sensitivity.table.one(statistic="conclusion_changed", scale="lead").unavailable


def test_only_the_scales_a_study_is_judged_by_are_in_the_grid(tmp_path):
    pre = {**alike(PRE), "b1": PRE, "b2": PRE}
    post = {**alike(POST), "b1": POST, "b2": POST}
    study = make_study(tmp_path, {"pre": pre, "post": post}, primary=("plan",))
    assert [line.scale for line in study.sensitivity.lines] == ["plan"]


def test_the_gate_names_the_people_that_testing_would_need(tmp_path):
    gate = study_of(tmp_path).changes.invariance.one(statistic="longitudinal_invariance", scale="lead")
    assert gate.n == 12
    assert "not testable with 12 people" in gate.unavailable
    assert "200" in gate.unavailable


def panel_of_many(tmp_path, shift, n=240):
    """Two waves whose items keep their meaning, or whose first item alone rose."""
    generator = np.random.default_rng(11)
    trait = generator.normal(size=n)
    codes = "abcdefghij"

    def wave(own):
        answers = {}
        for k, item in enumerate(("a1", "a2", "a3")):
            latent = 3 + trait + 0.6 * generator.normal(size=n) + (own if k == 0 else 0.0)
            answers[item] = np.clip(np.rint(latent), 1, 5).astype(int).tolist()
        return {"teacher": [f"{codes[i // 24]}{i:03d}" for i in range(n)], **answers}

    return make_study(tmp_path, {"pre": wave(0.0), "post": wave(shift)}, primary=("lead",))


@pytest.mark.parametrize(("shift", "verdict"), [(0.0, 1.0), (1.2, 0.0)])
def test_enough_people_get_a_verdict_about_the_meaning_of_the_questions(tmp_path, shift, verdict):
    study = panel_of_many(tmp_path, shift)
    gate = study.changes.invariance.one(statistic="longitudinal_invariance", scale="lead")
    assert gate.n == 240
    assert gate.estimate == verdict
    assert gate.method.startswith("wlsmv/")
    assert (gate.p_value < 0.05) == (verdict == 0.0)
