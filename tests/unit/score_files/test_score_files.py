"""Scores for people and other programs: every unit, wide and long, labelled, guarded, the same every time."""

from __future__ import annotations

import csv
import io
import json
from importlib.util import find_spec

import openpyxl
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from mtle_survey.delimited import csv_rows, guarded
from mtle_survey.score_files.as_sav import spss_name
from tests.support import DEMO

EXPORT = """\
teacher,site,hours,a1,a2,a3,a4,b1,b2
t1,North,3.5,1,2,4,1,5,4
=1+1,South,2,5,4,8,5,5,5
@x,North,,3,,,,4,4
t4,1,7,4,4,2,3,9,3
t5,South,1,2,2,3,2,8,8
"""
INSTRUMENT = DEMO.replace("fields:\n", "fields:\n  hours: {title: Hours, type: number, role: dose}\n")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.yaml").write_text(INSTRUMENT, encoding="utf-8")
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    return tmp_path


def score(*words):
    result = CliRunner().invoke(app, ["score", "-i", "demo.yaml", "export.csv", *words])
    assert result.exit_code == 0, result.output
    return result


def records(*words):
    return list(csv.DictReader(score(*words, "--format", "csv").stdout.splitlines()))


def test_wide_is_the_default(folder):
    rows = records()
    assert [r["voice"] for r in rows] == ["1.5", "4.666666666666667", "", "3.75", "2.25"]
    assert [r["voice_answered"] for r in rows] == ["4", "3", "1", "4", "4"]
    assert rows[0]["site"] == "North"
    assert list(rows[0])[:3] == ["row", "id", "wave"]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("mean", 1.5), ("sum", 6.0), ("pomp", 12.5)],
)
def test_every_unit_can_be_asked_for(folder, metric, expected):
    assert float(records("--metric", metric)[0]["voice"]) == expected


def test_units_are_linear_so_nothing_but_the_unit_changes(folder):
    mean, total, pomp = (records("--metric", m) for m in ("mean", "sum", "pomp"))
    for a, b, c in zip(mean, total, pomp, strict=True):
        for scale in ("voice", "support", "whole"):
            assert (a[scale] == "") == (b[scale] == "") == (c[scale] == "")
            if a[scale]:
                k = {"voice": 4, "support": 2, "whole": 6}[scale]
                assert float(b[scale]) == pytest.approx(k * float(a[scale]))
                assert float(c[scale]) == pytest.approx(25 * (float(a[scale]) - 1))


def test_the_declared_unit_of_a_rule_does_not_change_with_the_unit_shown(folder):
    ruled = (
        INSTRUMENT + "scores:\n  step: {rule: stage_attained, inputs: {one: voice}, params: {threshold: 3}}\n"
    )
    (folder / "demo.yaml").write_text(ruled, encoding="utf-8")
    assert [r["step"] for r in records("--metric", "pomp")] == [r["step"] for r in records()]


def test_long_has_a_row_for_each_score_and_says_what_it_rests_on(folder):
    rows = records("--long")
    assert len(rows) == 15
    mine = {r["scale"]: r for r in rows if r["row"] == "3"}
    assert (mine["voice"]["score"], mine["voice"]["answered"], mine["voice"]["applicable"]) == (
        "4.666666666666667",
        "3",
        "3",
    ), "what does not apply is no gap"
    assert mine["voice"]["site"] == "South"
    wide = {(r["row"], s): r[s] for r in records() for s in ("voice", "support", "whole")}
    assert {(r["row"], r["scale"]): r["score"] for r in rows} == wide


def test_text_cannot_run_as_a_formula(folder):
    assert [r["id"] for r in records()] == ["t1", "'=1+1", "'@x", "t4", "t5"]
    score("-o", "scores.xlsx")
    sheet = openpyxl.load_workbook(folder / "scores.xlsx")["Scores"]
    assert sheet["B3"].value == "=1+1"
    assert sheet["B3"].data_type != "f"
    assert sheet["B3"].quotePrefix
    assert isinstance(sheet["A2"].value, int)


