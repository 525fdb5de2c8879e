"""Qualtrics: three kinds of header, preview responses counted loudly, wording split where it is shared."""

from __future__ import annotations

import json

NAMES = [
    "StartDate",
    "Status",
    "IPAddress",
    "Duration (in seconds)",
    "ResponseId",
    "Q1_1",
    "Q1_2",
    "Q1_2_TEXT",
]
WORDINGS = [
    "Start Date",
    "Response Type",
    "IP Address",
    "Duration (in seconds)",
    "Response ID",
    "<b>I lead</b> - and&nbsp;share - With my team",
    "<b>I lead</b> - and&nbsp;share - With others",
    "<b>I lead</b> - and&nbsp;share - With others - Text",
]
IDS = ["startDate", "status", "ipAddress", "duration", "_recordId", "QID3_10", "QID3_11", "QID3_11_TEXT"]


def line(cells):
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n"


def modern(*responses):
    ids = [
        json.dumps({"ImportId": name, "timeZone": "America/New_York"}, separators=(",", ":")) for name in IDS
    ]
    return line(NAMES) + line(WORDINGS) + line(ids) + "".join(map(line, responses))


def response(status, answer="5"):
    return ["2026-01-05 10:00:00", status, "192.0.2.1", "312", "R_1", answer, "4", "a\nb"]


def test_modern_header(read):
    table = read(modern(response("0")))
    assert (table.platform, table.dialect) == ("qualtrics", "modern_3row")
    assert table.column_names() == tuple(NAMES)
    assert [column.import_id for column in table.columns] == IDS
    assert table.rows.tolist() == [4]


def test_the_shared_stem_is_the_longest_not_the_first(read):
    table = read(modern(response("0")))
    assert [c.statement for c in table.columns[5:7]] == ["With my team", "With others"]
    assert table.columns[5].question == "I lead - and share - With my team"


def test_platform_columns_are_flagged(read):
    table = read(modern(response("0")))
    assert [c.name for c in table.columns if c.metadata] == NAMES[:5]
    assert [c.name for c in table.columns if c.personal] == ["IPAddress"]
    assert [c.meaning for c in table.columns[:5]] == ["start", "status", "", "duration", "response_id"]


def test_previews_tests_and_spam_are_left_out_with_a_count(read):
    statuses = [
        "0",
        "1",
        "IP Address",
        "Survey Preview",
        "9",
        "17",
        "Survey Test",
        "8",
        "EX Spam",
        "4",
        "16",
        "48",
    ]
    table = read(modern(*map(response, statuses)))
    kept = [table.cells[i, 1] for i in range(len(table.rows))]
    assert kept == ["0", "IP Address", "4", "16", "48"]
    assert {e.kind: e.rows for e in table.excluded if e.kind != "header"} == {
        "preview": (5, 7, 8, 9),
        "spam": (11, 12),
        "test": (10,),
    }
    warnings = [p for p in table.problems if p.code == "R017"]
    assert [(str(p.severity), p.count) for p in warnings] == [("warning", 4), ("warning", 2), ("warning", 1)]
    assert "preview: keep" in warnings[0].fix


def test_previews_can_be_kept(read):
    table = read(modern(response("0"), response("Survey Preview")), keep_preview=True)
    assert len(table.rows) == 2
    assert ("R031", "note") in [(p.code, str(p.severity)) for p in table.problems]


def test_nothing_but_previews_is_an_error_that_names_the_switch(refusal):
    assert refusal(modern(response("1"), response("1"))) == ["R017", "R018"]


def test_single_quoted_import_ids(read):
    ids = ["ResponseID", "Status", "QID2-1", "QID2-2"]
    header = line(["ResponseID", "Status", "Q2_-1", "Q2_1"]) + line(
        ["ResponseID", "Status", "How well-known is-Squash", "How well-known is-Kale"]
    )
    table = read(header + line([str({"ImportId": name}) for name in ids]) + line(["R_1", "0", "1", "2"]))
    assert table.dialect == "legacy_exporter_3row_single_quoted"
    assert [c.import_id for c in table.columns] == ids
    assert [c.statement for c in table.columns[2:]] == ["Squash", "Kale"]


def test_two_row_legacy_header(read):
    header = line(["V1", "V2", "V3", "Q1", "Q1", ""]) + line(
        ["ResponseID", "ResponseSet", "Status", "x-a", "x-b", ""]
    )
    table = read("\ufeff" + header + line(["R_1", "Default", "0", "5", "4", ""]))
    assert table.dialect == "legacy_v1"
    assert table.column_names() == ("ResponseID", "ResponseSet", "Status", "Q1", "Q1", "")
    assert [c.statement for c in table.columns[3:5]] == ["a", "b"]


def test_a_stripped_export_is_still_recognised(read):
    wording = line(["Start Date", "Response Type", "IP Address", *WORDINGS[3:]])
    for header, count in ((line(NAMES) + wording, 2), (line(NAMES), 1)):
        table = read(header + line(response("0")) + line(response("1")))
        assert (table.platform, table.dialect) == ("qualtrics", "stripped")
        assert table.rows.tolist() == [count + 1]
        assert "R030" in [p.code for p in table.problems]


def test_line_breaks_between_carriage_returns_do_not_hide_the_header(read):
    table = read(modern(response("0"), response("0", "2")).replace("\r\n", "\r\r\n"))
    assert table.rows.tolist() == [7, 9]
    assert next(e.rows for e in table.excluded if e.kind == "header") == (1, 3, 5)


def test_duplicate_names_keep_their_import_ids(read):
    names, ids = list(NAMES), list(IDS)
    names[6] = names[5]
    text = modern(response("0")).replace('"Q1_2"', '"Q1_1"')
    table = read(text)
    assert [c.import_id for c in table.columns if c.name == "Q1_1"] == ids[5:7]
    assert "R015" in [p.code for p in table.problems]
