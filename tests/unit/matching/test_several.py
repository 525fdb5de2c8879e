"""Questions with several answers are one answer again, however a platform spreads them over columns."""

from __future__ import annotations

import pytest

from mtle_survey.errors import Severity
from mtle_survey.reading import FileSpec, read_wave
from tests.support import DEMO, make_instrument, write_csv

ITEM = (
    "items:\n  grades: {text: Which grades do you teach?, type: multiple, columns: [Q5],"
    " options: [Grades K-2, Grades 3-5, 'Mixed (3, 4, 5)']}\n"
)


def chosen(tmp_path, text):
    instrument = make_instrument(tmp_path, DEMO.replace("items:\n", ITEM, 1))
    responses = read_wave([FileSpec(path=str(write_csv(tmp_path, text)))], instrument, "pre")["pre"]
    return responses.texts["grades"].tolist(), responses.problems


EXPECTED = ["Grades K-2; Mixed (3, 4, 5)", "Grades 3-5", None]


@pytest.mark.parametrize(
    ("header", "first", "second"),
    [
        ("grades___gradesk2,grades___grades35,grades___mixed345", "1,0,1", "0,1,0"),
        ("grades/Grades_K_2,grades/Grades_3_5,grades/Mixed_3_4_5", "True,False,True", "False,True,False"),
        ("Q5_7,Q5_8,Q5_9", 'Grades K-2,,"Mixed (3, 4, 5)"', ",Grades 3-5,"),
        ('grades[Grades K-2],"grades[Mixed (3, 4, 5)]",grades[Grades 3-5]', "Yes,Yes,No", "No,No,Yes"),
    ],
    ids=["redcap", "kobo", "qualtrics text, known by their cells", "limesurvey text, another order"],
)
def test_one_column_for_each_option(tmp_path, header, first, second):
    texts, _ = chosen(tmp_path, f"a1,{header}\n1,{first}\n2,{second}\n3,,,\n")
    assert texts == EXPECTED


def test_nothing_chosen_is_told_from_nothing_said(tmp_path):
    texts, _ = chosen(tmp_path, "a1,grades___gradesk2,grades___grades35\n1,0,0\n2,,\n")
    assert texts == ["", None]


def test_a_code_for_seen_but_not_answered_is_not_a_choice_and_is_told(tmp_path):
    texts, problems = chosen(
        tmp_path, "a1,grades_Grades K-2,grades_Grades 3-5\n1,1,-99\n2,-99,-99\n3,-99,1\n"
    )
    assert texts == ["Grades K-2", None, "Grades 3-5"]
    told = [(p.code, p.severity, p.row, p.column, p.count) for p in problems if p.code == "D111"]
    assert told == [
        ("D111", Severity.NOTE, 3, "grades_Grades K-2", 2),
        ("D111", Severity.NOTE, 2, "grades_Grades 3-5", 2),
    ]


def test_a_word_that_says_neither_is_a_warning(tmp_path):
    _, problems = chosen(tmp_path, "a1,grades_Grades K-2,grades_Grades 3-5\n1,1,perhaps\n2,1,1\n")
    assert [(p.severity, p.row) for p in problems if p.code == "D111"] == [(Severity.WARNING, 2)]


def test_the_options_own_columns_go_before_a_joined_one(tmp_path):
    """Kobo joins with spaces, which labels hold too."""
    texts, _ = chosen(
        tmp_path,
        "a1,grades,grades/Grades_K_2,grades/Grades_3_5\n1,Grades_K_2 Grades_3_5,1,1\n2,Grades_3_5,0,1\n",
    )
    assert texts == ["Grades K-2; Grades 3-5", "Grades 3-5"]


def test_columns_that_are_numbered_and_say_nothing_are_not_guessed(tmp_path):
    instrument = make_instrument(tmp_path, DEMO.replace("items:\n", ITEM, 1))
    path = write_csv(tmp_path, "a1,Q5_1,Q5_2\n1,1,\n2,1,1\n")
    assert "grades" not in read_wave([FileSpec(path=str(path))], instrument, "pre")["pre"].texts


def test_a_joined_cell_stays_as_it_is(tmp_path):
    assert chosen(tmp_path, 'a1,grades\n1,"Grades K-2, Grades 3-5"\n2,\n')[0] == [
        "Grades K-2, Grades 3-5",
        None,
    ]
