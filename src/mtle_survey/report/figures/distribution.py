"""How scale scores spread over the possible range, wave above wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas
from mtle_survey.report.figures.colours import EARLIER, INK, LATER, MUTED
from mtle_survey.report.format import MEAN_SCORE, Unit, estimate, percent, plain_number
from mtle_survey.report.inline import Text, text
from mtle_survey.table import Row

TRACK = (70.0, WIDTH - 8)
PANEL = 42.0
HEAD = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Scores of one wave, counted in bins.

    Attributes
    ----------
    wave : str
    counts : tuple of int
        Respondents per bin, lowest first.
    mean : Row
        Their mean, with its n.
    """

    wave: str
    counts: tuple[int, ...]
    mean: Row


def distribution_figure(
    name: str,
    title: Text,
    spreads: Sequence[Spread],
    edges: Sequence[float],
    limits: tuple[float, float],
    *,
    note: Text,
    unit: Unit = MEAN_SCORE,
) -> FigureBlock:
    """Draw a histogram for each wave over one axis; heights are shares, so that waves compare.

    Parameters
    ----------
    edges : sequence of float
        Bin edges, one more than there are bins.
    limits : pair of float
        The possible range of the score.
    """
    canvas = Canvas(name)
    axis = (min(edges[0], limits[0]), max(edges[-1], limits[1]))
    tallest = max((max(s.counts) / sum(s.counts) for s in spreads if sum(s.counts)), default=1.0)
    y = 0.0
    for index, spread in enumerate(spreads):
        colour = EARLIER if index < len(spreads) - 1 else LATER
        _panel(canvas, y + HEAD, spread, edges, axis, colour, PANEL / tallest, unit)
        y += HEAD + PANEL
    y = draw_axis(canvas, y + 7, TRACK, axis)
    alt = _alt(spreads, unit)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y + 2),
        alt=alt,
        note=note,
        data=_data(name, spreads, edges),
    )


def _panel(
    canvas: Canvas,
    top: float,
    spread: Spread,
    edges: Sequence[float],
    axis: tuple[float, float],
    colour: str,
    per_share: float,
    unit: Unit,
) -> None:
    at, n = places(TRACK, axis), sum(spread.counts)
    base = top + PANEL
    for (left, right), count in zip(pairwise(edges), spread.counts, strict=True):
        height = count / n * per_share if n else 0.0
        if count:
            canvas.box(at(left), base - height, at(right) - at(left), height, colour)
            canvas.text((at(left) + at(right)) / 2, base - height - 6, str(count), size=SMALL, align="center")
    canvas.line(TRACK, (base, base), MUTED, width=0.6)
    canvas.text(0, base - 30, spread.wave, size=SMALL)
    canvas.text(0, base - 18, f"n = {n}", size=SMALL, colour=MUTED)
    canvas.text(0, base - 6, f"mean {estimate(spread.mean, unit)}", size=SMALL, colour=MUTED)
    if spread.mean.estimate is not None:
        mean = at(spread.mean.estimate)
        canvas.line((mean, mean), (base, base + 5), INK, width=2.4)


def _data(name: str, spreads: Sequence[Spread], edges: Sequence[float]) -> TableBlock:
    columns = (
        Column(label=("Score",)),
        *(
            Column(label=(f"{s.wave or 'Respondents'} (n = {sum(s.counts)})",), align="number")
            for s in spreads
        ),
    )
    rows = tuple(
        (
            Cell(text=(f"{plain_number(left)} to {plain_number(right)}",)),
            *(
                Cell(
                    text=(f"{s.counts[i]} ({percent(s.counts[i] / max(sum(s.counts), 1), sum(s.counts))})",),
                    value=s.counts[i],
                )
                for s in spreads
            ),
        )
        for i, (left, right) in enumerate(pairwise(edges))
    )
    return TableBlock(id=f"{name}-data", caption=text("Respondents by score"), columns=columns, rows=rows)


def _alt(spreads: Sequence[Spread], unit: Unit) -> str:
    parts = "; ".join(
        f"{s.wave or 'respondents'}: mean {estimate(s.mean, unit)}, n = {s.mean.n}" for s in spreads
    )
    return f"Histograms of scores over the possible range. {parts}."
