"""Decisions on the way in, on definitions of a few lines."""

from __future__ import annotations

import json

import pytest

from mtle_survey.exchange.annotation import Annotation, annotation_text, read_annotation
from mtle_survey.exchange.start import start_from
from mtle_survey.instrument.load import read_instrument

HEADER = (
    "field_name,form_name,section_header,field_type,field_label,select_choices_or_calculations,field_note,"
    "text_validation_type_or_show_slider_number,text_validation_min,text_validation_max,identifier,"
    "branching_logic,required_field,custom_alignment,question_number,matrix_group_name,matrix_ranking,"
    "field_annotation\n"
)


@pytest.fixture
def redcap(tmp_path):
    def start(*lines):
        path = tmp_path / "dictionary.csv"
        rows = [",".join([*line, *[""] * (18 - len(line))]) for line in lines]
        path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
        one = start_from(path, "mine")
        return one, read_instrument(one.text.encode("utf-8"))

    return start


def radio(name, choices):
    return (name, "f", "", "radio", f"Question {name}", f'"{choices}"')


@pytest.mark.parametrize(
    ("choices", "codes", "out"),
    [
        ("-2, Much less | -1, Less | 0, Same | 1, More | 2, Much more", (-2, -1, 0, 1, 2), set()),
        ("1, No | 2, Yes | -1, No basis", (1, 2), {"-1"}),
        ("1, Low | 2, Mid | 3, High | 99, Left blank by us", (1, 2, 3), {"99"}),
        ("1, Low | 2, High | 3, Not applicable", (1, 2), {"3"}),
        ("1, Disagree | 2, Not sure | 3, Agree", (1, 2, 3), set()),
        ("5, Agree | 3, Neither | 1, Disagree", (1, 3, 5), set()),
    ],
)
def test_ways_out_are_told_from_answers(redcap, choices, codes, out):
    one, instrument = redcap(radio("a", choices))
    assert instrument.format_of("a").codes == codes
    assert set(instrument.format_of("a").nonresponse) == out
    assert [p.code for p in one.problems].count("X012") == len(out)


def test_codes_against_the_order_on_screen_are_for_decision(redcap):
    one, _ = redcap(radio("a", "1, Low | 3, High | 2, Middle"))
    assert "X013" in {p.code for p in one.problems}


def test_options_that_read_alike_are_told_apart(redcap):
    one, instrument = redcap(radio("a", "1, Yes | 2, yes | 3, No"))
    assert "X018" in {p.code for p in one.problems}
    assert instrument.format_of("a").labels[1] == "yes (2)"


def test_text_codes_make_a_group_unless_questions_share_them(redcap):
    one, instrument = redcap(radio("a", "m, Man | w, Woman"))
    assert instrument.field["a"].codes == ("m", "w")
    assert "X020" in {p.code for p in one.problems}
    one, instrument = redcap(radio("a", "lo, Little | hi, Much"), radio("b", "lo, Little | hi, Much"))
    assert instrument.format_of("b").aliases == {"lo": 1, "hi": 2}
    assert "X015" in {p.code for p in one.problems}


def test_what_is_no_question_is_left_out_and_told(redcap):
    later = ("t", "f", "", "descriptive", "Halfway there")
    one, instrument = redcap(radio("a", "1, Yes | 2, No"), later)
    assert "X011" in {p.code for p in one.problems}
    assert set(instrument.item) == {"a"}


def test_long_and_foreign_names_become_ids_and_stay_as_headers(redcap):
    name = "Über_eine_sehr_lange_Variable_mit_Namen"
    one, instrument = redcap(radio(name, "1, Ja | 2, Nein"), radio("row", "1, Ja | 2, Nein"))
    first = instrument.items[0]
    assert first.columns == (name,)
    assert len(first.id) <= 26
    assert instrument.items[1].columns == ("row",)
    assert next(p for p in one.problems if p.code == "X016").count == 2


def test_side_by_side_and_free_text_of_an_option(tmp_path):
    answers = {"1": {"Display": "Bad"}, "2": {"Display": "Good"}}
    questions = {
        "QID1": {
            "DataExportTag": "Q1",
            "QuestionType": "SBS",
            "QuestionText": "Rate",
            "Choices": {"1": {"Display": "Tea"}},
            "AdditionalQuestions": {
                "1": {"QuestionText": "Taste", "SubSelector": "SingleAnswer", "Answers": answers},
                "2": {"QuestionText": "Price", "SubSelector": "SingleAnswer", "Answers": answers},
            },
        },
        "QID2": {
            "DataExportTag": "Q2",
            "QuestionType": "MC",
            "Selector": "SAVR",
            "QuestionText": "Which?",
            "Choices": {"1": {"Display": "This"}, "2": {"Display": "Other", "TextEntry": "true"}},
        },
    }
    elements = [
        {"Element": "SQ", "PrimaryAttribute": key, "Payload": payload} for key, payload in questions.items()
    ]
    listed = [{"Type": "Question", "QuestionID": key} for key in questions]
    elements.append({"Element": "BL", "Payload": [{"Type": "Default", "ID": "B", "BlockElements": listed}]})
    path = tmp_path / "survey.qsf"
    path.write_text(json.dumps({"SurveyEntry": {"SurveyName": "S"}, "SurveyElements": elements}))
    instrument = read_instrument(start_from(path, "mine").text.encode())
    headers = [header for item in instrument.items for header in item.columns]
    assert headers == ["Q1#1_1", "Q1#2_1", "Q2", "Q2_2_TEXT"]


def test_a_newer_lime_survey_keeps_its_texts_in_tables_of_their_own(tmp_path):
    def table(name, *rows):
        cells = ["".join(f"<{k}>{v}</{k}>" for k, v in row.items()) for row in rows]
        return f"<{name}><rows>{''.join(f'<row>{c}</row>' for c in cells)}</rows></{name}>"

    text = (
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>606</DBVersion>"
        "<languages><language>en</language></languages>"
        + table("groups", {"gid": 1, "group_order": 1})
        + table("questions", {"qid": 5, "parent_qid": 0, "gid": 1, "type": "F", "title": "G"})
        + table("subquestions", {"qid": 6, "parent_qid": 5, "gid": 1, "title": "S1", "question_order": 1})
        + table(
            "question_l10ns",
            {"qid": 5, "question": "How often?", "language": "en"},
            {"qid": 6, "question": "I lead", "language": "en"},
            {"qid": 6, "question": "Ich leite", "language": "de"},
        )
        + table(
            "answers",
            {"aid": 1, "qid": 5, "code": "2", "sortorder": 2, "scale_id": 0},
            {"aid": 2, "qid": 5, "code": "1", "sortorder": 1, "scale_id": 0},
        )
        + table(
            "answer_l10ns",
            {"aid": 1, "answer": "Often", "language": "en"},
            {"aid": 2, "answer": "Never", "language": "en"},
        )
        + "</document>"
    )
    path = tmp_path / "new.lss"
    path.write_text(text, encoding="utf-8")
    instrument = read_instrument(start_from(path, "mine").text.encode())
    item = instrument.items[0]
    assert (item.text, item.columns) == ("I lead", ("G[S1]",))
    assert instrument.format_of(item.id).labels == ("Never", "Often")


def test_an_annotation_is_read_back_and_foreign_text_is_none():
    note = Annotation(scales=("a", "b-"), missing={"8": "refused"}, title="R & D", personal=True)
    assert read_annotation(f" {annotation_text(note)}\n") == note
    assert read_annotation("mtle {broken") is None
    assert read_annotation('mtle {"unknown":1}') is None
    assert read_annotation("@HIDDEN") is None
