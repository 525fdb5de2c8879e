"""Numbers measured off drawings, cells and properties of a public edition: nothing hidden is among them."""

from __future__ import annotations

import json
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from openpyxl import load_workbook

from mtle_survey.report.blocks import FigureBlock
from mtle_survey.report.build import report_of, writers
from mtle_survey.report.document import Document, walk
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, looking_back, responses, two_waves
from tests.unit.report.test_public_comparisons import compared

SMALLEST = 10
WHITE = "#ffffff"  # the edge of bars
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
ENDS = re.compile(r"[ML] (-?[\d.]+) (-?[\d.]+)")


@dataclass(frozen=True)
class Bar:
    """A box of a drawing, as wide as a share."""

    y: float
    start: float
    width: float


def drawn(document: Document) -> dict[str, tuple[FigureBlock, ElementTree.Element]]:
    """Every figure with its drawing, as the web page, Word and PDF have it."""
    return {
        block.id: (block, ElementTree.fromstring(block.drawing.svg("title", "alt")))
        for block in walk(document.sections)
        if isinstance(block, FigureBlock)
    }


def bars(svg: ElementTree.Element) -> list[Bar]:
    found = []
    for path in svg.iter(f"{SVG}path"):
        corners = [(float(x), float(y)) for x, y in ENDS.findall(path.get("d", ""))]
        if len(corners) == 4 and f"stroke: {WHITE}" in path.get("style", ""):
            xs, ys = zip(*corners, strict=True)
            found.append(Bar(y=min(ys), start=min(xs), width=max(xs) - min(xs)))
    return found


def dots(svg: ElementTree.Element) -> list[tuple[float, float]]:
    return [(float(u.get("x", "")), float(u.get("y", ""))) for u in svg.iter(f"{SVG}use") if u.get(LINK)]


def counts_of(svg: ElementTree.Element) -> list[tuple[int, list[float]]]:
    """By row of bars: the n that is written beside it, and the counts that the widths give away."""
    rows: dict[float, list[Bar]] = defaultdict(list)
    for bar in bars(svg):
        rows[bar.y].append(bar)
    labels = {
        float(t.get("y", "")): int(n[1])
        for t in svg.iter(f"{SVG}text")
        if (n := re.search(r"n = (\d+)$", t.text or ""))
    }
    found = []
    for y, row in sorted(rows.items()):
        n = labels[min(labels, key=lambda at: abs(at - y - 10))]
        whole = sum(bar.width for bar in row)
        found.append((n, [n * bar.width / whole for bar in sorted(row, key=lambda b: b.start)]))
    return found


def answered(audience: str) -> Study:
    """Forty people; of the first question each side is chosen by many, of the third the middle by two."""
    model = instrument()
    given = {
        "lead1": [1] * 7 + [2] * 7 + [3] * 12 + [4] * 7 + [5] * 7,
        "lead2": [2] * 11 + [3] * 18 + [5] * 11,
        "lead3": [1] * 18 + [3] * 2 + [5] * 20,
    }
    waves = {}
    for wave, seed in (("pre", 1), ("post", 2)):
        waves[wave] = responses(model, wave, range(40), seed=seed)
        for item, values in given.items():
            waves[wave].values[:, model.rated_items.index(item)] = values
    return Study(model, waves, respondent="teacher", audience=audience)


def test_bars_give_no_count_of_a_few_away() -> None:
    inside = drawn(report_of(View(answered("internal"))))
    recovered = [[round(c) for c in counts] for _, counts in counts_of(inside["figure-answers-lead"][1])]
    assert [7, 7, 12, 7, 7] in recovered and [18, 2, 20] in recovered, "widths tell counts to the person"
    outside = drawn(report_of(View(answered("public"))))
    shown = counts_of(outside["figure-answers-lead"][1])
    assert [[round(c) for c in counts] for _, counts in shown] == [[14, 12, 14]] * 2 + [[11, 18, 11]] * 2
    for _, svg in outside.values():
        for n, counts in counts_of(svg) if bars(svg) and "n = " in "".join(svg.itertext()) else ():
            assert n >= 50 or all(round(c) == 0 or round(c) >= SMALLEST for c in counts)


STUDIES = {
    "two waves": lambda audience: two_waves(
        36, 4, cluster="site", groups=("arm",), dose="hours", audience=audience
    ),
    "comparison": lambda audience: compared((4, 8), dose="hours", audience=audience),
}


