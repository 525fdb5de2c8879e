"""What a public edition tells of several informants about one school, alone and after another release."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from mtle_survey.decisions.set_aside import set_aside
from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.build import build_document, report_of
from mtle_survey.report.document import texts_of, walk
from mtle_survey.report.inline import plain
from mtle_survey.report.privacy.facts import UNITS
from mtle_survey.report.view import View
from mtle_survey.study import Study
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY

WAVE = "fall"
COEFFICIENTS = ("icc_a1", "icc_c1", "krippendorff_alpha", "kappa_quadratic")


@cache
def schools() -> tuple[str, ...]:
    study = whole()
    return tuple(sorted(set(study.waves[WAVE].fields["school"])))


def whole() -> Study:
    study = load_study(REPOSITORY / "data" / "sample" / "prime_school" / "study.yaml")
    study.audience = "public"
    return study


def without(*left_out: str) -> Study:
    """The same schools' answers, some schools not yet there."""
    study = whole()
    responses = study.waves[WAVE]
    late = np.isin(responses.fields["school"].astype(str), left_out)
    return study.about({WAVE: set_aside(responses, late, "late", "not yet there")})


def told(view: View) -> set[str]:
    return {r.statistic for r in view.study.informants if r.available}


def test_no_number_is_about_the_informants_of_one_school() -> None:
    """Each of two people knows what they answered themselves; any agreement tells them of the other one."""
    view = View(whole())
    assert told(view) <= {*COEFFICIENTS}
    assert not [r for r in view.study.standing.table if r.available and r.group]
    internal = whole()
    internal.audience = "internal"
    assert [r for r in View(internal).study.informants if r.available and r.group], (
        "there is something to hide"
    )


def test_nearly_everybody_s_agreement_is_not_told() -> None:
    """With ten schools of eleven alike, who answered one form of a school knows the other."""
    rows = [r for r in View(whole()).study.informants if r.statistic in ("percent_agreement", "within_one")]
    assert rows and not any(r.available for r in rows)


@pytest.mark.parametrize("early", [True, False])
def test_one_school_more_or_fewer_is_not_told_beside_an_earlier_release(early: bool) -> None:
    first, second = (whole(), without(schools()[0]))[:: 1 if early else -1]
    before = View(first)
    assert before.edition is not None and told(before)
    ledger_of = before.edition.released.marked("salt")
    assert not any(school in mark for f in ledger_of.facts for mark in f.people for school in schools())
    after = View(second, (ledger_of,))
    assert not told(after)
    assert not after.release.shows_fact(UNITS, WAVE)
    assert told(View(second)), "alone it could be told"
    assert told(View(first, (ledger_of,))) == told(before), "the same schools again"


def test_a_changed_answer_is_one_school_that_differs() -> None:
    before = View(whole())
    assert before.edition is not None
    changed = whole()
    answers = changed.waves[WAVE].values
    k = int(np.flatnonzero(np.isfinite(answers[0]))[0])
    answers[0, k] = 1 if answers[0, k] != 1 else 2
    assert not told(View(changed, (before.edition.released,)))


def test_the_most_frequent_opportunity_is_named_only_with_its_count() -> None:
    internal = whole()
    internal.audience = "internal"
    words = [
        " ".join(str(content) for content in texts)
        for study in (whole(), internal)
        for texts in [[c for block in report_of(View(study)).blocks() for c in texts_of(block) if c]]
    ]
    assert "Most frequent opportunity" not in words[0] and "Most frequent opportunity" in words[1]


def test_agreement_item_by_item_is_told_without_an_order_of_gaps_that_are_not() -> None:
    public = _items(whole())
    assert public.caption == ("Item by item",)
    assert [plain(column.label, {}) for column in public.columns] == ["Item", "Units", "κ"]
    study = whole()
    study.audience = "internal"
    assert _items(study).caption == ("Item by item, widest gap first",)


def _items(study: Study) -> TableBlock:
    tables = (b for b in build_document(study).blocks() if isinstance(b, TableBlock))
    return next(table for table in tables if table.id == "table-informants-items")


def test_what_is_withheld_of_some_scales_is_not_said_to_be_withheld_of_all() -> None:
    document = build_document(whole())
    tables = {b.id: b for b in document.blocks() if isinstance(b, TableBlock)}
    mean = next(k for k, c in enumerate(tables["table-scales"].columns) if plain(c.label, {}) == "M")
    shown = [plain(row[mean].text, {}) for row in tables["table-scales"].rows]
    assert "–" in shown and len(set(shown)) > 2, "the means of some scales are told"
    missing = [[document.words(cell.text) for cell in row] for row in tables["table-not-done"].rows]
    of_mean = [about for labels, about, _ in missing if "Mean" in labels.split("; ")]
    assert of_mean and set(of_mean) == {"some scales, or single questions of them"}
    assert not any(why.startswith("at most") for *_, why in missing), "a band is told in the number's place"


def test_a_public_answer_about_informants_tells_how_far_they_agree() -> None:
    document = build_document(whole())
    first_page = next(section for section in document.sections if section.id == "summary")
    said = "\n".join(document.words(words) for b in walk(first_page.blocks) for words in texts_of(b))
    agreement = View(whole()).study.informants.one(statistic="icc_a1", scale="equity", wave=WAVE)
    assert agreement is not None and agreement.estimate is not None
    shown = f"agreement (ICC, 1 at best) {agreement.estimate:.2f}".replace("0.", ".")
    assert shown in said and "how far apart they are is not shown" in said
    assert "rated higher by" not in said
