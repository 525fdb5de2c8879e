"""Responses as JSON and NDJSON (synthetic: no real file of either kind was at hand)."""

from __future__ import annotations

import json

import pytest

from mtle_survey.reading import FileSpec, read_wave
from mtle_survey.responses import Missing
from tests.support import DEMO, make_instrument

RESPONSES = [
    {
        "responseId": "R_1",
        "values": {
            "_recordId": "R_1",
            "status": 0,
            "finished": 1,
            "duration": 90,
            "QID1_1": 5,
            "QID1_2": 1,
            "QID9": ["1", "3"],
        },
        "labels": {"status": "IP Address", "QID1_1": "Strongly agree", "QID1_2": "Strongly disagree"},
        "displayedFields": ["QID1_1", "QID1_2", "QID1_3", "QID9"],
    },
    {
        "responseId": "R_2",
        "values": {"_recordId": "R_2", "status": 0, "finished": 1, "duration": 60, "QID1_1": 4, "QID1_3": 2},
        "labels": {"QID1_1": "Agree", "QID1_3": "Disagree"},
        "displayedFields": ["QID1_1", "QID1_3"],
    },
    {"responseId": "R_3", "values": {"_recordId": "R_3", "status": 1, "QID1_1": 4}, "labels": {}},
]
NDJSON = "\n".join(json.dumps(response) for response in RESPONSES) + "\n"
WHOLE = json.dumps({"responses": RESPONSES})


@pytest.mark.parametrize("content", [NDJSON, WHOLE], ids=["ndjson", "json"])
def test_qualtrics_values_labels_and_what_was_shown(read, content):
    table = read(content, "export.json")
    assert (table.platform, table.dialect, table.records) == ("qualtrics", "json", 3)
    assert [(entry.kind, entry.rows) for entry in table.excluded] == [("preview", (4,))]
    cells = {column.name: table.cells[:, i].tolist() for i, column in enumerate(table.columns)}
    assert cells["QID1_1"] == ["5", "4"]
    assert cells["QID1_2"] == ["1", None]
    assert cells["QID1_3"] == ["", "2"]
    assert cells["QID9"] == ["1,3", None]
    labels = {column.name: dict(column.value_labels) for column in table.columns}
    assert labels["QID1_1"] == {"5": "Strongly agree", "4": "Agree"}


def test_not_shown_and_seen_but_blank_stay_apart(tmp_path):
    path = tmp_path / "export.ndjson"
    path.write_text(NDJSON, encoding="utf-8")
    text = DEMO.replace("Q1_1]", "QID1_1]").replace("Q1_2]", "QID1_2]").replace("Q1_3]", "QID1_3]")
    responses = read_wave([FileSpec(path=str(path))], make_instrument(tmp_path, text), "pre")["pre"]
    assert responses.items == ("a1", "a2", "a3")
    assert responses.values[:, 0].tolist() == [5.0, 4.0]
    assert Missing(responses.reasons[1, 1]) is Missing.NOT_SHOWN
    assert Missing(responses.reasons[0, 2]) is Missing.BLANK


def test_a_line_cut_off_is_located_and_its_place_is_counted(read):
    table = read(NDJSON.replace('"responseId": "R_2"', '"responseId": R_2'), "export.ndjson")
    assert [(p.code, p.row) for p in table.problems if p.code in ("R048", "R019")] == [
        ("R048", 3),
        ("R019", 3),
    ]
    assert table.records == 3


def test_flat_objects_are_a_plain_table(read):
    flat = [{"id": 1, "a1": 4, "several": ["x", "y"]}, {"id": 2, "a1": None, "b1": True}]
    for content in (json.dumps(flat), "\n".join(map(json.dumps, flat))):
        table = read(content, "export.json")
        assert (table.platform, table.column_names()) == ("plain", ("id", "a1", "several", "b1"))
        assert table.cells.tolist() == [["1", "4", "x;y", ""], ["2", "", "", "TRUE"]]


@pytest.mark.parametrize("content", ["[1, 2]", '{"a": 1}', "[]", '[{"a": {"b": 1}}]'])
def test_other_json_is_refused(refusal, content):
    assert refusal(content, "export.json")[-1] in ("R003", "R004", "R005", "R010", "R048")
