"""A public edition leaves out what would hold nothing but hidden numbers, and shows nothing new."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtle_survey.report.blocks import Block, Cell, Column, Details, ListBlock, Paragraph, Section, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document, texts_of, walk
from mtle_survey.report.inline import Reference, plain, text
from mtle_survey.report.privacy.finished import finished
from mtle_survey.report.privacy.sentences import remark
from tests.unit.report.studies import two_waves

HIDDEN = "n < 10, not shown"


def table(name: str, *rows: tuple[str, ...]) -> TableBlock:
    """A table whose first two columns are words, and the others numbers."""
    columns = tuple(
        Column(label=(f"c{k}",), align="text" if k < 2 else "number") for k in range(len(rows[0]))
    )
    cells = tuple(tuple(Cell(text=(words,) if words else ()) for words in row) for row in rows)
    return TableBlock(id=name, caption=(f"About {name}",), columns=columns, rows=cells)


def public(*blocks: Block, name: str = "sample") -> Section:
    (section,) = finished([Section(id=name, title=("s",), blocks=blocks)], 10, (HIDDEN,))
    return section


def shown(block: Block) -> list[list[str]]:
    assert isinstance(block, TableBlock)
    return [[plain(cell.text, {}) for cell in row] for row in block.rows]


def test_rows_without_a_number_go_and_a_row_that_is_left_has_its_head() -> None:
    (left,) = public(
        table("t", ("Band", "K-2", HIDDEN), ("", "3-5", "12"), ("Role", "yes", "–"), ("Site", "A", "30"))
    ).blocks
    assert shown(left) == [["Band", "3-5", "12"], ["Site", "A", "30"]]


def test_the_possible_range_of_a_score_is_no_result() -> None:
    (left,) = public(table("t", ("Leading", "", "1–5", "–"), ("Growing", "", "1–5", "3.20"))).blocks
    assert shown(left) == [["Growing", "", "1–5", "3.20"]]


def test_columns_without_a_number_go() -> None:
    (left,) = public(
        table("t", ("Hours", "pre", "12", "–"), ("Years", "pre", HIDDEN, "–"), ("Terms", "", "9", "–"))
    ).blocks
    assert shown(left) == [["Hours", "pre", "12"], ["Terms", "", "9"]]
    assert isinstance(left, TableBlock) and [c.label for c in left.columns] == [("c0",), ("c1",), ("c2",)]


def test_tables_that_tell_nothing_are_named_together_and_references_lead_to_their_section() -> None:
    computed = Details(title=("How",), blocks=(Paragraph(text=("By counting.",)),))
    pointing = Paragraph(text=text("See ", Reference("one"), "."))
    section = public(table("one", ("a", "b", HIDDEN)), computed, table("two", ("a", "b", "–")), pointing)
    assert section.blocks[0] == computed
    said, named, last = section.blocks[1:]
    assert isinstance(said, Paragraph) and "fewer than 10 people" in plain(said.text, {})
    assert named == ListBlock(items=(("About one",), ("About two",)))
    assert last == Paragraph(text=("See ", Reference("sample"), "."))
    assert Document(title="t", subtitle="s", sections=(section,)).names["sample"] == "s"


def test_points_lose_the_remark_and_a_point_that_is_nothing_else_goes() -> None:
    points = ListBlock(items=((remark(10),), (f"{remark(10)} Read directions.",), ("All is well.",)))
    assert public(points).blocks == (ListBlock(items=(("Read directions.",), ("All is well.",))),)


@pytest.mark.parametrize("section", ["flow", "ledger", "quality"])
def test_what_is_about_the_whole_study_stays(section: str) -> None:
    whole = table("t", ("a", "b", "–"))
    assert public(whole, name=section).blocks == (whole,)


def test_nine_people_get_a_public_report_that_says_why_it_holds_no_result() -> None:
    document = build_document(two_waves(9, 1, audience="public"))
    tables = [b for b in document.blocks() if isinstance(b, TableBlock)]
    for block in tables:
        numbers = [k for k, column in enumerate(block.columns) if column.align == "number" and k]
        assert not numbers or any(row[k].value is not None for row in block.rows for k in numbers), block.id
    words = " ".join(document.words(t) for b in walk(document.sections) for t in texts_of(b))
    assert "No change can be shown in this edition without telling of fewer than 10 people" in words
    assert "does not show whether" not in words and remark(10) not in words


def test_how_many_people_a_result_would_rest_on_is_no_result() -> None:
    rows = (("Leading", "pre", "43", "–"), ("Growing", "pre", "42", "3.10"))
    block = table("t", *rows)
    block = replace(
        block, columns=(*block.columns[:2], Column(label=("n",), align="number"), block.columns[3])
    )
    (left,) = public(block).blocks
    assert shown(left) == [["Growing", "pre", "42", "3.10"]]
