"""A horizontal axis, the places of values on it, and an interval above it."""

from __future__ import annotations

import math
from collections.abc import Callable

from mtle_survey.report.figures.canvas import SMALL, Canvas
from mtle_survey.report.figures.colours import INK, LATER, MUTED
from mtle_survey.report.format import MINUS
from mtle_survey.table import Row

_STEPS = (0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100)
_MOST_TICKS = 6


def places(track: tuple[float, float], limits: tuple[float, float]) -> Callable[[float], float]:
    """A function from values to points on the track."""
    scale = (track[1] - track[0]) / (limits[1] - limits[0])
    return lambda value: track[0] + (value - limits[0]) * scale


def ticks(limits: tuple[float, float]) -> list[float]:
    """Round values within the limits, at most six; the ends of a range count when they are round."""
    low, high = limits
    step = next((s for s in _STEPS if (high - low) / s <= _MOST_TICKS - 1 + 1e-9), _STEPS[-1])
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * i, 10) for i in range(first, last + 1)]


def draw_axis(canvas: Canvas, y: float, track: tuple[float, float], limits: tuple[float, float]) -> float:
    """Draw the axis with labelled ticks below ``y``; returns where it ends."""
    at = places(track, limits)
    canvas.line(track, (y, y), MUTED, width=0.8)
    for tick in ticks(limits):
        canvas.line((at(tick), at(tick)), (y, y + 3), MUTED, width=0.8)
        canvas.text(
            at(tick), y + 9, f"{tick:g}".replace("-", MINUS), size=SMALL, colour=MUTED, align="center"
        )
    return y + 14


def draw_interval(
    canvas: Canvas,
    y: float,
    row: Row,
    at: Callable[[float], float],
    *,
    lowest: float = -math.inf,
    size: float = 7.0,
) -> None:
    """Draw a row's bounds as a line with a mark at each end, and its estimate as a dot.

    Parameters
    ----------
    canvas : Canvas
    y : float
        Where on the canvas.
    row : Row
    at : callable
        From ``places``.
    lowest : float
        The least value of the axis; what lies below is left out.
    size : float
        Of the dot.
    """
    if row.conf_low is not None and row.conf_high is not None and row.conf_high > lowest:
        canvas.line((at(max(row.conf_low, lowest)), at(row.conf_high)), (y, y), INK, width=1.6)
        for end in (row.conf_low, row.conf_high):
            if end >= lowest:
                canvas.line((at(end), at(end)), (y - 3, y + 3), INK, width=1.6)
    if row.estimate is not None and row.estimate >= lowest:
        canvas.dot(at(row.estimate), y, LATER, size=size)
