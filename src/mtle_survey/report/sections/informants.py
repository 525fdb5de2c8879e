"""Several kinds of informants about one unit: what each sees, where they differ, how far they agree."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.informant_forms import Forms
from mtle_survey.evidence.informants import MODEL
from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, FigureBlock, Note, Paragraph, TableBlock
from mtle_survey.report.cells import (
    count,
    number_column,
    scale_name,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.figures.dumbbell import Movement, dumbbell_figure
from mtle_survey.report.format import unit_of, wave_name
from mtle_survey.report.informant_units import contrast_words, kappa_cell, lowest_table, units_table
from mtle_survey.report.informant_words import few_units, last_forms, pairs_of_kinds
from mtle_survey.report.inline import Wording, listing, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Table


def applies(view: View) -> bool:
    """Whether several kinds of informants answered about the same units."""
    return bool(view.study.informants)


def blocks(view: View) -> tuple[Block, ...]:
    """For the last wave with several kinds: scores side by side, items, and units."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    forms = last_forms(view)
    if forms is not None:
        yield from _of_wave(view, view.shown(view.study.informants), forms)


def _of_wave(view: View, table: Table, forms: Forms) -> Iterator[Block]:
    title = view.instrument.field[forms.unit].title
    complete = len(forms.complete)
    when = f" in {wave_name(forms.wave)}" if forms.wave else ""
    yield Paragraph(
        text=text(
            f"{complete} of {len(forms.units)} units (",
            Wording(title),
            f") have an answer of every kind of informant{when}: ",
            listing([Wording(kind) for kind in forms.kinds]),
            ". Means and reliability elsewhere in this report are of everyone who answered, whoever they "
            "are; here the kinds stand apart.",
        )
    )
    yield Note(
        kind="caution",
        title=text("A gap is a reason to talk"),
        paragraphs=(
            text(
                "Informants see different sides of one place. A gap between them says that they see it "
                "differently, not who is right. Units are not ranked."
            ),
        ),
    )
    scales = [s for s in view.scales if s.id in view.study.scores[forms.wave].scales]
    yield _scores_table(table, forms, scales, few_units(view))
    yield from _figure(table, view, forms, scales)
    yield from _items_table(view, table, forms)
    if not view.disclosure.public:
        yield from units_table(table, forms, title)
        yield from lowest_table(table, forms, scales, title)


def _scores_table(table: Table, forms: Forms, scales: list[Scale], caution: str) -> TableBlock:
    rows: list[tuple[Cell, ...]] = []
    alphas = table.where(statistic="krippendorff_alpha", model=MODEL, wave=forms.wave, contrast=None)
    single = any(row.available for row in alphas)
    for scale in scales:
        about = {"model": MODEL, "scale": scale.id, "wave": forms.wave}
        alpha = table.one(statistic="krippendorff_alpha", contrast=None, **about)
        for place, contrast in enumerate(pairs_of_kinds(forms)):
            gap = table.one(statistic="informant_gap", contrast=contrast, **about)
            rows.append(
                (
                    scale_name(scale) if place == 0 else words(),
                    words(Wording(contrast_words(contrast))),
                    count(None if gap is None else gap.n),
                    value_with_interval(gap, unit_of(scale)),
                    value_with_interval(table.one(statistic="icc_a1", contrast=contrast, **about)),
                    value_with_interval(table.one(statistic="icc_c1", contrast=contrast, **about)),
                    *((value(alpha) if place == 0 else words(),) if single else ()),
                )
            )
    return TableBlock(
        id="table-informants",
        caption=text("How far informants see the same, by score"),
        columns=(
            Column(label=("Scale",)),
            Column(label=("Gap",)),
            number_column("Units"),
            number_column("Mean gap [CI]"),
            number_column("ICC(A,1) [CI]"),
            number_column("ICC(C,1) [CI]"),
            *((number_column("Ordinal α"),) if single else ()),
        ),
        rows=tuple(rows),
        note=text(
            "A score of a unit is the mean of its informants of one kind. ICC(A,1) = agreement in the score "
            "itself; ICC(C,1) = agreement in the order of units, whatever the gap; both 1 at best. ",
            "Ordinal α = Krippendorff's alpha over all answers to the items, where each kind has one "
            "informant per unit. "
            if single
            else "",
            "Coefficients need 10 units; an en dash stands for fewer.",
            f" {caution}" if caution else "",
        ),
    )


