from __future__ import annotations

import pytest

from mtle_survey.report.blocks import Cell, Column, Paragraph, Section, TableBlock
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Reference, text


def table(name: str) -> TableBlock:
    return TableBlock(id=name, caption=("c",), columns=(Column(label=("a",)),), rows=((Cell(text=("1",)),),))


def section(name: str, *blocks: object) -> Section:
    return Section(id=name, title=(name,), blocks=blocks)


def test_tables_are_numbered_in_reading_order_across_nested_sections() -> None:
    document = Document(
        title="t",
        subtitle="s",
        sections=(section("one", table("x"), section("two", table("y"))), section("three", table("z"))),
    )
    assert [document.names[i] for i in ("x", "y", "z")] == ["Table 1", "Table 2", "Table 3"]
    assert document.names["two"] == "two"


def test_an_id_used_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="used twice: x"):
        Document(title="t", subtitle="s", sections=(section("one", table("x"), table("x")),))


def test_a_reference_to_nothing_is_refused() -> None:
    pointing = Paragraph(text=text("see ", Reference("gone")))
    with pytest.raises(ValueError, match="nothing: gone"):
        Document(title="t", subtitle="s", sections=(section("one", pointing),))


def test_a_row_must_fit_its_table() -> None:
    with pytest.raises(ValueError, match="2 cells, 1 columns"):
        TableBlock(
            id="t",
            caption=("c",),
            columns=(Column(label=("a",)),),
            rows=((Cell(text=("1",)), Cell(text=("2",))),),
        )
