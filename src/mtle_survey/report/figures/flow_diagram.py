"""The way from records to people, wave by wave, as boxes with arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.figures.canvas import LINE, SIZE, SMALL, WIDTH, Canvas, wrapped
from mtle_survey.report.figures.colours import BAND, INK, MUTED
from mtle_survey.report.inline import Text

BOX = 34.0
STEP = 56.0
GAP = 14.0
HEAD_LINE = SIZE * LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A box: how many there are, and what was left out on the way to it."""

    label: str
    n: int
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveFlow:
    """One wave: its boxes from top to bottom, and how many were found again in the first wave."""

    wave: str
    stages: tuple[Stage, ...]
    followed: str = ""


def flow_figure(
    name: str, title: Text, waves: Sequence[WaveFlow], *, data: TableBlock, note: Text
) -> FigureBlock:
    """A column of boxes for each wave; the same stage stands at the same height."""
    canvas = Canvas(name)
    width = (WIDTH - GAP * (len(waves) - 1)) / len(waves)
    deepest = max(len(w.stages) for w in waves)
    heads = [wrapped(w.wave, width) for w in waves]
    y = 8.0 + (max(map(len, heads)) - 1) * HEAD_LINE
    for place, (wave, head) in enumerate(zip(waves, heads, strict=True)):
        left = place * (width + GAP)
        for i, line in enumerate(reversed(head)):
            canvas.text(left + width / 2, y - i * HEAD_LINE, line, align="center", colour=INK)
        for i, stage in enumerate(wave.stages):
            _box(canvas, left, y + 12 + i * STEP, width, stage, arrow=i > 0)
    bottom = y + 12 + (deepest - 1) * STEP + BOX
    for place, wave in enumerate(waves):
        lines = wrapped(wave.followed, width, SMALL)
        for i, line in enumerate(lines):
            middle = place * (width + GAP) + width / 2
            canvas.text(middle, bottom + 10 + i * SMALL * 1.3, line, size=SMALL, align="center")
    most = max(len(wrapped(w.followed, width, SMALL)) for w in waves)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(bottom + 8 + most * SMALL * 1.3),
        alt=_alt(waves),
        data=data,
        note=note,
    )


def _box(canvas: Canvas, left: float, top: float, width: float, stage: Stage, *, arrow: bool) -> None:
    middle = left + width / 2
    if arrow:
        canvas.line((middle, middle), (top - STEP + BOX, top - 1), MUTED)
        canvas.line((middle - 3, middle), (top - 5, top - 1), MUTED)
        canvas.line((middle + 3, middle), (top - 5, top - 1), MUTED)
        for i, line in enumerate(wrapped(stage.left_out, width / 2 - 6, SMALL - 1)[:2]):
            canvas.text(middle + 6, top - STEP + BOX + 7 + i * 9, line, size=SMALL - 1, colour=MUTED)
    canvas.box(left, top, width, BOX, BAND, edge=INK)
    lines = wrapped(stage.label, width - 4, SMALL - 0.5)[:2]
    first = top + (11 if len(lines) == 1 else 8)
    canvas.text(middle, first, str(stage.n), align="center", size=11)
    for i, line in enumerate(lines):
        canvas.text(
            middle, first + (14 if len(lines) == 1 else 11) + i * 8, line, align="center", size=SMALL - 0.5
        )


def _alt(waves: Sequence[WaveFlow]) -> str:
    told = [
        "; ".join(part for part in (", ".join(f"{s.n} {s.label}" for s in w.stages), w.followed) if part)
        for w in waves
    ]
    named = ". ".join(f"{w.wave}: {words}" for w, words in zip(waves, told, strict=True))
    return f"Boxes from records to people. {named}."
