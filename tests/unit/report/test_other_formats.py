"""The same report as a workbook, a Word document and pages."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from mtle_survey.instrument.model import Instrument
from mtle_survey.report.archive import without_clocks
from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document
from mtle_survey.report.figures.canvas import WIDTH
from tests.outside import needs_pdfinfo, needs_pdftotext, text_of_pdf
from tests.unit.report.studies import instrument, two_waves

FORMULA = '=HYPERLINK("http://x","y")'
HOSTILE = "<w:p/>#set page() ]] $x$ \\ @me {{1}} \x07 & \"'"


@cache
def report() -> Document:
    return build_document(two_waves(primary=("lead",)), date="2026-05-01")


@cache
def written(suffix: str) -> bytes:
    return writers()[suffix].write(report())


def blocks_of(kind: type) -> list[TableBlock | FigureBlock]:
    return [b for b in report().blocks() if isinstance(b, kind)]


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf"])
def test_the_same_study_gives_the_same_bytes(suffix: str) -> None:
    again = build_document(two_waves(primary=("lead",)), date="2026-05-01")
    assert writers()[suffix].write(again) == written(suffix)


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_archives_carry_no_clock(suffix: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written(suffix))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    assert without_clocks(written(suffix)) == written(suffix)


def hostile_model(words: str) -> Instrument:
    base = instrument()
    return base.model_copy(
        update={
            "title": words,
            "notice": words,
            "items": tuple(i.model_copy(update={"text": words}) for i in base.items),
            "scales": tuple(s.model_copy(update={"title": words}) for s in base.scales),
        }
    )


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf", "html"])
@pytest.mark.parametrize("words", [HOSTILE, FORMULA, "حسنا 数学 Ünïcode " + "long " * 80])
def test_any_words_can_be_written(suffix: str, words: str) -> None:
    study = two_waves(12, 2, model=hostile_model(words), title=words)
    assert len(writers()[suffix].write(build_document(study, date=words))) > 10_000


def printed(kind: type) -> list[TableBlock | FigureBlock]:
    return [block for block in blocks_of(kind) if block.id in report().on_paper]


def test_details_are_in_the_workbook_and_not_on_paper() -> None:
    left = {report().names[b.id] for b in blocks_of(TableBlock)} - {
        report().names[b.id] for b in printed(TableBlock)
    }
    assert left and all(name.startswith("Table W") for name in left)
    assert not any(name.startswith("Table W") for name in (report().names[b.id] for b in printed(TableBlock)))


def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written("xlsx")))


def test_the_workbook_has_every_table_with_its_caption_and_note() -> None:
    texts = {
        str(c.value) for sheet in workbook() for row in sheet.iter_rows() for c in row if c.value is not None
    }
    for table in blocks_of(TableBlock):
        assert isinstance(table, TableBlock)
        assert f"{report().names[table.id]} {report().words(table.caption)}" in texts
        if table.note:
            assert f"Note. {report().words(table.note)}" in texts


def test_numbers_in_the_workbook_are_numbers_at_full_precision() -> None:
    sheet = workbook()["What changed"]
    rows = list(sheet.iter_rows())
    row = next(r for r in rows if r[0].value == "Leading")
    table = next(t for t in blocks_of(TableBlock) if t.id == "table-change")
    assert isinstance(table, TableBlock)
    cells = next(r for r in table.rows if report().words(r[0].text) == "Leading")
    assert row[2].value == pytest.approx(cells[2].value, rel=1e-15)
    assert row[2].number_format == "0.00"


def test_the_workbook_holds_every_row_of_the_study() -> None:
    sheet = workbook()["Rows"]
    names = [cell.value for cell in sheet[1]]
    assert names[:3] == ["model", "scale", "item"] and "with" in names
    assert sheet.max_row - 1 == len(report().rows)
    assert {"mean_change", "lmm_change", "alpha"} <= {
        r[names.index("statistic")].value for r in sheet.iter_rows(min_row=2)
    }


def test_no_cell_of_the_workbook_is_a_formula() -> None:
    study = two_waves(12, 2, model=hostile_model(FORMULA), title=FORMULA)
    book = openpyxl.load_workbook(io.BytesIO(writers()["xlsx"].write(build_document(study))))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert any(c.value == FORMULA for c in cells)
    assert all(c.data_type != "f" for c in cells)


def test_sheets_can_be_reached_from_the_contents() -> None:
    book = workbook()
    links = [str(c.hyperlink.location) for row in book["Contents"].iter_rows() for c in row if c.hyperlink]
    assert len(links) == len(blocks_of(TableBlock)) + len(blocks_of(FigureBlock)) + 1
    assert {re.match(r"'(.*)'!", link).group(1) for link in links} <= set(book.sheetnames)


@cache
def word() -> docx.document.Document:
    return docx.Document(io.BytesIO(written("docx")))


def test_the_word_document_has_native_tables_with_repeating_headers() -> None:
    tables = [t for t in word().tables if t.rows[0]._tr.find(qn("w:trPr")) is not None]
    assert len(tables) == len(printed(TableBlock))
    for table in tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_captions_of_the_word_document_are_captions_with_numbers() -> None:
    captions = [p for p in word().paragraphs if p.style is not None and p.style.name == "Caption"]
    assert len(captions) == len(printed(TableBlock)) + len(printed(FigureBlock))
    fields = [f.get(qn("w:instr")) for p in captions for f in p._p.iter(qn("w:fldSimple"))]
    assert {f.split()[1] for f in fields} == {"Table", "Figure"}


def test_every_picture_of_the_word_document_has_an_alternative_text() -> None:
    described = [p.get("descr") for p in word().element.body.iter(qn("wp:docPr"))]
    assert described == [f.alt for f in printed(FigureBlock) if isinstance(f, FigureBlock)]


def test_headings_of_the_word_document_are_headings() -> None:
    levels = [
        int(p.style.name[-1]) for p in word().paragraphs if p.style and p.style.name.startswith("Heading ")
    ]
    assert levels[0] == 1
    assert set(levels) == {1, 2}


def test_who_may_see_the_word_document_stands_on_every_page() -> None:
    assert word().sections[0].footer.paragraphs[0].text.startswith("Internal edition: not for release")


def test_figures_fit_a_page() -> None:
    for figure in printed(FigureBlock):
        assert isinstance(figure, FigureBlock)
        assert figure.drawing.ratio * WIDTH < 760


@needs_pdftotext
def test_the_pages_say_what_the_report_says(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(written("pdf"))
    words = " ".join(text_of_pdf(file, "-layout").split())
    assert "Internal edition: not for release" in words
    for table in printed(TableBlock):
        assert isinstance(table, TableBlock)
        assert " ".join(f"{report().names[table.id]} {report().words(table.caption)}".split()) in words


@needs_pdfinfo
def test_the_pages_are_tagged_for_screen_readers(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(written("pdf"))

    def asked(*options: str) -> str:
        command = ["pdfinfo", *options, str(file)]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    assert "<pdfuaid:part>1</pdfuaid:part>" in asked("-meta"), "it declares PDF/UA-1"
    assert re.search(r"^Title: +A study$", asked(), re.M) and re.search(r"^Tagged: +yes$", asked(), re.M)
    structure = asked("-struct")
    assert structure.count("Table (block)") == len(printed(TableBlock))
    assert structure.count("Figure:") + structure.count("Figure (") == len(printed(FigureBlock))
    levels = [int(level) for level in re.findall(r"^ *H(\d)\b", structure, re.M)]
    assert levels[0] == 1 and all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert structure.count("/Scope /Column") > 20
