"""Decisions and linking on real exports, against counts by the csv module alone."""

from __future__ import annotations

import csv
import shutil

import pytest

from mtle_survey import load_study
from mtle_survey.errors import errors_in
from tests.outside import needs_real_exports
from tests.support import REAL_EXPORTS, REPOSITORY

pytestmark = needs_real_exports

TWICE = """
title: One survey exported twice
instrument: legitimacy.yaml
waves:
  codes: {files: legitimacy_numeric.csv}
  text: {files: legitimacy_choicetext.csv}
respondent: ResponseId
consent: {column: consent, value: ['1', I agree]}
withdrawn: withdrawn.csv
"""


def records(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("legitimacy")
    shutil.copy(REPOSITORY / "docs" / "examples" / "legitimacy" / "legitimacy.yaml", folder)
    for name in ("legitimacy_numeric.csv", "legitimacy_choicetext.csv"):
        shutil.copy(REAL_EXPORTS / "qualtrics" / name, folder)
    first = records(folder / "legitimacy_numeric.csv")[2]["ResponseId"]
    (folder / "withdrawn.csv").write_text(f"id\n{first.lower()}\n", encoding="utf-8")
    (folder / "study.yaml").write_text(TWICE, encoding="utf-8")
    return load_study(folder / "study.yaml")


def test_consent_of_a_real_survey_is_that_of_its_columns(twice):
    rows = records(REAL_EXPORTS / "qualtrics" / "legitimacy_choicetext.csv")[2:]
    agreed = sum(row["consent"] == "I agree" for row in rows)
    for wave in ("codes", "text"):
        assert twice.linking.one(statistic="consented", wave=wave).estimate == agreed == 154
        assert twice.flow.n(wave, "not_consented") == len(rows) - agreed == 2
        assert twice.flow.n(wave, "withdrawn") == 1


def test_both_exports_of_a_real_survey_are_the_same_people(twice):
    between = twice.links.between["codes", "text"]
    answered = int(twice.waves["codes"].answered.sum())
    assert (between.exact, between.unlinked) == (answered, 0)
    for scale in twice.scores["codes"].scales:
        change = twice.change.one(statistic="mean_change", scale=scale, headline=True)
        assert change.estimate == 0
    assert not errors_in(twice.problems)


MORALE = """
id: morale
version: 1.0.0
title: Patient morale
response_formats:
  pills: {codes: [0, 1, 2, 3, 4], labels: [less than 5, 5-10, 6-15, over 15, more]}
items:
  pmq1: {text: "On average, how many pills did you take each day last week?", format: pills}
  pmq2: {text: "How many of them late?", format: pills}
scales:
  pmq: {title: Pills, items: [pmq1, pmq2]}
"""
EVENTS = """
instrument: morale.yaml
waves:
  dose_1: {files: redcap.csv, where: {column: redcap_event_name, value: dose_1_arm_1}}
  visit_1: {files: redcap.csv, where: {column: redcap_event_name, value: visit_1_arm_1}}
  visit_2: {files: redcap.csv, where: {column: redcap_event_name, value: visit_2_arm_1}}
respondent: study_id
"""


def test_events_of_a_real_redcap_project_are_waves_of_the_same_people(tmp_path):
    source = REAL_EXPORTS / "redcap" / "redcapr_longitudinal_data.csv"
    shutil.copy(source, tmp_path / "redcap.csv")
    (tmp_path / "morale.yaml").write_text(MORALE, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(EVENTS, encoding="utf-8")
    study = load_study(tmp_path / "study.yaml")
    rows = records(source)
    for wave, event in (("dose_1", "dose_1_arm_1"), ("visit_1", "visit_1_arm_1")):
        of_event = [row for row in rows if row["redcap_event_name"] == event]
        assert study.waves[wave].ids.tolist() == [row["study_id"] for row in of_event] == ["100", "220"]
        expected = [[float(row["pmq1"]), float(row["pmq2"])] for row in of_event]
        assert study.waves[wave].values.tolist() == expected
    assert study.links.between["dose_1", "visit_2"].exact == 2
    assert study.flow.n("visit_1", "records") == len(rows) + 1
