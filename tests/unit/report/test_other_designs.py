"""Reports of studies with a comparison group, and of studies that only look back."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from mtle_survey.report.between_groups import difference_of
from mtle_survey.report.blocks import Definitions, FigureBlock, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.checklists.designs import attrition
from mtle_survey.report.comparison_words import between_sentence
from mtle_survey.report.document import Document, texts_of
from mtle_survey.report.finding_words import answer_label, finding, measure_point, verdict_words
from mtle_survey.report.format import p_value
from mtle_survey.report.inline import plain
from mtle_survey.report.missing import tally
from mtle_survey.report.participation import may_be_said
from mtle_survey.report.sections.limitations import blocks as limits
from mtle_survey.report.verdicts import answers
from mtle_survey.report.view import View
from mtle_survey.responses import Missing, Responses
from mtle_survey.study import Question, Study
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY
from tests.unit.report.studies import instrument, responses, two_waves

DESIGN = {"type": "comparison", "column": "arm", "program": "p", "comparison": "c"}
ASK = "Do teachers lead?"


def compared(
    *,
    rise: float = 0.8,
    apart: float = 0.0,
    target: float | None = None,
    unsited: int = 0,
    **options: object,
) -> Study:
    """Sixty people with an equal start on average; the program group rises by ``rise`` more.

    Of ``unsited`` of them no site is on record.
    """
    model = instrument()
    pre, post = responses(model, "pre", range(60)), responses(model, "post", range(60), seed=2)
    program = _evenly_dealt(pre)
    for wave, more in ((pre, apart), (post, apart + rise)):
        wave.fields["arm"][:] = np.where(program, "p", "c")
        wave.fields["site"][:unsited] = None
        for k, item in enumerate(wave.items):
            sign = -1 if item == "lead3" else 1
            wave.values[program, k] = np.clip(wave.values[program, k] + sign * more, 1, 5)
    goal = None if target is None else {"change": target}
    question = Question(ask=ASK, measures=("lead",), target=goal)
    settings = {"respondent": "teacher", "design": DESIGN, "questions": [question], "title": "A study"}
    return Study(model, {"pre": pre, "post": post}, **{**settings, **options})


def _evenly_dealt(pre: Responses) -> NDArray[np.bool_]:
    """Of each three people next to each other at the start, the middle one is compared with."""
    lead = [pre.items.index(item) for item in ("lead1", "lead2", "lead3")]
    start = pre.values[:, lead] @ np.array([1.0, 1.0, -1.0])
    program = np.ones(len(start), dtype=np.bool_)
    program[np.argsort(start, kind="stable")[1::3]] = False
    return program


def once(*, identified: bool = True, **options: object) -> Study:
    """Twenty people asked at the end only, where they also look back."""
    model = instrument(
        forms=(
            {"id": "retro", "items": ("lead1", "lead2", "lead3"), "occasion": "retro", "format": "adjacent"},
        )
    )
    now = responses(model, "post", range(20), rise=0.5, seed=2, identified=identified)
    then = responses(
        model, "post", range(20), rise=-0.4, seed=3, asked=("lead1", "lead2", "lead3"), identified=identified
    )
    then = replace(then, wave="retro")  # read from the same records
    question = Question(ask=ASK, measures=("lead",))
    settings = {"respondent": "teacher", "questions": [question], "title": "Looking back"}
    return Study(model, {"post": now, "retro": then}, **{**settings, **options})


def point(study: Study) -> str:
    view = View(study)
    return plain(measure_point(view, answers(view)[0].measures[0]), {})


def label(study: Study) -> str:
    return verdict_words(answers(View(study))[0])


@cache
def words_of(name: str) -> str:
    document = build_document({"compared": compared, "once": once}[name]())
    return said(document)


def said(document: Document) -> str:
    return "\n".join(document.words(content) for block in document.blocks() for content in texts_of(block))


def test_a_comparison_leads_with_the_difference_of_people_who_started_alike() -> None:
    study = compared()
    row = study.comparison.one(statistic="ancova_effect", scale="lead", wave="post", headline=True)
    told = point(study)
    assert row is not None and row.estimate is not None
    assert told.startswith("Leading: of people who started alike, the program group ended higher (+")
    assert f"(+{row.estimate:.2f}, 95% CI [" in told.partition(". ")[0]
    assert label(study) == "Program group higher; no target was set"


def test_each_group_is_told_with_its_own_people() -> None:
    study = compared()
    here = study.panel.pair(study.contrasts[0], "lead")
    program = np.array([study.panel.field("arm")[p] == "p" for p in here.person])
    change = here.post - here.pre
    told = point(study)
    ours, others = change[program], change[~program]
    assert f"(+{ours.mean():.2f}, 95% CI" in told.partition("Program group:")[2]
    assert f"n\u00a0=\u00a0{len(ours)};" in told.partition("Program group:")[2]
    sign = "+" if others.mean() > 0 else "−"
    beside = told.partition("Comparison group:")[2]
    assert f" {sign}{abs(others.mean()):.2f}," in beside and f"n\u00a0=\u00a0{len(others)}." in beside


def test_a_target_is_one_for_the_program_group() -> None:
    met = compared(rise=1.5, target=0.3)
    assert label(met) == "Target: met; program group higher on 1 of 1"
    missed = compared(rise=0.0, target=1.5)
    assert label(missed).startswith("Target: not met; program group higher on 0 of 1")


def test_groups_that_started_far_apart_get_no_verdict() -> None:
    study = compared(apart=1.0, rise=0.5)
    start = study.comparison.one(statistic="baseline_g", scale="lead")
    assert start is not None and (start.estimate or 0.0) > 0.25
    assert label(study) == "Cannot say; no target was set"
    assert "too far for a fair comparison" in point(study)


def test_the_first_page_says_who_the_groups_are_and_who_was_lost_in_each() -> None:
    words = words_of("compared")
    assert "Program: 40; Other: 20" in words
    assert "Not found again in post: of the program group, Program, 0 of 40 (0%)" in words
    assert "a difference between them need not come from the program" in words
    assert "There is no comparison group" not in words


def with_bystanders(audience: str = "internal") -> Study:
    """The comparison, with six people of both waves who are in neither group."""
    study = compared(audience=audience)
    for wave in study.waves.values():
        wave.fields["arm"][:6] = "d"
    return study


def test_people_of_neither_group_are_counted_apart_from_the_comparison() -> None:
    told = said(build_document(with_bystanders()))
    program, other = (
        int((with_bystanders().waves["pre"].fields["arm"] == name).sum()) for name in ("p", "c")
    )
    assert f"Program: {program}; Other: {other}; in none of these groups: 6" in told
    assert "6 more people in both waves belong to none of these groups and are not compared." in told
    assert "none of these groups" not in words_of("compared")
    assert "none of these groups" not in said(build_document(with_bystanders("public")))


def test_a_public_edition_without_counts_of_people_does_not_say_how_they_were_counted() -> None:
    legend, note = (
        "counts a person as having risen or fallen: Table",
        "People rose or fell when their own score",
    )
    open_, public = build_document(compared()), build_document(compared(audience="public", small_cell=20))
    assert legend in said(open_) and legend not in said(public)
    by_group = [
        next(b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-each-group")
        for document in (open_, public)
    ]
    assert [note in plain(table.note, {}) for table in by_group] == [True, False]
    assert not any(column.group == "People who" for column in by_group[1].columns)


def test_words_of_the_comparison_are_explained_where_its_numbers_stand() -> None:
    compared_terms, alone = (_explained(study) for study in (compared(primary=("lead",)), two_waves()))
    assert {
        "Adjusted difference",
        "Difference of changes",
        "Test of the adjusted difference (p)",
    } <= compared_terms
    assert "p, adjusted after Holm" not in compared_terms, "it speaks of change, which is not tested here"
    assert "Adjusted difference" not in alone


def _explained(study: Study) -> set[str]:
    document = build_document(study)
    return {
        document.words(term.term)
        for block in document.blocks()
        if isinstance(block, Definitions)
        for term in block.terms
    }


def test_methods_say_how_groups_are_compared() -> None:
    words = words_of("compared")
    assert "describes everyone together" not in words
    assert "analysis of covariance" in words and "Van Breukelen" in words


def test_a_public_edition_of_a_comparison_shows_no_group_of_few() -> None:
    few = compared(audience="public", small_cell=30)
    assert "Comparison group:" not in point(few), "19 or 20 people are fewer than 30"


def _change_table(document: Document) -> TableBlock:
    return next(b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-change")


def test_everybody_s_change_is_not_tested_where_groups_are_compared() -> None:
    study = compared(primary=("lead",))
    assert study.change.one(statistic="p_holm", scale="lead").available, "there would be a p to show"
    document = build_document(study)
    table = _change_table(document)
    assert not any("Holm" in plain(column.label, {}) for column in table.columns)
    alone = _change_table(build_document(two_waves(primary=("lead",))))
    assert any("Holm" in plain(column.label, {}) for column in alone.columns), "with one group it is there"
    words = said(document)
    assert "What concerns everyone together is not tested." in words
    assert "only these are tested" not in words and "tests were made" not in words


def test_a_public_edition_tells_who_was_lost_from_everybody_and_from_no_group() -> None:
    study = compared()
    pre, post = study.waves["pre"], study.waves["post"]
    lost_three = {"pre": pre, "post": post.subset(np.arange(len(post)) >= 3)}
    inside, public = (
        View(Study(study.instrument, lost_three, respondent="teacher", design=DESIGN, audience=audience))
        for audience in ("internal", "public")
    )
    overall = inside.study.comparison.one(statistic="attrition_overall")
    assert overall.estimate == pytest.approx(3 / 60)
    by_group = [r for r in public.study.comparison if r.statistic.startswith("attrition")]
    assert by_group and not any(r.available for r in by_group), "the few who left are left out of the rest"
    assert plain(attrition(public), {}) == "attrition, post - pre: 5% (3 of 60)"


def test_an_effect_is_spoken_of_with_a_reservation_unless_groups_were_formed_by_lot() -> None:
    by_lot = compared(design={**DESIGN, "assignment": "random"})
    assert {compared().claims.verb, by_lot.claims.verb} == {"impact"}
    effect = "What may be said: an effect of the program may be spoken of"
    reserved = f"{effect}, with the reservation that groups not formed by lot can differ unseen."
    assert may_be_said(View(compared())) == reserved
    assert may_be_said(View(by_lot)) == f"{effect}."


def test_no_difference_is_spoken_of_where_groups_started_far_apart() -> None:
    told = may_be_said(View(compared(apart=1.0, rise=0.5)))
    assert told == "What may be said: how each group changed, and nothing of a difference between them."


def test_a_comparison_is_said_to_rest_on_its_smallest_group_where_that_is_small() -> None:
    caution = "The smallest group has 20 people at the end. With so few, intervals are wide"
    assert caution in words_of("compared"), "of the two groups of 40 and 20"


def test_figures_say_whom_they_take_together() -> None:
    def notes(study: Study) -> dict[str, str]:
        document = build_document(study)
        return {b.id: document.words(b.note) for b in document.blocks() if isinstance(b, FigureBlock)}

    several = notes(compared())
    for name in ("figure-answers-lead", "figure-scores-lead"):
        assert "Everyone who answered, in the program group or not." in several[name], name
    assert "together" not in several["figure-people-1"], "each group has a drawing of its own"
    assert "together" not in notes(two_waves())["figure-answers-lead"]
    kinds = notes(sample("prime_school").study)
    assert "Every kind of informant together." in kinds["figure-answers-equity"]


def test_the_dashes_of_a_public_first_page_are_explained() -> None:
    told = "A dash stands for a mean that is not given."
    hidden = said(build_document(compared(audience="public", small_cell=100)))
    assert f"Principal support\u00a0– → –. They get no verdict. {told}" in hidden
    assert told not in said(build_document(compared()))


def test_looking_back_alone_is_told_as_memory() -> None:
    study = once()
    row = study.change.one(statistic="mean_change", scale="lead", contrast="post - retro", headline=True)
    assert row is not None and row.estimate is not None and row.n == 20
    told = point(study)
    assert told.startswith("Leading: looking back, people put their start at ")
    assert f"(+{row.estimate:.2f}, 95% CI [" in told and "n\u00a0=\u00a020)" in told
    assert label(study) == "Rose, as people look back; no target was set"


def test_looking_back_alone_never_speaks_as_if_the_start_had_been_measured() -> None:
    words = words_of("once")
    assert "nobody was asked at the start" in words
    assert "A memory is not a measurement" in words
    assert "Then and now were asked next to each other" in words
    assert "can say what changed and by how much" not in words
    assert not re.search(r"\bretro\b(?! \(looking back\)|, )", words.partition("Not done")[0])
    assert "Hill, L. G., & Betz" in words and "Howard, G. S." in words


@cache
def sample(name: str) -> View:
    return View(load_study(REPOSITORY / "data" / "sample" / name / "study.yaml"))


def first_page(name: str) -> str:
    view = sample(name)
    return "\n".join(plain(point, {}) for a in answers(view) for point in finding(view, a).points)


def test_a_question_about_informants_is_answered_by_what_each_kind_sees() -> None:
    study = sample("prime_school").study
    about = {"scale": "equity", "wave": "fall", "contrast": "Principal - Teacher"}
    gap = study.informants.one(statistic="informant_gap", **about)
    alike = study.informants.one(statistic="icc_a1", **about)
    teacher, principal = (
        study.informants.one(statistic="mean", group=f"informant={kind}", **about)
        for kind in ("Teacher", "Principal")
    )
    assert gap.n == 11, "the pairs, not the 23 people"
    assert gap.estimate == pytest.approx(principal.estimate - teacher.estimate)
    told = next(line for line in first_page("prime_school").splitlines() if line.startswith("Equity"))
    assert (
        f"Teacher {teacher.estimate:.2f}, Principal {principal.estimate:.2f}: rated higher by Principal"
        in told
    )
    assert f"(+{gap.estimate:.2f}, 95% CI [" in told and "n\u00a0=\u00a011 units)" in told
    assert f"{alike.estimate:.2f}".lstrip("0") in told.partition("agreement")[2]
    assert "n\u00a0=\u00a023" not in first_page("prime_school")


def test_the_kind_with_the_higher_mean_is_named_whichever_comes_first() -> None:
    by_district, by_partner = first_page("tpn_partner").splitlines()
    assert "rated higher by District (−" in by_district
    assert "rated higher by Partner organization (+" in by_partner


def test_a_question_about_an_order_is_answered_by_the_order() -> None:
    view = sample("mec_rmst")
    asked = next(a for a in answers(view) if a.question.order is not None)
    assert answer_label(view, asked) == "In the expected order"
    assert plain(finding(view, asked).points[0], {}).startswith("The gains came in the expected order (+")


def test_what_was_expected_stands_beside_what_was_experienced() -> None:
    study = sample("mec_rmst").study
    row = study.change.one(
        statistic="mean_change", scale="sup_v", contrast="w5 - expected", headline=True, method="paired_t"
    )
    told = next(x for x in first_page("mec_rmst").splitlines() if x.startswith("Usefulness: webinars"))
    assert f"w5 3.44: +{row.estimate:.2f} (95% CI [" in told


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_people_without_a_code_who_look_back_are_compared_with_themselves(audience: str) -> None:
    study = once(identified=False, audience=audience)
    assert "looking back, people put their start at" in point(study)


def test_a_question_of_another_form_is_not_one_left_unanswered() -> None:
    counted = tally(sample("stemtl_eval"), "winter")
    places = range(len(counted.items))
    asked = sum(counted.shown(k) for k in places)
    left_open = sum(counted.left_open(k) for k in places)
    assert counted.total(Missing.NOT_SHOWN) > 1000, "three of four forms leave areas out"
    assert left_open == asked - counted.total(Missing.ANSWERED) == counted.total(Missing.BLANK)


def test_a_log_has_no_scores_that_could_move() -> None:
    listed, _ = limits(sample("lead_log"))
    points = [plain(point, {"not_done": ""}) for point in listed.items]
    assert not any("Scores can also move" in point for point in points)


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


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_who_is_not_compared_for_want_of_a_site_is_counted(audience: str) -> None:
    study = compared(cluster="site", unsited=2, audience=audience)
    told = said(build_document(study))
    assert ("no site is on record for them: Leading (n = 2)" in told) == (audience == "internal")
    assert "no site is on record" not in said(build_document(compared(cluster="site")))


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
