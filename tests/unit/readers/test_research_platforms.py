"""Research platforms, on small exports written by the rules of their own exporters; all content is synthetic.

No public file was found of some kinds: Qualtrics as tab-separated UTF-16, REDCap labels, Kobo label mode with
semicolons. They are built by rule.
"""

from __future__ import annotations

import json

import pytest


def names(table, *, flag):
    return [column.name for column in table.columns if getattr(column, flag)]


def cell(table, row, name):
    return table.cells[row, table.column_names().index(name)]


def codes(table):
    return [problem.code for problem in table.problems]


# REDCap


REDCAP = (
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,talk,"
    "why___1,why____99,lead_complete,note,close_complete\n"
    "1,pre_arm_1,,,2,1,0,2,ok,2\n"
    "1,post_arm_1,,,,0,0,0,,\n"
    "1,post_arm_1,lead,1,3,0,1,2,,\n"
)
DICTIONARY = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels","Identifier?"\n'
    'record_id,lead,,text,"Record ID",,\n'
    'talk,lead,,radio,"I talk <i>often</i>","1, Never | 2, Now, and then | 3, Always",\n'
    'why,lead,,checkbox,Why?,"1, For fun | -99, Not asked",\n'
    "note,close,,text,Your secret,,y\n"
)


def test_redcap_untouched_forms_are_not_shown(read):
    table = read(REDCAP)
    assert (table.platform, table.dialect) == ("redcap", "raw")
    assert [table.cells[row, 5:7].tolist() for row in range(3)] == [["1", "0"], [None, None], ["0", "1"]]
    assert {"R034", "R035", "R036"} <= set(codes(table))


def test_redcap_events_can_be_chosen(read):
    table = read(REDCAP, only={"redcap_event_name": "post_arm_1", "redcap_repeat_instrument": "lead"})
    assert table.rows.tolist() == [4]
    assert not {"R034", "R035"} & set(codes(table))


def test_redcap_dictionary_gives_labels_options_and_identifiers(read, tmp_path):
    (tmp_path / "dictionary.csv").write_text(DICTIONARY)
    table = read(REDCAP, definition=tmp_path / "dictionary.csv")
    by_name = {column.name: column for column in table.columns}
    assert by_name["talk"].question == "I talk often"
    assert by_name["talk"].value_labels == {"1": "Never", "2": "Now, and then", "3": "Always"}
    assert [by_name[name].statement for name in ("why___1", "why____99")] == ["For fun", "Not asked"]
    assert not any(table.cells[:, by_name["note"].position])


def test_redcap_labels_are_led_back_to_variables(read, tmp_path):
    (tmp_path / "dictionary.csv").write_text(DICTIONARY)
    text = (
        '"Record ID","Event Name","I talk often","Why? (choice=For fun)","Why? (choice=Not asked)",'
        "Complete?,Complete?\n"
        '1,Pre,"Now, and then",Checked,Unchecked,Complete,Complete\n'
        "2,Pre,,Unchecked,Unchecked,Incomplete,Incomplete\n"
    )
    table = read(text, definition=tmp_path / "dictionary.csv")
    assert (table.platform, table.dialect) == ("redcap", "labels")
    assert table.column_names()[2:5] == ("talk", "why___1", "why____99")
    assert table.cells[1, 2:5].tolist() == [None, None, None]


def test_a_wrong_definition_is_refused(refusal, tmp_path):
    (tmp_path / "dictionary.csv").write_text("a,b\n1,2\n")
    assert refusal(REDCAP, definition=tmp_path / "dictionary.csv") == ["R038"]


# LimeSurvey


def test_limesurvey_tells_a_blank_from_a_question_never_shown(read):
    table = read(
        '"id","submitdate","lastpage","Q[SQ001]","Q[other]"\n"1","1980-01-01","3","A1",""\n"2","","1",,\n\n'
    )
    assert (table.platform, table.dialect) == ("limesurvey", "code")
    assert table.cells[:, 3:].tolist() == [["A1", ""], [None, None]]
    assert "R037" in codes(table)


