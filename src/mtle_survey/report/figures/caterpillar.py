"""The change at each site with its interval, sorted, beside the change of everyone."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.axis import draw_axis, places
from mtle_survey.report.figures.canvas import SMALL, WIDTH, Canvas, wrapped
from mtle_survey.report.figures.colours import BAND, INK, LATER, MUTED
from mtle_survey.report.format import MEAN_SCORE, Unit, estimate_with_interval
from mtle_survey.report.inline import Inline, Text, Wording, text
from mtle_survey.table import Row

TRACK = (110.0, 285.0)
ROW = 15.0


def caterpillar_figure(
    name: str,
    title: Text,
    sites: Sequence[tuple[str, Row]],
    everyone: Row,
    *,
    unit: Unit = MEAN_SCORE,
    note: Text,
) -> FigureBlock:
    """Draw sites from the smallest change to the largest; the band is the interval of everyone's change."""
    drawn = sorted((s for s in sites if s[1].estimate is not None), key=lambda s: s[1].estimate or 0.0)
    limits = _limits([everyone, *(row for _, row in drawn)])
    at = places(TRACK, limits)
    canvas = Canvas(name)
    bottom = 6 + ROW * len(drawn)
    if everyone.conf_low is not None and everyone.conf_high is not None:
        left, right = at(everyone.conf_low), at(everyone.conf_high)
        canvas.band([(left, 2), (right, 2), (right, bottom), (left, bottom)], BAND)
    canvas.line((at(0), at(0)), (2, bottom), MUTED, dashed=True)
    y = 6 + ROW / 2
    for site, row in drawn:
        canvas.text(0, y, wrapped(site, TRACK[0] - 8, SMALL)[0], size=SMALL)
        if row.conf_low is not None and row.conf_high is not None:
            canvas.line((at(row.conf_low), at(row.conf_high)), (y, y), INK, width=1.4)
        canvas.dot(at(row.estimate or 0.0), y, LATER, size=6)
        told = f"{estimate_with_interval(row, unit)}, n = {row.n}"
        canvas.text(WIDTH, y, told, size=SMALL - 1, align="right")
        y += ROW
    end = draw_axis(canvas, bottom + 2, TRACK, limits)
    rose = sum((row.estimate or 0.0) > 0 for _, row in drawn)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(end + 2),
        alt=f"Change at {len(drawn)} sites with intervals, sorted; the mean rose at {rose} of them. "
        f"Everyone: {estimate_with_interval(everyone, unit)}, n = {everyone.n}.",
        data=_data(name, sites, everyone, unit),
        note=note,
    )


def _limits(rows: Sequence[Row]) -> tuple[float, float]:
    values = [v for r in rows for v in (r.estimate, r.conf_low, r.conf_high) if v is not None]
    low, high = min((*values, 0.0)), max((*values, 0.0))
    room = max(0.05 * (high - low), 0.05)
    return low - room, high + room


def _data(name: str, sites: Sequence[tuple[str, Row]], everyone: Row, unit: Unit) -> TableBlock:
    rows: list[tuple[Inline, Row]] = [(Wording(site), row) for site, row in sites]
    rows.append(("Everyone", everyone))
    return TableBlock(
        id=f"{name}-data",
        caption=text("Change by site"),
        columns=(
            Column(label=("Site",)),
            Column(label=("n",), align="number"),
            Column(label=("Change and interval",), align="number"),
        ),
        rows=tuple(
            (
                Cell(text=(who,)),
                Cell(text=(str(row.n),), value=row.n),
                Cell(text=(row.unavailable or estimate_with_interval(row, unit),), value=row.estimate),
            )
            for who, row in rows
        ),
    )
