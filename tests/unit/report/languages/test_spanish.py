"""The report in Spanish: every message of the studies here has a translation, and a new one is named."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import get_args

import docx
import numpy as np
import openpyxl
import pytest

from mtle_survey.catalogue import CATALOGUE
from mtle_survey.columns import COLUMNS
from mtle_survey.errors import problem
from mtle_survey.evidence.cut_offs import CUT_OFFS
from mtle_survey.evidence.item_flags import SERIOUS, SHORT, Flag
from mtle_survey.evidence.retrospective import SENTENCES as RETROSPECTIVE
from mtle_survey.evidence.sensitivity import LABELS
from mtle_survey.report.batch import Part, about
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.checklists.fill import checklists
from mtle_survey.report.computed import formulas
from mtle_survey.report.document import Document, texts_of
from mtle_survey.report.glossary import STATISTICS
from mtle_survey.report.inline import InEnglish, sentence_case
from mtle_survey.report.languages.choose import translator_for
from mtle_survey.report.languages.said import said, saying
from mtle_survey.report.languages.spoken import LANGUAGES, messages
from mtle_survey.report.languages.translator import Translator
from mtle_survey.report.languages.whole import in_language
from mtle_survey.report.opportunity_sheets import sheet
from mtle_survey.report.privacy.claims import field_of
from mtle_survey.report.privacy.people import people_of
from mtle_survey.report.problem_words import why_it_matters
from mtle_survey.report.reliability_words import remark
from mtle_survey.report.view import View
from mtle_survey.screening.rule import RULE
from mtle_survey.stats.comparison.conclusion import Conclusion
from mtle_survey.study import Study
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY
from tests.unit.report.languages.reasons import reasons
from tests.unit.report.studies import looking_back, one_wave, two_waves

MOST_WITHOUT = 0.01  # of the passages: what was written since the catalogue was last gone through
# What fills the gaps of a problem where it is a number, or words of the program.
FILLED = {
    "items": "40",
    "estimate": "−.10",
    "low": "−.30",
    "high": ".10",
    "p": ".01",
    "share": "40%",
    "expected": "2.1",
    "keying": "keyed with its scale",
    "label_order": "the file holds codes without labels",
    "rule": RULE,
    "reason": "the export holds no times",
    "fault": "No such day exists",
    "hint": "Perhaps the person of row 5 of the roster, one slip away. ",
    "limit": "5%",
    "piece": "character",
    "reading": "The study file says that the questions after the last answer were never shown.",
    "order": "day and month cannot be told apart",
    "evidence": "the study dates it 2025-09-01 and pre 2025-10-01",
}
SAMPLES = REPOSITORY / "data" / "sample"
STUDIES = sorted(SAMPLES.rglob("study.yaml"))


def sample() -> Study:
    return load_study(SAMPLES / "study.yaml")


def informants() -> Study:
    return load_study(SAMPLES / "prime_school" / "study.yaml")


def untranslated(study: Study) -> tuple[dict[str, int], int]:
    """Messages without a translation, those of drawings too, and how many passages the document has."""
    to = translator_for(_in_spanish(study))
    _in_spanish(study, "en")
    with saying(to.words):
        document = build_document(study)
    in_language(document, to)
    passages = sum(1 for block in document.blocks() for content in texts_of(block) if content)
    return to.missing, passages


def public() -> Study:
    study = sample()
    study.audience = "public"
    return study


def compared() -> Study:
    design = {"type": "comparison", "column": "arm", "program": "p", "comparison": "c"}
    return two_waves(60, 4, primary=("lead",), design=design)


def by_lot() -> Study:
    design = {
        "type": "comparison",
        "column": "arm",
        "program": "p",
        "comparison": "c",
        "assignment": "random",
    }
    return two_waves(60, 4, primary=("lead",), design=design)


def few() -> Study:
    return two_waves(9, 2)


def _in_spanish(study: Study, language: str = "es") -> Study:
    study.language = language
    return study


def assert_translated(study: Study) -> None:
    missing, passages = untranslated(study)
    lines = "\n".join(f'msgid "{message}"\nmsgstr ""\n' for message in sorted(missing))
    assert sum(missing.values()) <= MOST_WITHOUT * passages, f"add to report/languages/es.po:\n{lines}"


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.parent.name)
def test_every_sample_study_is_told_in_spanish(path: Path) -> None:
    assert_translated(load_study(path))


@pytest.mark.parametrize(
    "study",
    [public, two_waves, few, compared, by_lot, looking_back, one_wave],
    ids=lambda make: make.__name__,
)
def test_every_design_is_told_in_spanish(study: Callable[[], Study]) -> None:
    assert_translated(study())


def in_english(document: Document) -> list[str]:
    """What is left in English."""
    texts = (content for block in document.blocks() for content in texts_of(block))
    return [part.text for content in texts for part in content if isinstance(part, InEnglish)]


@pytest.mark.parametrize("make", [sample, informants, compared, one_wave], ids=lambda make: make.__name__)
def test_checklists_are_spanish_and_their_sources_as_published(make: Callable[[], Study]) -> None:
    document = checklists(View(_in_spanish(make())))
    assert in_english(document) == []
    assert document.language == "es" and document.title.startswith("Listas de comprobación")
    opening = document.words(document.sections[0].blocks[0].text)
    assert "Journal article reporting standards for quantitative research" in opening
    assert document.subtitle.startswith("Rellenadas con el estudio")


def test_sheets_for_the_talk_at_a_unit_are_spanish() -> None:
    study = _in_spanish(informants())
    found = study.standing.opportunities[-1]
    document = sheet(study, found, found.units[0])
    assert in_english(document) == []
    assert document.title == f"Oportunidades: {found.units[0]}"


def test_every_problem_of_answers_can_be_told() -> None:
    """Errors of files and study files stop the report, so that it never tells of them."""
    to = translator_for(_in_spanish(few()))
    for code, entry in CATALOGUE.items():
        if code[0] in "DPQS" or (code[0] in "RT" and entry.severity != "error"):
            gaps = {name for words in (entry.why, entry.fix) for _, name, _, _ in Formatter().parse(words)}
            found = problem(code, **{name: FILLED.get(name, "“x1”") for name in gaps if name})
            to.text((sentence_case(found.title),))
            to.text(why_it_matters(found))
    assert to.missing == {}


def test_every_reason_why_a_number_is_not_given_can_be_told() -> None:
    """Read off the source, so that a new reason cannot be forgotten."""
    to = translator_for(_in_spanish(few()))
    told = reasons()
    assert len(told) > 250, "the reasons are found"
    for words in told:
        to.text((words,))
    lines = "\n".join(f'msgid "{message}"\nmsgstr ""\n' for message in sorted(to.missing))
    assert to.missing == {}, f"add to report/languages/es.po:\n{lines}"


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (
            "the solution with 3 factors did not converge or is improper; more respondents are needed",
            "la solución con 3 factores no convergió o es impropia; hacen falta más encuestados",
        ),
        (
            "Voice: the change cannot be given (all 7 respondents changed by the same amount: the changes "
            "have no spread).",
            "Voice: el cambio no puede darse (los 7 encuestados cambiaron en la misma cantidad: los cambios "
            "no tienen dispersión).",
        ),
        ("Not explored: 1 item; sampling adequacy needs at least 3.", "No explorado: 1 ítem; la adecuación"),
    ],
)
def test_a_reason_is_told_within_a_sentence(english: str, spanish: str) -> None:
    study = _in_spanish(few())
    to = Translator(LANGUAGES["es"], messages("es"), ["Voice", *study.waves])
    assert to.words(english).startswith(spanish)
    assert to.missing == {}


CONCLUSIONS = ("rose", "fell", "uncertain", "unchanged", "higher", "lower")


def sentences_of_small_groups() -> Iterator[str]:
    """What reports of few people say and a large sample seldom does."""
    for kind, short in SHORT.items():
        limit = CUT_OFFS[kind]
        yield remark(
            Flag(
                kind=kind,
                weight="serious" if kind in SERIOUS else "look",
                short=short.format(unused=1, asked=5, other="Voice"),
                value=limit.value + (-0.1 if kind.endswith(("_low", "_weak")) else 0.1),
                n=12,
                cut_off=limit,
                item="Voice",
            )
        )
    for base in CONCLUSIONS:
        yield f"Voice: the conclusion ({base}) is the same in all 4 ways."
        for label in LABELS.values():
            for other in CONCLUSIONS:
                yield f"Voice: the conclusion ({base}) depends on the way: {label}: {other}."
                yield f"Voice beside post: the conclusion ({base}) depends on the way: {label}: {other}."
    for place in get_args(Conclusion):
        yield f"Voice: the adjusted difference says “{place}”."
        yield f"The difference of the changes says “{place}”."
        yield f"Comparing their changes instead says otherwise: {place} (+0.20, 95% CI [0.1, 0.3])."
    for sentence in RETROSPECTIVE.values():
        yield f"Voice: {sentence}"
    yield "Typical change: Voice +0.20 (95% CI [0.1, 0.3], n = 7), p = .04, Voice 0.1 (95% CI [0, 1], n = 9)."
    yield (
        "Voice With 7 people in both waves, and answers as spread as these, a change has to be about this "
        "large to be seen with a chance of 80%: Voice 0.4 points, Voice 0.5 points."
    )
    yield "Of 9 people who can be identified in pre, 8 (89%) are found again in post; 2 are in post only."


def test_what_reports_of_few_people_say_can_be_told() -> None:
    to = Translator(LANGUAGES["es"], messages("es"), ["Voice", "pre", "post"])
    told = [to.words(sentence) for sentence in sentences_of_small_groups()]
    assert to.missing == {}
    assert len(told) > 300


def test_the_report_of_one_site_is_told_in_spanish() -> None:
    study = sample()
    people = people_of(study)
    there = np.array([site == "Site A" for site in field_of(study, people, "site")], dtype=np.bool_)
    assert there.sum() > 3
    part = Part(name="Site A", folder="Site_A", people=there)
    assert_translated(about(study, people, part, "site"))


def test_every_statistic_is_explained_and_its_formula_written() -> None:
    to = translator_for(_in_spanish(few()))
    for name, how in STATISTICS.items():
        to.text((how.label,))
        to.text((how.meaning or "",))
        assert how.label or name
    assert to.missing == {}
    assert [s.formula for s in formulas().values() if s.formula not in messages("es")] == []


@cache
def report() -> Document:
    return build_document(_in_spanish(two_waves(primary=("lead",))), date="2026-05-01")


def test_the_page_is_spanish_and_says_so() -> None:
    page = writers()["html"].write(report()).decode()
    assert '<html lang="es">' in page
    assert "<h2" in page and "Qué cambió" in page and "What changed" not in page
    assert re.search(r"Tabla 1</b>", page) and "<em>Nota.</em>" in page
    assert re.search(r"\[−?\d,\d\d; −?\d,\d\d\]", page)
    assert '<span lang="en">Colleagues ask me for advice.</span>' in page, "the questionnaire's words stay"


def test_drawings_are_spanish_too() -> None:
    page = writers()["html"].write(report()).decode()
    drawn = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", page))
    assert "media pre" in drawn and "pre mean" not in drawn
    assert re.search(r"\+\d,\d\d \[", drawn)


def test_word_and_workbook_are_spanish_and_numbers_stay_numbers() -> None:
    word = docx.Document(io.BytesIO(writers()["docx"].write(report())))
    assert any(
        p.style is not None and p.style.name == "Caption" and p.text.startswith("Tabla ")
        for p in word.paragraphs
    )
    assert word.core_properties.language == "es"
    book = openpyxl.load_workbook(io.BytesIO(writers()["xlsx"].write(report())))
    assert book.sheetnames[0] == "Contenido" and "Qué cambió" in book.sheetnames
    assert "Filas" in book.sheetnames
    glossary = {row[0]: row[1] for row in book["Columnas"].iter_rows(values_only=True)}
    assert glossary["columna"] == "significado" and glossary["df"] == "Grados de libertad."
    assert len(glossary) == len(COLUMNS) + 1
    cells = [c.value for row in book["Qué cambió"].iter_rows() for c in row]
    assert any(isinstance(value, float) for value in cells)
    assert not any(isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value) for value in cells)


def test_the_pages_can_be_made() -> None:
    assert writers()["pdf"].write(report()).startswith(b"%PDF")


def test_the_same_study_gives_the_same_bytes() -> None:
    again = build_document(_in_spanish(two_waves(primary=("lead",))), date="2026-05-01")
    assert writers()["html"].write(again) == writers()["html"].write(report())


def test_english_is_not_touched_by_a_spanish_report_before_it() -> None:
    report()
    assert b"What changed" in writers()["html"].write(build_document(two_waves(primary=("lead",))))


def test_a_report_with_english_passages_counts_them_on_its_first_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import mtle_survey.report.languages.choose as choose

    fewer = dict(list(choose.messages("es").items())[:200])
    keep = {k: v for k, v in choose.messages("es").items() if "English" in k}
    monkeypatch.setattr(choose, "messages", lambda _: {**fewer, **keep})
    page = writers()["html"].write(build_document(_in_spanish(two_waves()))).decode()
    count = re.search(r"(\d+) pasajes aún no tienen traducción", page)
    assert (count and int(count[1]) == page.count('<span lang="en">')) or int(count[1]) > 50
    assert page.index("pasajes aún no tienen traducción") < page.index("<h3")


def test_saying_is_over_when_the_report_is_made() -> None:
    with saying(str.upper):
        assert said("x") == "X"
    assert said("x") == "x"


@pytest.mark.parametrize(("language", "decimal"), [("es-US", "."), ("es-MX", "."), ("es", ",")])
def test_countries_differ_in_their_decimals(language: str, decimal: str) -> None:
    document = build_document(_in_spanish(two_waves(), language))
    shown = " ".join(
        document.words(cell.text)
        for b in document.blocks()
        if hasattr(b, "rows")
        for r in b.rows
        for cell in r
    )
    assert re.search(rf"\d\{decimal}\d\d", shown)
    assert document.labels.table == "Tabla"