def test_limesurvey_without_quotes_tells_nothing(read):
    table = read("id,submitdate,lastpage,Q1\n1,1980-01-01,3,\n2,,1,A2\n")
    assert table.cells[:, 3].tolist() == ["", "A2"]


def test_limesurvey_code_and_text_headings(read):
    table = read(
        '"id. Response ID";"submitdate. Date submitted";"Ag2[SQ002]. Agreement … [I lead]"\n'
        '"1";"1980-01-01";"A1"\n'
    )
    assert (table.dialect, table.delimiter) == ("codetext", ";")
    assert (table.columns[2].name, table.columns[2].statement) == ("Ag2[SQ002]", "I lead")


def test_limesurvey_full_answers_say_not_applicable_for_not_shown(read):
    table = read("Response ID,Which? [A],Which? [B],Rate [C]\n1,Yes,No,N/A\n2,N/A,N/A,Agree\n")
    assert table.cells[:, 1:].tolist() == [["Yes", "No", "N/A"], [None, None, "Agree"]]


LSS = """<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<DBVersion>{version}</DBVersion><languages><language>en</language></languages>
<questions><rows><row><qid>1</qid><parent_qid>0</parent_qid><type>F</type><title>Q</title>{text}</row></rows>
</questions>
<subquestions><rows><row><qid>2</qid><parent_qid>1</parent_qid><title>SQ001</title>{part}</row></rows></subquestions>
<answers><rows><row><qid>1</qid><aid>8</aid><code>A2</code><sortorder>2</sortorder><scale_id>0</scale_id>{high}</row>
<row><qid>1</qid><aid>7</aid><code>A1</code><sortorder>1</sortorder><scale_id>0</scale_id>{low}</row></rows></answers>
{more}</document>"""
OLDER = LSS.format(
    version=365,
    text="<question><![CDATA[<p>Rate these</p>]]></question><language>en</language>",
    part="<question>I lead</question><language>en</language>",
    low="<answer> Never</answer><language>en</language>",
    high="<answer> Always</answer><language>en</language>",
    more="",
)
NEWER = LSS.format(
    version=606,
    text="",
    part="",
    low="",
    high="",
    more="<question_l10ns><rows><row><qid>1</qid><question>Rate these</question><language>en</language></row>"
    "<row><qid>1</qid><question>Bewerten</question><language>de</language></row>"
    "<row><qid>2</qid><question>I lead</question><language>en</language></row></rows></question_l10ns>"
    "<answer_l10ns><rows><row><aid>7</aid><answer>Never</answer><language>en</language></row>"
    "<row><aid>8</aid><answer>Always</answer><language>en</language></row></rows></answer_l10ns>",
)


@pytest.mark.parametrize("structure", [OLDER, NEWER])
def test_limesurvey_structure_gives_wording_and_answers_in_order(read, tmp_path, structure):
    (tmp_path / "survey.lss").write_text(structure)
    table = read("id,submitdate,lastpage,Q[SQ001]\n1,x,1,A1\n", definition=tmp_path / "survey.lss")
    column = table.columns[3]
    assert (column.question, column.statement) == ("Rate these [I lead]", "I lead")
    assert list(column.value_labels.items()) == [("A1", "Never"), ("A2", "Always")]


# Kobo and ODK


def test_kobo_labels_with_semicolons_and_a_multi_select(read):
    text = (
        '"start";"end";"lead/Q1";"lead/why";"lead/why/fun";"spot";"_spot_latitude";"_id";"_uuid";"_submission_time"\n'
        '"2026-01-05";"2026-01-05";"Agree";"fun";"1";"52 4";"52";"7";"abc";"2026-01-05"\n'
    )
    table = read(text)
    assert (table.platform, table.dialect, table.delimiter) == ("kobo", "kobo", ";")
    by_name = {column.name: column for column in table.columns}
    assert by_name["lead/Q1"].import_id == "Q1"
    assert by_name["lead/why/fun"].statement == "fun"
    assert by_name["_uuid"].meaning == "response_id"
    assert not any(table.cells[0, by_name[name].position] for name in ("spot", "_spot_latitude"))


