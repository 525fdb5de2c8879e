"""Waves that share a file, and a wave that is still out."""

from __future__ import annotations

import pytest

from mtle_survey import load_study
from mtle_survey.errors import UsageError
from mtle_survey.study_file import open_study
from mtle_survey.study_plan import plan_study
from tests.support import put_study
from tests.unit.decisions.studies import CORRECTIONS, STUDY, found, people

ONE_FILE = """
instrument: demo.yaml
waves:
  pre: {files: all.csv, where: {column: agree, value: before}}
  post: {files: all.csv, where: {column: agree, value: after}}
respondent: teacher
corrections: c.csv
"""


def test_waves_in_one_file_are_told_apart_by_a_column_and_corrected_once(tmp_path):
    after = people(10, shift=1, agree="after").split("\n", 1)[1]
    text = people(12, agree="before") + "\n" + after
    (tmp_path / "c.csv").write_text(CORRECTIONS + "all.csv,14,a1,5,4,seen,AB\n", encoding="utf-8")
    study = load_study(put_study(tmp_path, ONE_FILE, all=text))
    assert (len(study.waves["pre"]), len(study.waves["post"])) == (12, 10)
    assert study.links.between["pre", "post"].exact == 10
    assert study.flow.n("pre", "records") == 23
    assert not found(study.problems, "P016")
    assert study.waves["post"].values[0, 0] == 4
    assert len(study.decisions) == 1


def test_waves_side_by_side_are_told_apart_by_a_suffix(tmp_path):
    rows = people(9).splitlines()[1:]
    later = people(9, shift=1).splitlines()[1:]
    items = ["a1", "a2", "a3", "a4", "b1", "b2"]
    header = (
        "teacher,site," + ",".join(f"{i}_pre" for i in items) + "," + ",".join(f"{i}.post" for i in items)
    )
    lines = [
        ",".join([*a.split(",")[:2], *a.split(",")[3:], *b.split(",")[3:]])
        for a, b in zip(rows, later, strict=True)
    ]
    text = """
instrument: demo.yaml
waves:
  pre: {files: wide.csv, suffix: _pre}
  post: {files: wide.csv, suffix: .post}
respondent: teacher
"""
    study = load_study(put_study(tmp_path, text, wide="\n".join([header, *lines])))
    assert study.waves["pre"].columns["a1"] == "a1_pre"
    assert study.waves["post"].columns["a1"] == "a1.post"
    assert study.waves["post"].fields["site"][0] == "North"
    assert study.links.between["pre", "post"].exact == 9
    assert study.change.one(statistic="mean_change", scale="voice", headline=True).estimate > 0


def test_the_same_columns_for_two_waves_are_an_error(tmp_path):
    text = ONE_FILE.replace(", where: {column: agree, value: before}", "").replace(
        ", where: {column: agree, value: after}", ""
    )
    study = load_study(put_study(tmp_path, text.replace("corrections: c.csv\n", ""), all=people(9)))
    assert found(study.problems, "P016")


def test_a_study_can_be_opened_while_a_wave_is_still_out(tmp_path):
    path = put_study(tmp_path, STUDY, pre=people(9))
    study = open_study(plan_study(path), so_far=True)
    assert list(study.waves) == ["pre"]
    (tmp_path / "pre.csv").unlink()
    with pytest.raises(UsageError):
        open_study(plan_study(path), so_far=True)
