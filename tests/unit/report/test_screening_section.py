"""Careless answers have a section: what was looked for, how many, what was done, and whether it matters."""

from __future__ import annotations

import numpy as np

from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document, texts_of, walk
from mtle_survey.report.screened import CODES, SIGNS
from mtle_survey.screening.rule import FAMILIES, CarelessRule
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses, two_waves


def hurried(n: int = 40, fast: int = 12, **options: object) -> Study:
    """Two waves; the first ``fast`` people answer within seconds, and the same throughout."""
    model = instrument()
    waves = {
        "pre": responses(model, "pre", range(n)),
        "post": responses(model, "post", range(n), rise=0.6, seed=2),
    }
    for wave in waves.values():
        object.__setattr__(wave, "timing", np.where(np.arange(n) < fast, 4.0, 240.0))
        wave.values[:fast] = 3.0
    return Study(model, waves, respondent="teacher", title="Hurried", **options)


def section(study: Study) -> tuple[Document, str]:
    document = build_document(study)
    (found,) = (s for s in document.sections if s.id == "screening")
    return document, "\n".join(document.words(t) for b in walk((found,)) for t in texts_of(b))


def row(study: Study, sign: str) -> list[str]:
    document = build_document(study)
    (table,) = (b for b in document.blocks() if getattr(b, "id", "") == "table-careless")
    (found,) = (r for r in table.rows if document.words(r[0].text) == sign)
    return [document.words(cell.text) for cell in found[3:]]


def test_every_index_has_words() -> None:
    assert SIGNS.keys() == FAMILIES.keys()


def test_signs_are_counted_of_those_who_could_show_them_and_nobody_is_left_out() -> None:
    _, words = section(hurried())
    assert row(hurried(), "Pages too fast to read") == ["12 of 40 (30%)"] * 2
    assert row(hurried(), "One answer throughout") == ["12 of 40 (30%)"] * 2
    assert row(hurried(), "Looks careless") == ["12 of 40 (30%)"] * 2
    assert "Nobody was left out because of these signs" in words
    assert "the questionnaire holds no instructed item" in words


def test_what_leaving_out_would_change_is_told_as_a_verdict_without_numbers() -> None:
    for audience in ("internal", "public"):
        _, words = section(hurried(audience=audience, primary=("lead",)))
        assert "the conclusion about change is the same for every leading outcome" in words
    study = hurried(n=30, fast=8, primary=("lead",))
    study.waves["pre"].values[:8], study.waves["post"].values[:8] = 5.0, 1.0
    _, words = section(study)
    assert "the conclusion about change is another one for Leading" in words


def test_a_declared_rule_leaves_out_and_says_how_many() -> None:
    _, words = section(hurried(careless=CarelessRule(exclude=True)))
    assert "As the study declared before results were seen" in words
    assert "were left out: 24 of them" in words
    assert "The results are those of the responses that stayed." in words


def test_a_public_edition_hides_few() -> None:
    assert row(hurried(fast=4), "Pages too fast to read") == ["4 of 40 (10%)"] * 2
    _, words = section(hurried(fast=4, audience="public"))
    assert "4 of 40" not in words and "Pages too fast to read" not in words, "the row tells nothing"


def test_what_has_its_own_section_is_not_repeated_under_the_quality_of_the_data() -> None:
    study = hurried()
    titles = {problem.title for problem in study.problems if problem.code in CODES}
    document = build_document(study)
    assert titles
    tables = [b for b in document.blocks() if getattr(b, "id", "") in ("table-problems", "table-notes")]
    named = {document.words(r[0].text).casefold() for table in tables for r in table.rows}
    assert not named & {title.casefold() for title in titles}


def test_without_any_sign_there_is_no_section_unless_the_study_asks() -> None:
    study = two_waves()
    drawn = np.random.default_rng(3)
    for wave in study.waves.values():
        wave.values[:] = drawn.permuted(np.tile([2.0, 4.0, 3.0, 5.0] * 2, (len(wave), 1)), axis=1)
    assert not any(screen.flagged.any() for screen in study.careless.values())
    assert "screening" not in [s.id for s in build_document(study).sections]
    asked = two_waves(careless=CarelessRule(indices=("longstring",)))
    assert "screening" in [s.id for s in build_document(asked).sections]
