"""``mtle codebook`` and ``mtle instruments``: platforms, paper, answers, judges, files from definitions."""

from __future__ import annotations

import io

import docx
import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from tests.support import DEMO, REPOSITORY

PRE = str(REPOSITORY / "data" / "sample" / "pre.csv")


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("kind", ["qsf", "redcap", "xlsform", "lss"])
def test_out_to_a_platform_and_back_into_a_file(demo, kind):
    out = run("codebook", "demo.yaml", "--as", kind, "-o", "out")
    assert out.exit_code == 0
    assert "X001" in out.stderr
    new = run("instruments", "new", "back", "--from", "out")
    assert new.exit_code == 0
    text = (demo / "instruments" / "back.yaml").read_text(encoding="utf-8")
    assert "reverse_keyed: [a3]" in text
    assert run("instruments", "check", "back").exit_code == 0


def test_an_existing_file_is_never_overwritten(demo):
    run("codebook", "demo.yaml", "--as", "qsf", "-o", "out")
    (demo / "mine.yaml").write_text("kept", encoding="utf-8")
    assert run("instruments", "new", "mine", "--from", "out", "-o", "mine.yaml").exit_code == 2
    assert (demo / "mine.yaml").read_text(encoding="utf-8") == "kept"


def test_what_is_no_definition_is_said(demo):
    out = run("instruments", "new", "mine", "--from", PRE)
    assert out.exit_code == 1
    assert "X010" in out.stderr


def test_a_codebook_in_word_needs_a_file(demo):
    assert run("codebook", "demo.yaml", "--as", "docx").exit_code == 2
    assert run("codebook", "demo.yaml", "--as", "docx", "-o", "demo.docx").exit_code == 0
    words = docx.Document(io.BytesIO((demo / "demo.docx").read_bytes()))
    assert any("I speak up in meetings." in c.text for t in words.tables for r in t.rows for c in r.cells)


def test_forms_are_for_platforms_and_answers_for_codebooks(demo):
    assert run("codebook", "demo.yaml", "--form", "full").exit_code == 2
    assert run("codebook", "demo.yaml", "--as", "qsf", "--data", PRE).exit_code == 2
    assert run("codebook", "mtle", "--as", "csv", "--data", PRE).exit_code == 2


def test_answers_are_counted_item_by_item(demo):
    rows = ["a1,a2,a3,a4,b1,b2", "5,4,1,,3,3", "5,5,2,8,3,2", "4,,1,9,1,"]
    (demo / "data.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = run("codebook", "demo.yaml", "--data", "data.csv", "-o", "cb.html")
    assert out.exit_code == 0
    page = (demo / "cb.html").read_text(encoding="utf-8")
    assert "How the items were answered" in page
    assert "declined" in page
    assert "does not apply" in page
    assert page.count("<svg") == 1


def test_ratings_give_indices_and_the_lines_to_record_them(demo):
    rows = ["judge,a1,a2,a3,a4,b1", *(f"J{n},4,3,4,{2 + n % 2},4" for n in range(6))]
    (demo / "judges.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = run("instruments", "check", "demo.yaml", "--judges", "judges.csv")
    assert out.exit_code == 0
    assert "X031" in out.stdout
    assert "X032" in out.stdout
    assert "ratings: {a1: 1.00, a2: 1.00, a3: 1.00, a4: 0.50, b1: 1.00}" in out.stdout
    page = run("codebook", "demo.yaml", "--judges", "judges.csv").stdout
    assert "Relevance of the items to experts" in page
    assert "S-CVI/Ave" in page


def test_recorded_ratings_stand_in_the_codebook(demo):
    text = DEMO + "\nreview: {content_validity: {raters: 6, date: 2026-05, ratings: {a1: 0.83}}}\n"
    (demo / "demo.yaml").write_text(text, encoding="utf-8")
    page = run("codebook", "demo.yaml").stdout
    assert "6 judges, 2026-05" in page
    assert "0.83" in page


def test_ratings_that_cannot_be_read_are_located(demo):
    (demo / "judges.csv").write_text("judge,a1,zz\nA,5,4\nB,often,4\n", encoding="utf-8")
    out = run("instruments", "check", "demo.yaml", "--judges", "judges.csv")
    assert out.exit_code == 1
    assert out.stderr.count("X030") == 1
    assert "row 2, column “a1”" in out.stderr
    assert "column “zz”" in out.stderr
