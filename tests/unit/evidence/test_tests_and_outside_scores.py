"""A test with right answers and scores from observers: scored, analysed, and part of change."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.instrument.load import read_instrument
from mtle_survey.reading import read_responses
from mtle_survey.rules import apply_rules
from mtle_survey.rules.mean_of_numbers import mean_of_numbers
from mtle_survey.rules.number_correct import number_correct
from mtle_survey.scores import score
from mtle_survey.study import Study

KNOWLEDGE = """
id: know
version: 1.0.0
title: Knowledge
response_formats:
  agree4: {codes: [1, 2, 3, 4], labels: [Strongly disagree, Disagree, Agree, Strongly agree]}
items:
  k1: {text: "What is 7 x 8?", options: ["54", "56"], correct: "56"}
  k2: {text: All squares are rectangles., format: agree4, correct: [Agree, Strongly agree]}
  k3: {text: Half of a half?, options: [a quarter, one], correct: A Quarter}
  o1: {text: Observer 1, type: number, range: [0, 10]}
  o2: {text: Observer 2, type: number, range: [0, 10]}
scores:
  knowledge: {rule: number_correct, title: Content knowledge, inputs: {items: [k1, k2, k3]}}
  hurried: {rule: number_correct, inputs: {items: [k1, k2, k3]}, params: {blank: wrong}}
  observed: {rule: mean_of_numbers, inputs: {items: [o1, o2]}}
fields:
  teacher: {title: Code, role: respondent}
"""
HEADER = "teacher,k1,k2,k3,o1,o2"
PRE = [
    "A,54,Agree,one,4,6",
    "B,56,Disagree,,5,",
    "C,56,Strongly agree,a quarter,3,50",
    "D,,,,2,4",
    "E,54,1,one,1,2",
]
POST = [
    "A,56,Agree,one,8,6",
    "B,56,Agree,one,5,7",
    "C,56,4,a quarter,3,5",
    "D,54,1,one,6,4",
    "E,56,3,one,5,4",
]


@pytest.fixture
def study(tmp_path):
    instrument = read_instrument(KNOWLEDGE.encode())
    waves = {}
    for wave, rows in (("pre", PRE), ("post", POST)):
        path = tmp_path / f"{wave}.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        waves[wave] = read_responses(str(path), instrument, wave=wave)
    return Study(instrument, waves=waves, respondent="teacher")


def test_right_answers_are_counted_and_a_blank_is_no_wrong_answer(study):
    pre = study.waves["pre"]
    columns = apply_rules(pre, score(pre))
    assert list(columns["knowledge"]) == [1.0, None, 3.0, None, 0.0]
    assert list(columns["knowledge_of"]) == [3, 2, 3, 0, 3]
    assert list(columns["hurried"]) == [1.0, 1.0, 3.0, None, 0.0]


def test_numbers_outside_their_range_and_single_ones_make_no_mean(study):
    pre = study.waves["pre"]
    assert list(apply_rules(pre, score(pre))["observed"]) == [5.0, None, None, 3.0, 1.5]


def test_items_are_analysed_by_test_and_wave(study):
    share = study.keyed_tests.one(statistic="difficulty", scale="knowledge", item="k1", wave="pre")
    assert (share.estimate, share.n) == (0.5, 4)
    blank_is_wrong = study.keyed_tests.one(statistic="difficulty", scale="hurried", item="k1", wave="pre")
    assert (blank_is_wrong.estimate, blank_is_wrong.n) == (0.5, 4)
    third = study.keyed_tests.one(statistic="difficulty", scale="hurried", item="k3", wave="pre")
    assert (third.estimate, third.n) == (0.25, 4)
    whole = study.keyed_tests.one(statistic="kr20", scale="knowledge", wave="post")
    assert whole.unavailable, "five people carry no reliability"


@pytest.mark.parametrize(
    ("score_id", "wave", "n", "mean"),
    [
        ("knowledge", "pre", 3, (1 + 3 + 0) / 3),
        ("knowledge", "post", 3, (2 + 3 + 2) / 3),
        ("observed", "pre", 2, (5 + 1.5) / 2),  # D was observed but answered no rated item: not linked
        ("observed", "post", 2, (7 + 4.5) / 2),
    ],
)
def test_they_take_part_in_change_person_by_person(study, score_id, wave, n, mean):
    found = study.changes.rule_scores
    at = found.one(statistic="mean", scale=score_id, contrast="post - pre", wave=wave)
    assert (at.n, at.estimate) == (n, pytest.approx(mean))
    change = found.one(statistic="mean_change", scale=score_id, contrast="post - pre")
    assert change.n == n
    assert change.unavailable, "so few people carry no interval"
    assert change in study.changes.table.rows


def test_a_score_that_was_not_asked_is_not_there():
    nothing = np.full((3, 2), None, dtype=object)
    assert list(number_correct({"items": nothing}, {}, 3)[""]) == [None, None, None]
    assert list(mean_of_numbers({"items": nothing}, {}, 3)[""]) == [None, None, None]


def test_one_reading_is_enough_where_that_is_declared():
    marks = np.array([[4.0, None], [None, None], [2.0, 4.0]], dtype=object)
    assert list(mean_of_numbers({"items": marks}, {"at_least": "1"}, 3)[""]) == [4.0, None, 3.0]
