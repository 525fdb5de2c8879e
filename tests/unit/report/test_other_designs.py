"""Reports of studies that look back, of several informants, of an order of gains and of a log."""

from __future__ import annotations

import re

import pytest

from mtle_survey.report.finding_words import answer_label, finding
from mtle_survey.report.inline import plain
from mtle_survey.report.missing import tally
from mtle_survey.report.sections.limitations import blocks as limits
from mtle_survey.report.verdicts import answers
from mtle_survey.responses import Missing
from tests.unit.report.designs import label, once, point, sample, words_of


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
