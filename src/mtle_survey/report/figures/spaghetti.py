"""A line for every person through the waves, and the mean over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import ticks
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import LATER, MUTED
from mtle_survey.report.format import number
from mtle_survey.report.inline import Text, Wording, text

HEIGHT = 110.0
PANELS = 2  # beside each other
LINE = "#a8a8a8"
LEFT = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The scores of one scale.

    Attributes
    ----------
    title : str
    waves : tuple of str
    scores : (people, waves) float array
        nan where there is none.
    low, high : float
        Possible range.
    """

    title: str
    waves: tuple[str, ...]
    scores: NDArray[np.float64]
    low: float
    high: float

    @property
    def means(self) -> NDArray[np.float64]:
        """(w,) over people with a score in every wave drawn."""
        means: NDArray[np.float64] = self.complete.mean(axis=0)
        return means

    @property
    def complete(self) -> NDArray[np.float64]:
        """Those with a score in every wave."""
        return self.scores[np.isfinite(self.scores).all(axis=1)]


def spaghetti_figure(name: str, title: Text, panels: Sequence[Panel], *, note: Text) -> FigureBlock:
    """Small drawings side by side; only people with a score in every wave have a line."""
    canvas = Canvas(name)
    width = WIDTH / PANELS
    for place, panel in enumerate(panels):
        left, top = (place % PANELS) * width, (place // PANELS) * (HEIGHT + 44)
        _panel(canvas, panel, left, top, width - 16)
    rows = -(-len(panels) // PANELS)
    told = "; ".join(
        f"{p.title}: mean {' then '.join(number(float(m)) for m in p.means)}, {len(p.complete)} people"
        for p in panels
    )
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(rows * (HEIGHT + 44)),
        alt=f"A thin line for each person and a thick one for the mean, from wave to wave. {told}.",
        data=_data(name, panels),
        note=note,
    )


def _panel(canvas: Canvas, panel: Panel, left: float, top: float, width: float) -> None:
    canvas.text(left, top + 8, panel.title, size=SMALL)

    def at(wave: int, value: float) -> tuple[float, float]:
        x = left + LEFT + wave * (width - LEFT) / max(len(panel.waves) - 1, 1)
        return x, top + 18 + (panel.high - value) / (panel.high - panel.low) * HEIGHT

    for tick in ticks((panel.low, panel.high)):
        y = at(0, tick)[1]
        canvas.line((left + LEFT, left + width), (y, y), "#e4e4e4", width=0.6)
        canvas.text(left + LEFT - 6, y, f"{tick:g}", size=SMALL - 1, colour=MUTED, align="right")
    complete = panel.complete
    # equal lines lie side by side
    spread = np.random.default_rng(0).uniform(-1.2, 1.2, len(complete))
    for person, shift in zip(complete, spread, strict=True):
        _line(canvas, [at(w, v) for w, v in enumerate(person)], LINE, 0.5, float(shift))
    _line(canvas, [at(w, v) for w, v in enumerate(panel.means)], LATER, 2.4, 0.0)
    for wave, name in enumerate(panel.waves):
        x, y = at(wave, float(panel.means[wave]))
        canvas.dot(x, y, LATER, size=6)
        canvas.text(x, top + HEIGHT + 28, name, size=SMALL, align="center", colour=MUTED)


def _line(
    canvas: Canvas, points: Sequence[tuple[float, float]], colour: str, width: float, shift: float
) -> None:
    for a, b in pairwise(points):
        canvas.line((a[0], b[0]), (a[1] + shift, b[1] + shift), colour, width=width)


def _data(name: str, panels: Sequence[Panel]) -> TableBlock:
    rows = tuple(
        (
            Cell(text=(Wording(p.title),)) if w == 0 else Cell(text=()),
            Cell(text=(wave,)),
            Cell(text=(str(len(p.complete)),), value=len(p.complete)),
            Cell(text=(number(float(p.means[w])),), value=float(p.means[w])),
        )
        for p in panels
        for w, wave in enumerate(p.waves)
    )
    labels = ("Scale", "Wave", "n", "Mean")
    return TableBlock(
        id=f"{name}-data",
        caption=text("Means of those with a score in every wave"),
        columns=tuple(
            Column(label=(label,), align="number" if place > 1 else "text")
            for place, label in enumerate(labels)
        ),
        rows=rows,
    )
