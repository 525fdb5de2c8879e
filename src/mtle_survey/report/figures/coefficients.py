"""Reliability of each scale in each wave with its interval, beside a line at a level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, draw_interval, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas, text_width
from mtle_survey.report.figures.colours import MUTED
from mtle_survey.report.format import estimate_with_interval, number
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.table import Row

RIGHT = 285.0
ROW = 14.0
LOWEST = 0.0
PAGE = 540.0  # points: what fits a printed page beside a caption


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """A scale's reliability, wave by wave.

    Attributes
    ----------
    title : str
    waves : tuple of (str, Row)
        Wave and coefficient, in time order.
    """

    title: str
    waves: tuple[tuple[str, Row], ...]

    @property
    def height(self) -> float:
        """About how much room it takes, in points."""
        return 20.0 + ROW * len(self.waves)


def in_pages(scales: Sequence[Coefficients]) -> list[list[Coefficients]]:
    """Scales in their order, as many together as fit one page."""
    pages: list[list[Coefficients]] = [[]]
    for scale in scales:
        if pages[-1] and sum(s.height for s in (*pages[-1], scale)) > PAGE:
            pages.append([])
        pages[-1].append(scale)
    return pages


def coefficients_figure(
    name: str, title: Text, scales: Sequence[Coefficients], level: float, *, note: Text
) -> FigureBlock:
    """Draw coefficients with their intervals from 0 to 1; those without a number are left to the table.

    Parameters
    ----------
    name : str
        Id of the figure.
    level : float
        Reliability at which a dashed line stands.
    """
    canvas = Canvas(name)
    drawn = [
        Coefficients(title=s.title, waves=tuple((w, r) for w, r in s.waves if r.estimate is not None))
        for s in scales
    ]
    drawn = [s for s in drawn if s.waves]
    left = 10.0 + max((text_width(w, SMALL) for s in drawn for w, _ in s.waves), default=0.0)
    track, limits = (left, RIGHT), (LOWEST, 1.0)
    at = places(track, limits)
    canvas.text(at(level), 6, number(level, 2, leading_zero=False), size=SMALL, colour=MUTED, align="center")
    y, lines = 12.0, []
    for scale in drawn:
        y = canvas.paragraph(0, y + 4, scale.title, WIDTH)
        for wave, row in scale.waves:
            lines.append((y + ROW / 2, wave, row))
            y += ROW
    for middle, wave, row in lines:
        canvas.line((at(level), at(level)), (middle - ROW / 2, middle + ROW / 2), MUTED, dashed=True)
        _interval(canvas, middle, wave, row, track)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(draw_axis(canvas, y + 2, track, limits) + 2),
        alt=_alt([row for _, _, row in lines], level),
        note=note,
        data=_data(name, scales),
    )


def _interval(canvas: Canvas, y: float, wave: str, row: Row, track: tuple[float, float]) -> None:
    at = places(track, (LOWEST, 1.0))
    canvas.text(0, y, wave, size=SMALL, colour=MUTED)
    draw_interval(canvas, y, row, at, lowest=LOWEST, size=6.0)
    canvas.text(WIDTH, y, f"{estimate_with_interval(row)}, n = {row.n}", size=SMALL, align="right")


def _data(name: str, scales: Sequence[Coefficients]) -> TableBlock:
    columns = (
        Column(label=("Scale",)),
        Column(label=("Wave",)),
        Column(label=("n",), align="number"),
        Column(label=("Reliability and interval",), align="number"),
    )
    rows = tuple(
        (
            Cell(text=(Wording(scale.title),)),
            Cell(text=(wave,)),
            Cell(text=(str(row.n),), value=row.n),
            Cell(text=(row.unavailable or estimate_with_interval(row),), value=row.estimate),
        )
        for scale in scales
        for wave, row in scale.waves
    )
    return TableBlock(
        id=f"{name}-data", caption=text("Reliability by scale and wave"), columns=columns, rows=rows
    )


def _alt(rows: Sequence[Row], level: float) -> str:
    at = number(level, 2, leading_zero=False)
    above = sum(row.conf_low is not None and row.conf_low >= level for row in rows)
    below = sum(row.conf_high is not None and row.conf_high < level for row in rows)
    return (
        f"Reliability with its interval for {len(rows)} pairs of scale and wave. The interval lies wholly at "
        f"or above {at} for {above}, wholly below for {below}, and includes it or is missing for the others."
    )
