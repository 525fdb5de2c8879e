"""A workbook as people take numbers from it: one number a cell, exact where it is known, nothing lost."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest

from mtle_survey.report.blocks import Cell, Column, TableBlock
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document
from mtle_survey.report.workbook_columns import SheetColumn, sheet_columns
from tests.unit.report.studies import two_waves

PLAIN = Document(title="t", subtitle="s", sections=())
SPANISH = Document(title="t", subtitle="s", sections=(), language="es")


def spread(
    label: str, *cells: tuple[str, float | int | None], document: Document = PLAIN
) -> list[SheetColumn]:
    """The columns that a column of numbers becomes."""
    columns = (Column(label=("Scale",)), Column(label=(label,), align="number", group="pre"))
    rows = tuple((Cell(text=(f"r{k}",)), Cell(text=(w,), value=v)) for k, (w, v) in enumerate(cells))
    table = TableBlock(id="t", caption=("c",), columns=columns, rows=rows)
    return list(sheet_columns(table, document)[1:])


def values(columns: list[SheetColumn]) -> list[list[object]]:
    return [[c.words if c.value is None else c.value for c in column.cells] for column in columns]


def test_an_interval_has_a_column_for_each_end() -> None:
    made = spread(
        "Change [95% CI]", ("+0.27 [−0.10, 0.64]", 0.2714), ("–", None), ("n < 10, not shown", None)
    )
    assert [c.header for c in made] == [
        "pre: Change",
        "pre: Change, 95% CI lower",
        "pre: Change, 95% CI upper",
    ]
    assert values(made) == [[0.2714, "–", "n < 10, not shown"], [-0.10, "", ""], [0.64, "", ""]]
    assert [c.cells[0].format for c in made] == ["0.00"] * 3


@pytest.mark.parametrize(
    ("shown", "exact", "headers", "numbers", "formats"),
    [
        ("14 (19%)", 14, ["pre: A", "pre: A, %"], [14, 0.19], ["0", "0%"]),
        ("24.4% (29)", 29 / 119, ["pre: A, %", "pre: A, n"], [0.244, 29], ["0.0%", "0"]),
        (
            "12 of 120 (10.0%)",
            12,
            ["pre: A", "pre: A, n", "pre: A, %"],
            [12, 120, 0.1],
            ["0", "0", "0.0%"],
        ),
        ("1 de 51 (2 %)", 1, ["pre: A", "pre: A, n", "pre: A, %"], [1, 51, 0.02], ["0", "0", "0%"]),
        (".031 / .062", 0.0618, ["pre: A", "pre: A"], [0.031, 0.062], ["0.000", "0.000"]),
        ("< .001 / .002", 0.0018, ["pre: A", "pre: A"], ["< .001", 0.002], ["", "0.000"]),
        (
            "11.3% [5.5%, 17.0%]",
            0.1131,
            ["pre: A", "pre: A lower", "pre: A upper"],
            [0.1131, 0.055, 0.17],
            ["0.0%"] * 3,
        ),
    ],
)
def test_each_number_of_a_cell_has_a_column(
    shown: str, exact: float, headers: list[str], numbers: list[object], formats: list[str]
) -> None:
    made = spread("A", (shown, exact))
    assert [c.header for c in made] == headers
    assert [row[0] for row in values(made)] == pytest.approx(numbers) if "<" not in shown else numbers
    assert [c.cells[0].format for c in made] == formats


def test_a_number_keeps_the_decimals_that_are_not_shown_unless_it_is_another() -> None:
    assert values(spread("M", ("3.10", 3.0973)))[0] == [3.0973]
    assert values(spread("M", ("3.10 [2.95, 3.25]", 12.0)))[0] == [3.10]


def test_numbers_with_a_decimal_comma_are_read() -> None:
    made = spread("Cambio [IC 95%]", ("+0,27 [−0,10; 0,64]", 0.2714), document=SPANISH)
    assert values(made) == [[0.2714], [-0.10], [0.64]]
    assert made[2].header == "pre: Cambio, IC 95% superior"


def test_rows_that_share_a_head_each_bear_it() -> None:
    rows = tuple(
        (Cell(text=(h,) if h else ()), Cell(text=("1",), value=1)) for h in ("Leading", "", "Growing")
    )
    columns = (Column(label=("Scale",)), Column(label=("n",), align="number"))
    made = sheet_columns(TableBlock(id="t", caption=("c",), columns=columns, rows=rows), PLAIN)
    assert [cell.words for cell in made[0].cells] == ["Leading", "Leading", "Growing"]


@cache
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(writers()["xlsx"].write(build_document(two_waves(24)))))


def test_no_number_stands_as_text_in_a_column_of_numbers() -> None:
    sheet = workbook()["What changed"]
    as_text = [
        c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and "[" in c.value
    ]
    assert all("CI" in words for words in as_text), "only headers and captions speak of intervals"
    heads = next(row for row in sheet.iter_rows() if row[0].value == "Scale")
    change = next(c.column for c in heads if c.value == "Change")
    row = next(row for row in sheet.iter_rows() if row[0].value == "Leading")
    low, high = row[change].value, row[change + 1].value
    assert low < row[change - 1].value < high


def test_sheets_print_as_wide_as_the_paper_and_notes_wrap_in_rows_high_enough() -> None:
    for sheet in workbook().worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1 and sheet.page_setup.fitToHeight == 0
        for merged in sheet.merged_cells.ranges:
            words = sheet.cell(merged.min_row, 1).value
            width = sum(sheet.column_dimensions[c].width for c in "ABCDEFGH")
            assert sheet.row_dimensions[merged.min_row].height >= 15 * len(words) / (1.5 * width)
    assert workbook()["What changed"].freeze_panes == "B2"


def test_the_contents_lead_to_the_very_table() -> None:
    contents = workbook().worksheets[0]
    links = {c.value: c.hyperlink.location for (c,) in contents.iter_rows(max_col=1) if c.hyperlink}
    place = links["Table 1"].partition("!A")
    assert workbook()[place[0].strip("'")].cell(int(place[2]), 1).value.startswith("Table 1 ")
