"""Met, not met, cannot say: what the first page concludes from whole intervals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from mtle_survey.report.blocks import Findings, Paragraph
from mtle_survey.report.build import build_document
from mtle_survey.report.changes import change_of
from mtle_survey.report.finding_words import target_words, verdict_words
from mtle_survey.report.inline import plain
from mtle_survey.report.sections.questions import why
from mtle_survey.report.sections.summary import blocks as first_page
from mtle_survey.report.verdicts import Answer, Measure, answers
from mtle_survey.report.view import View
from mtle_survey.report.wording import change_sentence
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.study import Question, Study
from mtle_survey.table import Row, row
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


def held(adjusted: float | None) -> Row:
    """The p of one of three primary scales, adjusted for their number."""
    why = "" if adjusted is not None else "everyone changed by the same amount, so there is no test"
    found = Estimate(value=adjusted, n=24, method="holm/3") if adjusted is not None else None
    return row("p_holm", found or not_available(why, n=24, method="holm/3"), scale="lead")


def test_one_of_several_primary_scales_gets_no_verdict_that_chance_can_explain() -> None:
    rose, met, missed = measure(0.1, 0.9, None), measure(0.4, 0.9, 0.3), measure(0.0, 0.2, 0.3)
    assert rose.change is not None
    lucky = replace(rose, change=replace(rose.change, together=held(0.05)))
    assert (lucky.verdict, replace(rose, change=replace(rose.change, together=held(0.049))).verdict) == (
        "cannot say",
        "rose",
    )
    untested = replace(rose, change=replace(rose.change, together=held(None)))
    assert untested.verdict == "cannot say", "no verdict on one of several scales without their test together"
    assert replace(met, beside_target=held(0.05)).verdict == "cannot say"
    assert replace(met, beside_target=held(0.049)).verdict == "met"
    assert replace(missed, beside_target=held(0.2)).verdict == "cannot say"
    assert replace(missed, beside_target=held(0.01)).verdict == "not met"


def test_what_chance_can_explain_is_said_beside_the_number() -> None:
    rose, met = measure(0.1, 0.9, None), measure(0.4, 0.9, 0.3)
    assert rose.change is not None
    lucky = plain(change_sentence(replace(rose.change, together=held(0.08))), {})
    assert " went from " in lucky
    assert "One of several scales can stand out by chance." in lucky
    assert ".08" in lucky
    sure = plain(change_sentence(replace(rose.change, together=held(0.01))), {})
    assert " rose from " in sure
    assert "by chance" not in sure
    assert "cannot say; one of several" in target_words(replace(met, beside_target=held(0.05)))


def test_a_question_says_that_the_number_of_primary_scales_left_it_open() -> None:
    rose, met = measure(0.1, 0.9, None), measure(0.4, 0.9, 0.3)
    assert rose.change is not None
    lucky = replace(rose, change=replace(rose.change, together=held(0.08)))
    open_ = Answer(question=Question(ask=ASK, measures=("lead",)), measures=(lucky,))
    assert "does not pass the test adjusted for the number of primary scales" in plain(why(open_), {})
    near = Question(ask=ASK, measures=("lead",), target={"change": 0.3})
    beside = Answer(question=near, measures=(replace(met, beside_target=held(0.08)),))
    assert "as one of several primary scales can by chance" in plain(why(beside), {})
    sure = Answer(question=near, measures=(replace(met, beside_target=held(0.01)),))
    assert "Every measure reaches the target" in plain(why(sure), {})


def test_an_amount_by_which_everybody_changed_is_no_matter_of_chance() -> None:
    found = measure(0.1, 0.9, None).change
    assert found is not None
    same = replace(found.change, estimate=0.5, conf_low=None, conf_high=None, std_error=0.0)
    assert replace(found, change=same, together=held(None)).certain_direction == 1


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_primary_scales_are_tested_together_against_their_targets(audience: str) -> None:
    questions = [Question(ask=ASK, measures=("lead", "grow"), target={"change": 0.1})]
    both = {"primary": ("lead", "grow"), "audience": audience}
    lead, grow = answers(View(two_waves(40, questions=questions, **both)))[0].measures
    assert (lead.tests, grow.tests) == (2, 2)
    alone = answers(View(two_waves(40, questions=questions, primary=("lead",))))[0].measures
    assert [m.tests for m in alone] == [1, 0], "a scale that is not primary is described by its interval"
    assert lead.beside_target is not None
    assert lead.change is not None
    assert lead.change.together is not None
    assert lead.change.together.estimate is not None
    assert lead.beside_target.estimate is not None
    assert lead.beside_target.estimate > lead.change.together.estimate, "the target is nearer than zero"


def test_the_first_page_says_that_primary_scales_are_tested_together() -> None:
    rule = "must also pass the test adjusted for their number (Holm)"
    assert rule in under_the_findings("lead", "grow")
    assert "Holm" not in under_the_findings("lead")


def under_the_findings(*primary: str) -> str:
    """What the first page of a study with these primary scales says below its findings."""
    blocks = first_page(View(two_waves(primary=primary)))
    place = next(k for k, b in enumerate(blocks) if isinstance(b, Findings))
    legend = blocks[place + 1]
    assert isinstance(legend, Paragraph)
    return plain(legend.text, defaultdict(str))


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
