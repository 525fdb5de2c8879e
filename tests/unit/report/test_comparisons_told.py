"""A comparison of groups as the report tells it: who, how alike, how far apart."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.cli.compare_text import compare_text
from mtle_survey.report.blocks import Definitions, FigureBlock, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.checklists.designs import attrition
from mtle_survey.report.document import Document
from mtle_survey.report.inline import plain
from mtle_survey.report.participation import may_be_said
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.designs import DESIGN, compared, label, point, said, sample, words_of
from tests.unit.report.studies import two_waves


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


@pytest.mark.parametrize("audience", ["internal", "public"])
def test_who_is_not_compared_for_want_of_a_site_is_counted(audience: str) -> None:
    study = compared(cluster="site", unsited=2, audience=audience)
    told = said(build_document(study))
    assert ("no site is on record for them: Leading (n = 2)" in told) == (audience == "internal")
    assert "no site is on record" not in said(build_document(compared(cluster="site")))


def test_the_command_counts_who_is_not_compared_for_want_of_a_site() -> None:
    told = compare_text(compared(cluster="site", unsited=2))
    assert "no site is on record for them: Leading and growing (program - comparison) 2 of 60." in told
    assert "no site is on record" not in compare_text(compared(cluster="site"))
