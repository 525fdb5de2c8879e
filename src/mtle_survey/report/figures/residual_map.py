"""What a structure leaves unexplained between every two items."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas, text_width
from mtle_survey.report.figures.colours import MUTED, NEUTRAL, PAPER, ink_on, two_way
from mtle_survey.report.format import number
from mtle_survey.report.inline import Text, text
from mtle_survey.stats.estimate import Array

LARGEST_CELL = 26.0
NUMBERS_FROM = 17.0  # points of a cell that has room for a number
STEPS = (0.05, 0.10, 0.15, 0.20)


def residual_map(
    name: str, title: Text, items: Sequence[str], residual: Array, *, n: int, note: Text
) -> FigureBlock:
    """Draw the lower triangle of residual correlations; the darker, the more is left unexplained.

    Parameters
    ----------
    name : str
        Id of the figure.
    title : Text
    items : sequence of str
        Their ids, in the order of ``residual``.
    residual : (p, p) float array
        Observed less implied correlations.
    n : int
        Respondents behind them.
    note : Text
    """
    canvas, p = Canvas(name), len(items)
    left = 6.0 + max(text_width(item, SMALL) for item in items)
    cell = min((WIDTH - left) / max(p - 1, 1), LARGEST_CELL)
    size = SMALL if cell >= NUMBERS_FROM else min(SMALL, 0.8 * cell)
    y = _key(canvas)
    for i in range(1, p):
        canvas.text(left - 4, y + cell / 2, items[i], size=size, align="right")
        for j in range(i):
            value = float(residual[i, j])
            colour = shade(value)
            canvas.box(left + j * cell, y, cell, cell, colour)
            if cell >= NUMBERS_FROM:
                words = number(value, 2, leading_zero=False)
                middle = left + (j + 0.5) * cell
                canvas.text(
                    middle, y + cell / 2, words, size=SMALL - 2, align="center", colour=ink_on(colour)
                )
        y += cell
    for j in range(p - 1):
        canvas.text(left + (j + 0.5) * cell, y + 7 + 9 * (j % 2), items[j], size=size, align="center")
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y + 24),
        alt=_alt(items, residual),
        data=_data(name, items, residual, n),
        note=note,
    )


def shade(value: float) -> str:
    """Grey where little is left; violet where items go together more than implied, brown where less."""
    if not np.isfinite(value):
        return PAPER
    level = sum(abs(value) >= step for step in STEPS)
    if level == 0:
        return NEUTRAL
    ends = two_way(2 * len(STEPS) + 1)
    return ends[len(STEPS) + level] if value > 0 else ends[len(STEPS) - level]


def _key(canvas: Canvas) -> float:
    x, y = 0.0, 7.0
    canvas.text(x, y, "less than implied", size=SMALL, colour=MUTED)
    x += text_width("less than implied", SMALL) + 6
    values = (*(-step for step in reversed(STEPS)), 0.0, *STEPS)
    for value in values:
        canvas.box(x, y - 6, 26, 12, shade(value))
        words = number(value, 2, leading_zero=False) if value else "0"
        canvas.text(x + 13, y, words, size=SMALL - 2, align="center", colour=ink_on(shade(value)))
        x += 26
    canvas.text(x + 6, y, "more than implied", size=SMALL, colour=MUTED)
    return 20.0


def _alt(items: Sequence[str], residual: Array) -> str:
    rows, columns = np.tril_indices(len(items), -1)
    values = residual[rows, columns]
    far = int((np.abs(values) > STEPS[1]).sum())
    worst = int(np.nanargmax(np.abs(values)))
    largest = number(float(values[worst]), 2, leading_zero=False)
    return (
        f"Map of {values.size} residual correlations between {len(items)} items. {far} exceed .10 in size; "
        f"the largest is {largest}, of {items[int(rows[worst])]} with {items[int(columns[worst])]}."
    )


def _data(name: str, items: Sequence[str], residual: Array, n: int) -> TableBlock:
    rows = [
        (
            Cell(text=(items[i],)),
            Cell(text=(items[j],)),
            Cell(text=(number(float(residual[i, j]), 3, leading_zero=False),), value=float(residual[i, j])),
        )
        for i in range(1, len(items))
        for j in range(i)
    ]
    return TableBlock(
        id=f"{name}-data",
        caption=text(f"Residual correlations, {n} people"),
        columns=(
            Column(label=("Item",)),
            Column(label=("With",)),
            Column(label=("Residual correlation",), align="number"),
        ),
        rows=tuple(rows),
    )
