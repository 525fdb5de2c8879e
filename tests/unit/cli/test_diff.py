"""``mtle diff`` as people and programs meet it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.support import put_study
from tests.unit.cli.test_commands import run
from tests.unit.study.test_study import STUDY, people


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("diff")
    study = put_study(folder, STUDY, pre=people(12), post=people(12, shift=1))
    assert run("report", str(study), "--as", "json", "-o", str(folder / "one")).exit_code == 0
    study.write_text(STUDY + "\noptions: {confidence: 0.9}\n", encoding="utf-8")
    assert run("report", str(study), "--as", "json", "-o", str(folder / "two")).exit_code == 0
    return str(folder / "one"), str(folder / "two")


def test_people_read_why_and_what(reports):
    told = run("diff", *reports)
    assert told.exit_code == 0
    assert "Options" in told.stdout and "confidence" in told.stdout
    assert "numbers differ" in told.stdout and "--all shows them" in told.stdout


def test_a_report_does_not_differ_from_itself(reports):
    assert "No number differs" in run("diff", reports[0], reports[0]).stdout


def test_programs_read_ids_with_both_values(reports):
    found = json.loads(run("diff", *reports, "--format", "json").stdout)
    assert [c["what"] for c in found["causes"]] == ["confidence"]
    moved = {n["id"]: n for n in found["numbers"]}
    assert moved["voice.mean_change.post-pre"]["before"]["conf_level"] == 0.95
    rows = list(csv.DictReader(io.StringIO(run("diff", *reports, "--format", "csv").stdout)))
    assert len(rows) == len(moved)


def test_what_is_no_report_is_a_misuse(reports, tmp_path):
    result = run("diff", reports[0], str(tmp_path))
    assert result.exit_code == 2
    assert "name a folder that mtle report wrote" in result.stderr
