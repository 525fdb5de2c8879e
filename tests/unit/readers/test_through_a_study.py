"""What a study file says about an export reaches the reader, and what it declares is never emptied."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtle_survey.reading import read_wave
from mtle_survey.study_plan import plan_study

INSTRUMENT = """
id: tiny
version: 1.0.0
title: Tiny
response_formats:
  often: {codes: [1, 2, 3], labels: [Never, Sometimes, Always]}
items:
  talk: {text: I talk, format: often}
fields:
  teacher: {title: Teacher, role: respondent, columns: [email]}
scales:
  all: {title: All, items: [talk]}
"""
STUDY = """
title: Events
instrument: tiny.yaml
respondent: teacher
waves:
  pre: {files: {file: export.csv, only: {redcap_event_name: pre}, definition: dictionary.csv}}
  post: {files: {file: export.csv, only: {redcap_event_name: post}}}
"""
EXPORT = (
    "record_id,redcap_event_name,email,phone,talk,lead_complete\n"
    "1,pre,ann@example.org,512-555-0100,1,2\n"
    "2,pre,bob@example.org,512-555-0101,3,2\n"
    "1,post,ann@example.org,512-555-0100,2,2\n"
)
DICTIONARY = (
    "field_name,form_name,field_type,field_label,select_choices_or_calculations\n"
    'talk,lead,radio,I talk,"1, Never | 2, Sometimes | 3, Always"\n'
)


@pytest.fixture
def study(tmp_path):
    files = {"tiny.yaml": INSTRUMENT, "study.yaml": STUDY, "export.csv": EXPORT, "dictionary.csv": DICTIONARY}
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    return plan_study(tmp_path / "study.yaml")


def test_events_become_waves(study):
    rows = {}
    for wave, files in study.waves.items():
        responses = read_wave(files, study.instrument, wave, respondent="teacher")[wave]
        rows[wave] = (responses.rows.tolist(), responses.values[:, 0].tolist(), list(responses.ids))
    assert rows == {
        "pre": ([2, 3], [1.0, 3.0], ["ann@example.org", "bob@example.org"]),
        "post": ([4], [2.0], ["ann@example.org"]),
    }


def test_what_is_not_declared_is_emptied_and_said(study):
    responses = read_wave(study.waves["pre"], study.instrument, "pre", respondent="teacher")["pre"]
    assert [p.found for p in responses.problems if p.code == "R042"] == ["“phone”"]
    assert "555" not in str(responses)


def test_an_item_is_found_by_its_row_of_a_grid(study, tmp_path):
    export = "Timestamp,email,Rate [I talk],Rate [I share]\n4/22/2026 19:57:50,a@b.org,Never,Always\n"
    (tmp_path / "forms.csv").write_text(export)
    spec = replace(study.waves["pre"][0], path=str(tmp_path / "forms.csv"), only={}, definition=None)
    responses = read_wave([spec], study.instrument, "pre", respondent="teacher")["pre"]
    assert responses.columns["talk"] == "Rate [I talk]"
    assert responses.values.tolist() == [[1.0]]
