"""Where sites stand, each pulled toward the overall mean by as much as it is uncertain."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.levels import MODEL, exposes_a_person
from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Column, FigureBlock, Note, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval, words
from mtle_survey.report.figures.levels import Level, levels_figure
from mtle_survey.report.format import unit_of, wave_name
from mtle_survey.report.informant_words import both_groups
from mtle_survey.report.inline import Italic, Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row

MOST_SITES = 20
MOST_DRAWN = 3


def applies(view: View) -> bool:
    """Whether any score can be told site by site, or how alike the people of a site are."""
    return bool(_alike(view))


def blocks(view: View) -> tuple[Block, ...]:
    """How alike people of one site are; then shrunken means of the leading scales, never raw ones."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    field = view.instrument.field[view.study.cluster or ""]
    yield Note(
        kind="caution",
        title=text("No league table"),
        paragraphs=(
            text(
                both_groups(view),
                "The fewer people a site has, the more of its mean is chance. What stands here is pulled "
                "toward the mean of all by as much as it is uncertain. Where intervals overlap widely, sites "
                "do not differ as far as these answers show.",
            ),
        ),
    )
    yield TableBlock(
        id="table-site-likeness",
        caption=text("How alike people of one site score"),
        columns=(
            Column(label=("Scale",)),
            Column(label=("Wave",)),
            number_column(Italic("n")),
            number_column("ICC [CI]"),
        ),
        rows=tuple(
            (scale_name(scale), words(wave_name(row.wave)), count(row.n), value_with_interval(row))
            for scale, row in _alike(view)
        ),
        note=text(
            "ICC = intraclass correlation: the share of the differences between people that lies between "
            "sites; 0 when it does not matter which site one comes from."
        ),
    )
    apart = [(scale, row) for scale, row in _alike(view) if (row.estimate or 0.0) > 0.0]
    for scale, row in apart[:MOST_DRAWN]:
        yield from _figure(view, scale, row.wave, field.title)
    if not apart:
        yield Paragraph(
            text=text(
                "On none of these scales are people of one site more alike than chance makes them: the best "
                "guess for every site is the mean of all."
            )
        )


def _alike(view: View) -> list[tuple[Scale, Row]]:
    """The last wave of each leading scale whose intraclass correlation is known."""
    if view.study.cluster is None:
        return []
    found = []
    leading = [*view.leading_scales, *(s for s in view.whole_scales("condition"))]
    for scale in leading:
        if exposes_a_person(view.instrument, scale.id):
            continue
        rows = [
            view.disclosure.row(row)
            for row in view.study.standing.levels.where(statistic="cluster_icc", scale=scale.id)
            if row.wave in view.waves
        ]
        if rows and rows[-1].available:
            found.append((scale, rows[-1]))
    return found


def _figure(view: View, scale: Scale, wave: Wave, title: str) -> Iterator[FigureBlock]:
    rows = view.study.standing.levels.where(model=MODEL, statistic="shrunken_mean", scale=scale.id, wave=wave)
    shown = [view.disclosure.row(row) for row in rows]
    drawn = [row for row in shown if row.available]
    if len(drawn) < len(shown) or not 0 < len(drawn) <= MOST_SITES:
        return
    scores = view.study.scores[wave]
    yield levels_figure(
        f"figure-sites-{scale.id}",
        text(Wording(scale.title), f" by site, {wave_name(wave)}"),
        [Level(title=(row.group or "").partition("=")[2], mean=row) for row in drawn],
        (scores.low[scale.id], scores.high[scale.id]),
        what=title,
        unit=unit_of(scale),
        note=text(
            "Shrunken means with their intervals, on the whole response range. Raw means are not given."
        ),
    )


SECTION = ReportSection(name="regions", title="Where sites stand", order=53, applies=applies, blocks=blocks)
