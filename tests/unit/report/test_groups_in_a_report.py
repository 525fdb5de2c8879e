"""What a report of a comparison tells of each group, and nowhere of both as if they were the program's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mtle_survey.report.bands import rating
from mtle_survey.report.blocks import Details, Paragraph, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document, texts_of
from mtle_survey.report.inline import plain
from mtle_survey.report.sections.screening import blocks as screening
from mtle_survey.report.view import View
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.study import Study
from mtle_survey.table import Row
from tests.unit.report.designs import compared
from tests.unit.report.studies import two_waves


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


def test_the_groups_are_told_from_their_start_to_their_end() -> None:
    study = compared(primary=("lead",))
    document = build_document(study)
    start, end = _table(document, "table-start"), _table(document, "table-comparison")
    words = _section(document, "comparison")
    assert (
        "The program group is Program (40 people in both waves); it is compared with Other (20 people"
        in words
    )
    assert words.index(document.words(start.caption)) < words.index(document.words(end.caption))
    led = study.comparison.one(statistic="baseline_g", scale="lead")
    means = {
        arm: study.comparison.one(statistic="mean", scale="lead", wave="pre", group=f"arm={arm}").estimate
        for arm in "pc"
    }
    first = start.rows[0]
    assert document.words(first[0].text) == "Leading", "what the study is judged by comes first"
    assert [cell.value for cell in first[1:5]] == [60, means["p"], means["c"], led.estimate]


def test_the_start_is_rated_by_the_observed_difference() -> None:
    shown = {}
    for g in (0.05, -0.0512, 0.25, 0.2504, -0.26):
        shown[g] = rating(Row(statistic="baseline_g", estimate=g, conf_low=g - 1, conf_high=g + 1, n=60))
    assert list(shown.values()) == [
        "alike",
        "once adjusted",
        "once adjusted",
        "too far apart",
        "too far apart",
    ]


def test_both_groups_taken_together_are_folded_away() -> None:
    document = build_document(compared(primary=("lead",)))
    change = next(s for s in document.sections if s.id == "change")
    folded = [b for b in change.blocks if isinstance(b, Details)]
    assert [document.words(b.title) for b in folded] == ["Everyone taken together"]
    assert not [b for b in change.blocks if isinstance(b, TableBlock)]


def test_groups_of_one_site_each_are_told_side_by_side() -> None:
    study = compared(primary=("lead",), target=0.3)
    for wave in study.waves.values():
        wave.fields["site"][:] = np.where(wave.fields["arm"] == "p", "1", "2")
    document = build_document(study)
    words = _section(document, "comparison")
    assert "Each group is told by itself, because the two cannot be compared." in words
    assert "One group is a single site: what the site does cannot be told from the program" in words
    assert not [b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-comparison"]
    assert "the groups cannot be compared" in _section(document, "summary")
    assert "at 1 of 1 sites" not in _section(document, "summary")
    assert "Bring more sites into both groups." in _section(document, "next")


def test_what_a_difference_would_take_is_planned_for_two_groups() -> None:
    study = compared(primary=("lead",), rise=0.0)
    for wave in study.waves.values():
        wave.fields["site"][:] = None
    told = _section(build_document(study), "next")
    assert "With 40 people of the program and 20 to compare with in both waves" in told
    assert "a difference has to be about this large" in told


def test_sites_are_alike_within_a_group_and_not_because_of_the_program() -> None:
    study = compared(primary=("lead",), rise=1.5)
    for wave in study.waves.values():
        arm = wave.fields["arm"] == "p"
        wave.fields["site"][:] = np.where(arm, "A", "B") + (np.arange(len(arm)) % 5).astype(str)
    alike = study.change_by_site.where(statistic="cluster_icc", scale="lead")
    assert {row.group for row in alike} == {"arm=p", "arm=c"}
    panel = study.panel
    pairs = panel.pair(study.contrasts[0], "lead")
    here = panel.field("arm")[pairs.person] == "p"
    change, site = (pairs.post - pairs.pre)[here], panel.field("site")[pairs.person][here].astype(str)
    own = study.change_by_site.one(statistic="cluster_icc", scale="lead", group="arm=p")
    assert own.estimate == cluster_icc(change, site).value
    table = _table(build_document(study), "table-sites")
    assert len(table.rows) == 2


def test_three_sites_of_one_group_are_held_constant_and_nothing_is_said_of_sites_in_general() -> None:
    study = two_waves(30, 0, primary=("lead",))
    for wave in study.waves.values():
        wave.fields["site"][:] = [f"{k % 3}" for k in range(30)]
    document = build_document(study)
    table = _table(document, "table-within-sites")
    within = study.change_by_site.one(statistic="mean_change", scale="lead", method="site_stratified")
    rose = study.change_by_site.one(statistic="sites_rose", scale="lead")
    assert [cell.value for cell in table.rows[0][1:4]] == [30, 3, round(rose.estimate * 3)]
    assert table.rows[0][5].value == within.estimate
    assert "nothing can be said of sites in general" in _section(document, "groups")
    assert not [b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-sites"]
