"""What a study file may say about careless responding, and what it is told when it says it wrongly."""

from __future__ import annotations

import pytest

from mtle_survey import load_study
from mtle_survey.screening.declared import careless_rule, misfits
from tests.support import make_instrument, put_study
from tests.unit.checks.long_instrument import INSTRUMENT, ITEMS, people, table

STUDY = """
instrument: long.yaml
waves: {{pre: {{files: pre.csv}}}}
respondent: teacher
careless: {declared}
"""


def declared(folder, entry):
    path = put_study(folder, STUDY.format(declared=entry), pre=table(people(12)))
    (folder / "long.yaml").write_text(INSTRUMENT, encoding="utf-8")
    return load_study(path).careless_rule


def test_right_answers_are_read_as_codes_or_options_and_unknown_ones_passed_over(tmp_path):
    instrument = make_instrument(tmp_path, INSTRUMENT)
    rule = careless_rule({"instructed": {"s6_3": ["Agree", "5", "Agre"], "elsewhere": ["1"]}}, instrument)
    assert rule.instructed == {"s6_3": (4.0, 5.0)}


@pytest.mark.parametrize(("one", "listed"), [("Agree", "[Agree]"), ("4", "[4]")])
def test_a_single_right_answer_needs_no_list(tmp_path, one, listed):
    found = [declared(tmp_path, f"{{instructed: {{s6_4: {answer}}}}}").instructed for answer in (one, listed)]
    assert found[0] == found[1] == {"s6_4": (4.0,)}


def test_a_single_item_of_a_page_needs_no_list(tmp_path):
    assert declared(tmp_path, f"{{pages: {{seconds: {ITEMS[0]}}}}}").pages == {"seconds": (ITEMS[0],)}


def test_an_answer_that_is_none_is_told_the_options_that_have_a_name(tmp_path):
    ends = INSTRUMENT.replace(
        "labels: [Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree]",
        "labels: {1: Never, 5: Always}",
    ).replace("correct: [Agree]", "correct: [4]")
    entry = {"instructed": {"s6_4": ("Often",)}}
    (told,) = misfits(entry, make_instrument(tmp_path, ends))
    assert told == (("instructed", "s6_4"), "“Often”", "Its options: Never / Always.")