def test_odk_central(read):
    table = read("SubmissionDate,lead-Q1,meta-instanceID,KEY,SubmitterName\n2026-01-05,3,uuid:1,uuid:1,Ann\n")
    assert table.dialect == "odk_central"
    assert table.columns[1].import_id == "Q1"
    assert "SubmitterName" in names(table, flag="personal")


def test_formhub_sign_for_nothing_is_a_blank(read):
    table = read("Q1,Q2,formhub/uuid,_uuid,_submission_time\nn/a,True,x,a,t\n3,n/a,x,b,t\n")
    assert table.cells[:, :2].tolist() == [["", "True"], ["3", ""]]
    assert [p.count for p in table.problems if p.code == "R033"] == [2]


# formr


def test_formr_results(read):
    records = [
        {
            "session": "s1",
            "created": "c",
            "modified": "m",
            "ended": "e",
            "expired": None,
            "x_1": "4",
            "x_2R": 3,
        },
        {"session": "s2", "created": "c", "modified": "m", "ended": None, "expired": None, "x_1": None},
    ]
    table = read(json.dumps(records), "results.json")
    assert table.platform == "formr"
    assert table.cells[:, 5:].tolist() == [["4", "3"], ["", ""]]
    assert "R041" in codes(table)


# Qualtrics in its further shapes


def test_qualtrics_as_tab_separated_utf16(read):
    rows = [["ResponseId", "Status", "Q1"], ["Response ID", "Response Type", "I lead, often"]]
    rows += [[json.dumps({"ImportId": i}) for i in ("_recordId", "status", "QID1")], ["R_1", "0", "5"]]
    quoted = "\r\n".join("\t".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    table = read((quoted + "\r\n").encode("utf-16"), "export.tsv")
    assert (table.platform, table.dialect, table.encoding, table.delimiter) == (
        "qualtrics",
        "modern_3row",
        "utf-16",
        "\t",
    )
    assert table.columns[2].question == "I lead, often"


def test_qualtrics_for_spss(tmp_path):
    pandas = pytest.importorskip("pandas")
    import pyreadstat

    from mtle_survey.readers.read import read_table

    frame = pandas.DataFrame(
        {
            "StartDate": ["2026-01-05", "2026-01-05"],
            "Status": [0.0, 1.0],
            "Progress": [100.0, 50.0],
            "Duration__in_seconds_": [300.0, 20.0],
            "Finished": [1.0, 0.0],
            "ResponseId": ["R_1", "R_2"],
            "Q1_1": [4.0, 2.0],
        }
    )
    path = tmp_path / "export.sav"
    pyreadstat.write_sav(
        frame, path, column_labels={"Q1_1": "Rate - I lead"}, variable_value_labels={"Q1_1": {4.0: "Agree"}}
    )
    table = read_table(path)
    assert (table.platform, table.dialect, len(table.rows)) == ("qualtrics", "sav", 1)
    assert table.columns[3].meaning == "duration"
    assert table.columns[6].value_labels == {"4": "Agree"}
    assert table.cells[0, 6] == "4"


@pytest.mark.parametrize("content", [b"$FL2@(#) cut off", b"<stata_dta><header>cut off"])
def test_a_damaged_statistics_file_is_refused(refusal, content):
    assert refusal(content, "export.sav") == ["R040"]


def test_a_statistics_file_is_not_read_under_a_wrong_name(refusal):
    assert refusal(b"$FL2@(#) cut off", platform="google") == ["R005"]
