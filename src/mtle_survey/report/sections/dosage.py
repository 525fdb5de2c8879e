"""Whether change goes along with how much people took part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from mtle_survey.evidence.arms import described_apart, program_group
from mtle_survey.instrument.model import Scale
from mtle_survey.report.between_groups import comparison_arms
from mtle_survey.report.blocks import Block, Column, Details, FigureBlock, Note, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval
from mtle_survey.report.few import beside
from mtle_survey.report.figures.dose_scatter import DosePanel, dose_figure
from mtle_survey.report.format import count_of, plain_number, unit_of
from mtle_survey.report.informant_words import everyone_together
from mtle_survey.report.inline import Italic, Text, Wording, counted, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row

_PER = 10
MOST_DRAWN = 4


def applies(view: View) -> bool:
    """Whether participation was recorded and set beside change."""
    return bool(_found(view))


def blocks(view: View) -> tuple[Block, ...]:
    """A caution, then slopes and rank correlations of the outcomes."""
    outcomes = [scale for scale in view.scales_of_kind("outcome") if scale.id in _found(view)]
    judged = [scale for scale in outcomes if scale.id in view.judged_scales]
    others = [scale for scale in outcomes if scale not in judged]
    caution = Note(
        kind="caution",
        title=text("People chose how much to take part"),
        paragraphs=(
            text(
                "Those who took part more may have differed from the start. What follows says whether "
                "more participation goes along with more change, and nothing else. ",
                *_whose(view),
            ),
        ),
    )
    table = _table(view, "table-dosage", judged or others)
    first: tuple[Block, ...] = (caution, *_amounts(view))
    if not judged or not others:
        return (*first, table, *beside(view, *_figure(view, judged or others)))
    more = Details(title=text("The other scales"), blocks=(_table(view, "table-dosage-others", others),))
    return (*first, table, *beside(view, *_figure(view, judged)), more)


def _amounts(view: View) -> Iterator[Paragraph]:
    """Who has an amount on record, from which to which amount, and how many share the largest one."""
    if view.disclosure.public or view.study.dose is None:
        return
    group = program_group(view.study.design) if view.compares_groups else None
    rows = {r.statistic: r for r in view.study.dosage.where(item=view.study.dose, group=group)}
    if not rows.keys() >= {"dose_missing", "dose_min", "dose_max", "dose_mean", "dose_zero", "dose_heaped"}:
        return
    missing, zero, heaped = (rows[name] for name in ("dose_missing", "dose_zero", "dose_heaped"))
    least, mean, most = (
        plain_number(round(rows[f"dose_{name}"].estimate or 0.0, 1)) for name in ("min", "mean", "max")
    )
    alike = count_of(heaped) if heaped.available else 0
    yield Paragraph(
        text=text(
            Wording(view.instrument.field[view.study.dose].title),
            f": {(missing.n or 0) - count_of(missing)} of {missing.n} people have an amount on record, from "
            f"{least} to {most} (mean {mean}).",
            f" {count_of(zero)} of them took no part." if zero.estimate else "",
            f" {alike} share the largest amount." if alike > 1 else "",
        )
    )


def _whose(view: View) -> Iterator[Text | str]:
    """Whose participation it is: in a comparison the program group's; and who else has any on record."""
    if not view.compares_groups:
        yield everyone_together(view)
        return
    yield "Participation and change are those of the program group alone. "
    for arm in comparison_arms(view):
        missing = view.shown(view.study.dosage).one(statistic="dose_missing", group=arm.group)
        taking_part = 0 if missing is None or not missing.available else (missing.n or 0) - count_of(missing)
        if taking_part:
            yield text(
                counted(taking_part),
                " people of ",
                Wording(arm.name),
                " have an amount on record too; they are not counted here. ",
            )


def _figure(view: View, scales: Sequence[Scale]) -> Iterator[FigureBlock]:
    """Every person's change beside their amount; people can be told apart, so it is internal."""
    panel, contrast = view.study.panel, view.main_contrast
    if view.disclosure.public or panel is None or contrast is None or panel.dose is None:
        return
    amounts = panel.numbers(panel.dose)
    counted_here = next(apart.people for apart in described_apart(panel) if apart.in_program)
    drawn = []
    for scale in scales[:MOST_DRAWN]:
        change = panel.score(contrast.later, scale.id) - panel.score(contrast.earlier, scale.id)
        known = counted_here & np.isfinite(change) & np.isfinite(amounts)
        slope = _found(view)[scale.id][0]
        if known.sum() > 2 and np.ptp(amounts[known]) > 0:
            drawn.append(
                DosePanel(title=scale.title, amounts=amounts[known], changes=change[known], slope=slope)
            )
    if drawn:
        title = view.instrument.field[panel.dose].title
        yield dose_figure(
            "figure-dosage",
            text("Change beside ", Wording(title)),
            drawn,
            title,
            note=text(
                "A dot for each person with both scores; the line fits them best.",
                " Program group only." if view.compares_groups else "",
            ),
        )


def _table(view: View, name: str, scales: Sequence[Scale]) -> TableBlock:
    title = view.instrument.field[view.study.dose].title if view.study.dose else ""
    rows = tuple(
        (
            scale_name(scale),
            count(slope.n),
            value_with_interval(_scaled(slope), unit_of(scale)),
            value_with_interval(rank),
        )
        for scale in scales
        for slope, rank in (_found(view)[scale.id],)
    )
    return TableBlock(
        id=name,
        caption=text("Change and ", Wording(title)),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column(f"Change per {_PER} more [CI]"),
            number_column("ρ", " [CI]"),
        ),
        rows=rows,
        note=text(
            "Change per 10 more = slope of a straight line, for ten more of what was counted; ρ = "
            "Spearman's rank correlation. Only people with both scores and a record of participation."
        ),
    )


def _found(view: View) -> dict[str, tuple[Row, Row]]:
    contrast = view.main_contrast
    if contrast is None:
        return {}
    table = view.shown(view.study.dosage).where(contrast=contrast.name)
    slopes = {row.scale: row for row in table if row.statistic == "dose_slope"}
    ranks = {row.scale: row for row in table if row.statistic == "dose_spearman"}
    return {s: (slopes[s], ranks[s]) for s in slopes if s is not None and s in ranks}


def _scaled(row: Row) -> Row:
    """The same row for ten units more."""
    numbers = {
        name: value * _PER
        for name in ("estimate", "std_error", "conf_low", "conf_high")
        if (value := getattr(row, name)) is not None
    }
    return replace(row, **numbers)


SECTION = ReportSection(
    name="dosage", title="How much people took part", order=54, applies=applies, blocks=blocks
)
