"""How much each factor accounts for, beside what chance alone would give."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import ticks
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import BAND, LATER, MUTED
from mtle_survey.report.format import number
from mtle_survey.report.inline import Text, text

HEIGHT = 150.0
LEFT = 26.0
MOST = 15
_DECIMALS = 2


def scree_figure(
    name: str,
    title: Text,
    observed: Sequence[float],
    mean: Sequence[float],
    percentile: Sequence[float],
    *,
    n: int,
    note: Text,
) -> FigureBlock:
    """Draw eigenvalues in order; the band reaches from the average of random data to its 95th percentile."""
    shown = min(len(observed), MOST)
    canvas = Canvas(name)
    values = (*observed[:shown], *percentile[:shown], 0.0)
    top, bottom = max(values) * 1.05, min(values)

    def at(place: int, value: float) -> tuple[float, float]:
        x = LEFT + 12 + place * (WIDTH - LEFT - 24) / max(shown - 1, 1)
        return x, 8 + (top - value) / (top - bottom) * HEIGHT

    for tick in ticks((bottom, top)):
        y = at(0, tick)[1]
        canvas.line((LEFT, WIDTH), (y, y), "#dddddd", width=0.6)
        canvas.text(LEFT - 4, y, f"{tick:g}", size=SMALL, colour=MUTED, align="right")
    lower = [at(i, v) for i, v in enumerate(mean[:shown])]
    upper = [at(i, v) for i, v in enumerate(percentile[:shown])]
    canvas.band([*upper, *reversed(lower)], BAND)
    for a, b in pairwise(upper):
        canvas.line((a[0], b[0]), (a[1], b[1]), MUTED, dashed=True)
    points = [at(i, v) for i, v in enumerate(observed[:shown])]
    for a, b in pairwise(points):
        canvas.line((a[0], b[0]), (a[1], b[1]), LATER, width=1.4)
    for place, (x, y) in enumerate(points):
        canvas.dot(x, y, LATER, size=5)
        canvas.text(x, HEIGHT + 18, str(place + 1), size=SMALL, colour=MUTED, align="center")
    above = sum(o > p for o, p in zip(observed, percentile, strict=True))
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(HEIGHT + 28),
        alt=f"Line of {shown} eigenvalues from {number(observed[0])} downwards beside the band that random "
        f"answers give. {above} lie above the band.",
        data=_data(name, observed, mean, percentile, n),
        note=note,
    )


def _data(
    name: str, observed: Sequence[float], mean: Sequence[float], percentile: Sequence[float], n: int
) -> TableBlock:
    def cell(value: float) -> Cell:
        return Cell(text=(number(value, _DECIMALS),), value=round(value, _DECIMALS))

    labels = ("Factor", "Observed", "Random, mean", "Random, 95th percentile")
    return TableBlock(
        id=f"{name}-data",
        caption=text(f"Eigenvalues, {n} people"),
        columns=tuple(
            Column(label=(label,), align="number" if place else "text") for place, label in enumerate(labels)
        ),
        rows=tuple(
            (Cell(text=(str(i + 1),), value=i + 1), cell(o), cell(m), cell(p))
            for i, (o, m, p) in enumerate(zip(observed, mean, percentile, strict=True))
        ),
    )
