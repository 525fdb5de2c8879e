"""What a section forgot to hide is hidden in the finished public document, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.report.blocks import Cell, Column, FigureBlock, Section, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.cells import count, number_column, share, words
from mtle_survey.report.document import walk
from mtle_survey.report.inline import Italic
from mtle_survey.report.privacy.net import caught
from tests.unit.report.studies import two_waves

HIDDEN = "n < 10, not shown"
TABLE = TableBlock(
    id="table-x",
    caption=("Means by site",),
    columns=(Column(label=("Site",)), number_column(Italic("n")), number_column("M")),
    rows=(
        (words("North"), count(24), Cell(text=("3.10",), value=3.1)),
        (words("South"), count(3), Cell(text=("4.00",), value=4.0)),
    ),
)


def shown(section: Section) -> list[list[str]]:
    (table,) = (b for b in walk((section,)) if isinstance(b, TableBlock))
    return [["".join(map(str, cell.text)) for cell in row] for row in table.rows]


def test_a_row_about_three_people_loses_its_numbers() -> None:
    section = caught(Section(id="x", title=("X",), blocks=(TABLE,)), 10, HIDDEN)
    assert shown(section) == [["North", "24", "3.10"], ["South", HIDDEN, HIDDEN]]


def test_a_count_with_its_share_is_hidden_and_other_small_numbers_are_not() -> None:
    table = replace(TABLE, rows=((words("Titled role"), share(4, 40), Cell(text=("4",), value=4)),))
    section = caught(Section(id="x", title=("X",), blocks=(table,)), 10, HIDDEN)
    assert shown(section)[0][0] == "Titled role"
    assert HIDDEN in shown(section)[0][1]


def test_a_figure_of_a_small_group_becomes_its_table() -> None:
    document = build_document(two_waves())
    figure = next(b for b in document.blocks() if isinstance(b, FigureBlock))
    section = Section(id="x", title=("X",), blocks=(replace(figure, data=TABLE),))
    (block,) = caught(section, 10, HIDDEN).blocks
    assert isinstance(block, TableBlock) and block.id == figure.id
    assert caught(section, 2, HIDDEN) == section


def test_the_flow_of_the_whole_study_is_exempt() -> None:
    section = Section(id="flow", title=("Who answered",), blocks=(TABLE,))
    assert caught(section, 10, HIDDEN) == section
