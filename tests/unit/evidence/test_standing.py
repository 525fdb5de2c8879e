"""Needs, sites and logs, worked out by hand."""

from __future__ import annotations

import pytest

from mtle_survey.instrument.load import read_instrument
from mtle_survey.reading import read_responses
from mtle_survey.study import Study

NEEDS = """
id: needs
version: 1.0.0
title: Needs
response_formats:
  four: {codes: [1, 2, 3, 4], labels: [None, Some, Much, All], nonresponse: {9: I do not know}}
items:
  a1: {text: Time, format: four, aspects: [imp, adq]}
  b1: {text: Pay, format: four, aspects: [imp, adq]}
  c1: {text: Rooms, format: four, aspects: [imp, adq]}
scales:
  a_imp: {title: A imp, items: [a1__imp]}
  a_adq: {title: A adq, items: [a1__adq]}
  b_imp: {title: B imp, items: [b1__imp]}
  b_adq: {title: B adq, items: [b1__adq]}
  c_imp: {title: C imp, items: [c1__imp]}
  c_adq: {title: C adq, items: [c1__adq]}
scores:
  need_a: {title: A, rule: need, inputs: {importance: a_imp, adequacy: a_adq}}
  need_b: {title: B, rule: need, inputs: {importance: b_imp, adequacy: b_adq}}
  need_c: {title: C, rule: need, inputs: {importance: c_imp, adequacy: c_adq}}
fields:
  kind: {title: Kind, role: group}
"""
HEADER = "kind,a1__imp,a1__adq,b1__imp,b1__adq,c1__imp,c1__adq"


@pytest.fixture
def study(tmp_path):
    def made(rows):
        path = tmp_path / "needs.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        instrument = read_instrument(NEEDS.encode())
        return Study(instrument, {None: read_responses(path, instrument)}, groups=("kind",))

    return made


def test_groups_that_rank_alike_agree_fully(study):
    teachers = ["teacher,4,1,4,2,3,2"] * 5
    leaders = ["leader,4,2,3,2,2,2"] * 5
    found = study([*teachers, *leaders]).standing.needs.one(statistic="kendall_w")
    assert found.estimate == pytest.approx(1.0)
    assert (found.n, found.with_) == (2, "need_a, need_b, need_c")


def test_groups_that_rank_the_other_way_round_have_nothing_in_common(study):
    rows = ["teacher,4,1,4,2,3,2"] * 5 + ["leader,2,2,3,2,4,2"] * 5
    assert study(rows).standing.needs.one(statistic="kendall_w").estimate == pytest.approx(0.0)


def test_an_area_that_one_group_never_saw_is_ranked_by_nobody(study):
    rows = ["teacher,4,1,4,2,3,2"] * 5 + ["leader,4,2,3,2,,"] * 5
    found = study(rows).standing.needs.one(statistic="kendall_w")
    assert found.with_ == "need_a, need_b"
    assert found.estimate == pytest.approx(1.0)


def test_groups_of_fewer_than_five_judge_nothing(study):
    rows = ["teacher,4,1,4,2,3,2"] * 5 + ["leader,4,2,3,2,2,2"] * 4
    found = study(rows).standing.needs.one(statistic="kendall_w")
    assert "groups of at least 5 people: 1" in found.unavailable


def test_agreed_importance_is_the_share_in_the_upper_half(study):
    rows = ["teacher,4,1,3,2,2,2", "teacher,3,1,2,2,1,2", "teacher,2,1,I do not know,2,1,2"]
    table = study(rows).standing.needs
    shares = {r.item: (r.estimate, r.n) for r in table.where(statistic="rated_high")}
    assert shares["a1__imp"] == (pytest.approx(2 / 3), 3)
    assert shares["b1__imp"] == (pytest.approx(1 / 2), 2)
    assert table.one(statistic="mean", scale="need_a", factor=None, group=None).estimate == pytest.approx(2.0)


def test_shrunken_site_means_lie_between_their_own_and_the_mean_of_all(tmp_path):
    text = NEEDS.replace("role: group", "role: cluster")
    rows = [
        f"{site},{code},1,2,2,2,2"
        for site, code in zip("aabbccddee" * 3, [4, 4, 1, 2, 3, 3, 2, 1, 4, 3] * 3, strict=True)
    ]
    path = tmp_path / "sites.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    instrument = read_instrument(text.encode())
    levels = Study(instrument, {None: read_responses(path, instrument)}).standing.levels
    own = {"a": 4.0, "b": 1.5, "c": 3.0, "d": 1.5, "e": 3.5}
    overall = sum(own.values()) / 5
    for site, mean in own.items():
        shrunken = levels.one(statistic="shrunken_mean", scale="a_imp", group=f"kind={site}")
        assert min(mean, overall) <= shrunken.estimate <= max(mean, overall)
        assert shrunken.n == 6
    assert levels.one(statistic="cluster_icc", scale="a_imp").estimate > 0.5
