"""Tests of a comparison: primary scales together, and each comparison group by itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mtle_survey.report.between_groups import difference_of
from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.comparison_words import between_sentence
from mtle_survey.report.document import Document
from mtle_survey.report.format import p_value
from mtle_survey.report.inline import plain
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.designs import DESIGN, compared, point, said
from tests.unit.report.studies import instrument, responses


def _with_p(study: Study) -> tuple[str, str]:
    """The p and the adjusted p of the scale that the question asks of, as people read them."""
    about = {"scale": "lead", "wave": "post", "contrast": "program - comparison"}
    effect = study.comparison.one(statistic="ancova_effect", **about)
    adjusted = study.comparison.one(statistic="ancova_p_holm", **about)
    assert effect is not None and effect.p_value is not None
    assert adjusted is not None and adjusted.estimate is not None
    return p_value(effect.p_value), p_value(adjusted.estimate)


def _comparison_table(document: Document) -> TableBlock:
    return next(b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-comparison")


def test_primary_scales_are_tested_together_in_table_and_answer() -> None:
    study = compared(primary=("lead", "grow"), rise=0.45)
    raw, holm = _with_p(study)
    assert f"Test with Holm’s adjustment for 2 primary scales: p {holm}. Unadjusted: p {raw}." in point(study)
    document = build_document(study)
    table = _comparison_table(document)
    place = next(k for k, c in enumerate(table.columns) if "Holm" in plain(c.label, {}))
    shown = [plain(row[place].text, {}) for row in table.rows]
    assert shown[0] == " / ".join(p.removeprefix("=\u00a0").replace("\u00a0", "") for p in (raw, holm))
    assert shown[2] == "–", "the total is not primary"
    words = said(document)
    assert "The adjusted difference is tested for the primary scales only (Leading and Growing)" in words
    assert "Holm, S. (1979)" in words


def beside_two(apart: float = 0.0) -> Study:
    """Ninety people dealt to the program and two groups to compare with, the second of them ``apart``."""
    model = instrument()
    pre, post = responses(model, "pre", range(90)), responses(model, "post", range(90), seed=2, rise=0.3)
    place = np.argsort(np.argsort(pre.values[:, :6].sum(axis=1), kind="stable"))
    for wave in (pre, post):
        wave.fields["arm"][:] = np.array(["p", "c", "d"])[place % 3]
        wave.values[place % 3 == 2] = np.clip(wave.values[place % 3 == 2] + apart, 1, 5)
    design = {**DESIGN, "comparison": ["c", "d"]}
    return Study(model, {"pre": pre, "post": post}, respondent="teacher", design=design, title="A study")


def test_the_conclusion_is_held_against_each_comparison_group() -> None:
    told = said(build_document(beside_two()))
    assert "Leading and growing (beside Other)" in told
    assert "Leading and growing (beside d)" in told
    assert "is worked out in one way alone" not in told


def test_a_comparison_group_that_is_not_held_against_other_ways_is_named() -> None:
    told = said(build_document(beside_two(apart=1.0)))
    assert "Leading and growing (beside d)" not in told
    assert "Leading and growing beside d: the groups cannot be compared, or started too far apart" in told


def test_one_primary_scale_needs_no_adjustment() -> None:
    study = compared(primary=("lead",))
    assert f"Test of the one primary scale: p {_with_p(study)[0]}." in point(study)


def test_a_scale_that_stands_out_among_several_by_chance_gets_no_verdict() -> None:
    found = difference_of(View(compared(primary=("lead", "grow"))), instrument().scale["lead"])
    assert found is not None and found.p_holm is not None
    assert found.side == "higher"
    lucky = replace(found, p_holm=replace(found.p_holm, estimate=0.05))
    assert lucky.side == "cannot say"
    assert "can stand out like this by chance" in plain(between_sentence(lucky), {})
    sure = replace(found, p_holm=replace(found.p_holm, estimate=0.0499))
    assert sure.side == "higher"
    assert "by chance" not in plain(between_sentence(sure), {})
    reason = "the sites leave 3.4 degrees of freedom"
    untested = replace(found, p_holm=replace(found.p_holm, estimate=None, unavailable=reason))
    assert untested.side == "cannot say", "of several scales none is judged without the test of them together"


def test_without_primary_scales_no_p_is_shown() -> None:
    document = build_document(compared())
    assert not any("Holm" in plain(c.label, {}) for c in _comparison_table(document).columns)
    assert "Test of" not in point(compared()) and "no difference is tested either" in said(document)


def test_why_a_primary_scale_has_no_p_is_said_beside_it() -> None:
    study = compared(primary=("lead", "grow"))
    for wave in study.waves.values():
        arm = wave.fields["arm"] == "p"
        wave.fields["site"][:] = np.where(arm, "A", "B") + (np.arange(len(arm)) % 2).astype(str)
    told = point(study)
    assert "No p is given: the sites leave" in told
    document = build_document(study)
    table = _comparison_table(document)
    note = plain(table.note, {})
    assert note.count("No p is given: the sites leave") == 1, "the reasons differ in a number alone"
    assert not any("Holm" in plain(column.label, {}) for column in table.columns), "it would hold dashes only"
    assert "Test of the adjusted difference" in said(document), "among what is not given"


def test_a_start_just_beyond_the_limit_is_not_printed_as_the_limit() -> None:
    study = compared()
    found = difference_of(View(study), instrument().scale["lead"])
    assert found is not None
    beyond = replace(found, baseline=replace(found.baseline, estimate=-0.2538))
    assert "started 0.254 SD apart, more than 0.25" in plain(between_sentence(beyond), {})
