"""Every command on the sample: one table grammar, results on stdout, problems on stderr."""

from __future__ import annotations

import csv
import io
import json
import math

import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from mtle_survey.columns import COLUMN_NAMES
from tests.support import DEMO, REPOSITORY

SAMPLE = REPOSITORY / "data" / "sample"
STUDY = str(SAMPLE / "study.yaml")
IDENTITY = ("model", "scale", "item", "factor", "with", "wave", "group", "contrast", "statistic", "method")


def run(*words):
    return CliRunner().invoke(app, list(words))


@pytest.fixture(scope="module")
def documents():
    return {
        name: json.loads(run(name, STUDY, "--format", "json").stdout) for name in ("reliability", "compare")
    }


@pytest.mark.parametrize("command", ["reliability", "compare"])
def test_rows_are_of_the_one_grammar(documents, command):
    document = documents[command]
    assert document["schema"] == "mtle/1"
    assert document["command"] == command
    assert document["instrument"]["id"] == "mtle"
    assert {i["wave"] for i in document["inputs"]} == {"pre", "mid", "post", "retro"}
    assert document["rows"]
    for row in document["rows"]:
        assert tuple(row) == COLUMN_NAMES
        assert (row["estimate"] is None) == (row["unavailable"] is not None)
        if row["conf_low"] is not None and row["estimate"] is not None:
            assert row["conf_low"] - 1e-9 <= row["estimate"] <= row["conf_high"] + 1e-9, row
        if row["p_value"] is not None:
            assert 0 <= row["p_value"] <= 1


@pytest.mark.parametrize("command", ["reliability", "compare"])
def test_a_row_is_known_by_what_it_is_about_statistic_and_method(documents, command):
    identities = [tuple(row[name] for name in IDENTITY) for row in documents[command]["rows"]]
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("command", ["reliability", "compare"])
def test_exactly_one_of_several_methods_is_the_headline(documents, command):
    groups: dict[tuple[object, ...], list[bool]] = {}
    for row in documents[command]["rows"]:
        groups.setdefault(tuple(row[name] for name in IDENTITY[:-1]), []).append(row["headline"])
    wrong = {key: flags for key, flags in groups.items() if sum(flags) != 1}
    assert not wrong, list(wrong)[:5]


def test_csv_holds_the_same_rows_as_json(documents):
    rows = list(csv.DictReader(io.StringIO(run("compare", STUDY, "--format", "csv").stdout)))
    wanted = documents["compare"]["rows"]
    assert len(rows) == len(wanted)
    for text, row in zip(rows, wanted, strict=True):
        assert text["statistic"] == row["statistic"]
        assert text["estimate"] == ("" if row["estimate"] is None else repr(row["estimate"]))


def test_the_same_study_gives_the_same_bytes():
    assert run("compare", STUDY, "--format", "csv").stdout == run("compare", STUDY, "--format", "csv").stdout


def test_score_writes_one_record_per_response(documents):
    document = json.loads(run("score", STUDY, "--format", "json").stdout)
    assert len(document["rows"]) == sum(i["rows"] for i in document["inputs"])
    record = document["rows"][0]
    assert list(record)[:3] == ["row", "id", "wave"]
    assert {"identity", "identity_answered", "role", "stage", "site"} <= set(record)
    assert "teacher" not in record
    for row in document["rows"]:
        value = row["identity"]
        assert value is None or 1 <= value <= 5
        assert value is None or not math.isnan(value)


def test_one_bare_file_has_no_wave():
    result = run("score", "-i", "mtle", str(SAMPLE / "pre.csv"), "--format", "json")
    document = json.loads(result.stdout)
    assert {row["wave"] for row in document["rows"]} == {None}
    assert {row["id"] for row in document["rows"]} != {None}


