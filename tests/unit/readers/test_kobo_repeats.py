"""Repeated groups of Kobo workbooks (synthetic: no real workbook with repeats was at hand)."""

from __future__ import annotations

from mtle_survey.reading import FileSpec, read_wave
from tests.support import make_instrument
from tests.unit.readers.test_workbook import workbook

FORM = [
    ["start", "teacher", "group/site", "_id", "_uuid", "_submission_time", "_index"],
    ["2026-01-05", "T01", "North", 11, "u1", "2026-01-05T10:00:00", 1],
    ["2026-01-06", "T02", "South", 12, "u2", "2026-01-06T10:00:00", 2],
]
HEADER = ["lessons/a1", "lessons/a2", "_index", "_parent_table_name", "_parent_index", "_submission__id"]


def book(*repetitions):
    return workbook(FORM, more={"lessons": [HEADER, *repetitions]})


SOUND = book([4, 5, 1, "Answers", 1, 11], [2, 1, 2, "Answers", 1, 11], [3, 3, 3, "Answers", 2, 12])


def test_the_first_sheet_holds_one_record_for_each_form(read):
    table = read(SOUND, "export.xlsx")
    assert (table.platform, len(table.rows)) == ("kobo", 2)
    assert [p.code for p in table.problems if p.code == "R023"] == ["R023"]


def test_each_repetition_bears_the_answers_of_its_form(read):
    table = read(SOUND, "export.xlsx", sheet="lessons")
    assert (table.platform, table.dialect, len(table.rows)) == ("kobo", "kobo_repeat", 3)
    cells = {column.name: table.cells[:, i].tolist() for i, column in enumerate(table.columns)}
    assert cells["teacher"] == ["T01", "T01", "T02"]
    assert cells["group/site"] == ["North", "North", "South"]
    assert cells["lessons/a1"] == ["4", "2", "3"]


def test_repetitions_are_scored_under_their_respondent(tmp_path):
    path = tmp_path / "kobo.xlsx"
    path.write_bytes(SOUND)
    spec = FileSpec(path=str(path), sheet="lessons")
    responses = read_wave([spec], make_instrument(tmp_path), "pre", respondent="teacher")["pre"]
    assert responses.ids.tolist() == ["T01", "T01", "T02"]
    assert responses.items == ("a1", "a2")


def test_a_repetition_without_its_form_is_located(read):
    table = read(
        book([4, 5, 1, "Answers", 1, 11], [2, 1, 2, "Answers", 9, 19]), "export.xlsx", sheet="lessons"
    )
    assert [(p.code, p.row, p.count) for p in table.problems if p.code == "R049"] == [("R049", 3, 1)]
    assert len(table.rows) == 2


def test_a_sheet_of_forms_that_is_gone_is_located(read):
    table = read(book([4, 5, 1, "Gone", 1, 11]), "export.xlsx", sheet="lessons")
    assert [p.code for p in table.problems if p.code == "R049"] == ["R049"]
