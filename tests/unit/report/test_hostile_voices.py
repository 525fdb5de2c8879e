"""Comments and codes of interviews that try to be something else than words: every format shows the words."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pytest
from docx.oxml.ns import qn

from mtle_survey.comments.gather import comments_of
from mtle_survey.comments.gazetteer import Gazetteer
from mtle_survey.comments.model import DeclaredComments, OpenQuestion, Review, Reviewed
from mtle_survey.comments.redaction import Redacted, Redactor
from mtle_survey.report.blocks import Quotations
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document
from mtle_survey.segments.model import Interviews, Meaning, Segment
from mtle_survey.study import Study
from tests.outside import needs_pdftotext, text_of_pdf
from tests.unit.report.studies import instrument, responses
from tests.unit.report.test_hostile_words import WORDS, Reader, missing

PEOPLE = 24
KINDS = ("comments", "interviews")


class AsWritten(Redactor):
    """Takes nothing out, so that every word reaches the writers."""

    def propose(self, original: str) -> Redacted:
        return Redacted(text=original, removed={}, look_at=())

    def redact(self, text: str) -> str:
        return text


def with_comments(texts: list[str], **options: object) -> Study:
    """A study of two waves in which people wrote these texts, all of them approved, each as its own theme."""
    model = instrument()
    cells = np.array([*texts, *[None] * (PEOPLE - len(texts))], dtype=object)
    waves = {
        "pre": responses(model, "pre", range(PEOPLE)),
        "post": replace(responses(model, "post", range(PEOPLE), rise=0.6, seed=2), comments={"said": cells}),
    }
    question = OpenQuestion(id="said", text="What helped?", column="Q9")
    review = Review(
        declared=DeclaredComments(questions=(question,), attribute="site"),
        redactor=AsWritten(Gazetteer()),
    )
    lines = {
        comment.key: Reviewed(
            key=comment.key,
            row=2,
            question="said",
            wave="post",
            text=comment.proposed.text,
            approved="yes",
            themes=(comment.proposed.text,),
        )
        for comment in comments_of(waves, review)
    }
    whole: Mapping[str, Reviewed] = lines
    return Study(
        model, waves, respondent="teacher", title="A study", review=replace(review, lines=whole), **options
    )


def with_interviews(texts: list[str]) -> Study:
    """A study whose interviews two coders coded with these codes."""
    model = instrument()
    waves = {
        "pre": responses(model, "pre", range(PEOPLE)),
        "post": responses(model, "post", range(PEOPLE), rise=0.6, seed=2),
    }
    segments = tuple(
        Segment(
            document=f"t{place % PEOPLE:03d}",
            passage=f"{place}",
            coder=coder,
            codes=frozenset({texts[place % len(texts)]}),
        )
        for place in range(4 * len(texts))
        for coder in (texts[0], texts[5])
    )
    meanings = {code: (Meaning(scale="lead", says="improved"),) for code in texts}
    interviews = Interviews(segments=segments, meanings=meanings, files=(texts[1],))
    return Study(
        model, waves, respondent="teacher", title="A study", interviews=interviews, case_profiles=True
    )


@cache
def document(kind: str) -> Document:
    texts = [*WORDS.values()]
    return build_document(with_comments(texts) if kind == "comments" else with_interviews(texts))


@cache
def written(kind: str, suffix: str) -> bytes:
    return writers()[suffix].write(document(kind))


@cache
def tame(kind: str) -> Reader:
    """The same page with words that try nothing."""
    plain = [f"Word {place}" for place in range(len(WORDS))]
    study = with_comments(plain) if kind == "comments" else with_interviews(plain)
    return Reader(writers()["html"].write(build_document(study)).decode())


@pytest.mark.parametrize("kind", KINDS)
def test_a_browser_shows_the_words_and_nothing_else_comes_of_them(kind: str) -> None:
    page, usual = Reader(written(kind, "html").decode()), tame(kind)
    assert missing("".join(page.shown)) == []
    assert page.tags == usual.tags
    assert page.attributes == usual.attributes
    assert page.scripts == usual.scripts


@pytest.mark.parametrize("kind", KINDS)
def test_word_shows_the_words_and_no_field_is_made_of_them(kind: str) -> None:
    word = docx.Document(io.BytesIO(written(kind, "docx")))
    assert missing("".join(t.text or "" for t in word.element.body.iter(qn("w:t")))) == []
    fields = [f.get(qn("w:instr")) for f in word.element.body.iter(qn("w:fldSimple"))]
    assert all(re.fullmatch(r"(SEQ (Table|Figure) \\\* ARABIC|(PAGE)?REF m\d+_\w* \\h)", f) for f in fields)
    assert not list(word.element.body.iter(qn("w:instrText")))
    assert [r.target_ref for r in word.part.rels.values() if r.is_external] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_spreadsheet_shows_the_words_and_works_nothing_out(kind: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(kind, "xlsx")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert missing(" ".join(str(cell.value) for cell in cells)) == []
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert all(c.quotePrefix for c in cells if isinstance(c.value, str) and c.value[:1] in tuple("=+-@"))
    assert all(c.hyperlink.target is None for c in cells if c.hyperlink)


@needs_pdftotext
@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_show_the_words(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(written(kind, "pdf"))
    shown = text_of_pdf(file)
    assert missing(shown, but=("emoji", "right to left", "another script")) == []


def test_quotes_are_quotes_in_every_format() -> None:
    quotes = [block for block in document("comments").blocks() if isinstance(block, Quotations)]
    assert [len(block.quotes) for block in quotes] == [len(WORDS)]
    assert written("comments", "html").decode().count("<blockquote>") == len(WORDS)
    word = docx.Document(io.BytesIO(written("comments", "docx")))
    said = [p.text for p in word.paragraphs if p.style.name == "Quote"]
    assert len(said) == len(WORDS) and all(text.splitlines()[-1].startswith("— Site: ") for text in said)
    book = openpyxl.load_workbook(io.BytesIO(written("comments", "xlsx")))
    sheet = book["In people’s own words"]
    beside = [
        row for row in sheet.iter_rows(values_only=True) if "Site: North" in row or "Site: South" in row
    ]
    assert len(beside) == len(WORDS)


def test_a_word_that_turns_the_direction_is_shown_as_a_mark_in_a_quote() -> None:
    page = writers()["html"].write(build_document(with_comments(["safe \u202egnp.exe"] * 6))).decode()
    assert "\u202e" not in page and "safe \ufffdgnp.exe" in page