@pytest.mark.parametrize("name", STUDIES)
def test_no_point_stands_for_a_person(name: str) -> None:
    """A dot for each person's change beside their hours is for those inside."""
    inside = drawn(report_of(View(STUDIES[name]("internal"))))
    people = max(len(dots(svg)) for _, svg in inside.values())
    assert people >= 30, "there is something to hide"
    outside = drawn(report_of(View(STUDIES[name]("public"))))
    assert outside.keys() < inside.keys()
    assert not any(part in figure for figure in outside for part in ("people", "dosage", "sites", "missing"))
    for figure, (block, svg) in outside.items():
        assert len(dots(svg)) <= 3 * len(block.data.rows), figure


@pytest.mark.parametrize("name", STUDIES)
def test_every_point_of_a_figure_is_a_number_of_its_table(name: str) -> None:
    """Where points lie is a straight line of what is told; there is none for what is hidden."""
    outside = drawn(report_of(View(STUDIES[name]("public"))))
    block, svg = outside["figure-forest"]
    told = [row[-1].value for row in block.data.rows]
    places = [x for x, _ in dots(svg)]
    assert len(places) == len(told) and None not in told
    slope, start = np.polyfit(told, places, 1)
    assert np.allclose(slope * np.array(told, dtype=float) + start, places, atol=1e-3)


def secrets(study: Study, public: View) -> set[float]:
    """Numbers of an internal report that the public one does not tell, with digits enough to be known by.

    Shares are left aside: that of another answer, of fifty people or more, can be the same fraction.
    """
    told = {row.identity(): row for row in public.numbers}
    found: set[float] = set()
    for row in View(study).numbers:
        count = abs(row.estimate or 0.0) * (row.n or 0)
        if count <= (row.n or 0) and abs(count - round(count)) < 1e-6:
            continue
        other = told.get(row.identity())
        if row.available and row.estimate is not None and (other is None or not other.available):
            found |= {v for v in (row.estimate, row.conf_low, row.conf_high, row.std_error) if v is not None}
    shown = {
        round(v, 9)
        for row in told.values()
        for v in (row.estimate, row.conf_low, row.conf_high, row.std_error)
        if v is not None
    }
    return {round(v, 9) for v in found if abs(v * 1000 - round(v * 1000)) > 1e-3} - shown


@pytest.mark.parametrize("name", STUDIES)
def test_no_hidden_number_is_in_a_cell_or_in_the_machine_readable_report(name: str, tmp_path: Path) -> None:
    public = View(STUDIES[name]("public"))
    hidden = secrets(STUDIES[name]("internal"), public)
    assert len(hidden) > 100
    document = report_of(public)
    book = load_workbook(BytesIO(writers()["xlsx"].write(document)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    numbers = {round(c.value, 9) for c in cells if isinstance(c.value, int | float)}
    assert len(numbers) > 50 and not numbers & hidden
    text = writers()["json"].write(document).decode("utf-8")
    written = {round(float(n), 9) for n in re.findall(r"(?<![\w.])-?\d+\.\d+(?:e-?\d+)?", text)}
    assert len(written) > 50 and not written & hidden
    assert json.loads(text)


def test_a_workbook_has_no_sheet_name_or_property_beside_what_is_seen() -> None:
    content = writers()["xlsx"].write(report_of(View(STUDIES["two waves"]("public"))))
    book = load_workbook(BytesIO(content))
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    assert not any(d.hidden for sheet in book.worksheets for d in sheet.column_dimensions.values())
    assert not any(d.hidden for sheet in book.worksheets for d in sheet.row_dimensions.values())
    assert not book.defined_names
    assert {name for sheet in book.worksheets for name in sheet.defined_names} <= {"_xlnm._FilterDatabase"}
    assert not any(cell.comment for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.namelist()
        core = archive.read("docProps/core.xml").decode("utf-8")
    assert not any("custom" in part or "external" in part or "drawing" in part for part in parts)
    assert re.findall(r">([^<>]+)</dc:", core) == ["mtle_survey", "A study"]


def test_the_size_of_a_group_whose_result_is_hidden_is_not_told() -> None:
    view = View(compared((4, 8), audience="public"))
    told = {(row.scale, row.group) for row in view.numbers if row.group and row.available}
    hidden = [row for row in view.numbers if row.group and (row.scale, row.group) not in told]
    assert hidden and all(row.n is None for row in hidden)


def test_looking_back_draws_no_person() -> None:
    study = looking_back(24)
    study.audience = "public"
    for block, svg in drawn(report_of(View(study))).values():
        assert len(dots(svg)) <= 3 * len(block.data.rows)
