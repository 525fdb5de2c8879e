"""The report that a new user sees first: of the sample, in the words of a director."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest

from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document, texts_of, walk
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY

MOST_PAGES = 25
JARGON = re.compile(r"\b(CR2|Kenward|REML|BCa|Feldt|Bonett|[A-Z]\d{3}\b)")


@cache
def report() -> Document:
    return build_document(load_study(Path(REPOSITORY) / "data" / "sample" / "study.yaml"))


def test_a_public_edition_that_leaves_out_those_lost_speaks_of_no_comparison_group(tmp_path: Path) -> None:
    folder = Path(REPOSITORY) / "data" / "sample"
    written = (folder / "study.yaml").read_text(encoding="utf-8")
    public = re.sub(r"(?<=files: )(?=\w+\.csv)|(?<=instrument: )(?=\.\.)", f"{folder}/", written)
    public = public.replace("audience: internal", "audience: public")
    (tmp_path / "study.yaml").write_text(public, encoding="utf-8")
    document = build_document(load_study(tmp_path / "study.yaml"))
    lost = next(section for section in document.sections if section.id == "lost")
    said = [document.words(content) for block in walk((lost,)) for content in texts_of(block)]
    assert said[-1] == "How they had started is not shown, because they are so few."


def test_the_first_page_is_one_page_and_the_whole_is_short() -> None:
    pypdf = pytest.importorskip("pypdf")
    pages = pypdf.PdfReader(io.BytesIO(writers()["pdf"].write(report()))).pages
    words = [" ".join(page.extract_text().split()) for page in pages]
    assert "At a glance" in words[0] and "Made from:" in words[0]
    assert words[1].startswith("Contents")
    assert len(pages) <= MOST_PAGES


def test_the_first_page_speaks_plainly() -> None:
    summary = next(s for s in report().sections if s.id == "summary")
    for block in walk((summary,)):
        for content in texts_of(block):
            assert not JARGON.search(report().words(content)), report().words(content)


def test_every_question_ends_with_a_verdict() -> None:
    names = {block.id for block in report().blocks() if hasattr(block, "id")}
    assert {"question-1", "question-2", "question-3", "question-4"} <= names


def test_every_figure_says_what_it_shows_and_has_its_numbers_behind_it() -> None:
    figures = [block for block in report().blocks() if isinstance(block, FigureBlock)]
    for kind in ("flow", "missing", "dosage", "people", "forest", "change-sites", "moves", "answers"):
        assert any(figure.id.startswith(f"figure-{kind}") for figure in figures), kind
    for figure in figures:
        assert len(figure.alt) > 40, figure.id
        assert isinstance(figure.data, TableBlock) and figure.data.rows, figure.id
