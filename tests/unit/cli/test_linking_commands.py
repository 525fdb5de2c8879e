"""``mtle status`` while a survey is open, and what ``mtle compare`` says about linking."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from tests.support import put_study

HEADER = "teacher,site,a1,a2,a3,a4,b1,b2\n"
STUDY = """
instrument: demo.yaml
waves:
  pre: {files: pre.csv}
  post: {files: post.csv}
respondent: {code: [teacher]}
roster: roster.csv
"""


def people(names):
    return HEADER + "\n".join(
        f"{name},{1 + i % 2},{1 + i % 4},{1 + i % 5},{5 - i % 4},{1 + i % 4},3,{2 + i % 3}"
        for i, name in enumerate(names)
    )


NAMES = [f"{i:02d}K{i * 7 % 10}M{chr(65 + i)}{9 - i % 10}Z" for i in range(16)]


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    roster = "teacher,site\n" + "\n".join(f"{name},{1 + i % 2}" for i, name in enumerate(NAMES))
    (tmp_path / "roster.csv").write_text(roster + "\n", encoding="utf-8")
    slip = [*NAMES[:9], NAMES[9][:-1] + "Q", *NAMES[10:14]]
    return put_study(tmp_path, STUDY, pre=people(NAMES[:14]), post=people(slip))


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


def test_status_counts_by_site_and_names_who_is_missing(study):
    result = run("status", "study.yaml")
    assert result.exit_code == 0, result.output
    assert "88%" in result.stdout
    assert f"North: {NAMES[14]}" in result.stdout
    assert f"South: {NAMES[15]}" in result.stdout
    assert "T113" in result.stderr
    assert "row 11 of the roster" in result.stderr


def test_status_works_before_the_last_export_is_there(study, tmp_path):
    (tmp_path / "post.csv").unlink()
    result = run("status", "study.yaml")
    assert result.exit_code == 0
    assert "post: no export yet" in result.stdout


def test_status_prints_rows_of_the_one_grammar(study):
    rows = list(csv.DictReader(io.StringIO(run("status", "study.yaml", "--format", "csv").stdout)))
    north = [r for r in rows if r["group"] == "site=North" and r["wave"] == "post"]
    assert {r["statistic"]: r["estimate"] for r in north} == {"invited": "8.0", "answered": "7.0"}
    document = json.loads(run("status", "study.yaml", "--format", "json").stdout)
    assert document["command"] == "status"


def test_status_needs_a_study_that_can_be_read(study):
    assert run("status", "pre.csv").exit_code == 2
    assert run("status", "gone.yaml").exit_code == 1


def test_comparing_says_how_people_were_found_and_writes_the_pairs_masked(study, tmp_path):
    result = run("compare", "study.yaml", "--audit", "pairs.csv")
    assert result.exit_code == 0, result.output
    assert "How people were found" in result.stdout
    assert "chance alone would make" in result.stdout
    lines = list(csv.DictReader((tmp_path / "pairs.csv").open(encoding="utf-8")))
    assert len(lines) == 14
    near = lines[0]
    assert near["kind"] in ("fuzzy", "not_joined")
    assert (near["row_earlier"], near["row_later"]) == ("11", "11")
    assert near["code_earlier"].strip("•") == "Z"
    assert near["code_later"].strip("•") == "Q"
    assert {line["code_earlier"].strip("•") for line in lines[1:]} == {""}


def test_rows_of_linking_stand_beside_those_of_change(study):
    rows = json.loads(run("compare", "study.yaml", "--format", "json").stdout)["rows"]
    counts = {r["statistic"]: r["estimate"] for r in rows if r["contrast"] == "post - pre"}
    total = sum(
        counts[s] for s in ("linked_exact", "linked_fuzzy", "linked_by_hand", "ambiguous", "unlinked")
    )
    assert total == 14
    assert counts["expected_exact_by_chance"] < 0.1
