"""A grid of shaded cells with their numbers: missing answers by wave, or loadings by factor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.figures.canvas import LINE, SIZE, SMALL, WIDTH, Canvas, text_width, wrapped
from mtle_survey.report.figures.colours import MUTED, PAPER, ink_on, one_way, two_way
from mtle_survey.report.inline import Text

ROW = 12.0
CELL = 30.0
MOST_ROWS = 44  # that fit a page


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """A line of cells: shares of the strongest shade from -1 to 1 (None: no cell), and what they say."""

    label: str
    shades: tuple[float | None, ...]
    texts: tuple[str, ...]


def heat_map(
    name: str,
    title: Text,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    *,
    signed: bool,
    alt: str,
    data: TableBlock,
    note: Text,
) -> FigureBlock:
    """Draw rows of cells; a label that is too long for its line is cut, and whole in the table behind."""
    canvas = Canvas(name)
    longest = max((text_width(word, SMALL) for column in columns for word in column.split()), default=0.0)
    cell = min(max(CELL, longest + 4), 0.55 * WIDTH / max(len(columns), 1))
    track = WIDTH - cell * len(columns)
    y = _headings(canvas, columns, track, cell)
    for row in rows:
        canvas.text(0, y + ROW / 2, _short(row.label, track - 6), size=SMALL)
        for place, (shade, words) in enumerate(zip(row.shades, row.texts, strict=True)):
            if shade is None:
                continue
            colour = _colour(shade, signed=signed)
            canvas.box(track + place * cell, y, cell, ROW, colour)
            middle = track + (place + 0.5) * cell
            canvas.text(middle, y + ROW / 2, words, size=SMALL - 1, align="center", colour=ink_on(colour))
        y += ROW
    return FigureBlock(id=name, title=title, drawing=canvas.finished(y + 4), alt=alt, data=data, note=note)


def _headings(canvas: Canvas, columns: Sequence[str], track: float, cell: float) -> float:
    """Names of columns above their cells, in as many lines as they need; where the cells begin."""
    headings = [wrapped(column, cell - 2, SMALL) for column in columns]
    lines = max(map(len, headings), default=1)
    for place, heading in enumerate(headings):
        for line, words in enumerate(heading):
            y = 8.0 + (lines - len(heading) + line) * SMALL * LINE
            canvas.text(track + (place + 0.5) * cell, y, words, size=SMALL, align="center", colour=MUTED)
    return 16.0 + (lines - 1) * SMALL * LINE


def _colour(shade: float, *, signed: bool) -> str:
    """The shade of a value: paper at zero, the palette's ends at one and minus one."""
    strength = min(abs(shade), 1.0)
    if strength < 0.02:
        return PAPER
    steps = one_way(6) if not signed or shade > 0 else two_way(9)[:4][::-1]
    return steps[min(int(strength * len(steps)), len(steps) - 1)]


def _short(words: str, width: float) -> str:
    if text_width(words, SMALL) <= width:
        return words
    line = wrapped(words, width - text_width("…", SIZE), SMALL)[0]
    return f"{line}…"
