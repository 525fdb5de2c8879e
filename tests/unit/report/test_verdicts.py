"""Met, not met, cannot say: what the first page concludes from whole intervals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtle_survey.report.blocks import Findings
from mtle_survey.report.build import build_document
from mtle_survey.report.changes import change_of
from mtle_survey.report.finding_words import verdict_words
from mtle_survey.report.sections.summary import blocks as first_page
from mtle_survey.report.verdicts import Answer, Measure, answers
from mtle_survey.report.view import View
from mtle_survey.study import Question, Study
from tests.unit.report.studies import two_waves

ASK = "Do they lead more?"


def measure(low: float, high: float, target: float | None) -> Measure:
    """A measure whose change has these bounds."""
    view = View(two_waves())
    assert view.main_contrast is not None
    c = change_of(view, view.instrument.scale["lead"], view.main_contrast)
    assert c is not None
    row = replace(c.change, estimate=(low + high) / 2, conf_low=low, conf_high=high)
    c = replace(c, change=row, across_sites=None)
    return Measure(scale=c.scale, change=c, levels=(), target=target, sites=None)


@pytest.mark.parametrize(
    ("low", "high", "target", "verdict"),
    [
        (0.3, 0.9, 0.3, "met"),
        (0.1, 0.9, 0.3, "cannot say"),
        (0.1, 0.2, 0.3, "not met"),
        (-0.9, -0.3, -0.3, "met"),
        (-0.2, 0.1, -0.3, "not met"),
        (-0.9, -0.1, -0.3, "cannot say"),
        (0.1, 0.9, None, "rose"),
        (-0.9, -0.1, None, "fell"),
        (-0.1, 0.9, None, "cannot say"),
    ],
)
def test_a_verdict_follows_from_the_whole_interval(
    low: float, high: float, target: float | None, verdict: str
) -> None:
    assert measure(low, high, target).verdict == verdict


def answer(*verdicts: tuple[float, float], target: float | None) -> Answer:
    asked = Question(ask=ASK, measures=("lead",), target=None if target is None else {"change": target})
    return Answer(question=asked, measures=tuple(measure(*bounds, target) for bounds in verdicts))


def test_a_question_is_met_by_all_of_its_measures_and_missed_by_one() -> None:
    met, open_, missed = (0.4, 0.9), (0.1, 0.9), (0.0, 0.1)
    assert answer(met, met, target=0.3).verdict == "met"
    assert answer(met, open_, target=0.3).verdict == "cannot say"
    assert answer(met, missed, target=0.3).verdict == "not met"
    assert verdict_words(answer(met, open_, target=0.3)) == "Cannot say (met by 1 of 2)"
    assert verdict_words(answer(open_, open_, target=0.3)) == "Cannot say; rose on 2 of 2"
    assert verdict_words(answer(met, target=None)) == "Rose; no target was set"
    assert verdict_words(answer(met, (-0.1, 0.9), target=None)) == "Rose on 1 of 2; no target was set"


def test_sites_can_take_a_verdict_back() -> None:
    sure = measure(0.4, 0.9, 0.3)
    assert sure.change is not None
    wide = replace(sure.change.change, conf_low=-0.1, conf_high=1.2, method="CR2")
    assert replace(sure, change=replace(sure.change, across_sites=wide)).verdict == "cannot say"


def asked(**options: object) -> Study:
    questions = [
        Question(ask=ASK, measures=("lead", "grow"), target={"change": 0.1}),
        Question(ask="Are they supported?", measures=("help",)),
        Question(ask="Are students better off?"),
    ]
    return two_waves(questions=questions, cluster="site", **options)


def test_the_first_page_ends_each_question_with_a_verdict() -> None:
    found = next(b for b in first_page(View(asked())) if isinstance(b, Findings))
    verdicts = ["".join(map(str, f.verdict)) for f in found.findings]
    assert verdicts[0].startswith(("Met", "Not met", "Cannot say"))
    assert verdicts[1] == "Described, not judged"
    assert verdicts[2] == "Not judged", "no scale was named for it"


def test_conditions_are_not_judged_even_beside_a_target() -> None:
    study = two_waves(questions=[Question(ask=ASK, measures=("help",), target={"change": 0.1})])
    assert answers(View(study))[0].verdict == "described"


def test_sites_directions_are_internal() -> None:
    view = View(asked())
    assert answers(view)[0].measures[0].sites is not None
    assert answers(View(asked(audience="public")))[0].measures[0].sites is None


def test_each_question_has_a_section_of_its_own_and_items_are_shown_once() -> None:
    document = build_document(asked())
    names = [b.id for b in document.blocks() if hasattr(b, "id")]
    assert {"question-1", "question-2", "question-3"} <= set(names)
    assert names.count("figure-answers-lead") == 1
    assert "figure-answers-lead" in document.on_paper
