"""Organisation, logo, colours, title page and template, in whatever the report is written as."""

from __future__ import annotations

import base64
import io
import re
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from mtle_survey.branding.brand import Brand, Logo, Palette, Paper, TitlePage
from mtle_survey.branding.colour import luminance
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document
from tests.outside import needs_pdftotext, text_of_pdf
from tests.unit.branding.pictures import png
from tests.unit.report.studies import two_waves

LOGO = Logo(content=png(), kind="png", alt="Ours: a blue bar", width=30, height=10)


def template() -> bytes:
    """A document as an organisation has it: own page, own heading, own footer, and text to be replaced."""
    word = docx.Document()
    word.sections[0].page_width = Mm(216)
    word.styles["Heading 1"].font.name = "Georgia"
    word.sections[0].footer.paragraphs[0].text = "Ours, street and town"
    word.add_paragraph("Text of the template that nobody wants in the report")
    for name in ("Caption", "List Bullet", "Subtitle"):
        style = word.styles[name].element
        style.getparent().remove(style)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


BRAND = Brand(
    organisation="Ours",
    logo=LOGO,
    colour="#00558c",
    palette=Palette(low="#c1440e", high="#00558c"),
    title_page=TitlePage(prepared_for="A fund", prepared_by="An evaluator", note="Grant 7"),
)


@cache
def report(brand: Brand = BRAND) -> Document:
    return build_document(two_waves(primary=("lead",), brand=brand), date="2026-05-01")


@cache
def written(suffix: str) -> bytes:
    return writers()[suffix].write(report())


def test_the_page_holds_logo_names_and_colour() -> None:
    page = written("html").decode()
    picture = base64.b64encode(LOGO.content).decode()
    assert f'src="data:image/png;base64,{picture}" alt="Ours: a blue bar"' in page
    assert "--accent: #00558c" in page and "#542788" not in page
    assert "img-src data:;" in page
    for words in ("Ours", "Prepared for A fund", "Prepared by An evaluator", "Grant 7"):
        assert f">{words}</p>" in page


def test_figures_take_the_hues_and_keep_the_lightness() -> None:
    plain, branded = (
        {
            c
            for f in re.findall(r"<svg.*?</svg>", writers()["html"].write(d).decode(), re.S)
            for c in COLOUR(f)
        }
        for d in (report(Brand()), report())
    )
    assert plain != branded
    assert sorted(round(luminance(c), 1) for c in plain) == sorted(round(luminance(c), 1) for c in branded)


def COLOUR(svg: str) -> list[str]:
    return re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", svg)


def test_word_has_a_title_page_with_a_described_logo() -> None:
    word = docx.Document(io.BytesIO(written("docx")))
    head = [p.text for p in word.paragraphs[:8]]
    assert head[1:] == [
        "Ours",
        "A study",
        "Evaluation report: Demonstration survey · 2026-05-01",
        "Prepared for A fund",
        "Prepared by An evaluator",
        "Grant 7",
        "",
    ]
    assert 'w:br w:type="page"' in word.paragraphs[7]._p.xml
    first = next(word.element.body.iter(qn("wp:docPr")))
    assert first.get("descr") == "Ours: a blue bar"
    assert str(word.styles["Heading 1"].font.color.rgb) == "00558C"


@pytest.mark.parametrize(("paper", "points"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_pages_have_the_size_of_the_paper(paper: Paper, points: tuple[int, int]) -> None:
    document = report(Brand(paper=paper))
    sizes = set(re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", writers()["pdf"].write(document)))
    assert {(round(float(width)), round(float(height))) for width, height in sizes} == {points}
    for section in docx.Document(io.BytesIO(writers()["docx"].write(document))).sections:
        assert (round(section.page_width.pt), round(section.page_height.pt)) == points


def test_a_template_keeps_its_page_styles_and_footer_and_loses_its_text() -> None:
    document = report(Brand(template=template()))
    word = docx.Document(io.BytesIO(writers()["docx"].write(document)))
    assert round(word.sections[0].page_width.mm) == 216
    assert word.styles["Heading 1"].font.name == "Georgia"
    footer = [p.text for p in word.sections[0].footer.paragraphs]
    assert footer[0] == "Ours, street and town"
    assert footer[1].startswith("Internal edition: not for release")
    words = "\n".join(p.text for p in word.paragraphs)
    assert "nobody wants" not in words and "Of 24 people who can be identified in pre" in words


def test_styles_that_a_template_lacks_are_brought_with_their_bullets() -> None:
    document = report(Brand(template=template()))
    word = docx.Document(io.BytesIO(writers()["docx"].write(document)))
    assert any(p.style is not None and p.style.name == "Caption" for p in word.paragraphs)
    number = word.styles["List Bullet"].element.find(f".//{qn('w:numId')}").get(qn("w:val"))
    numbering = word.part.numbering_part.element
    kind = next(n for n in numbering.num_lst if str(n.numId) == number).abstractNumId.val
    kinds = {k.get(qn("w:abstractNumId")): k for k in numbering.findall(qn("w:abstractNum"))}
    assert kinds[str(kind)].find(f".//{qn('w:numFmt')}").get(qn("w:val")) == "bullet"


def test_the_workbook_says_whose_it_is() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    first = [str(book.worksheets[0].cell(row, 1).value) for row in range(1, 7)]
    assert first[2:6] == ["Ours", "Prepared for A fund", "Prepared by An evaluator", "Grant 7"]


@needs_pdftotext
def test_the_pages_begin_with_a_title_page_the_first_page_and_contents(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(written("pdf"))
    pages = text_of_pdf(file).split("\f")
    assert all(w in pages[0] for w in ("Ours", "A study", "Prepared for A fund", "Grant 7"))
    assert "At a glance" not in pages[0]
    assert pages[1].lstrip().startswith("At a glance")
    assert pages[2].lstrip().startswith("Contents")
