"""Cohorts that went through a program at different times."""

from __future__ import annotations

import pytest

from mtle_survey import load_study
from mtle_survey.errors import MtleError, Severity
from tests.support import put_study
from tests.unit.decisions.studies import found, people, study_of

COHORTS = """
title: Trial
instrument: demo.yaml
waves:
  fall24: {files: fall24.csv, date: 2024-09-01}
  fall25: {files: fall25.csv, date: 2025-09-01}
  fall26: {files: fall26.csv, date: 2026-09-01}
respondent: teacher
cohorts:
  column: agree
  waves:
    A: {pre: fall24, post: fall25}
    B: {pre: fall25, post: fall26}
"""


def cohort_exports(strange=False):
    fall25 = people(8, shift=1, agree="A") + "\n" + people(6, start=20, agree="B").split("\n", 1)[1]
    if strange:
        fall25 += "\nt90,1,C,1,2,3,4,5,5"
    return {
        "fall24": people(8, agree="A"),
        "fall25": fall25,
        "fall26": people(6, shift=1, start=20, agree="B"),
    }


def test_waves_are_counted_in_the_time_of_each_cohort(tmp_path):
    study = load_study(put_study(tmp_path, COHORTS, **cohort_exports()))
    assert study.wave_names == ("pre", "post")
    assert (len(study.waves["pre"]), len(study.waves["post"])) == (14, 14)
    assert study.links.between["pre", "post"].exact == 14
    assert study.flow.n("pre", "other_cohort") == 8
    assert study.flow.n("pre", "records") == study.flow.n("pre", "header") + 8 + 14
    assert study.dates == {}
    assert study.stable_fields == ("site", "agree")
    assert len(study.decisions) == 4


def test_pooled_cohorts_are_also_shown_one_by_one(tmp_path):
    study = load_study(put_study(tmp_path, COHORTS, **cohort_exports()))
    scale = study.leading[0]
    pooled = study.change.one(statistic="mean_change", scale=scale, headline=True)
    by_cohort = study.change_by_group.where(statistic="mean_change", scale=scale)
    apart = {r.group: r.n for r in by_cohort if r.group.startswith("agree=")}
    assert apart == {"agree=A": 8, "agree=B": 6}
    assert pooled.n == 14


def test_a_response_of_no_known_cohort_is_left_out_and_counted(tmp_path):
    study = load_study(put_study(tmp_path, COHORTS, **cohort_exports(strange=True)))
    assert study.flow.n("pre", "without_cohort") == 1
    strange = found(study.problems, "T116")[0]
    assert (strange.row, strange.count) == (16, 1)
    assert "“C”" in strange.found


def test_a_column_of_cohorts_must_be_there(tmp_path):
    study = load_study(
        put_study(tmp_path, COHORTS.replace("column: agree", "column: year"), **cohort_exports())
    )
    assert {p.severity for p in found(study.problems, "T115")} == {Severity.ERROR}


@pytest.mark.parametrize(("old", "new"), [("pre: fall24", "pre: fall23"), (", post: fall26", "")])
def test_cohorts_use_the_waves_of_the_study(tmp_path, old, new):
    with pytest.raises(MtleError) as caught:
        load_study(put_study(tmp_path, COHORTS.replace(old, new), **cohort_exports()))
    assert found(caught.value.problems, "T003")


def test_a_cohort_may_be_no_more_than_a_column(tmp_path):
    study = study_of(tmp_path, "cohorts: agree\n")
    assert study.wave_names == ("pre", "post")
    assert "agree" in study.stable_fields
    assert study.waves["pre"].fields["agree"][0] == "Yes"
