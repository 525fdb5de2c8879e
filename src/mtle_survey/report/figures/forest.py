"""Change of each scale with its interval, beside a line at no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, draw_interval, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import BAND, MUTED
from mtle_survey.report.format import estimate_with_interval
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.table import Row

TRACK = (8.0, 260.0)
ROW = 13.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A scale's standardized change, which scales with different ranges have in common.

    ``smallest`` is the smallest change that would matter, in the same unit, where one is declared.
    """

    title: str
    change: Row
    smallest: float | None = None


def forest_figure(name: str, title: Text, changes: Sequence[Change], *, note: Text) -> FigureBlock:
    """Draw changes with their intervals on one axis; those without a number are left to the table."""
    canvas = Canvas(name)
    drawn = [c for c in changes if c.change.estimate is not None]
    limits = _limits([c.change for c in drawn])
    at = places(TRACK, limits)
    y = 12.0
    canvas.text(at(0) - 4, 6, "◂ lower", size=SMALL, colour=MUTED, align="right")
    canvas.text(at(0) + 4, 6, "higher ▸", size=SMALL, colour=MUTED)
    rows = []
    for change in drawn:
        y = canvas.paragraph(0, y + 2, change.title, WIDTH)
        rows.append((y + ROW / 2, change))
        y += ROW
    for middle, change in rows:
        if change.smallest is not None:
            left, right = at(max(-change.smallest, limits[0])), at(min(change.smallest, limits[1]))
            canvas.box(left, middle - 6, right - left, 12, BAND)
        canvas.line((at(0), at(0)), (middle - 6, middle + 6), MUTED, dashed=True)
        _interval(canvas, middle, change.change, limits)
    y = draw_axis(canvas, y + 2, TRACK, limits)
    alt = _alt(drawn)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y + 2),
        alt=alt,
        note=note,
        data=_data(name, changes),
    )


def _limits(rows: Sequence[Row]) -> tuple[float, float]:
    values = [v for row in rows for v in (row.estimate, row.conf_low, row.conf_high, 0.0) if v is not None]
    low, high = min(values, default=-1.0), max(values, default=1.0)
    room = max(0.08 * (high - low), 0.15)
    return low - room, high + room


def _interval(canvas: Canvas, y: float, row: Row, limits: tuple[float, float]) -> None:
    at = places(TRACK, limits)
    draw_interval(canvas, y, row, at)
    canvas.text(WIDTH, y, f"{estimate_with_interval(row)}, n = {row.n}", size=SMALL, align="right")


def _data(name: str, changes: Sequence[Change]) -> TableBlock:
    columns = (
        Column(label=("Scale",)),
        Column(label=("n",), align="number"),
        Column(label=("Standardized change and interval",), align="number"),
    )
    rows = tuple(
        (
            Cell(text=(Wording(c.title),)),
            Cell(text=(str(c.change.n),), value=c.change.n),
            Cell(text=(c.change.unavailable or estimate_with_interval(c.change),), value=c.change.estimate),
        )
        for c in changes
    )
    return TableBlock(
        id=f"{name}-data", caption=text("Standardized change by scale"), columns=columns, rows=rows
    )


def _alt(changes: Sequence[Change]) -> str:
    def outside(low: bool) -> int:
        bounds = (c.change.conf_high if low else c.change.conf_low for c in changes)
        return sum(b is not None and (b < 0 if low else b > 0) for b in bounds)

    return (
        f"Standardized change with its interval for {len(changes)} scales. The interval lies wholly above "
        f"zero for {outside(low=False)}, wholly below zero for {outside(low=True)}, and includes zero for "
        f"{len(changes) - outside(low=False) - outside(low=True)}."
    )
