"""How the answers to each item follow the trait, and where on the trait the items place people well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas, text_width
from mtle_survey.report.figures.colours import LATER, MUTED, NEUTRAL, one_way
from mtle_survey.report.format import MINUS, number
from mtle_survey.report.inline import Text, text
from mtle_survey.stats.estimate import Array

PANEL = 186.0
BETWEEN = 28.0
HEIGHT = 72.0
LIMITS = (-3.0, 3.0)
SHOWN_TRAIT = (-2.0, -1.0, 0.0, 1.0, 2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCurves:
    """One item's curves.

    Attributes
    ----------
    label : str
    categories : tuple of str
        Answers, the lowest first.
    probability : (g, c) float array
        Of each answer at each trait value.
    """

    label: str
    categories: tuple[str, ...]
    probability: Array


def item_curves_figure(
    name: str,
    title: Text,
    theta: Array,
    items: Sequence[ItemCurves],
    information: Array,
    *,
    n: int,
    note: Text,
) -> FigureBlock:
    """Draw a panel for each item and one for the precision of all of them.

    Parameters
    ----------
    name : str
        Id of the figure.
    title : Text
    theta : (g,) float array
        Trait values; those between -3 and 3 are drawn.
    items : sequence of ItemCurves
    information : (g,) float array
        Of all items together.
    n : int
        Respondents behind the model.
    note : Text
    """
    canvas = Canvas(name)
    inside = (theta >= LIMITS[0]) & (theta <= LIMITS[1])
    y = _key(canvas, max((item.categories for item in items), key=len))
    panels = [*items, None]
    for place, item in enumerate(panels):
        left = (place % 2) * (PANEL + BETWEEN)
        if item is None:
            _precision(canvas, left, y, theta[inside], information[inside])
        else:
            _item(canvas, left, y, theta[inside], item, inside)
        if place % 2 == 1 or place == len(panels) - 1:
            y += HEIGHT + 40
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y),
        alt=_alt(theta, items, information),
        data=_data(name, theta, items, information, n),
        note=note,
    )


def _key(canvas: Canvas, categories: Sequence[str]) -> float:
    x, y = 0.0, 7.0
    for category, colour in zip(categories, _colours(len(categories)), strict=True):
        width = 20 + text_width(category, SMALL)
        if x + width > WIDTH:
            x, y = 0.0, y + 12
        canvas.line((x, x + 12), (y, y), colour, width=2.0)
        canvas.text(x + 15, y, category, size=SMALL)
        x += width + 8
    return y + 10


def _colours(categories: int) -> tuple[str, ...]:
    """From little to much, without the lightest shade, in which a line would be lost on paper."""
    return one_way(categories + 1)[1:]


def _item(
    canvas: Canvas, left: float, top: float, theta: Array, item: ItemCurves, inside: NDArray[np.bool_]
) -> None:
    at = _frame(canvas, left, top, item.label, "1")
    for k, colour in enumerate(_colours(len(item.categories))):
        values = item.probability[inside, k]
        canvas.curve([at(t) for t in theta], [top + 14 + (1 - v) * HEIGHT for v in values], colour, width=1.4)


def _precision(canvas: Canvas, left: float, top: float, theta: Array, information: Array) -> None:
    """Reliability of a person's place: information / (information + 1)."""
    at = _frame(canvas, left, top, "Reliability of all items together", "1")
    level = top + 14 + (1 - 0.7) * HEIGHT
    canvas.line((left + 10, left + PANEL), (level, level), MUTED, dashed=True, width=0.8)
    canvas.text(left + 6, level, ".7", size=SMALL - 1, colour=MUTED, align="right")
    values = information / (information + 1.0)
    canvas.curve([at(t) for t in theta], [top + 14 + (1 - v) * HEIGHT for v in values], LATER, width=1.8)


def _frame(canvas: Canvas, left: float, top: float, label: str, highest: str) -> Callable[[float], float]:
    """Label and axes of a panel; the function from trait values to points."""
    track = (left + 10, left + PANEL)
    at = places(track, LIMITS)
    canvas.text(left + 10, top + 5, _short(label), size=SMALL)
    canvas.line(track, (top + 14 + HEIGHT, top + 14 + HEIGHT), MUTED, width=0.8)
    canvas.line(track, (top + 14, top + 14), NEUTRAL, width=0.5)
    canvas.text(left + 6, top + 14, highest, size=SMALL - 1, colour=MUTED, align="right")
    canvas.text(left + 6, top + 14 + HEIGHT, "0", size=SMALL - 1, colour=MUTED, align="right")
    for tick in SHOWN_TRAIT:
        words = f"{tick:g}".replace("-", MINUS)
        canvas.text(at(tick), top + 23 + HEIGHT, words, size=SMALL - 1, colour=MUTED, align="center")
    return at


def _short(words: str) -> str:
    if text_width(words, SMALL) <= PANEL - 10:
        return words
    while words and text_width(f"{words}…", SMALL) > PANEL - 10:
        words = words[:-1]
    return f"{words.rstrip()}…"


def _alt(theta: Array, items: Sequence[ItemCurves], information: Array) -> str:
    best = float(theta[int(np.argmax(information))])
    return (
        f"Curves of {len(items)} items: the probability of each answer along the trait, from "
        f"{number(LIMITS[0], 0)} to {number(LIMITS[1], 0)} standard deviations. Together they place people "
        f"best at {number(best, 1)}."
    )


def _data(name: str, theta: Array, items: Sequence[ItemCurves], information: Array, n: int) -> TableBlock:
    """Probabilities and reliability at five trait values."""
    places_of = [int(np.argmin(np.abs(theta - t))) for t in SHOWN_TRAIT]
    rows = [
        (Cell(text=(item.label,)), Cell(text=(category,)), *_cells(item.probability[places_of, k]))
        for item in items
        for k, category in enumerate(item.categories)
    ]
    reliability = information / (information + 1.0)
    rows.append((Cell(text=("All items",)), Cell(text=("reliability",)), *_cells(reliability[places_of])))
    return TableBlock(
        id=f"{name}-data",
        caption=text(f"Probability of each answer along the trait, {n} people"),
        columns=(
            Column(label=("Item",)),
            Column(label=("Answer",)),
            *(Column(label=(number(t, 0),), align="number") for t in SHOWN_TRAIT),
        ),
        rows=tuple(rows),
    )


def _cells(values: Array) -> tuple[Cell, ...]:
    return tuple(Cell(text=(number(float(v), 2, leading_zero=False),), value=float(v)) for v in values)
