"""Three means in time for each strand, on the whole response range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import EARLIER, INK, LATER, MUTED, NEUTRAL
from mtle_survey.report.format import number
from mtle_survey.report.inline import Text, Wording, text

TRACK = (4.0, 270.0)
ROW = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """A strand's means at the three times, and how many people they rest on."""

    title: str
    means: tuple[float, float, float]
    n: int


def trajectory_figure(
    name: str,
    title: Text,
    strands: Sequence[Strand],
    times: tuple[str, str, str],
    limits: tuple[float, float],
    *,
    note: Text,
) -> FigureBlock:
    """Draw where each strand stood; strands in the given order."""
    canvas = Canvas(name)
    at = places(TRACK, limits)
    y = _key(canvas, times)
    for strand in strands:
        y = canvas.paragraph(0, y + 4, strand.title, WIDTH)
        middle = y + ROW / 2 - 2
        canvas.line(TRACK, (middle, middle), MUTED, width=0.5)
        canvas.line((at(min(strand.means)), at(max(strand.means))), (middle, middle), INK, width=1.4)
        _dots(canvas, middle, [at(mean) for mean in strand.means])
        words = " · ".join(number(mean) for mean in strand.means)
        canvas.text(WIDTH, middle, f"{words}, n = {strand.n}", size=SMALL, align="right")
        y += ROW - 4
    y = draw_axis(canvas, y + 2, TRACK, limits)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y + 4),
        alt=_alt(strands, times),
        data=_data(name, title, strands, times),
        note=note,
    )


def _dots(canvas: Canvas, y: float, x: Sequence[float]) -> None:
    canvas.dot(x[0], y, EARLIER, filled=False)
    canvas.dot(x[1], y, MUTED, size=5.0)
    canvas.dot(x[2], y, LATER)


def _key(canvas: Canvas, times: tuple[str, str, str]) -> float:
    y = 7.0
    _dots(canvas, y, (6, 106, 206))
    for x, time in zip((14, 114, 214), times, strict=True):
        canvas.text(x, y, time, size=SMALL)
    canvas.line((0, WIDTH), (y + 9, y + 9), NEUTRAL, width=0.6)
    return y + 10


def _alt(strands: Sequence[Strand], times: tuple[str, str, str]) -> str:
    told = "; ".join(f"{one.title} {', '.join(number(mean) for mean in one.means)}" for one in strands)
    return f"Means for {', '.join(times)} by strand. {told}."


def _data(name: str, title: Text, strands: Sequence[Strand], times: tuple[str, str, str]) -> TableBlock:
    return TableBlock(
        id=f"{name}-data",
        caption=title,
        columns=(
            Column(label=("Strand",)),
            Column(label=("n",), align="number"),
            *(Column(label=(time,), align="number") for time in times),
        ),
        rows=tuple(
            (
                Cell(text=(Wording(one.title),)),
                Cell(text=text(str(one.n)), value=one.n),
                *(Cell(text=(number(mean),), value=mean) for mean in one.means),
            )
            for one in strands
        ),
    )
