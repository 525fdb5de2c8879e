"""Three and more waves: contrasts from everybody, and growth at the dates of the waves."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import (
    NOTHING,
    count,
    number_column,
    p_cell,
    scale_name,
    value_with_interval,
    words,
)
from mtle_survey.report.format import DASH, unit_of
from mtle_survey.report.inline import Italic, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row

LEAST_WAVES = 3
BENT = 0.05  # a straight line is given up below this p of the test against it
MODELS = {
    "reml/random_slope/kenward_roger": "a pace of one's own",
    "reml/kenward_roger": "one pace for all",
    "reml/ar1/kenward_roger": "likeness fades",
}


def applies(view: View) -> bool:
    """Whether some leading outcome was scored in three waves and people can be followed."""
    return any(_contrasts(view, scale) for scale in view.leading_scales)


def blocks(view: View) -> tuple[Block, ...]:
    """Waves against the first and the one before, then growth a year where the waves have dates."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    yield Paragraph(
        text=text(
            "With several waves everyone with a score in any of them counts: people who missed one still say "
            "where the others stood. That is sound as long as whether they answered depends on nothing but "
            "the scores they gave."
        )
    )
    tested = bool(view.study.primary)
    adjusted = "Adjusted within each scale for the number of contrasts (Holm); primary scales alone."
    yield TableBlock(
        id="table-waves",
        caption=text("Change between waves, everyone with a score counted"),
        columns=(
            Column(label=("Scale",)),
            Column(label=("Waves",)),
            number_column(Italic("n")),
            number_column("Change [CI]"),
            number_column("Nothing taken for granted [CI]"),
            *((number_column(Italic("p"), " / Holm"),) if tested else ()),
        ),
        rows=tuple(cells for scale in view.leading_scales for cells in _contrast_rows(view, scale, tested)),
        note=text(
            "Mixed model with a mean for each wave and a level for each person (REML, Kenward–Roger), which "
            "takes any two waves to be equally alike. Nothing taken for granted: any two waves may be alike "
            "to their own degree, which takes more people. ",
            adjusted if tested else "",
        ),
    )
    growing = [scale for scale in view.leading_scales if _slope(view, scale) is not None]
    if growing:
        yield _growth_table(view, growing)


def _contrasts(view: View, scale: Scale) -> tuple[Row, ...]:
    """The contrasts of a scale over three waves or more; empty with fewer."""
    table = view.study.changes.everyone
    if not table.where(statistic="lmm_any_change", scale=scale.id).rows:
        return ()
    return view.shown(table.where(statistic="lmm_change", scale=scale.id, headline=True)).rows


def _contrast_rows(view: View, scale: Scale, tested: bool) -> Iterator[tuple[Cell, ...]]:
    holm = {r.contrast: r for r in view.study.changes.everyone.where(statistic="lmm_p_holm", scale=scale.id)}
    primary = scale.id in view.study.primary
    for place, found in enumerate(_contrasts(view, scale)):
        p = (p_cell(found, holm.get(found.contrast)) if primary else NOTHING,) if tested else ()
        yield (
            scale_name(scale) if not place else words(),
            words(str(found.contrast).replace(" - ", f" {DASH} ")),
            count(found.n),
            value_with_interval(found, unit_of(scale)),
            value_with_interval(_freely(view, scale, found), unit_of(scale)),
            *p,
        )


def _freely(view: View, scale: Scale, found: Row) -> Row | None:
    """The same contrast with a covariance of its own for any two waves."""
    method = "reml/unstructured/kenward_roger"
    rows = view.study.changes.everyone.where(
        statistic="lmm_change", scale=scale.id, contrast=found.contrast, method=method
    )
    return next(iter(view.shown(rows)), None)


def _growth(view: View, scale: Scale) -> dict[str, Row]:
    table = view.shown(view.study.changes.growth.where(scale=scale.id))
    return {r.statistic: r for r in table if r.headline}


def _slope(view: View, scale: Scale) -> Row | None:
    found = _growth(view, scale).get("growth_slope")
    return found if found is not None and found.available else None


def _growth_table(view: View, scales: list[Scale]) -> TableBlock:
    return TableBlock(
        id="table-growth",
        caption=text("Growth in points a year"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column("Growth a year [CI]"),
            Column(label=("Model",)),
            number_column(Italic("SD"), " of people's growth [CI]"),
            number_column("If likeness fades [CI]"),
            number_column("Likeness after a year [CI]"),
            Column(label=("A straight line",)),
        ),
        rows=tuple(_growth_row(view, scale) for scale in scales),
        note=text(
            "Waves stand at their dates. A pace of one's own is estimated where 30 or more people and three "
            "waves tell people's paces from chance; where they do not, one pace stands for all. With fewer "
            "than 30 people the model leads in which two scores of a person are the less alike the more time "
            "lies between them, because one pace for all would be too bold if paces did differ. A straight "
            "line bends where the means of the waves lie off it by more than chance (",
            Italic("p"),
            " < .05).",
        ),
    )


def _growth_row(view: View, scale: Scale) -> tuple[Cell, ...]:
    found, unit = _growth(view, scale), unit_of(scale)
    slope, bend = found["growth_slope"], found.get("growth_linearity")
    serial = view.shown(
        view.study.changes.growth.where(
            statistic="growth_slope", scale=scale.id, method="reml/ar1/kenward_roger"
        )
    ).rows
    shape = DASH if bend is None or bend.p_value is None else "bends" if bend.p_value < BENT else "fits"
    return (
        scale_name(scale),
        count(slope.n),
        value_with_interval(slope, unit),
        words(MODELS.get(str(slope.method), str(slope.method))),
        value_with_interval(found.get("growth_slope_sd"), unit),
        value_with_interval(serial[0] if serial else None, unit),
        value_with_interval(found.get("serial_correlation")),
        words(shape),
    )


SECTION = ReportSection(name="growth", title="Over several waves", order=43, applies=applies, blocks=blocks)
