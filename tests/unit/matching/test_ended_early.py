"""Responses that the platform marks as unfinished: blanks after the last answer are not guessed at."""

from __future__ import annotations

import pytest

from mtle_survey.responses import Missing
from mtle_survey.study_file import load_study
from tests.support import make_instrument, put_study, read

NAMES = (
    "StartDate,EndDate,Status,Progress,Duration (in seconds),Finished,RecordedDate,ResponseId,"
    "Q1_1,Q1_2,Q1_3,Q1_4,code"
)
DAY = "2025-09-01 10:00:00"


def export(*rows):
    """A Qualtrics table without its further header rows; each row is progress, finished, answers, code."""
    lines = [
        f"{DAY},{DAY},IP Address,{progress},300,{finished},{DAY},R_{n},{answers},c{n}"
        for n, (progress, finished, answers) in enumerate(rows)
    ]
    return NAMES + "\n" + "\n".join(lines)


ROWS = (
    (100, "True", "1,2,3,4"),
    (100, "True", "1,,3,"),  # finished: nobody tells us that the last was not seen
    (50, "False", "2,,3,"),  # one left blank before the last answer, one after it
    (25, "False", "2,,,"),
    (0, "False", ",,,"),
)
BLANK, NEVER = int(Missing.BLANK), int(Missing.NOT_SHOWN)
STUDY = "instrument: demo.yaml\nwaves:\n  pre: {files: pre.csv, forms: [short]UNFINISHED}\n"


def reasons(folder, declared=""):
    study = load_study(put_study(folder, STUDY.replace("UNFINISHED", declared), pre=export(*ROWS)))
    return study, study.waves["pre"].reasons.tolist()


@pytest.mark.parametrize("declared", ["", ", unfinished: blank"])
def test_without_a_word_of_the_evaluator_every_blank_was_left_blank_and_a_note_says_so(tmp_path, declared):
    study, states = reasons(tmp_path, declared)
    assert states[2] == [0, BLANK, 0, BLANK]
    assert not any(NEVER in row for row in states)
    (told,) = [p for p in study.problems if p.code == "D121"]
    assert told.found == "3 responses, 8 blank answers after the last one given"
    assert told.rows == (4, 5, 6)
    assert "unfinished: not_shown" in told.fix


def test_where_it_is_declared_blanks_after_the_last_answer_were_never_shown(tmp_path):
    study, states = reasons(tmp_path, ", unfinished: not_shown")
    assert states == [
        [0, 0, 0, 0],
        [0, BLANK, 0, BLANK],
        [0, BLANK, 0, NEVER],
        [0, NEVER, NEVER, NEVER],
        [NEVER] * 4,
    ]
    (told,) = [p for p in study.problems if p.code == "D121"]
    assert told.fix == "nothing" and "never shown" in told.why
    shares = {r.item: r for r in study.missing.rows if r.statistic == "missing" and r.method == "blank"}
    assert (shares["a4"].estimate, shares["a4"].n) == (1 / 2, 2), "of those who were shown it"


def test_progress_tells_where_the_platform_does_not_say_who_finished(tmp_path):
    instrument = make_instrument(tmp_path)
    text = export(*ROWS).replace("Finished,", "Completed,")
    (told,) = [p for p in read(tmp_path, instrument, text).problems if p.code == "D121"]
    assert told.count == 3


def test_a_plain_table_says_nothing_of_who_finished(tmp_path):
    responses = read(tmp_path, make_instrument(tmp_path), "teacher,a1,a2,a3,a4\nx,1,,,\ny,1,2,3,4")
    assert "D121" not in {p.code for p in responses.problems}


def test_answers_of_another_form_further_on_show_that_the_questions_were_reached(tmp_path):
    later = "  retro: {items: [a1], occasion: retro, format: separate, columns: {a1: [code]}}\n"
    path = put_study(
        tmp_path,
        STUDY.replace("UNFINISHED", ", unfinished: not_shown"),
        pre=export((50, "False", "2,,,"), *ROWS[:2]),
    )
    demo = tmp_path / "demo.yaml"
    demo.write_text(demo.read_text(encoding="utf-8").rstrip() + "\n" + later, encoding="utf-8")
    assert load_study(path).waves["pre"].reasons[0].tolist() == [0, BLANK, BLANK, BLANK]
