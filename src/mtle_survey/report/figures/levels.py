"""Means with their intervals, one below the other, on the whole response range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import INK, LATER, MUTED
from mtle_survey.report.format import MEAN_SCORE, Unit, estimate_with_interval
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.table import Row

TRACK = (110.0, 290.0)
ROW = 18.0
NAME_WIDTH = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a mean is about, and the row that holds it."""

    title: str
    mean: Row


def levels_figure(
    name: str,
    title: Text,
    levels: Sequence[Level],
    limits: tuple[float, float],
    *,
    what: str,
    note: Text,
    unit: Unit = MEAN_SCORE,
) -> FigureBlock:
    """Draw means that have a number; ``what`` heads the column of their names."""
    canvas = Canvas(name)
    at = places(TRACK, limits)
    y = 2.0
    for level in levels:
        if level.mean.estimate is None:
            continue
        end = canvas.paragraph(0, y, level.title, NAME_WIDTH)
        middle = (y + max(end, y + ROW)) / 2
        canvas.line(TRACK, (middle, middle), MUTED, width=0.5)
        if level.mean.conf_low is not None and level.mean.conf_high is not None:
            ends = (at(max(limits[0], level.mean.conf_low)), at(min(limits[1], level.mean.conf_high)))
            canvas.line(ends, (middle, middle), INK, width=1.8)
        canvas.dot(at(level.mean.estimate), middle, LATER)
        words = f"{estimate_with_interval(level.mean, unit)}, n = {level.mean.n}"
        canvas.text(WIDTH, middle, words, size=SMALL, align="right")
        y = max(end, y + ROW) + 2
    y = draw_axis(canvas, y + 2, TRACK, limits)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y + 4),
        alt=_alt(levels, unit),
        data=_data(name, title, levels, what, unit),
        note=note,
    )


def _alt(levels: Sequence[Level], unit: Unit) -> str:
    told = "; ".join(f"{one.title} {estimate_with_interval(one.mean, unit)}" for one in levels)
    return f"Means with their intervals. {told}."


def _data(name: str, title: Text, levels: Sequence[Level], what: str, unit: Unit) -> TableBlock:
    return TableBlock(
        id=f"{name}-data",
        caption=title,
        columns=(
            Column(label=(what,)),
            Column(label=("n",), align="number"),
            Column(label=("Mean and interval",), align="number"),
        ),
        rows=tuple(
            (
                Cell(text=(Wording(one.title),)),
                Cell(text=text(str(one.mean.n)), value=one.mean.n),
                Cell(text=(estimate_with_interval(one.mean, unit),), value=one.mean.estimate),
            )
            for one in levels
        ),
    )
