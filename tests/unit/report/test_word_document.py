"""The Word document as an editor works with it: contents, references, bookmarks, and in LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.text.paragraph import Paragraph as WordParagraph

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document
from mtle_survey.report.word_fields import bookmark_names
from mtle_survey.report.word_tables import keep_together
from tests.outside import needs_pdftotext, needs_soffice, text_of_pdf
from tests.unit.report.studies import looking_back, two_waves


@cache
def report() -> Document:
    return build_document(looking_back(), date="2026-05-01")


@cache
def written() -> bytes:
    return writers()["docx"].write(report())


def word() -> docx.document.Document:
    return docx.Document(io.BytesIO(written()))


def test_bookmarks_have_names_that_word_accepts() -> None:
    names = bookmark_names(
        ["table-change", "ünïcode " * 9, "table-change-of-everything-that-there-is-to-say"]
    )
    assert len(set(names.values())) == 3
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names.values())


def test_every_reference_and_every_line_of_the_contents_leads_to_a_bookmark() -> None:
    body = word().element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks))
    ends = {mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd"))}
    assert {mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))} == ends
    fields = [field.get(qn("w:instr")) for field in body.iter(qn("w:fldSimple"))]
    references = [field.split()[1] for field in fields if field.startswith("REF ")]
    pages = [field.split()[1] for field in fields if field.startswith("PAGEREF ")]
    assert len(references) > 3 + len(pages) and len(pages) == len(report().sections)
    assert set(references) | set(pages) <= set(marks)


def test_a_full_first_page_is_followed_by_no_empty_one() -> None:
    """A paragraph that holds only the end of a page would not fit on a full page and make a blank one."""
    ending = [p for p in word().paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None]
    assert len(ending) == 1 and ending[0].text.strip()
    assert ending[0]._p.getnext().pPr.style == "TOCHeading"
    assert not any('w:type="page"' in p._p.xml for p in word().paragraphs)


def test_the_contents_name_each_section_and_its_page_with_fields_that_programs_work_out() -> None:
    """Pages stay empty until a program has set them: a number that nobody worked out would be wrong."""
    lines = [p for p in word().paragraphs if p.style.name == "toc 1"]
    assert [_shown(p) for p in lines] == [report().words(s.title) for s in report().sections]
    for line in lines:
        title, page = [f.get(qn("w:instr")) for f in line._p.iter(qn("w:fldSimple"))]
        assert title.split()[0] == "REF" and page == title.replace("REF", "PAGEREF", 1)


def _shown(paragraph: WordParagraph) -> str:
    return "".join(t.text or "" for t in paragraph._p.iter(qn("w:t")))


@pytest.mark.parametrize("rows", [1, 2, 14, 15, 40])
def test_short_tables_stay_whole_and_no_row_of_a_long_one_stays_alone(rows: int) -> None:
    table = docx.Document().add_table(rows=1 + rows, cols=3)
    keep_together(table, header_rows=1)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    kept = [all(_stays_with_next(p) for p in row._tr.iter(qn("w:p"))) for row in table.rows]
    if rows <= 14:
        assert kept == [True] * rows + [False]
    else:
        assert kept == [True, True, *[False] * (rows - 3), True, False]


def _stays_with_next(paragraph: CT_P) -> bool:
    return paragraph.pPr is not None and paragraph.pPr.keepNext is not None


def test_columns_have_one_width_in_the_grid_and_in_the_cells_and_fill_the_page() -> None:
    page = word().sections[-1]
    available = page.page_width - page.left_margin - page.right_margin
    for table in word().tables:
        if table._tbl.tblPr.find(qn("w:tblBorders")) is None:
            continue
        grid = [column.width for column in table.columns]
        assert sum(grid) == pytest.approx(available, rel=0.01)
        for cell, width in zip(table.rows[-1]._tr.tc_lst, grid, strict=True):
            assert cell.width == width


def test_tables_have_an_alternative_text() -> None:
    captions = {c.get(qn("w:val")) for c in word().element.body.iter(qn("w:tblCaption"))}
    tables = [b for b in report().blocks() if isinstance(b, TableBlock) and b.id in report().on_paper]
    assert captions == {f"{report().names[t.id]} {report().words(t.caption)}" for t in tables}


def test_references_on_the_first_page_are_as_small_as_the_words_around_them() -> None:
    seen = 0
    for paragraph in word().paragraphs:
        small = {run.font.size for run in paragraph.runs if run.font.size}
        for field in paragraph._p.iter(qn("w:fldSimple")):
            sizes = {size.get(qn("w:val")) for size in field.iter(qn("w:sz"))}
            if small and field.get(qn("w:instr")).startswith("REF "):
                seen += 1
                assert sizes == {str(round(2 * size.pt)) for size in small}
    assert seen > 0


@needs_soffice
@needs_pdftotext
def test_libreoffice_opens_it_and_shows_what_the_report_says(tmp_path: Path) -> None:
    (tmp_path / "evaluation.docx").write_bytes(written())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "evaluation.docx")], check=True, capture_output=True, timeout=240
    )
    shown = text_of_pdf(tmp_path / "evaluation.pdf")
    assert "Error: Reference source not found" not in shown
    words = re.sub(r"\s+", "", shown)
    for block in report().blocks():
        if isinstance(block, TableBlock | FigureBlock) and block.id in report().on_paper:
            caption = block.caption if isinstance(block, TableBlock) else block.title
            assert re.sub(r"\s+", "", report().names[block.id] + report().words(caption)) in words


def test_columns_of_sentences_keep_their_room_beside_long_numbers() -> None:
    from mtle_survey.report.word_tables import widths

    rate = Cell(text=("163 of 800 (20.4%)",), value=0.204)
    meaning = Cell(text=("Neighbouring questions that ask in both directions got the same answer.",))
    table = TableBlock(
        id="signs",
        caption=("Signs",),
        columns=(
            Column(label=("What it means",)),
            Column(label=("Cut-off",)),
            *(Column(label=(wave,), align="number") for wave in ("pre", "mid", "post")),
        ),
        rows=((meaning, Cell(text=("at least 8 in a row, and half of the block",)), rate, rate, rate),),
    )
    given = widths(table, report(), 165.0)
    assert sum(given) == pytest.approx(165.0)
    assert given[0] + given[1] > 0.55 * 165.0 and given[0] > given[2]


def test_no_number_and_no_word_of_a_crowded_table_is_torn_apart() -> None:
    from mtle_survey.report.word_tables import widths

    document = build_document(two_waves(primary=("lead",)))
    table = next(b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-change")
    given = widths(table, document, 120.0)
    assert sum(given) == pytest.approx(120.0)
    for place, column in enumerate(table.columns):
        cells = [document.words(row[place].text) for row in table.rows]
        if column.align == "number" and max(map(len, cells)) <= 4:
            assert given[place] >= 1.6 * max(map(len, cells)), document.words(column.label)
    roomy = widths(table, document, 300.0)
    assert sum(roomy) == pytest.approx(300.0) and roomy[0] > given[0]
