"""The marked copy: every problem where it stands, with why and how to fix it, and nobody's name."""

from __future__ import annotations

import json
import zipfile

import openpyxl
import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from tests.support import DEMO, REPOSITORY

EXPORT = """\
teacher,E-mail,comment,a1,a2,a3,a4,b1,b2
0001,anna@example.org,=1+1,1,2,3,4,5,1

0002,ben@example.org,"=HYPERLINK(""http://x"")",7,2,3,4,5,1
0003,cleo@example.org,-2+3,1,Agrees a lot,3,4,5,1
0004,dora@example.org,fine,7,2,3,4,5,1
,emil@example.org,#N/A,Jun-25,2,3,4,5,1
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    (tmp_path / "export.csv").write_text(EXPORT, encoding="utf-8")
    return tmp_path


def validate(*words):
    return CliRunner().invoke(app, ["validate", *words])


def marked(folder, *words, name="marked.xlsx"):
    result = validate("-i", "demo.yaml", "export.csv", "-o", name, *words)
    return result, openpyxl.load_workbook(folder / name)


def test_every_cell_in_question_is_marked_and_explained(folder):
    result, book = marked(folder)
    assert result.exit_code == 1
    assert result.stdout == ""
    sheet = book["export"]
    where = {cell.coordinate for row in sheet for cell in row if cell.comment}
    assert {"D4", "D6", "E5", "D7"} <= where
    comment = sheet["D4"].comment.text
    for words in (
        "D104 value outside the response format",
        "found: “7”",
        "why: a1 uses agree5",
        "fix: list the value",
    ):
        assert words in comment
    assert sheet["D4"].fill.start_color.rgb.endswith("FFC7CE")
    assert "D102" in sheet["D7"].comment.text
    assert sheet["F4"].comment is None


def test_records_keep_their_rows_and_codes_their_zeros(folder):
    _, book = marked(folder)
    sheet = book["export"]
    assert [sheet.cell(row, 1).value for row in range(1, 8)] == [
        "teacher",
        "0001",
        None,
        "0002",
        "0003",
        "0004",
        None,
    ]


def test_nothing_can_run_as_a_formula(folder):
    _, book = marked(folder)
    for sheet in book:
        for row in sheet:
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), cell.coordinate
    assert book["export"]["C4"].value == '=HYPERLINK("http://x")'
    with zipfile.ZipFile(folder / "marked.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_personal_columns_are_emptied_everywhere(folder):
    marked(folder)
    with zipfile.ZipFile(folder / "marked.xlsx") as archive:
        assert not any(b"example.org" in archive.read(name) for name in archive.namelist())


def test_the_list_leads_to_each_cell(folder):
    _, book = marked(folder)
    sheet = book["Problems"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["D102"][0].hyperlink.location == "'export'!D7"
    assert (rows["D102"][3].value, rows["D102"][4].value) == (7, "a1")
    assert sheet["B2"].value == "error", "errors come first"


def test_the_same_input_gives_the_same_bytes(folder):
    marked(folder, name="one.xlsx")
    marked(folder, name="two.xlsx")
    assert (folder / "one.xlsx").read_bytes() == (folder / "two.xlsx").read_bytes()


def test_a_file_that_cannot_be_read_is_listed_and_not_copied(folder):
    (folder / "export.csv").write_bytes(b"%PDF-1.7 nothing")
    result, book = marked(folder)
    assert result.exit_code == 1
    assert book.sheetnames == ["Problems"]
    assert book["Problems"]["A2"].value == "R005"


def test_a_sound_export_gives_an_empty_list(folder):
    rows = "\n".join(f"{1000 + i},{i % 5 + 1},{i % 5 + 1},{5 - i % 5},{i % 4 + 1}" for i in range(12))
    (folder / "export.csv").write_text(f"teacher,a1,a2,a3,a4\n{rows}\n", encoding="utf-8")
    result, book = marked(folder)
    assert result.exit_code == 0
    marks = [cell for row in book["export"] for cell in row if cell.comment and "error" in cell.comment.text]
    assert not marks


def test_every_kind_of_export_can_be_copied(tmp_path):
    study = REPOSITORY / "data" / "sample" / "study.yaml"
    out = tmp_path / "sample.xlsx"
    result = validate(str(study), "-o", str(out))
    assert result.exit_code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Problems", "pre", "mid", "post"]
    address = [cell.value for cell in next(zip(*book["pre"].iter_rows(min_row=1), strict=True))]
    assert address[0] == "StartDate"
    header = [cell.value for cell in book["pre"][1]]
    ip = header.index("IPAddress") + 1
    assert {book["pre"].cell(row, ip).value for row in range(4, book["pre"].max_row + 1)} == {None}


def test_the_name_of_the_file_says_what_is_written(folder):
    assert validate("-i", "demo.yaml", "export.csv", "-o", "p.json").exit_code == 1
    document = json.loads((folder / "p.json").read_text(encoding="utf-8"))
    assert document["command"] == "validate"
    assert document["rows"] == [], "an error stands"
    validate("-i", "demo.yaml", "export.csv", "-o", "p.csv")
    assert (folder / "p.csv").read_text(encoding="utf-8").startswith("code,severity,file")


def test_without_errors_json_holds_the_missing_answers_by_reason(folder):
    rows = "\n".join(f"{1000 + i},{i % 5 + 1},9,{5 - i % 5},{i % 5 + 1}" for i in range(12))
    (folder / "export.csv").write_text(f"teacher,a1,a2,a3,a4\n{rows}\n", encoding="utf-8")
    document = json.loads(validate("-i", "demo.yaml", "export.csv", "--format", "json").stdout)
    refused = [r for r in document["rows"] if (r["item"], r["method"]) == ("a2", "refused")]
    assert [r["estimate"] for r in refused] == [1.0]