def test_the_codebook_stands_beside_the_scores(folder):
    score("-o", "out/scores.csv")
    book = {
        r["column"]: r for r in csv.DictReader((folder / "out/scores.codebook.csv").open(encoding="utf-8"))
    }
    assert list(book) == list(next(csv.reader((folder / "out/scores.csv").open(encoding="utf-8"))))
    voice = book["voice"]
    assert (voice["label"], voice["range"], voice["items"], voice["n"]) == (
        "Voice",
        "1 to 5",
        "a1 a2 a3 a4",
        "4",
    )
    assert voice["rule"] == (
        "mean of 4 items, when at least half of those that apply are answered (2 of 4); reversed: a3"
    )
    assert book["site"]["range"] == "North / South"
    score("-o", "scores.csv", "--metric", "pomp")
    pomp = {r["column"]: r for r in csv.DictReader((folder / "scores.codebook.csv").open(encoding="utf-8"))}
    assert pomp["voice"]["range"] == "0 to 100"


def test_spss_finds_labels_codes_and_numbers(folder):
    score("-o", "scores.sav")
    frame, meta = pyreadstat.read_sav(folder / "scores.sav")
    assert meta.column_names_to_labels["voice"] == "Voice"
    assert meta.variable_value_labels["site"] == {1.0: "North", 2.0: "South"}
    assert frame["site"].tolist() == [1, 2, 1, 1, 2]
    assert frame["hours"].tolist()[:2] == [3.5, 2]
    assert frame["hours"].isna().tolist() == [False, False, True, False, False]
    assert frame["voice"].isna().sum() == 1
    assert meta.variable_measure["voice"] == "scale"


def test_a_group_that_was_not_declared_keeps_its_name_in_spss(folder):
    (folder / "export.csv").write_text(EXPORT.replace("t4,1", "t4,East"), encoding="utf-8")
    score("-o", "scores.sav")
    frame, _ = pyreadstat.read_sav(folder / "scores.sav")
    assert frame["site"].tolist() == ["North", "South", "North", "East", "South"]


@pytest.mark.parametrize("name", ["with", "ALL", "to"])
def test_words_that_spss_keeps_for_itself(name):
    assert spss_name(name) == f"{name}_"
    assert spss_name("voice") == "voice"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "sav", "json"])
@pytest.mark.parametrize("form", [(), ("--long",)])
def test_the_same_input_gives_the_same_bytes(folder, suffix, form):
    score("-o", f"one.{suffix}", *form)
    score("-o", f"two.{suffix}", *form)
    assert (folder / f"one.{suffix}").read_bytes() == (folder / f"two.{suffix}").read_bytes()


def test_parquet_is_written_where_pyarrow_is_installed_and_asked_for_otherwise(folder):
    result = CliRunner().invoke(app, ["score", "-i", "demo.yaml", "export.csv", "-o", "scores.parquet"])
    if find_spec("pyarrow") is None:
        assert result.exit_code == 2
        assert "pip install pyarrow" in result.stderr
        assert not (folder / "scores.parquet").exists()
    else:
        import pandas as pd

        assert pd.read_parquet(folder / "scores.parquet")["voice"].notna().sum() == 4


def test_an_error_in_the_data_leaves_both_files_as_they_were(folder):
    (folder / "scores.csv").write_text("before", encoding="utf-8")
    (folder / "export.csv").write_text(EXPORT.replace("t1,North,3.5,1", "t1,North,3.5,66"), encoding="utf-8")
    result = CliRunner().invoke(app, ["score", "-i", "demo.yaml", "export.csv", "-o", "scores.csv"])
    assert result.exit_code == 1
    assert (folder / "scores.csv").read_text(encoding="utf-8") == "before"
    assert not (folder / "scores.codebook.csv").exists()


def test_json_keeps_numbers_and_names_the_command(folder):
    document = json.loads(score("--format", "json", "--metric", "sum").stdout)
    assert document["command"] == "score"
    assert document["rows"][0]["voice"] == 6.0


@given(st.text(max_size=12))
def test_no_guarded_cell_begins_like_a_formula(text):
    shown = guarded(text)
    try:
        float(text)
    except ValueError:
        assert shown[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert "\r" not in shown
    if "\r" not in text:
        assert shown.endswith(text)


@given(
    st.lists(
        st.lists(st.none() | st.text() | st.integers() | st.floats(allow_nan=False), min_size=2, max_size=2)
    )
)
def test_rows_survive_as_comma_separated_text(rows):
    read = list(csv.reader(io.StringIO(csv_rows(rows), newline="")))
    assert [[str(guarded(v)) if v is not None else "" for v in row] for row in rows] == read
