"""Streams of people from a class in one wave to a class in another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.figures.canvas import SMALL, Canvas, wrapped
from mtle_survey.report.figures.colours import INK, MUTED, ink_on, one_way
from mtle_survey.report.inline import Text

HEIGHT = 170.0
PAD = 12.0
LEFT, RIGHT = 120.0, 280.0
BAR = 16.0
CURVE = 12


def alluvial_figure(
    name: str,
    title: Text,
    labels: Sequence[str],
    moves: NDArray[np.int64],
    waves: tuple[str, str],
    *,
    data: TableBlock,
    note: Text,
) -> FigureBlock:
    """Draw the streams; the highest class stands at the top on both sides.

    Parameters
    ----------
    labels : sequence of str
        The classes, lowest first.
    moves : (k, k) int array
        People by their class in the first wave (rows) and in the second (columns).
    """
    canvas = Canvas(name)
    total = int(moves.sum())
    scale = (HEIGHT - PAD * (len(labels) - 1)) / max(total, 1)
    colours = one_way(max(len(labels), 2))
    order = list(reversed(range(len(labels))))
    starts = _tops(moves.sum(axis=1), order, scale)
    ends = _tops(moves.sum(axis=0), order, scale)
    out, into = dict(starts), dict(ends)
    for i in order:
        for j in order:
            people = int(moves[i, j])
            if people:
                _stream(canvas, out[i], into[j], people * scale, colours[i])
                out[i] += people * scale
                into[j] += people * scale
    for tops, counts, x in ((starts, moves.sum(axis=1), LEFT), (ends, moves.sum(axis=0), RIGHT)):
        for k in order:
            _class(canvas, x, tops[k], float(counts[k]) * scale, labels[k], int(counts[k]), colours[k])
    canvas.text(LEFT + BAR / 2, 8, waves[0], align="center", colour=MUTED)
    canvas.text(RIGHT - BAR / 2, 8, waves[1], align="center", colour=MUTED)
    stayed = int(np.trace(moves))
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(HEIGHT + 34),
        alt=f"Streams of {total} people from their class in {waves[0]} to their class in {waves[1]}; "
        f"{stayed} stayed and {total - stayed} moved.",
        data=data,
        note=note,
    )


def _tops(counts: NDArray[np.int64], order: Sequence[int], scale: float) -> dict[int, float]:
    tops, y = {}, 18.0
    for k in order:
        tops[k] = y
        y += float(counts[k]) * scale + PAD
    return tops


def _stream(canvas: Canvas, start: float, end: float, height: float, colour: str) -> None:
    """A band that eases from one height to another; a white seam keeps it apart from its neighbours."""
    steps = np.linspace(0.0, 1.0, CURVE)
    eased = steps * steps * (3 - 2 * steps)
    x = LEFT + BAR + steps * (RIGHT - LEFT - 2 * BAR)
    top = start + eased * (end - start)
    upper = [(float(a), float(b) + 0.4) for a, b in zip(x, top, strict=True)]
    lower = [(float(a), float(b) + height - 0.4) for a, b in zip(x, top, strict=True)]
    canvas.band([*upper, *reversed(lower)], _paler(colour))


def _paler(colour: str) -> str:
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(c + 0.45 * (255 - c)):02x}" for c in parts)


def _class(canvas: Canvas, x: float, top: float, height: float, label: str, people: int, colour: str) -> None:
    left = x if x == LEFT else x - BAR
    if people:
        canvas.box(left, top, BAR, height, colour, edge=INK)
    if height >= 10:
        middle = left + BAR / 2, top + height / 2
        canvas.text(*middle, str(people), size=SMALL - 1, align="center", colour=ink_on(colour))
    words = label if height >= 10 else f"{label} ({people})"
    lines = wrapped(words, LEFT - 8, SMALL)[:2]
    y = top + height / 2 - (len(lines) - 1) * SMALL * 0.6
    for i, line in enumerate(lines):
        place = LEFT - 6 if x == LEFT else RIGHT + 6
        canvas.text(place, y + i * SMALL * 1.2, line, size=SMALL, align="right" if x == LEFT else "left")
