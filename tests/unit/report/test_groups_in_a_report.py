"""What a report of a comparison tells of each group, and nowhere of both as if they were the program's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mtle_survey.report.blocks import Paragraph, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document, texts_of
from mtle_survey.report.inline import plain
from mtle_survey.report.sections.screening import blocks as screening
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.test_other_designs import compared


def _table(document: Document, name: str) -> TableBlock:
    return next(b for b in document.blocks() if isinstance(b, TableBlock) and b.id == name)


def _section(document: Document, name: str) -> str:
    section = next(s for s in document.sections if s.id == name)
    return " ".join(document.words(content) for block in section.blocks for content in texts_of(block))


def _without_hours(study: Study) -> Study:
    for wave in study.waves.values():
        wave.fields["hours"][wave.fields["arm"] == "c"] = None
    return study


def test_participation_is_that_of_the_program_group() -> None:
    study = _without_hours(compared(primary=("lead",), dose="hours"))
    document = build_document(study)
    words = _section(document, "dosage")
    assert "Participation and change are those of the program group alone." in words
    assert "have an amount on record too" not in words
    slope = study.dosage.one(statistic="dose_slope", scale="lead")
    shown = next(r for r in _table(document, "table-dosage").rows if document.words(r[0].text) == "Leading")
    assert shown[1].value == slope.n == 40


def test_hours_of_people_outside_the_program_are_named() -> None:
    words = _section(build_document(compared(primary=("lead",), dose="hours")), "dosage")
    assert "20 people of Other have an amount on record too; they are not counted here." in words


def test_single_questions_stand_group_below_group() -> None:
    study = compared(primary=("lead",))
    document = build_document(study)
    table = _table(document, "table-answers-moved-lead")
    assert [document.words(c.label) for c in table.columns][:3] == ["Question", "Group", "n"]
    assert "q" not in [document.words(c.label) for c in table.columns], "a group by itself is not tested"
    assert [document.words(row[1].text) for row in table.rows] == ["Program", "Other"] * 3
    first = study.changes.item_change.one(statistic="answered_higher", item="lead1", group="arm=p")
    assert table.rows[0][3].value == round(first.estimate * first.n)


def test_the_conclusion_that_must_hold_is_the_difference() -> None:
    study = compared(primary=("lead",))
    words = _section(build_document(study), "sensitivity")
    assert "The adjusted difference between the groups leads this report." in words
    assert "everyone together" not in words
    led = study.comparison.one(statistic="ancova_effect", scale="lead", wave="post")
    table = _table(build_document(study), "table-sensitivity")
    assert table.rows[0][3].value == led.estimate


def test_careless_answers_are_weighed_by_the_difference() -> None:
    study = compared(primary=("lead",))
    three = np.arange(60) < 3
    study.__dict__["careless"] = {w: replace(s, meets_rule=three) for w, s in study.careless.items()}
    told = [plain(b.text, {}) for b in screening(View(study)) if isinstance(b, Paragraph)]
    same = "the conclusion about the difference of the groups is the same for every leading outcome"
    assert same in told[-1]
    (line,) = study.sensitivity.lines
    assert line.ways["without_careless"].n == 57


def test_a_public_edition_tells_of_no_single_question_by_group() -> None:
    view = View(compared(audience="public"))
    shown = view.shown(view.study.changes.item_change)
    assert len(shown) and not any(row.available for row in shown)
    assert np.all([row.group for row in shown])
