"""What must stay honest when there is almost nothing: four pairs, no change at all, nobody linked."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from mtle_survey import load_study
from mtle_survey.cli.main import app
from tests.support import put_study

HEADER = "teacher,site,a1,a2,a3,a4,b1,b2\n"
STUDY = """
title: Trial
instrument: demo.yaml
waves:
  pre: {files: pre.csv}
  post: {files: post.csv}
respondent: teacher
cluster: site
primary: [voice, support]
"""


def people(n, shift=0, start=0):
    rows = []
    for i in range(start, start + n):
        a = 1 + (i * 7 + 3) % 4
        b = min(5, max(1, a + i % 3 - 1))
        rows.append(f"t{i:02d},{1 + i % 2},{a},{b},{6 - a},{min(5, a + shift * (i % 3))},{b},{a}")
    return HEADER + "\n".join(rows)


def rows(study, statistic, **about):
    return [
        r
        for r in study.compared
        if r.statistic == statistic and all(getattr(r, k) == v for k, v in about.items())
    ]


def test_four_pairs_give_no_change_by_any_method(tmp_path):
    study = load_study(put_study(tmp_path, STUDY, pre=people(4), post=people(4, shift=1)))
    for r in rows(study, "mean_change", scale="voice", group=None):
        assert r.estimate is None, r.method


def test_the_same_answers_twice_are_no_proof_of_perfect_precision(tmp_path):
    later = people(20).replace("t00,1", "t00,2", 1)
    study = load_study(put_study(tmp_path, STUDY, pre=people(20), post=later))
    for statistic in ("mean_change", "d_av", "wilcoxon", "lmm_change"):
        for r in rows(study, statistic, scale="voice", group=None):
            assert r.conf_low is None, (statistic, r.method)


def test_a_primary_scale_without_a_test_still_counts_in_the_family(tmp_path):
    flat = "\n".join(
        line if i == 0 else ",".join([*line.split(",")[:6], "3", "3"])
        for i, line in enumerate(people(20).splitlines())
    )
    moved = "\n".join(
        line if i == 0 else ",".join([*line.split(",")[:6], "3", "3"])
        for i, line in enumerate(people(20, shift=1).splitlines())
    )
    study = load_study(put_study(tmp_path, STUDY, pre=flat, post=moved))
    adjusted, untested = sorted(rows(study, "p_holm"), key=lambda r: not r.available)
    assert untested.unavailable == "everyone changed by the same amount, so there is no test"
    raw = study.change.one(statistic="mean_change", scale="voice", headline=True)
    assert adjusted.method == "holm/2"
    assert adjusted.estimate == pytest.approx(min(1.0, 2 * raw.p_value))


def test_people_at_both_ends_of_a_scale_are_two_remarks(tmp_path):
    ends = HEADER + "\n".join(
        f"t{i:02d},1,{v},{v},{6 - v},{v},{v},{v}" for i in range(20) for v in [(1, 5, 1, 5, 3)[i % 5]]
    )
    path = put_study(tmp_path, STUDY.replace("  post: {files: post.csv}\n", ""), pre=ends)
    result = CliRunner().invoke(app, ["reliability", str(path), "--format", "csv"])
    assert result.exit_code == 0, result.stderr
    assert "flag_near_floor" in result.stdout
    assert "flag_near_ceiling" in result.stdout


def test_nobody_linked_does_not_keep_reliability_from_being_shown(tmp_path):
    path = put_study(tmp_path, STUDY, pre=people(20), post=people(20, shift=1, start=50))
    assert CliRunner().invoke(app, ["reliability", str(path), "--format", "csv"]).exit_code == 0
    assert CliRunner().invoke(app, ["compare", str(path)]).exit_code == 1


def test_too_few_people_is_the_reason_given_first(tmp_path):
    study = load_study(put_study(tmp_path, STUDY, pre=people(6), post=people(6, shift=1)))
    for statistic in ("alpha", "omega_total"):
        for r in study.reliability.where(statistic=statistic, wave="pre"):
            assert "10" in r.unavailable
    for r in study.items.where(statistic="alpha_if_dropped", wave="pre"):
        assert "10" in r.unavailable
