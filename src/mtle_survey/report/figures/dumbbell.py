"""Earlier and later mean of each scale on its whole response range, with the interval of the change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas, text_width
from mtle_survey.report.figures.colours import BAND, EARLIER, INK, LATER, MUTED
from mtle_survey.report.format import MEAN_SCORE, Unit, estimate_with_interval, number
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.table import Row

TRACK = (4.0, 250.0)
ROW = 22.0
BAND_KEY_FITS = 190.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A scale's means of the same respondents in two waves, and its change.

    Attributes
    ----------
    title : str
    low, high : float
        Possible range of the score.
    earlier, later : float
        Means of the respondents counted in ``change``.
    change : Row
        The change with its interval and n.
    unit : Unit
    """

    title: str
    low: float
    high: float
    earlier: float
    later: float
    change: Row
    unit: Unit = MEAN_SCORE


def dumbbell_figure(
    name: str,
    title: Text,
    movements: Sequence[Movement],
    waves: tuple[str, str],
    *,
    note: Text,
    difference: str = "change",
) -> FigureBlock:
    """Draw where each scale started and ended; scales with one range share an axis.

    The two ends may also be two kinds of informants, or two ratings of one thing; ``difference`` is the word
    for what lies between them.
    """
    canvas = Canvas(name)
    y = _key(canvas, waves, difference)
    for low, high in dict.fromkeys((m.low, m.high) for m in movements):
        for movement in (m for m in movements if (m.low, m.high) == (low, high)):
            y = canvas.paragraph(0, y + 4, movement.title, WIDTH)
            _row(canvas, y + ROW / 2 - 3, movement)
            y += ROW - 4
        y = draw_axis(canvas, y, TRACK, (low, high)) + 8
    alt = _alt(movements, waves)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y),
        alt=alt,
        note=note,
        data=_data(name, movements, waves, difference),
    )


def _key(canvas: Canvas, waves: tuple[str, str], difference: str) -> float:
    y, x = 7.0, 6.0
    for wave, colour, filled in ((waves[0], EARLIER, False), (waves[1], LATER, True)):
        words = f"{wave} mean"
        canvas.dot(x, y, colour, filled=filled)
        canvas.text(x + 8, y, words, size=SMALL)
        x += max(90.0, text_width(words, SMALL) + 22)
    y, x = (y, x) if x <= BAND_KEY_FITS else (y + 13, 6.0)
    canvas.box(x - 2, y - 4, 22, 8, BAND, edge=MUTED)
    canvas.text(x + 24, y, f"interval of the {difference}, from the {waves[0]} mean", size=SMALL)
    return y + 8


def _row(canvas: Canvas, y: float, movement: Movement) -> None:
    at = places(TRACK, (movement.low, movement.high))
    canvas.line(TRACK, (y, y), MUTED, width=0.6)
    change = movement.change
    if change.conf_low is not None and change.conf_high is not None:
        left = at(max(movement.low, movement.earlier + change.conf_low))
        right = at(min(movement.high, movement.earlier + change.conf_high))
        canvas.box(left, y - 5, right - left, 10, BAND, edge=MUTED)
    canvas.line((at(movement.earlier), at(movement.later)), (y, y), INK, width=1.6)
    canvas.dot(at(movement.earlier), y, EARLIER, filled=False)
    canvas.dot(at(movement.later), y, LATER)
    words = f"{estimate_with_interval(change, movement.unit)}, n = {change.n}"
    canvas.text(WIDTH, y, words, size=SMALL, align="right")


def _data(name: str, movements: Sequence[Movement], waves: tuple[str, str], difference: str) -> TableBlock:
    columns = (
        Column(label=("Scale",)),
        Column(label=("n",), align="number"),
        Column(label=("Possible range",)),
        Column(label=(f"{waves[0]} mean",), align="number"),
        Column(label=(f"{waves[1]} mean",), align="number"),
        Column(label=(f"{difference.capitalize()} and interval",), align="number"),
    )
    rows = tuple(
        (
            Cell(text=(Wording(m.title),)),
            Cell(text=(str(m.change.n),), value=m.change.n),
            Cell(text=(f"{m.low:g} to {m.high:g}",)),
            Cell(text=(number(m.earlier, m.unit.decimals),), value=m.earlier),
            Cell(text=(number(m.later, m.unit.decimals),), value=m.later),
            Cell(text=(estimate_with_interval(m.change, m.unit),), value=m.change.estimate),
        )
        for m in movements
    )
    return TableBlock(
        id=f"{name}-data", caption=text(f"Means and {difference} by scale"), columns=columns, rows=rows
    )


def _alt(movements: Sequence[Movement], waves: tuple[str, str]) -> str:
    parts = "; ".join(
        f"{m.title} from {number(m.earlier, m.unit.decimals)} to {number(m.later, m.unit.decimals)}"
        for m in movements
    )
    return f"Means in {waves[0]} and {waves[1]} on each scale's whole range. {parts}."
