"""Plain tables: delimiter and encoding found, records counted by a parser, every record accounted for."""

from __future__ import annotations

import pytest

from mtle_survey.errors import UsageError


def excluded(table, kind):
    return next((entry.rows for entry in table.excluded if entry.kind == kind), ())


def codes(table):
    return [problem.code for problem in table.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(read, delimiter):
    rows = [["id", "note, long", "q1"], ["1", "a,b; c", "5"], ["2", "x", "4"]]
    text = "".join(delimiter.join(f'"{cell}"' for cell in row) + "\r\n" for row in rows)
    table = read(text)
    assert table.delimiter == delimiter
    assert table.cells.tolist() == rows[1:]


def test_commas_inside_a_semicolon_file_do_not_mislead(read):
    table = read("id;What is it, now, then?;q\n1;yes, no;2\n2;maybe;3\n")
    assert (table.delimiter, table.cells.shape) == (";", (2, 3))


def test_separator_line_is_obeyed_and_counted(read):
    table = read("sep=;\nid;q1\n1;5\n")
    assert table.column_names() == ("id", "q1")
    assert excluded(table, "preamble") == (1,)
    assert table.rows.tolist() == [3]


def test_line_breaks_inside_cells_do_not_make_records(read):
    table = read('id,q1\n1,"two\nlines"\n2,"a\r\nb"\n')
    assert table.records == 3
    assert table.rows.tolist() == [2, 3]
    assert table.cells[0, 1] == "two\nlines"


def test_blank_records_are_counted_as_a_spreadsheet_shows_them(read):
    table = read("id,q1\r\r\n1,5\r\r\n , \r\n2,4\r\n")
    assert table.rows.tolist() == [3, 6]
    assert excluded(table, "blank") == (2, 4, 5)
    assert "R019" in codes(table)


def test_ragged_rows_are_located_and_set_aside(read):
    table = read("id,q1,q2\n1,5,4\n2,5\n3,5,4,3\n4,1,1\n5,2,2\n")
    assert excluded(table, "ragged") == (3, 4)
    assert [(p.row, str(p.severity)) for p in table.problems if p.code == "R011"] == [
        (3, "error"),
        (4, "error"),
    ]
    assert table.cells[:, 0].tolist() == ["1", "4", "5"]


def test_trailing_delimiters_are_trimmed_and_do_not_shift_columns(read):
    table = read("id,q1\n1,5,\n2,4,\n")
    assert table.cells.tolist() == [["1", "5"], ["2", "4"]]
    assert "R028" in codes(table)


def test_words_for_nothing_stay_answers_and_numbers_stay_text(read):
    table = read("id,q1,q2\n007,NA,None\n1e5,n/a,4.0\n")
    assert table.cells.tolist() == [["007", "NA", "None"], ["1e5", "n/a", "4.0"]]


def test_repeated_headers_are_kept_as_they_are(read):
    table = read("q1,q1,q1.1\n1,2,3\n")
    assert table.column_names() == ("q1", "q1", "q1.1")
    assert "R015" in codes(table)


def test_answers_under_a_blank_header_are_noted(read):
    table = read("id,,q2\n1,2,3\n")
    assert [p.found for p in table.problems if p.code == "R016"] == ["column B"]


def test_a_second_row_of_wordings_is_a_header(read):
    head = ",Q1,Q2\nTeacher ID,I lead beyond my classroom,I share what I learn with colleagues\n"
    table = read(head + "a,5,4\nb,4,4\nc,5,3\n")
    assert table.column_names() == ("Teacher ID", "Q1", "Q2")
    assert table.columns[1].question == "I lead beyond my classroom"
    assert excluded(table, "header") == (1, 2)
    assert [(p.code, p.row) for p in table.problems] == [("R020", 2)]


def test_a_talkative_first_respondent_is_no_header(read):
    head = "id,agree,why\n1,Strongly agree,because I have always led others\n"
    table = read(head + "2,Strongly agree,no\n3,Neither agree nor disagree,not sure\n4,Strongly agree,yes\n")
    assert len(table.rows) == 4


def test_rows_with_only_an_identifier_stay_and_are_noted(read):
    table = read("id,q1,q2\n1,,\n2,,\n3,4,5\n")
    assert len(table.rows) == 3
    assert [(p.code, p.count) for p in table.problems] == [("R029", 2)]


def test_a_quotation_mark_that_never_closes_is_an_error(read):
    table = read('id,q1\n1,5\n2,"4\n3,3\n4,2\n')
    assert [(p.code, p.row) for p in table.problems if p.severity == "error"] == [("R012", 3)]


def test_broken_quoting_is_located(read):
    table = read('id,q1\n1,"said "yes" twice"\n2,ok\n')
    assert [(p.code, p.row) for p in table.problems] == [("R013", 2)]
    assert table.cells[0, 1] == 'said yes" twice"'


def test_nul_bytes_are_located(read):
    table = read(b"id,q1\n1,5\n2,\x00\x00\n3,4\n")
    assert [(p.code, p.row) for p in table.problems] == [("R014", 3)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "R003"),
        (b"\xef\xbb\xbf\r\n", "R003"),
        (b"id,q1,q2\r\n", "R004"),
        (b"justonecolumn\n1\n2\n", "R010"),
        (b"%PDF-1.7 ...", "R005"),
        (b"\x89PNG\r\n\x1a\n....", "R005"),
        (b"PK\x03\x04 broken", "R025"),
        (b"<!DOCTYPE html><html><body>login</body></html>", "R005"),
        (b"id,q1\n1,2,3\n4,5,6\n7,8,9\n", "R011"),
    ],
)
def test_what_is_no_export_is_refused_with_its_reason(refusal, content, code):
    assert code in refusal(content)


def test_a_missing_file_and_a_folder_are_refused(refusal, tmp_path):
    from mtle_survey.errors import MtleError
    from mtle_survey.readers.read import read_table

    for path, code in ((tmp_path / "no.csv", "R001"), (tmp_path, "R002")):
        with pytest.raises(MtleError) as caught:
            read_table(path)
        assert [p.code for p in caught.value.problems] == [code]


def test_an_unknown_platform_is_misuse(read):
    with pytest.raises(UsageError, match="qualtrics"):
        read("id,q1\n1,2\n", platform="quantrics")


def test_codes_are_told_from_wordings_in_one_header(read):
    table = read("turn1. Do you lead?,turn2. Do you share?\n1,2\n")
    assert table.column_names() == ("turn1", "turn2")
    assert [(c.question, c.import_id) for c in table.columns] == [
        ("Do you lead?", "turn1. Do you lead?"),
        ("Do you share?", "turn2. Do you share?"),
    ]


def test_stems_above_parts_are_two_header_rows(read):
    table = read("How often?,,Rate these,,\nNow,Then,I lead,I share,Other\n1,2,3,4,\n2,2,5,4,\n3,1,3,3,x\n")
    assert table.dialect == "table_stems"
    assert table.column_names()[2:4] == ("Rate these - I lead", "Rate these - I share")
    assert [c.statement for c in table.columns[:2]] == ["Now", "Then"]
    assert table.rows.tolist() == [3, 4, 5]
