"""Broken inputs: each a located, actionable message, exit code 1 or 2, no stack trace, no partial output."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from tests.support import DEMO

GOOD = (
    "teacher,a1,a2,a3,a4,b1,b2\n"
    + "\n".join(f"t{i},{i % 5 + 1},2,3,4,5,{i % 3 + 1}" for i in range(12))
    + "\n"
)


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return name


def archive(folder, name):
    with zipfile.ZipFile(folder / name, "w") as made:
        made.writestr("notes.txt", "nothing here")
    return name


FILES = {
    "absent file": (lambda f: f"{f.name}-is-nowhere.csv", 1),
    "a folder": (lambda f: (f / "folder").mkdir() or "folder", 1),
    "empty file": (lambda f: put(f, "x.csv", ""), 1),
    "blank lines only": (lambda f: put(f, "x.csv", "\n\n\n"), 1),
    "header only": (lambda f: put(f, "x.csv", GOOD.splitlines()[0] + "\n"), 1),
    "a PDF": (lambda f: put(f, "x.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), 1),
    "a picture": (lambda f: put(f, "x.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 1),
    "a zip that is no workbook": (lambda f: archive(f, "x.xlsx"), 1),
    "a web page": (lambda f: put(f, "x.csv", "<!DOCTYPE html><html><body>Sign in</body></html>"), 1),
    "binary junk": (lambda f: put(f, "x.csv", bytes(range(256)) * 20), 1),
    "half a UTF-16 file": (lambda f: put(f, "x.csv", GOOD.encode("utf-16")[:-1]), 1),
    "another instrument's export": (lambda f: put(f, "x.csv", "u,v,w\n1,2,3\n3,2,1\n"), 1),
    "an unknown label": (lambda f: put(f, "x.csv", GOOD.replace("t3,4,2", "t3,Agrees a lot,2")), 1),
    "a value out of range": (lambda f: put(f, "x.csv", GOOD.replace("t3,4,2", "t3,44,2")), 1),
    "a truncated row": (lambda f: put(f, "x.csv", GOOD.replace("t5,1,2,3,4,5,3\n", "t5,1,2\n")), 1),
    "a row with too many cells": (lambda f: put(f, "x.csv", GOOD.replace("t5,1,2", "t5,1,2,2,2,2,2")), 1),
    "an unclosed quotation mark": (lambda f: put(f, "x.csv", GOOD.replace("t5,", '"t5,')), 1),
    "one item in two columns": (lambda f: put(f, "x.csv", GOOD.replace("a2,", "a1,", 1)), 1),
    "an item keyed the wrong way": (
        lambda f: put(
            f,
            "x.csv",
            "teacher,a1,a2,a3,a4\n"
            + "".join(f"t{i},{v},{v},{v},{v}\n" for i in range(20) for v in [i % 5 + 1]),
        ),
        1,
    ),
    "two files of one wave name without any wave": (lambda f: put(f, "x.csv", GOOD) and "x.csv x.csv", 2),
    "one file twice in a wave": (lambda f: put(f, "x.csv", GOOD) and "pre=x.csv pre=x.csv", 1),
    "a copy of a file in its wave": (
        lambda f: put(f, "x.csv", GOOD) and put(f, "y.csv", GOOD) and "pre=x.csv pre=y.csv",
        1,
    ),
    "an unknown instrument": (lambda f: put(f, "x.csv", GOOD) and "-i dmo.yaml x.csv", 2),
    "no instrument": (lambda f: put(f, "x.csv", GOOD) and "-i= x.csv", 2),
    "an instrument as a study": (lambda f: put(f, "demo.yaml", DEMO) and "demo.yaml", 1),
    "a study file that is not YAML": (lambda f: put(f, "s.yaml", "waves: [unclosed\n"), 1),
    "a study file with a misspelt key": (lambda f: put(f, "s.yaml", "instrument: demo.yaml\nwave: {}\n"), 1),
    "a study file of an absent export": (
        lambda f: put(f, "s.yaml", "instrument: demo.yaml\nwaves:\n  pre: {files: gone.csv}\n"),
        1,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_input_is_explained_and_nothing_is_written(name, tmp_path, monkeypatch):
    make, expected = FILES[name]
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    words = make(tmp_path).split()
    known = any(w.endswith(".yaml") for w in words) or any(w.startswith("-i") for w in words)
    arguments = ["score", *([] if known else ["-i", "demo.yaml"]), *words, "--format", "csv", "-o", "out.csv"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == expected, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert not (tmp_path / "out.csv").exists()
    assert result.stdout == ""
    if expected == 1:
        assert "fix" in result.stderr
        assert "why" in result.stderr
    else:
        assert result.stderr.startswith("mtle: ")


def test_after_an_error_json_still_prints_its_envelope(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", GOOD.replace("t3,4,2", "t3,44,2"))
    result = CliRunner().invoke(app, ["score", "-i", "demo.yaml", "x.csv", "--format", "json"])
    document = json.loads(result.stdout)
    assert result.exit_code == 1
    assert document["rows"] == []
    (found,) = [p for p in document["problems"] if p["severity"] == "error"]
    assert (found["code"], found["row"], found["column"], found["item"]) == ("D104", 5, "a1", "a1")


def test_a_file_given_twice_is_the_only_thing_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", GOOD)
    put(tmp_path, "y.csv", GOOD.replace("t1,", "u1,"))
    arguments = ["validate", "-i", "demo.yaml", "--format", "json", "pre=x.csv", "pre=y.csv"]
    again = json.loads(CliRunner().invoke(app, [*arguments, "pre=x.csv"]).stdout)
    assert [(p["code"], p["found"], p["count"]) for p in again["problems"]] == [
        ("R052", "x.csv and x.csv", 12)
    ]
    once = json.loads(CliRunner().invoke(app, arguments).stdout)
    assert "R052" not in {p["code"] for p in once["problems"]}


def test_a_definition_given_as_a_study_is_the_only_thing_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    told = json.loads(CliRunner().invoke(app, ["validate", "demo.yaml", "--format", "json"]).stdout)[
        "problems"
    ]
    assert [p["code"] for p in told] == ["T010"]
    assert "-i demo.yaml" in told[0]["fix"]


def test_what_a_command_leaves_out_is_shown_by_the_one_it_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    long = "I share what I know " + "and much more " * 12
    faulty = DEMO.replace("agree5, columns: [Q1_2]", "agree6").replace("I share what I know with", long)
    put(tmp_path, "demo.yaml", faulty.replace("a1: {", "A1: {").replace("[a1, ", "[A1, "))
    said = CliRunner().invoke(app, ["codebook", "demo.yaml", "-o", "x.html"]).stderr
    assert "I040" in said and "Besides, " in said and "mtle instruments check shows them all" in said
    shown = CliRunner().invoke(app, ["instruments", "check", "demo.yaml"]).stderr
    assert "I040" in shown and "I023" in shown and "Besides" not in shown


def test_comparing_says_which_wave_has_no_identifiers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", GOOD)
    put(tmp_path, "y.csv", GOOD.replace("teacher,", "person,"))
    result = CliRunner().invoke(app, ["compare", "-i", "demo.yaml", "pre=x.csv", "post=y.csv"])
    assert result.exit_code == 2
    assert "y.csv: post has no column that identifies people; pre has" in result.stderr


def test_an_export_is_never_written_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", GOOD)
    result = CliRunner().invoke(
        app, ["score", "-i", "demo.yaml", "x.csv", "--format", "csv", "-o", "./x.csv"]
    )
    assert result.exit_code == 2
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == GOOD


def test_a_failing_command_leaves_an_older_result_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", "")
    put(tmp_path, "out.csv", "older")
    CliRunner().invoke(app, ["score", "-i", "demo.yaml", "x.csv", "-o", "out.csv"])
    assert (tmp_path / "out.csv").read_text() == "older"


def test_no_stack_trace_when_the_output_cannot_be_written(tmp_path):
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", GOOD)
    put(tmp_path, "taken", "a file, not a folder")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mtle_survey.cli.main",
            "score",
            "-i",
            "demo.yaml",
            "x.csv",
            "-o",
            "taken/out.csv",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "taken" in done.stderr


def test_places_in_a_study_file_are_lines_and_places_in_an_export_are_rows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", GOOD.replace("t3,4,2", "t3,44,2"))
    put(
        tmp_path,
        "study.yaml",
        "title: t\ninstrument: demo.yaml\nwaves: {pre: {files: x.csv}}\nprimry: [voice]\n",
    )
    told = CliRunner().invoke(app, ["validate", "study.yaml"]).stdout
    assert "study.yaml, line 4" in told
    assert "x.csv, row 5" in CliRunner().invoke(app, ["validate", "x.csv", "-i", "demo.yaml"]).stdout


def test_what_was_probably_meant_is_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "pre.csv", GOOD)
    told = CliRunner().invoke(app, ["validate", "pre.cvs", "-i", "demo.yaml"]).stdout
    assert "Did you mean “pre.csv”?" in told
    told = CliRunner().invoke(app, ["validate", "exprts/pre.csv", "-i", "demo.yaml"]).stdout
    assert "There is no folder exprts." in told
    told = CliRunner().invoke(app, ["validate", "pre.csv", "-i", "demo.yaml", "--id", "techer"]).stdout
    assert "Did you mean “teacher”?" in told and "columns are teacher, a1" in told
    put(tmp_path, "pre.csv", GOOD.replace("t3,4,2", "t3,Agre,2"))
    told = CliRunner().invoke(app, ["validate", "pre.csv", "-i", "demo.yaml"]).stdout
    assert "D101" in told and "Did you mean “Agree”" in told


def test_comparing_by_a_column_that_is_not_there_names_the_exports_that_lack_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    waves = [f"{wave}={put(tmp_path, f'{wave}.csv', GOOD)}" for wave in ("pre", "post")]
    done = CliRunner().invoke(app, ["compare", *waves, "-i", "demo.yaml", "--id", "nobody"])
    assert done.exit_code == 1
    assert "P007" in done.stderr
    assert "pre.csv, column “nobody”" in done.stderr


PREVIEWED = (
    "ResponseId,Status,a1,a2,a3,a4\nResponse ID,Response Type,a,b,c,d\n"
    + ",".join(f'"{{""ImportId"":""{name}""}}"' for name in ("_recordId", "status", "a", "b", "c", "d"))
    + "\nR_1,Survey Preview,1,2,3,4\nR_2,IP Address,2,2,3,4\n"
)


def test_preview_responses_are_left_out_aloud_and_kept_on_request(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", PREVIEWED)
    command = ["score", "x.csv", "-i", "demo.yaml", "--format", "csv"]
    without, kept = (CliRunner().invoke(app, [*command, *more]) for more in ([], ["--keep-preview"]))
    assert [len(done.stdout.splitlines()) - 1 for done in (without, kept)] == [1, 2]
    told = CliRunner().invoke(app, ["validate", "x.csv", "-i", "demo.yaml"]).stdout
    assert "R017" in told
    assert "--keep-preview" in told


def test_a_code_that_no_problem_has_is_accepted_by_nobody(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "x.csv", GOOD)
    study = "instrument: demo.yaml\nwaves:\n  pre: {files: x.csv}\naccept: {D1O1: a typing error}\n"
    put(tmp_path, "s.yaml", study)
    result = CliRunner().invoke(app, ["validate", "s.yaml", "--format", "json"])
    (found,) = json.loads(result.stdout)["problems"]
    assert (found["code"], found["row"]) == ("T003", 4)
    assert "“D1O1”" in found["found"] and "No problem has this code" in found["why"]
    put(tmp_path, "s.yaml", study.replace("D1O1", "D101"))
    assert CliRunner().invoke(app, ["validate", "s.yaml"]).exit_code == 0


def test_a_wave_written_as_a_file_alone_is_shown_how_it_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path, "demo.yaml", DEMO)
    put(tmp_path, "s.yaml", "instrument: demo.yaml\nwaves:\n  pre: x.csv\n")
    result = CliRunner().invoke(app, ["validate", "s.yaml", "--format", "json"])
    (found,) = json.loads(result.stdout)["problems"]
    assert (found["code"], found["row"], found["fix"]) == ("I013", 3, "Write a mapping: {files: …}.")
