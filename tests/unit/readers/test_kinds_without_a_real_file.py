"""Synthetic exports of kinds of which no public file was found, read as a study reads them."""

from __future__ import annotations

import pytest

from mtle_survey.reading import FileSpec, read_wave
from tests.support import make_instrument
from tests.unit.readers.test_workbook import workbook

TEXTS = [
    "I share what I know with colleagues.",
    "Colleagues ask for my view.",
    "I keep my ideas to myself.",
    "I speak up in meetings.",
]
LABELS = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
ANSWERS = [[4, 5, 1, 2], [3, 3, 2, 5]]


def answers(tmp_path, content, name, **spec):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    responses = read_wave([FileSpec(path=str(path), **spec)], make_instrument(tmp_path), "pre")["pre"]
    assert not [p for p in responses.problems if p.severity == "error"], responses.problems
    assert responses.values[:, :4].tolist() == ANSWERS
    return responses


def labelled():
    return [[LABELS[code - 1] for code in row] for row in ANSWERS]


def test_microsoft_forms_workbook_of_a_likert_table_with_names(tmp_path):
    header = ["ID", "Start time", "Completion time", "Email", "Name", *(f"{text}\u00a0" for text in TEXTS)]
    rows = [
        [i, "2026-01-05 10:00:00", "2026-01-05 10:05:00", f"p{i}@example.org", f"Person {i}", *row]
        for i, row in enumerate(labelled(), 1)
    ]
    responses = answers(tmp_path, workbook([header, *rows]), "forms.xlsx")
    assert responses.sources[0].platform == "msforms"
    assert "R042" in [p.code for p in responses.problems]


def test_surveymonkey_numerical_values_with_a_collector(tmp_path):
    first = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "How is it at your school?",
    ]
    second = ["", "", "", "", "", TEXTS[0]]
    head = [[*first, "", "", ""], [*second, *TEXTS[1:]]]
    body = [[110 + i, 9, "01/05/2026", "01/05/2026", "", *row] for i, row in enumerate(ANSWERS)]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [*head, *body]) + "\n"
    assert answers(tmp_path, text, "monkey.csv").sources[0].platform == "surveymonkey"


@pytest.mark.parametrize("as_codes", [True, False], ids=["reporting values", "texts"])
def test_alchemer_grid(tmp_path, as_codes):
    header = ["Response ID", "Time Started", "Date Submitted", "Status", *(f"{t}:How is it?" for t in TEXTS)]
    body = [
        [i, "Jan 5, 2026 10:00:00 AM", "Jan 5, 2026 10:05:00 AM", "Complete", *row]
        for i, row in enumerate(ANSWERS if as_codes else labelled(), 1)
    ]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in [header, *body]) + "\n"
    assert answers(tmp_path, text, "SurveyExport.csv").sources[0].platform == "alchemer"


@pytest.mark.parametrize("suffix", [".sav", ".zsav", ".por", ".dta"])
def test_labelled_codes_of_statistics_programs(tmp_path, suffix):
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame(ANSWERS, columns=["a1", "a2", "a3", "a4"]).astype(float)
    labels = {name: dict(enumerate(LABELS, 1)) for name in frame.columns}
    path = tmp_path / f"made{suffix}"
    if suffix == ".por":
        pyreadstat.write_por(frame, path)
    elif suffix == ".dta":
        whole = frame.astype(int)
        pyreadstat.write_dta(whole, path, variable_value_labels=labels, column_labels=TEXTS)
    else:
        pyreadstat.write_sav(
            frame,
            path,
            variable_value_labels=labels,
            column_labels=TEXTS,
            compress=suffix == ".zsav",
        )
    content = path.read_bytes()
    platform = "stata" if suffix == ".dta" else "spss"
    assert answers(tmp_path, content, f"export{suffix}").sources[0].platform == platform


def test_a_limesurvey_question_file_is_a_definition(refusal):
    text = '<?xml version="1.0"?><document><LimeSurveyDocType>Question</LimeSurveyDocType></document>'
    assert refusal(text, "question.lsq") == ["R006"]
