"""Advice on sound definitions, and that every instrument problem is provoked by some test."""

from __future__ import annotations

import pytest

from mtle_survey.catalogue import CATALOGUE
from mtle_survey.errors import Severity
from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.lint import check_instrument
from mtle_survey.instrument.load import load_instrument
from mtle_survey.instrument.template import new_instrument
from tests.unit.instrument.advice import ADVICE, reviewed
from tests.unit.instrument.definitions import SOUND, load
from tests.unit.instrument.faults import FAULTS


def _codes(text: str) -> list[str]:
    return [p.code for p in check_instrument(load(text))]


def test_nothing_is_said_about_a_reviewed_and_clear_definition() -> None:
    assert _codes(reviewed()) == []


@pytest.mark.parametrize("code", ADVICE)
def test_advice_is_given_under_its_own_code_and_no_other(code: str) -> None:
    assert set(_codes(ADVICE[code])) == {code}


def test_every_instrument_problem_is_provoked_by_a_test() -> None:
    assert {*FAULTS, *ADVICE} == {code for code in CATALOGUE if code.startswith("I")}


def test_advice_never_is_an_error_and_names_its_line() -> None:
    for text in ADVICE.values():
        for problem in check_instrument(load(text)):
            assert problem.severity is not Severity.ERROR
            assert problem.row is not None or problem.code == "I100"


@pytest.mark.parametrize(
    "text",
    [
        "I share between lessons and meetings.",
        "I spend ten minutes or more on one problem.",
        "I plan orders in my notebook.",
    ],
)
def test_harmless_words_draw_no_advice(text: str) -> None:
    items = SOUND["items"].replace("I help.", text)
    assert _codes(reviewed(items=items)) == []


def test_notes_of_loading_are_part_of_the_check() -> None:
    formats = "response_formats:\n  agree5: {codes: [0, 1], labels: [No, Yes]}\n"
    assert "I017" in _codes(reviewed(response_formats=formats))


def test_the_template_loads_without_a_problem_and_lacks_only_a_review() -> None:
    instrument = load(new_instrument("our_survey"))
    assert instrument.problems == ()
    assert [p.code for p in check_instrument(instrument)] == ["I100"]


@pytest.mark.parametrize("found", list_instruments(), ids=lambda found: found.id)
def test_shipped_instruments_say_that_they_are_not_reviewed(found: object) -> None:
    problems = check_instrument(load_instrument(found.path))
    assert "I100" in {p.code for p in problems}
    assert not {p.code for p in problems} & {"I101", "I105", "I107", "I108"}
