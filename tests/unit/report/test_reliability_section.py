"""Reliability in the report: figures with their numbers, and remarks that stay inside the program."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.document import walk
from mtle_survey.report.figures.canvas import WIDTH
from mtle_survey.report.figures.coefficients import PAGE, Coefficients, coefficients_figure, in_pages
from mtle_survey.report.figures.item_panel import ItemPanel, item_panel_figure
from mtle_survey.report.sections.reliability import blocks
from mtle_survey.report.view import View
from mtle_survey.table import Row
from tests.unit.report.studies import one_wave, two_waves

SVG = "{http://www.w3.org/2000/svg}"


def row(estimate: float, low: float, high: float, n: int = 24, statistic: str = "alpha") -> Row:
    return Row(statistic=statistic, estimate=estimate, conf_low=low, conf_high=high, conf_level=0.95, n=n)


FEW = Row(statistic="alpha", n=4, unavailable="4 complete respondents; 10 are needed")


def forest() -> FigureBlock:
    scales = [
        Coefficients(title="Leading", waves=(("pre", row(0.81, 0.72, 0.90)), ("post", row(0.5, -0.1, 0.68)))),
        Coefficients(title="Growing", waves=(("pre", row(0.71, 0.6, 0.8)), ("post", FEW))),
    ]
    return coefficients_figure("figure-c", ("C",), scales, 0.70, note=())


def panel() -> FigureBlock:
    items = [
        ItemPanel(
            wording="I speak up.",
            codes=("1", "2", "3"),
            counts=(4, 0, 9),
            rest=row(0.2, -0.1, 0.5, statistic="item_rest_correlation"),
        ),
        ItemPanel(wording="I keep out.", codes=("1", "2", "3"), counts=(0, 0, 13), rest=FEW),
    ]
    return item_panel_figure("figure-i", ("I",), items, 0.30, note=())


def texts(figure: FigureBlock) -> list[str]:
    tree = ET.fromstring(figure.drawing.svg("t", figure.alt))
    return ["".join(node.itertext()) for node in tree.iter(f"{SVG}text")]


@pytest.mark.parametrize("figure", [forest(), panel()], ids=lambda f: f.id)
def test_a_figure_describes_itself_and_gives_the_same_bytes_each_time(figure: FigureBlock) -> None:
    drawn = figure.drawing.svg("title", figure.alt)
    assert drawn == figure.drawing.svg("title", figure.alt)
    tree = ET.fromstring(drawn)
    assert tree.find(f"{SVG}title").text == "title"
    assert tree.find(f"{SVG}desc").text == figure.alt
    assert figure.data.rows


def test_the_forest_counts_what_clearly_reaches_the_level() -> None:
    figure = forest()
    assert "3 pairs of scale and wave" in figure.alt
    assert "at or above .70 for 1, wholly below for 1" in figure.alt
    assert ".81 [.72, .90], n = 24" in texts(figure)
    assert ".70" in texts(figure)
    cells = ["".join(map(str, cell.text)) for line in figure.data.rows for cell in line]
    assert "4 complete respondents; 10 are needed" in cells


def test_the_panel_counts_weak_items_and_unused_answers() -> None:
    figure = panel()
    assert "1 of 1 lie below .30; 2 items have an answer that nobody gave" in figure.alt
    assert texts(figure).count("2") == 2
    shown = [tuple(cell.value for cell in line) for line in figure.data.rows]
    assert shown[0] == (None, 24, 4, 0, 9, 0.2)
    assert shown[1][-1] is None


def test_many_scales_are_spread_over_pages() -> None:
    many = [Coefficients(title=f"S{i}", waves=(("pre", row(0.8, 0.7, 0.9)),) * 3) for i in range(30)]
    pages = in_pages(many)
    assert [s for page in pages for s in page] == many
    assert len(pages) > 1
    for page in pages:
        figure = coefficients_figure("figure-c", ("C",), page, 0.70, note=())
        assert figure.drawing.ratio * WIDTH < PAGE + 40
    alone = Coefficients(title="L", waves=(("pre", row(0.8, 0.7, 0.9)),) * 60)
    assert in_pages([alone]) == [[alone]]


def section(study, kind):
    return [b for b in walk(blocks(View(study))) if isinstance(b, kind)]


def test_the_internal_report_shows_what_is_worth_a_look_with_its_items() -> None:
    study = two_waves(40, 2)
    names = [b.id for b in section(study, TableBlock)]
    assert names == ["table-reliability", "table-reliability-others", "table-item-remarks"]
    figures = {b.id for b in section(study, FigureBlock)}
    assert "figure-reliability" in figures
    flagged = {
        f.scale
        for f in study.consistency.flags(study.description)
        if f.wave == "post" and f.item and f.kind != "unused_answers"
    }
    assert {f"figure-items-{scale}" for scale in flagged} == figures - {"figure-reliability"}


def test_remarks_are_about_the_last_wave_alone() -> None:
    table = next(b for b in section(two_waves(40, 2), TableBlock) if b.id == "table-item-remarks")
    assert {"".join(map(str, line[1].text)) for line in table.rows} == {"post"}


def test_a_public_report_keeps_remarks_on_items_to_itself() -> None:
    study = two_waves(60, 20, audience="public")
    names = [b.id for b in section(study, TableBlock)]
    assert names == ["table-reliability", "table-reliability-others"]
    assert {b.id for b in section(study, FigureBlock)} <= {"figure-reliability"}


def test_too_few_people_leave_the_table_without_a_figure() -> None:
    assert not section(one_wave(6), FigureBlock)
