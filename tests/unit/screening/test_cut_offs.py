"""Each cut-off of the documentation, at the value itself and on both sides of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mtle_survey.screening import screen as screening
from mtle_survey.screening.rule import FAMILIES, CarelessRule
from mtle_survey.screening.screen import screen
from mtle_survey.stats.careless.person_index import PersonIndex
from tests.support import make_instrument, read
from tests.unit.checks.long_instrument import INSTRUMENT, ITEMS, REVERSED, people, table

NAN = np.nan


def responses(folder, x=None, text=INSTRUMENT, seconds=300.0):
    read_in = read(folder, make_instrument(folder, text), table(people() if x is None else x))
    return replace(read_in, timing=np.broadcast_to(seconds, len(read_in)).astype(float))


def says(monkeypatch, index, *values):
    """Let an index have these values in the first people, and none in the others."""
    monkeypatch.setattr(
        screening,
        index,
        lambda x, *_: PersonIndex(values=np.array([*values, *[NAN] * (len(x) - len(values))])),
    )


@pytest.mark.parametrize(
    ("index", "values", "flagged"),
    [
        ("psychometric_synonyms", (-0.01, 0.0, 0.01), [True, False, False]),
        ("psychometric_antonyms", (0.01, 0.0, -0.01), [True, False, False]),
        ("even_odd", (0.299, 0.30, 0.301), [True, False, False]),
        ("person_total", (-0.01, 0.0, 0.01), [True, False, False]),
        ("time_per_item", (0.49, 0.5, 1.0), [False, True, True]),
        ("relative_time", (0.333, 1 / 3, 0.334), [True, False, False]),
    ],
)
def test_an_index_beyond_its_cut_off_is_a_sign(tmp_path, monkeypatch, index, values, flagged):
    says(monkeypatch, index, *values)
    found = screen((responses(tmp_path),))
    assert found.flags[index][:3].tolist() == flagged
    assert not found.flags[index][3:].any(), "no value is no sign"


def test_a_distance_is_a_sign_where_one_in_a_thousand_is_as_far(tmp_path, monkeypatch):
    monkeypatch.setattr(screening, "mahalanobis_p", lambda *_: np.array([0.00099, 0.001, NAN, *[0.5] * 57]))
    assert np.flatnonzero(screen((responses(tmp_path),)).flags["mahalanobis"]).tolist() == [0]


TEN = """
id: ten
version: 1.0.0
title: Ten
response_formats:
  agree5: {codes: [1, 2, 3, 4, 5], labels: [a, b, c, d, e]}
items:
""" + "\n".join(f"  q{i}: {{text: Question {i}, format: agree5}}" for i in range(10))
TEN += (
    "\nscales:\n  q: {title: Q, items: ["
    + ", ".join(f"q{i}" for i in range(10))
    + "], reverse_keyed: [q0]}\n"
)


def ten(folder, *rows):
    lines = [",".join(f"q{i}" for i in range(10)), *(",".join(row) for row in rows)]
    return screen((read(folder, make_instrument(folder, TEN), "\n".join(lines)),))


def test_a_run_is_long_from_eight_answers_on(tmp_path):
    """The first question is the reversed one: a run that begins with it goes through both directions."""
    found = ten(tmp_path, "3333333315", "3333333151", "1333333335", "1333333351", "1515151515")
    assert found.flags["longstring"].tolist() == [True, False, False, False, False]
    assert found.run_without_reversals.tolist() == [False, False, True, False, False]
    assert found.indices["longstring"].tolist() == [8, 7, 8, 7, 1]


def test_a_run_is_long_from_half_of_its_block_on(tmp_path):
    x = people()
    for person, length in enumerate((12, 11)):
        x[person, :length], x[person, length] = 2, 4
    assert screen((responses(tmp_path, x),)).flags["longstring"][:2].tolist() == [True, False]


def test_no_variation_is_a_sign_from_eight_answers_on(tmp_path):
    found = ten(tmp_path, [*"33333333", "", ""], [*"3333333", "", "", ""], [*"33333334", "", ""])
    assert found.flags["irv"].tolist() == [True, False, False]


@pytest.mark.parametrize(("seconds", "fast"), [(47.9, 1.0), (48.1, 0.0)])
def test_a_page_is_fast_below_two_seconds_an_item(tmp_path, seconds, fast):
    assert screen((responses(tmp_path, seconds=seconds),)).indices["time_per_item"][0] == fast


def test_the_time_of_those_who_answered_little_counts_per_answer_and_of_nobody_not_at_all(tmp_path):
    x = people()
    x[0], x[1] = NAN, NAN
    x[1, 3] = 2
    seconds = np.where(np.arange(60) < 2, 1.5, 300.0)
    found = screen((responses(tmp_path, x, seconds=seconds),)).indices["time_per_item"]
    np.testing.assert_array_equal(found[:3], [NAN, 1.0, 0.0])


def test_a_declared_page_that_the_export_lacks_is_passed_over(tmp_path):
    timed = replace(responses(tmp_path), page_seconds={"p1": np.full(60, 10.0)})
    rule = CarelessRule(pages={"p1": ITEMS[:12], "elsewhere": ITEMS[12:]})
    assert screen((timed,), rule).indices["time_per_item"].tolist() == [1.0] * 60


def test_total_times_are_compared_where_there_are_times_and_enough_people(tmp_path):
    untimed = replace(responses(tmp_path), timing=None)
    nobody_went_on = responses(tmp_path, np.where(np.arange(24) < 11, people(), NAN))
    few = responses(tmp_path, people(20))
    told = [screen((part,)).unavailable["relative_time"] for part in (untimed, nobody_went_on, few)]
    assert told[:2] == ["the export holds no times"] * 2
    assert "needs 50 respondents" in told[2]


@pytest.mark.parametrize(("wrong", "flagged"), [(1, False), (2, True), (3, True)])
def test_two_of_three_instructed_items_are_a_sign(tmp_path, wrong, flagged):
    x = people()
    x[:, :3] = 4
    x[0, :wrong] = 2
    rule = CarelessRule(instructed=dict.fromkeys(ITEMS[:3], (4.0,)))
    found = screen((responses(tmp_path, x),), rule)
    assert found.indices["instructed_items"][0] == wrong
    assert found.flags["instructed_items"].tolist() == [flagged] + [False] * 59


def test_the_lowest_twentieth_of_variability_is_reported(tmp_path, monkeypatch):
    says(monkeypatch, "irv", *np.arange(1.0, 41.0))
    found = screen((responses(tmp_path),))
    assert np.flatnonzero(found.low_variability).tolist() == [0, 1], "two of forty"
    says(monkeypatch, "irv")
    assert not screen((responses(tmp_path),)).low_variability.any()
    others = CarelessRule(indices=tuple(name for name in FAMILIES if name != "irv"))
    assert not screen((responses(tmp_path),), others).low_variability.any()


@pytest.mark.parametrize("both_directions", [True, False])
def test_no_variation_counts_as_a_strong_sign_where_questions_have_both_directions(
    tmp_path, monkeypatch, both_directions
):
    text = INSTRUMENT
    for item in REVERSED if not both_directions else ():
        text = text.replace(f", reverse_keyed: [{item}]", "")
    says(monkeypatch, "irv", *[0.0] * 2)
    says(monkeypatch, "person_total", -0.5, 0.5)
    found = screen((responses(tmp_path, text=text),))
    assert found.families[:3].tolist() == [2, 1, 0], "two kinds of signs, one, none"
    assert found.meets_rule[:3].tolist() == [both_directions, False, False]
