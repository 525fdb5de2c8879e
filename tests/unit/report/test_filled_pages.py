"""Pages as paper shows them: a first page that is one page, and figures that leave no page half empty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mtle_survey.report.blocks import Block, FigureBlock, Finding, Findings, Paragraph, Section, TableBlock
from mtle_survey.report.build import writers
from mtle_survey.report.document import Document
from mtle_survey.report.figures.canvas import WIDTH, Canvas
from mtle_survey.report.inline import text
from mtle_survey.report.one_page import is_crowded
from tests.outside import needs_pdftotext, text_of_pdf

POINT = (
    "neither group clearly ended higher (−0.11, 95% CI [−0.80, 0.58], n = 37). Start: 0.29 SD apart. "
    "Program group: 2.96 to 3.23 on a 1–5 scale (+0.27 [0.02, 0.53], n = 19; 8 rose, 6 fell). "
)
MM = 72 / 25.4


def first_page(points: int) -> Section:
    """A first page of questions, each with two measures."""
    told = tuple(
        Finding(
            question=text(f"Question {q}?"), verdict=text("Cannot say"), kind="open", points=((POINT,),) * 2
        )
        for q in range(points // 2)
    )
    last = Paragraph(text=text("The very last words."))
    return Section(
        id="summary", title=text("At a glance"), blocks=(Findings(findings=told), last), one_page=True
    )


def document(*sections: Section) -> Document:
    return Document(title="A study", subtitle="Evaluation report", sections=sections, marking="Internal")


def pages(folder: Path, made: Document) -> list[str]:
    """The words of each page of the PDF."""
    file = folder / "evaluation.pdf"
    file.write_bytes(writers()["pdf"].write(made))
    return text_of_pdf(file, "-layout").split("\f")[:-1]


def pictured(heights_mm: tuple[float, ...]) -> Section:
    blocks: list[Block] = []
    for place, height in enumerate(heights_mm):
        name = f"figure-{place}"
        data = TableBlock(id=f"{name}-data", caption=("c",), columns=(), rows=())
        canvas = Canvas(name)
        canvas.text(0, 10, "drawn")
        drawing = canvas.finished(WIDTH * height / 140)
        blocks.append(FigureBlock(id=name, title=("What was seen",), drawing=drawing, alt="a", data=data))
    return Section(id="seen", title=text("Seen"), blocks=tuple(blocks))


@needs_pdftotext
@pytest.mark.parametrize("points", [4, 16, 20])
def test_the_first_page_is_one_page_however_much_it_says(tmp_path: Path, points: int) -> None:
    other = Section(id="next", title=text("What follows"), blocks=(Paragraph(text=text("More.")),))
    shown = pages(tmp_path, document(first_page(points), other))
    assert "The very last words." in shown[0]
    assert shown[1].lstrip().startswith("Contents")


@needs_pdftotext
def test_figures_make_room_for_one_that_would_just_miss_the_page(tmp_path: Path) -> None:
    together = pages(tmp_path, document(pictured((62, 62, 62))))
    assert [len(re.findall("What was seen", page)) for page in together] == [3]


@needs_pdftotext
def test_figures_stay_legible_rather_than_share_a_page(tmp_path: Path) -> None:
    apart = pages(tmp_path, document(pictured((80, 80, 80))))
    assert [len(re.findall("What was seen", page)) for page in apart] == [2, 1]


def test_a_first_page_that_says_much_is_set_smaller_where_pages_cannot_be_measured() -> None:
    usual, much = document(first_page(8)), document(first_page(40))
    assert not is_crowded(usual.sections[0], usual)
    assert is_crowded(much.sections[0], much)
    assert 'class="one-page crowded"' in writers()["html"].write(much).decode()
    assert 'class="one-page"' in writers()["html"].write(usual).decode()
