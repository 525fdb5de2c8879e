"""Each person's change beside how much they took part, with the straight line through them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import ticks
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import LATER, MUTED
from mtle_survey.report.format import MINUS, estimate_with_interval
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.table import Row

HEIGHT = 120.0
PANELS = 2
LEFT = 24.0
DOT = 3.5
CROWD = 100  # people from whom on dots are drawn smaller, so that they do not hide each other


@dataclass(frozen=True, slots=True, kw_only=True)
class DosePanel:
    """One scale: amounts and changes of the same people, and the slope between them."""

    title: str
    amounts: NDArray[np.float64]
    changes: NDArray[np.float64]
    slope: Row


def dose_figure(name: str, title: Text, panels: Sequence[DosePanel], what: str, *, note: Text) -> FigureBlock:
    """Small scatter plots side by side on common axes of amount."""
    canvas = Canvas(name)
    width = WIDTH / PANELS
    for place, panel in enumerate(panels):
        left, top = (place % PANELS) * width, (place // PANELS) * (HEIGHT + 54)
        _panel(canvas, panel, left, top, width - 14, what)
    rows = -(-len(panels) // PANELS)
    told = "; ".join(f"{p.title}: {estimate_with_interval(p.slope)} for each unit more" for p in panels)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(rows * (HEIGHT + 54)),
        alt=f"A dot for each person: {what} to the right, change upwards, with the line of best fit. {told}.",
        data=_data(name, panels),
        note=note,
    )


def _panel(canvas: Canvas, panel: DosePanel, left: float, top: float, width: float, what: str) -> None:
    canvas.text(left, top + 8, panel.title, size=SMALL)
    x_low, x_high = float(panel.amounts.min()), float(panel.amounts.max())
    reach = max(float(np.abs(panel.changes).max()), 0.1) * 1.08
    span = max(x_high - x_low, 1e-9)

    def at(amount: float, change: float) -> tuple[float, float]:
        x = left + LEFT + 6 + (amount - x_low) / span * (width - LEFT - 12)
        return x, top + 18 + (reach - change) / (2 * reach) * HEIGHT

    for tick in ticks((-reach, reach)):
        y = at(x_low, tick)[1]
        canvas.line((left + LEFT, left + width), (y, y), MUTED if tick == 0 else "#e4e4e4", width=0.6)
        words = f"{tick:g}".replace("-", MINUS)
        canvas.text(left + LEFT - 3, y, words, size=SMALL - 1, colour=MUTED, align="right")
    for tick in ticks((x_low, x_high)):
        x = at(tick, 0)[0]
        canvas.text(x, top + HEIGHT + 26, f"{tick:g}", size=SMALL - 1, colour=MUTED, align="center")
    size = DOT * min(1.0, math.sqrt(CROWD / len(panel.amounts)))
    for amount, change in zip(panel.amounts, panel.changes, strict=True):
        x, y = at(float(amount), float(change))
        canvas.dot(x, y, LATER, filled=False, size=size)
    if panel.slope.estimate is not None:
        means = float(panel.amounts.mean()), float(panel.changes.mean())
        ends = [at(a, means[1] + panel.slope.estimate * (a - means[0])) for a in (x_low, x_high)]
        canvas.line((ends[0][0], ends[1][0]), (ends[0][1], ends[1][1]), LATER, width=1.8)
    middle = left + LEFT + (width - LEFT) / 2
    canvas.text(middle, top + HEIGHT + 38, what, size=SMALL - 1, align="center", colour=MUTED)


def _data(name: str, panels: Sequence[DosePanel]) -> TableBlock:
    return TableBlock(
        id=f"{name}-data",
        caption=text("Slopes of the lines, for one unit more"),
        columns=(
            Column(label=("Scale",)),
            Column(label=("n",), align="number"),
            Column(label=("Slope and interval",), align="number"),
        ),
        rows=tuple(
            (
                Cell(text=(Wording(p.title),)),
                Cell(text=(str(p.slope.n),), value=p.slope.n),
                Cell(text=(estimate_with_interval(p.slope),), value=p.slope.estimate),
            )
            for p in panels
        ),
    )
