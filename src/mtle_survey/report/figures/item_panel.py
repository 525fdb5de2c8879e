"""The items of a scale: how often each answer was given, and how each item goes with the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, draw_interval, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import BAND, MUTED
from mtle_survey.report.format import estimate_with_interval, number
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.table import Row

BARS = (0.0, 110.0)
BAR_HEIGHT = 22.0
TRACK = (135.0, 300.0)
ROW = BAR_HEIGHT + 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPanel:
    """One item.

    Attributes
    ----------
    wording : str
    codes : tuple of str
        The declared answers, lowest first.
    counts : tuple of int
        How often each was given.
    rest : Row
        Its correlation with the rest of the scale.
    """

    wording: str
    codes: tuple[str, ...]
    counts: tuple[int, ...]
    rest: Row


def item_panel_figure(
    name: str, title: Text, items: Sequence[ItemPanel], level: float, *, note: Text
) -> FigureBlock:
    """Draw a row for each item: columns for its answers, a dot with interval for its correlation.

    Parameters
    ----------
    name : str
        Id of the figure.
    level : float
        Correlation at which a dashed line stands.
    """
    canvas = Canvas(name)
    limits = _limits([item.rest for item in items])
    at = places(TRACK, limits)
    canvas.text(BARS[0], 6, "Answers given", size=SMALL, colour=MUTED)
    words = f"Correlation with the other items (dashed: {number(level, 2, leading_zero=False)})"
    canvas.text(TRACK[0], 6, words, size=SMALL, colour=MUTED)
    y = 12.0
    for item in items:
        y = canvas.paragraph(0, y + 6, item.wording, WIDTH)
        _answers(canvas, y + 4, item)
        middle = y + 4 + BAR_HEIGHT / 2
        canvas.line((at(level), at(level)), (middle - 10, middle + 10), MUTED, dashed=True)
        _correlation(canvas, middle, item.rest, limits)
        y += ROW
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(draw_axis(canvas, y + 2, TRACK, limits) + 2),
        alt=_alt(items, level),
        note=note,
        data=_data(name, items),
    )


def _limits(rows: Sequence[Row]) -> tuple[float, float]:
    values = [v for row in rows for v in (row.estimate, row.conf_low) if v is not None]
    return max(min([0.0, *values]) - 0.05, -1.0), 1.0


def _answers(canvas: Canvas, y: float, item: ItemPanel) -> None:
    """Columns over the declared answers; one that nobody gave stays empty over its code."""
    step = (BARS[1] - BARS[0]) / len(item.codes)
    tallest = max(item.counts, default=0)
    foot = y + BAR_HEIGHT
    for place, (code, count) in enumerate(zip(item.codes, item.counts, strict=True)):
        x = BARS[0] + place * step
        if count:
            height = BAR_HEIGHT * count / tallest
            canvas.box(x + 1, foot - height, step - 2, height, BAND, edge=MUTED)
        canvas.text(x + step / 2, foot + 6, code, size=SMALL, colour=MUTED, align="center")
    canvas.line(BARS, (foot, foot), MUTED, width=0.8)


def _correlation(canvas: Canvas, y: float, row: Row, limits: tuple[float, float]) -> None:
    at = places(TRACK, limits)
    draw_interval(canvas, y, row, at, size=6.0)
    canvas.text(WIDTH, y, estimate_with_interval(row), size=SMALL, align="right")


def _data(name: str, items: Sequence[ItemPanel]) -> TableBlock:
    codes = items[0].codes
    columns = (
        Column(label=("Item",)),
        Column(label=("n",), align="number"),
        *(Column(label=(code,), align="number", group="Answers given") for code in codes),
        Column(label=("Item–rest correlation and interval",), align="number"),
    )
    rows = tuple(
        (
            Cell(text=(Wording(item.wording),)),
            Cell(text=(str(item.rest.n),), value=item.rest.n),
            *(Cell(text=(str(count),), value=count) for count in item.counts),
            Cell(
                text=(item.rest.unavailable or estimate_with_interval(item.rest),), value=item.rest.estimate
            ),
        )
        for item in items
    )
    return TableBlock(
        id=f"{name}-data",
        caption=text("Answers and item–rest correlations"),
        columns=columns,
        rows=rows,
        note=text("n = respondents who answered every item of the scale; answers are those of everyone."),
    )


def _alt(items: Sequence[ItemPanel], level: float) -> str:
    known = [item.rest.estimate for item in items if item.rest.estimate is not None]
    weak = sum(r < level for r in known)
    unused = sum(0 in item.counts for item in items)
    return (
        f"Columns of the answers to {len(items)} items, and the correlation of each item with the rest of "
        f"its scale: {weak} of {len(known)} lie below {number(level, 2, leading_zero=False)}; {unused} items "
        "have an answer that nobody gave."
    )
