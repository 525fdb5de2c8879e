"""Strands told for three times in one sitting: where people place themselves, and the shape of the story."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.trajectories import MODEL, SHAPES, TIMES, strands
from mtle_survey.instrument.model import ScoreRule
from mtle_survey.report.blocks import Block, Cell, Column, FigureBlock, Note, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, value, value_with_interval, words
from mtle_survey.report.figures.trajectory import Strand, trajectory_figure
from mtle_survey.report.format import count_of
from mtle_survey.report.inline import Italic, Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row

LABELS = ("Beginning", "Midway", "Today")


def applies(view: View) -> bool:
    """Whether the instrument asked for trajectories and somebody told one."""
    return any(row.available for row in view.study.standing.trajectories)


def blocks(view: View) -> tuple[Block, ...]:
    """What such answers can say; a figure and a table of means; counts of shapes."""
    wave = next(w for w in reversed(view.waves) if view.study.standing.trajectories.where(wave=w))
    return (
        Note(
            kind="caution",
            title=text("All three ratings were made in one sitting"),
            paragraphs=(
                text(
                    "People look back and tell how they developed. They tend to see a rise, and what they "
                    "say of the beginning is not what they would have said then. Read this as their story, "
                    "not as a measured change; never pool it with ratings made at the time."
                ),
            ),
        ),
        *_figure(view, wave),
        _means(view, wave),
        _shapes(view, wave),
    )


def _strands(view: View, wave: Wave) -> Iterator[tuple[ScoreRule, str]]:
    table = view.study.standing.trajectories
    for strand in strands(view.instrument):
        if table.where(scale=strand.id, wave=wave):
            yield strand, view.instrument.item[str(strand.inputs[TIMES[0]])].text


def _row(view: View, strand: str, wave: Wave, **about: str | None) -> Row | None:
    found = view.study.standing.trajectories.one(model=MODEL, scale=strand, wave=wave, **about)
    return None if found is None else view.disclosure.row(found)


def _figure(view: View, wave: Wave) -> Iterator[FigureBlock]:
    drawn = []
    for strand, title in _strands(view, wave):
        rows = [_row(view, strand.id, wave, statistic="mean", factor=time) for time in TIMES]
        means = [row.estimate for row in rows if row is not None and row.estimate is not None]
        if len(means) == len(TIMES):
            drawn.append(
                Strand(
                    title=title, means=(means[0], means[1], means[2]), n=(rows[0].n if rows[0] else 0) or 0
                )
            )
    if drawn:
        first = next(iter(_strands(view, wave)))[0]
        form = view.instrument.format_of(str(first.inputs[TIMES[0]]))
        yield trajectory_figure(
            "figure-trajectories",
            text("How people tell their development"),
            drawn,
            LABELS,
            (form.low, form.high),
            note=text(
                f"Means of the same people for the three times; {form.low:g} = ",
                Wording(form.labels[0]),
                f", {form.high:g} = ",
                Wording(form.labels[-1]),
                ".",
            ),
        )


def _means(view: View, wave: Wave) -> TableBlock:
    rows: list[tuple[Cell, ...]] = []
    for strand, title in _strands(view, wave):
        change = _row(view, strand.id, wave, statistic="mean_change", contrast=f"{TIMES[-1]} - {TIMES[0]}")
        rows.append(
            (
                words(Wording(title)),
                count(None if change is None else change.n),
                *(value(_row(view, strand.id, wave, statistic="mean", factor=time)) for time in TIMES),
                value_with_interval(change),
            )
        )
    return TableBlock(
        id="table-trajectories",
        caption=text("Beginning, midway and today"),
        columns=(
            Column(label=("Strand",)),
            number_column(Italic("n")),
            *(number_column(label) for label in LABELS),
            number_column("Today less beginning [CI]"),
        ),
        rows=tuple(rows),
        note=text("People who rated the strand for all three times."),
    )


def _shapes(view: View, wave: Wave) -> TableBlock:
    rows: list[tuple[Cell, ...]] = []
    for strand, title in _strands(view, wave):
        found = [
            view.study.standing.trajectories.one(
                model=MODEL, scale=strand.id, wave=wave, statistic="shape_share", factor=shape
            )
            for shape in SHAPES
        ]
        counts = [count_of(row) for row in found if row is not None and row.available]
        shown = view.disclosure.counts(counts) if len(counts) == len(SHAPES) else ()
        cells = [count(n, view.disclosure.hidden) for n in shown] or [NOTHING] * len(SHAPES)
        rows.append((words(Wording(title)), count(sum(counts)), *cells))
    falling, bend = (_parameter(view, name, default) for name, default in (("falling", 1), ("bend", 0.5)))
    return TableBlock(
        id="table-shapes",
        caption=text("The shape of each story: people"),
        columns=(
            Column(label=("Strand",)),
            number_column(Italic("n")),
            *(number_column(shape.capitalize()) for shape in SHAPES),
        ),
        rows=tuple(rows),
        note=text(
            f"Tested in this order. Falling = today at least {falling:g} below the beginning; flat = the "
            f"same; early = midway at least {bend:g} above the middle of beginning and today, so that most "
            "of the rise came first; late = as much below it; steady = the rest."
        ),
    )


def _parameter(view: View, name: str, default: float) -> float:
    first = strands(view.instrument)[0]
    return float(first.params.get(name, default))


SECTION = ReportSection(name="trajectories", title="Trajectories", order=49, applies=applies, blocks=blocks)
