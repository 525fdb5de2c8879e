"""Every fault of a definition is found, named by its own code, located and explained."""

from __future__ import annotations

import pytest

from mtle_survey.errors import Severity
from tests.unit.instrument.definitions import definition, load, problems_of
from tests.unit.instrument.faults import FAULTS

ACCOMPANIED = {"I046": {"I041"}}  # an aspect outside any scale is rated and in no scale


def test_the_sound_definition_has_no_problem() -> None:
    assert load(definition()).problems == ()


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_is_found_under_its_own_code_and_no_other(code: str) -> None:
    problems = problems_of(FAULTS[code])
    assert {p.code for p in problems} - ACCOMPANIED.get(code, set()) == {code}


@pytest.mark.parametrize("code", FAULTS)
def test_a_problem_is_located_and_has_a_remedy(code: str) -> None:
    for problem in problems_of(FAULTS[code]):
        assert problem.file == "demo.yaml"
        assert problem.row is not None
        assert f"(line {problem.row}, column " in problem.found
        assert problem.why
        assert problem.fix
        assert (
            "{" not in problem.fix.replace("{item: header}", "").replace("{key: value}", "")
            or ":" in problem.fix
        )
        assert "“”" not in problem.found + problem.why + problem.fix


def test_all_problems_are_collected_in_file_order() -> None:
    text = definition(
        head="id: demo\ntitel: Demo\n",
        scales="scales:\n  lead: {title: Leading, items: [q1, q9]}\n"
        "  two: {title: Two, items: [q1, q2], parts: [x]}\n",
    )
    problems = problems_of(text)
    errors = [p.code for p in problems if p.severity is Severity.ERROR]
    assert sorted(errors) == ["I010", "I012", "I012", "I050", "I052", "I060"]
    assert [p.row for p in problems] == sorted(p.row or 0 for p in problems)


def test_a_misspelt_item_of_a_scale_is_told_once_and_nothing_that_follows_from_it() -> None:
    text = definition(scales="scales:\n  lead: {title: Leading, items: [q1, q22], reverse_keyed: [q2]}\n")
    assert [p.code for p in problems_of(text)] == ["I050"]


def test_a_reversed_item_outside_its_scale_is_told_where_the_scale_could_be_read() -> None:
    text = definition(scales="scales:\n  lead: {title: Leading, items: [q1, q3], reverse_keyed: [q2]}\n")
    assert "I063" in [p.code for p in problems_of(text)]


def test_a_study_file_given_as_an_instrument_is_told_as_such() -> None:
    (told,) = problems_of(FAULTS["I006"])
    assert told.row == 2
    assert told.fix == "Name the instrument: mtle."
