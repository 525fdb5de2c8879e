"""Whatever a file holds, reading it gives a table that accounts for every record, or a stated refusal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtle_survey.errors import MtleError, Severity
from mtle_survey.readers.common.tokenise import RawTokeniser, plain_records
from mtle_survey.readers.read import read_table

STARTS = [
    b"",
    b"PK\x03\x04",
    b"$FL2@(#)",
    b"<stata_dta>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xff\xfe",
    b"[{",
    b"<?xml",
]
MARKS = [
    "Respondent ID",
    "Timestamp",
    "ID",
    "Start time",
    "Completion time",
    "V1",
    "V2",
    "ResponseID",
    "ResponseSet",
]
MARKS += [
    "submitdate",
    "lastpage",
    "redcap_event_name",
    "a___1",
    "f_complete",
    "_uuid",
    "_submission_time",
    "#",
]
MARKS += [
    "Time Started",
    "Date Submitted",
    "Status",
    "KEY",
    "SubmissionDate",
    "Network ID",
    "Submission Date",
]
MARKS += [
    '{"ImportId":"QID1"}',
    "{'ImportId': 'x'}",
    "",
    " ",
    "Response",
    "n/a",
    "N/A",
    "1",
    "é",
    "a\nb",
    "x [y]",
]
CELLS = st.one_of(st.sampled_from(MARKS), st.text(max_size=6))
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width + 1), min_size=1, max_size=7)
)
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_refuse(path: Path, **options: object) -> None:
    try:
        table = read_table(path, **options)
    except MtleError as refused:
        assert any(problem.severity is Severity.ERROR for problem in refused.problems)
        return
    assert table.records == len(table.rows) + sum(len(entry.rows) for entry in table.excluded)
    accounted = sorted([*table.rows.tolist(), *(row for entry in table.excluded for row in entry.rows)])
    assert accounted == list(range(accounted[0], accounted[0] + table.records))
    assert table.cells.shape == (len(table.rows), len(table.columns))
    assert all(cell is None or isinstance(cell, str) for cell in table.cells.ravel())


@quick
@given(start=st.sampled_from(STARTS), content=st.binary(max_size=300))
def test_any_bytes(tmp_path, start, content):
    path = tmp_path / "export"
    path.write_bytes(start + content)
    read_or_refuse(path)


@quick
@given(
    table=TABLES,
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    delimiter=st.sampled_from(",;\t"),
)
def test_any_table_with_the_marks_of_platforms(tmp_path, table, quoting, delimiter):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=quoting, delimiter=delimiter).writerows(table)
    path = tmp_path / "export.csv"
    path.write_bytes(buffer.getvalue().encode("utf-8", "surrogatepass"))
    read_or_refuse(path)


@pytest.mark.parametrize(
    "platform",
    [
        "qualtrics",
        "surveymonkey",
        "googleforms",
        "msforms",
        "redcap",
        "limesurvey",
        "kobo",
        "alchemer",
        "typeform",
        "jotform",
        "formr",
        "spss",
        "stata",
        "plain",
    ],
)
@settings(parent=quick, max_examples=25)
@given(table=TABLES)
def test_any_table_under_any_name(tmp_path, platform, table):
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(table)
    path = tmp_path / "export.csv"
    path.write_bytes(buffer.getvalue().encode("utf-8", "surrogatepass"))
    read_or_refuse(path, platform=platform)


@given(st.lists(st.lists(st.text(max_size=5), min_size=2, max_size=4), max_size=5))
def test_both_tokenisers_agree_on_what_is_well_formed(records):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows(records)
    text = buffer.getvalue().encode("utf-8", "replace").decode()
    tokeniser = RawTokeniser(text=text, delimiter=",", file="x")
    assert [[cell or "" for cell in r] for r in tokeniser.records()] == list(
        plain_records(text.encode(), "utf-8", ",")
    )
    assert not tokeniser.problems