def test_waves_can_be_named_on_the_command_line():
    result = run(
        "compare",
        "-i",
        "mtle",
        f"pre={SAMPLE / 'pre.csv'}",
        f"post={SAMPLE / 'post.csv'}",
        "--id",
        "teacher",
        "--format",
        "json",
    )
    change = [
        r
        for r in json.loads(result.stdout)["rows"]
        if r["statistic"] == "mean_change" and r["headline"] and r["group"] is None
    ]
    assert {r["contrast"] for r in change} == {"post - pre"}


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "-i", "mtle", str(SAMPLE / "pre.csv")),
        ("score", str(SAMPLE / "pre.csv")),
        ("score", "-i", "mtle", str(SAMPLE / "pre.csv"), str(SAMPLE / "post.csv")),
        ("score", STUDY, "-i", "mtle"),
        ("score", STUDY, str(SAMPLE / "pre.csv")),
        ("report", STUDY, "--as", "odt"),
        ("score", STUDY, "--format", "xml"),
        ("nonsense",),
    ],
)
def test_a_misused_command_exits_with_two(words):
    result = run(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_comparing_needs_identifiers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    for name in ("pre", "post"):
        (tmp_path / f"{name}.csv").write_text("a1,a2,a3,a4\n1,2,3,4\n2,2,2,2\n", encoding="utf-8")
    result = run("compare", "-i", "demo.yaml", "pre=pre.csv", "post=post.csv")
    assert result.exit_code == 2
    assert "--id" in result.stderr


def test_results_go_to_stdout_and_remarks_to_stderr():
    result = run("compare", STUDY)
    assert "Leadership identity" in result.stdout
    assert "warning" not in result.stdout
    assert "warning" in result.stderr


def test_a_written_result_is_the_printed_one(tmp_path):
    run("reliability", STUDY, "--format", "csv", "-o", str(tmp_path / "out" / "r.csv"))
    assert (tmp_path / "out" / "r.csv").read_text(encoding="utf-8") == run(
        "reliability", STUDY, "--format", "csv"
    ).stdout


def test_report_writes_the_formats_asked_for(tmp_path):
    result = run("report", STUDY, "--as", "html", "--as", "json", "-o", str(tmp_path / "new"))
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"evaluation.html", "report.json"}
    page = (tmp_path / "new" / "evaluation.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "synthetic" in page
    single = run("report", STUDY, "-o", str(tmp_path / "one.html"))
    assert single.exit_code == 0, single.stderr
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == page


def test_instruments_are_listed_shown_checked_compared_and_started(tmp_path, monkeypatch):
    assert "mtle " in run("instruments", "list").stdout
    assert "Leadership identity" in run("instruments", "show", "mtle").stdout
    assert "not reviewed" in run("instruments", "check", "mtle").stdout.lower()
    assert run("instruments", "diff", "mtle", "mtle").stdout.strip() == "No difference."
    monkeypatch.chdir(tmp_path)
    assert run("instruments", "new", "ours").exit_code == 0
    assert run("instruments", "show", "instruments/ours.yaml").exit_code == 0
    assert run("instruments", "new", "ours").exit_code == 2
    assert run("instruments", "show", "mtel").exit_code == 2


def test_codebook_for_people_and_machines(tmp_path):
    for form in ("html", "csv", "jsonld"):
        result = run("codebook", "mtle", "--as", form, "-o", str(tmp_path / f"c.{form}"))
        assert result.exit_code == 0, result.stderr
        assert "idn_q1" in (tmp_path / f"c.{form}").read_text(encoding="utf-8")


def test_simulated_answers_can_be_reported(tmp_path):
    made = run("simulate", "mtle", "-n", "24", "--sites", "3", "--seed", "5", "-o", str(tmp_path))
    assert made.exit_code == 0, made.stderr
    exports = sorted(tmp_path.glob("*.csv"))
    assert [p.stem for p in exports] == ["post", "pre"]
    words = [f"{p.stem}={p}" for p in sorted(exports, key=lambda p: p.stem != "pre")]
    result = run("compare", "-i", "mtle", *words)
    assert "post - pre" in result.stdout, result.stderr
