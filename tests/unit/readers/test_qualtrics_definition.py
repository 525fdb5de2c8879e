"""A Qualtrics survey definition (QSF) beside an export says what its codes mean."""

from __future__ import annotations

import json

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.readers.read import read_table
from tests.outside import needs_real_exports
from tests.support import REAL_EXPORTS

POINTS = {str(i): {"Display": label} for i, label in enumerate(["Disagree", "Neutral", "Agree"], 1)}
QSF = {
    "SurveyEntry": {"SurveyName": "synthetic"},
    "SurveyElements": [
        {
            "Element": "SQ",
            "Payload": {
                "QuestionID": "QID7",
                "DataExportTag": "Q1",
                "QuestionType": "Matrix",
                "Selector": "Likert",
                "SubSelector": "SingleAnswer",
                "QuestionText": "<b>At my school</b>",
                "Choices": {"4": {"Display": "I lead"}, "5": {"Display": "I follow"}},
                "ChoiceOrder": ["5", 4],
                "Answers": POINTS,
                "AnswerOrder": [3, 2, 1],
                "RecodeValues": {"1": "10", "2": "20", "3": 30},
            },
        },
        {
            "Element": "SQ",
            "Payload": {
                "QuestionID": "QID8",
                "DataExportTag": "Q2",
                "QuestionType": "MC",
                "Selector": "SAVR",
                "QuestionText": "Grade?",
                "Choices": {"1": {"Display": "0"}, "2": {"Display": "1"}},
            },
        },
    ],
}


def export(status, answers):
    ids = ['{"ImportId":"status"}', '{"ImportId":"QID7_4"}', '{"ImportId":"QID8"}']
    quoted = ",".join('"' + i.replace('"', '""') + '"' for i in ids)
    return f"Status,Q1_1,Q2\nResponse Type,x,y\n{quoted}\n{status},{answers}\n"


@pytest.fixture
def definition(tmp_path):
    path = tmp_path / "survey.qsf"
    path.write_text(json.dumps(QSF), encoding="utf-8")
    return path


def test_codes_are_labelled_by_the_definitions_recode_values_in_its_order(read, definition):
    column = read(export("0", "30,1"), definition=definition).columns[1]
    assert list(column.value_labels.items()) == [("30", "Agree"), ("20", "Neutral"), ("10", "Disagree")]
    assert (column.question, column.statement) == ("At my school - I lead", "I lead")


def test_texts_that_are_digits_are_not_taken_for_codes(read, definition):
    """Choice text “1” is code 2 of the definition; an export of texts holds no codes."""
    assert read(export("IP Address", "Agree,1"), definition=definition).columns[2].value_labels == {}
    assert read(export("0", "30,1"), definition=definition).columns[2].value_labels == {"1": "0", "2": "1"}


def test_another_platforms_definition_is_refused(read, tmp_path, definition):
    other = tmp_path / "dictionary.csv"
    other.write_text("Variable / Field Name,Form Name\na,b\n", encoding="utf-8")
    with pytest.raises(MtleError, match="R038"):
        read(export("0", "30,1"), definition=other)
    with pytest.raises(MtleError, match="R038"):
        read("id,q\n1,2\n2,3\n", definition=definition)


@needs_real_exports
@pytest.mark.parametrize("dialect", ["insights", "legacy"])
def test_real_surveys_of_both_dialects_get_the_same_labels(dialect):
    folder = REAL_EXPORTS / "qualtrics"
    table = read_table(
        folder / f"qt_nobasis_{dialect}.csv", definition=folder / "qt_nobasis.qsf", keep_preview=True
    )
    labels = {column.name: dict(column.value_labels) for column in table.columns}
    assert labels["Q1"] == {"1": "Great", "2": "In the middle", "3": "Awful", "-1": "No opinion"}
    assert labels["Q3_4"]["-1"] == "No Opinion"
    assert next(c for c in table.columns if c.name == "Q3_4").statement == "Green beans"
