"""Workbooks: cells as people would type them, the right sheet, no silent blanks."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from mtle_survey.errors import Severity


def workbook(rows, *, more=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Answers"
    for row in rows:
        sheet.append(row)
    for title, content in (more or {}).items():
        other = book.create_sheet(title)
        for row in content:
            other.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_values_are_what_people_would_type(read):
    row = ["007", 3.0, 2.5, True, datetime.datetime.fromisoformat("2026-01-05T09:30"), None, "Agree"]
    table = read(workbook([["id", "a", "b", "c", "d", "e", "f"], row]), "export.xlsx")
    assert table.cells.tolist() == [["007", "3", "2.5", "TRUE", "2026-01-05 09:30:00", "", "Agree"]]
    assert (table.encoding, table.delimiter) == ("", "")


def test_blank_rows_keep_the_row_numbers(read):
    table = read(workbook([["id", "q"], [], ["1", 5], [], ["2", 4]]), "export.xlsx")
    assert table.rows.tolist() == [3, 5]


def test_another_sheet_can_be_named_and_the_choice_is_stated(read, refusal):
    content = workbook([["id", "q"], ["1", 5]], more={"Post": [["id", "q"], ["9", 1]]})
    first = read(content, "export.xlsx")
    assert [(p.code, p.found) for p in first.problems] == [
        ("R023", "Answers, and another with the same header")
    ]
    assert first.problems[0].severity is Severity.WARNING, "half of the answers may stand there"
    assert "files: {file: " in first.problems[0].fix and "sheet: NAME}" in first.problems[0].fix
    notes = workbook([["id", "q"], ["1", 5]], more={"Read me": [["How to use this"]]})
    assert [(p.found, p.severity) for p in read(notes, "export.xlsx").problems] == [
        ("Answers", Severity.NOTE)
    ]
    assert read(content, "export.xlsx", sheet="Post").cells.tolist() == [["9", "1"]]
    assert refusal(content, "export.xlsx", sheet="Third") == ["R022"]


def test_a_formula_without_a_result_is_located(read):
    table = read(workbook([["id", "q"], ["1", 5], ["2", "=1+1"]]), "export.xlsx")
    assert [(p.code, p.row, p.found) for p in table.problems] == [
        ("R021", 3, "cell B3 holds a formula without a result")
    ]


def test_error_values_are_kept_and_located_and_never_read_as_blanks(read):
    table = read(workbook([["id", "q"], ["1", "#REF!"], ["#N/A", 4]]), "export.xlsx")
    assert table.cells.tolist() == [["1", "#REF!"], ["#N/A", "4"]]
    assert [(p.code, p.row, p.column, p.found) for p in table.problems] == [
        ("R046", 3, "id", "“#N/A”"),
        ("R046", 2, "q", "“#REF!”"),
    ]


@pytest.mark.parametrize("rows", [[], [["id", "q"]]])
def test_empty_workbooks_are_refused(refusal, rows):
    assert refusal(workbook(rows), "export.xlsx")[-1] in ("R003", "R004")


def test_a_qualtrics_workbook_has_the_same_three_header_rows(read):
    rows = [["StartDate", "Status", "Q1"], ["Start Date", "Response Type", "I lead"]]
    rows += [[f'{{"ImportId":"{name}"}}' for name in ("startDate", "status", "QID1")]]
    rows += [
        [datetime.datetime.fromisoformat("2026-01-05T09:30"), "IP Address", 4],
        [None, "Survey Preview", 4],
    ]
    table = read(workbook(rows), "export.xlsx")
    assert (table.platform, table.dialect, table.rows.tolist()) == ("qualtrics", "modern_3row", [4])
    assert table.cells.tolist() == [["2026-01-05 09:30:00", "IP Address", "4"]]
    assert table.columns[2].question == "I lead"
