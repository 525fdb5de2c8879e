"""Factors, the items that stand for them, and how strongly they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas, text_width, wrapped
from mtle_survey.report.figures.colours import BAND, INK, LATER, MUTED, PAPER
from mtle_survey.report.format import number
from mtle_survey.report.inline import Text

ROW = 15.0
FACTOR_WIDTH = 120.0
ITEM_LEFT = 190.0
BETWEEN = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFactor:
    """A factor, its items' wordings and standardized loadings."""

    title: str
    items: tuple[tuple[str, float], ...]


def path_figure(
    name: str, title: Text, factors: Sequence[PathFactor], *, data: TableBlock, note: Text
) -> FigureBlock:
    """Draw each factor beside its items; thicker arrows for stronger loadings."""
    canvas = Canvas(name)
    y = 4.0
    for factor in factors:
        height = max(len(factor.items) * ROW, 3 * SMALL * 1.3 + 8)
        middle = y + height / 2
        _factor(canvas, factor, middle)
        for place, (wording, loading) in enumerate(factor.items):
            at = y + (height - len(factor.items) * ROW) / 2 + place * ROW + ROW / 2
            canvas.line((FACTOR_WIDTH, ITEM_LEFT - 2), (middle, at), LATER, width=0.5 + 2 * abs(loading))
            canvas.box(ITEM_LEFT, at - ROW / 2 + 1, WIDTH - ITEM_LEFT, ROW - 2, PAPER, edge=MUTED)
            shown = f"{number(loading, 2, leading_zero=False)}  {wording}"
            canvas.text(ITEM_LEFT + 4, at, _short(shown, WIDTH - ITEM_LEFT - 8), size=SMALL - 1)
        y += height + BETWEEN
    told = "; ".join(
        f"{f.title}: {len(f.items)} items, loadings from {number(min(v for _, v in f.items))} to "
        f"{number(max(v for _, v in f.items))}"
        for f in factors
        if f.items
    )
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y),
        alt=f"Factors on the left, arrows to their items on the right. {told}.",
        data=data,
        note=note,
    )


def _factor(canvas: Canvas, factor: PathFactor, middle: float) -> None:
    lines = wrapped(factor.title, FACTOR_WIDTH - 10, SMALL)[:3]
    half = len(lines) * SMALL * 1.3 / 2 + 4
    canvas.box(0, middle - half, FACTOR_WIDTH, 2 * half, BAND, edge=INK)
    for place, line in enumerate(lines):
        canvas.text(
            FACTOR_WIDTH / 2, middle - half + 9 + place * SMALL * 1.3, line, size=SMALL, align="center"
        )


def _short(words: str, width: float) -> str:
    if text_width(words, SMALL - 1) <= width:
        return words
    return f"{wrapped(words, width - 8, SMALL - 1)[0]}…"