def _figure(table: Table, view: View, forms: Forms, scales: list[Scale]) -> Iterator[FigureBlock]:
    """The two kinds side by side; with three kinds the first and the last."""
    first, last = forms.kinds[0], forms.kinds[-1]
    contrast = f"{last} - {first}"
    movements = []
    for scale in scales:
        about = {"model": MODEL, "scale": scale.id, "wave": forms.wave, "contrast": contrast}
        gap = table.one(statistic="informant_gap", **about)
        ends = [
            table.one(statistic="mean", group=f"{forms.informant}={kind}", **about) for kind in (first, last)
        ]
        if gap is None or gap.estimate is None:
            continue
        known = [end.estimate for end in ends if end is not None and end.estimate is not None]
        if len(known) == 2:
            scores = view.study.scores[forms.wave]
            movements.append(
                Movement(
                    title=scale.title,
                    low=scores.low[scale.id],
                    high=scores.high[scale.id],
                    earlier=known[0],
                    later=known[1],
                    change=gap,
                    unit=unit_of(scale),
                )
            )
    if movements:
        yield dumbbell_figure(
            "figure-informants",
            text("What ", Wording(first), " and ", Wording(last), " see"),
            movements,
            (first, last),
            note=text("Means over units that both answered about, on the whole response range."),
            difference="gap",
        )


def _items_table(view: View, table: Table, forms: Forms) -> Iterator[TableBlock]:
    """Gap and agreement item by item; several informants of one kind have a mean, but no single answer."""
    rows: list[tuple[float, tuple[Cell, ...]]] = []
    gaps = table.where(statistic="informant_gap", model=MODEL, wave=forms.wave)
    several = len({view.instrument.item[gap.item].aspect for gap in gaps if gap.item}) > 1
    agreed = (
        row
        for statistic in ("percent_agreement", "kappa_quadratic")
        for row in table.where(statistic=statistic, model=MODEL, wave=forms.wave, group=None)
    )
    single = any(row.available and row.item for row in agreed)
    ordered = ", widest gap first" if any(row.available and row.item for row in gaps) else ""
    for contrast in pairs_of_kinds(forms):
        for gap in gaps.where(contrast=contrast):
            if not gap.n or gap.item is None:
                continue
            about = {"item": gap.item, "wave": forms.wave, "contrast": contrast}
            same = table.one(statistic="percent_agreement", group=None, **about)
            near = table.one(statistic="within_one", group=None, **about)
            kappa = table.one(statistic="kappa_quadratic", **about)
            name = view.instrument.item[gap.item]
            aspect = f" ({name.aspect.replace('_', ' ')})" if name.aspect and several else ""
            cells = (
                words(Wording(name.text), aspect),
                *((words(Wording(contrast_words(contrast))),) if len(forms.kinds) > 2 else ()),
                count(gap.n if any(row and row.available for row in (gap, same, near, kappa)) else None),
                value_with_interval(gap),
                *((value(same), value(near), kappa_cell(kappa)) if single else ()),
            )
            rows.append((-abs(gap.estimate or 0.0), cells))
    if rows:
        yield TableBlock(
            id="table-informants-items",
            caption=text(f"Item by item{ordered}"),
            columns=(
                Column(label=("Item",)),
                *((Column(label=("Informants",)),) if len(forms.kinds) > 2 else ()),
                number_column("Units"),
                number_column("Mean gap [CI]"),
                *(number_column(head) for head in ("Same answer", "Within one option", "κ") if single),
            ),
            rows=tuple(cells for _, cells in sorted(rows, key=lambda entry: entry[0])),
            note=text(
                "Answers of several informants of one kind are averaged for the gap; agreement needs one "
                "of each. ",
                "κ = weighted kappa, quadratic weights: agreement beyond what chance would give. Undefined = "
                "the answers do not vary enough for chance to be told; the shares still hold."
                if single
                else "",
            ),
        )


SECTION = ReportSection(
    name="informants", title="Different views of one place", order=55, applies=applies, blocks=blocks
)
