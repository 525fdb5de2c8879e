"""Parquet is read as a plain table, or refused with the way to make it readable."""

from __future__ import annotations

import datetime
import io

import pytest

from mtle_survey import read_responses
from mtle_survey.readers import parquet
from tests.support import make_instrument


@pytest.fixture
def content():
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.table(
        {
            "id": ["007", "008", None],
            "a1": pyarrow.array([4, None, 5], type=pyarrow.int64()),
            "a2": [4.0, 2.5, float("nan")],
            "when": [datetime.date(2026, 1, 5), None, None],
            "several": [["x", "y"], [], None],
            "label": pyarrow.array(["Agree", "Disagree", "Agree"]).dictionary_encode(),
        }
    )
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(table, buffer)
    return buffer.getvalue()


def test_values_are_what_people_would_type(read, content):
    table = read(content, "export.parquet")
    assert (table.platform, table.dialect, table.rows.tolist()) == ("plain", "parquet", [2, 3, 4])
    assert table.cells.tolist() == [
        ["007", "4", "4", "2026-01-05", "x;y", "Agree"],
        ["008", "", "2.5", "", "", "Disagree"],
        ["", "5", "", "", "", "Agree"],
    ]


def test_names_of_columns_are_not_taken_for_another_wording(tmp_path):
    import pyarrow
    import pyarrow.parquet

    path = tmp_path / "pre.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"a1": ["4", "5"], "a2": ["3", "1"]}), path)
    responses = read_responses(path, make_instrument(tmp_path))
    assert responses.values[:, list(responses.items).index("a1")].tolist() == [4, 5]
    assert not [p for p in responses.problems if p.code == "D003"]


@pytest.mark.parametrize("cut", [4, 40, 200])
def test_a_damaged_file_is_a_located_problem(refusal, content, cut):
    assert refusal(content[:-cut], "export.parquet") == ["R051"]


def test_without_pyarrow_the_remedy_is_named(refusal, content, monkeypatch):
    monkeypatch.setattr(parquet, "find_spec", lambda _: None)
    assert refusal(content, "export.parquet") == ["R050"]


def test_another_kind_of_file_under_this_name_is_refused(refusal):
    assert refusal("a,b\n1,2\n", platform="parquet") == ["R005"]
