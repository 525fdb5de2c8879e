"""How many people changed by more than measurement error, and who had no room left to rise."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, scale_name, value
from mtle_survey.report.format import count_of, number, unit_of
from mtle_survey.report.informant_words import both_groups
from mtle_survey.report.inline import Italic, Wording, listing, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row

_DIRECTIONS = ("reliable_improved", "reliable_same", "reliable_declined")


def applies(view: View) -> bool:
    """Whether the change of single people can be judged for any leading outcome."""
    return any(_found(view, scale) for scale in view.leading_scales)


def blocks(view: View) -> tuple[Block, ...]:
    """Counts by outcome, never people; then where the top of the scale was in the way."""
    scales = [scale for scale in view.leading_scales if _found(view, scale)]
    return (
        Paragraph(
            text=text(
                both_groups(view),
                "A person's score also moves because no questionnaire is exact. Here a person counts only "
                "when their score moved by more than measurement error alone would make it move in 95 of 100 "
                "people. That is a stricter question than the one in the table of change, and it is answered "
                "in counts.",
            )
        ),
        TableBlock(
            id="table-individuals",
            caption=text("People whose score changed by more than measurement error"),
            columns=(
                Column(label=("Scale",)),
                number_column(Italic("n")),
                number_column("Least change"),
                number_column("Rose", group="People who"),
                number_column("Within error", group="People who"),
                number_column("Fell", group="People who"),
                number_column("By chance, each way"),
            ),
            rows=tuple(_row(view, scale) for scale in scales),
            note=text(
                "Least change = the smallest change that counts, in points. By chance = people expected to "
                "be counted in each direction though they did not change. Error is judged by alpha, which "
                "leaves out that people have better and worse days; the true error is larger."
            ),
        ),
        *_room(view),
    )


def _found(view: View, scale: Scale) -> dict[str, Row]:
    if view.main_contrast is None:
        return {}
    table = view.shown(view.study.changes.individuals)
    rows = {
        r.statistic: r
        for r in table.where(scale=scale.id, contrast=view.main_contrast.name, wave=None, headline=True)
        if r.available
    }
    return rows if {*_DIRECTIONS, "reliable_least", "reliable_by_chance"} <= set(rows) else {}


def _row(view: View, scale: Scale) -> tuple[Cell, ...]:
    rows = _found(view, scale)
    chance = rows["reliable_by_chance"]
    expected = (chance.estimate or 0.0) * (chance.n or 0)
    shown = view.disclosure.counts([count_of(rows[name]) for name in _DIRECTIONS])
    whole = None not in shown
    return (
        scale_name(scale),
        count(chance.n),
        value(rows["reliable_least"], unit_of(scale)),
        *(count(n) if whole else NOTHING for n in shown),
        Cell(text=(number(expected, 1),), value=expected),
    )


def _room(view: View) -> Iterator[Paragraph]:
    contrast = view.main_contrast
    if contrast is None:
        return
    table = view.study.changes.threats.where(statistic="ceiling_limits_change", contrast=contrast.name)
    crowded = {row.scale for row in table if row.estimate == 1.0}
    scales = [scale for scale in view.leading_scales if scale.id in crowded]
    if scales:
        yield Paragraph(
            text=text(
                "For ",
                listing([Wording(scale.title) for scale in scales]),
                f" many people were already near the best score in {contrast.earlier}. They had little room "
                "to change, so that the average change may be too small.",
            )
        )


SECTION = ReportSection(name="individuals", title="Single people", order=47, applies=applies, blocks=blocks)
