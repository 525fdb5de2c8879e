"""How consistently each scale measured, wave by wave."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import (
    count,
    number_column,
    scale_name,
    statistic_column,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.format import level, unit_of
from mtle_survey.report.inline import Reference, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View

STATISTICS = ("omega_total", "mean_inter_item_correlation", "sem")


def applies(view: View) -> bool:
    """Whether any scale was scored."""
    return any(row.scale for row in view.reliability)


def blocks(view: View) -> tuple[Block, ...]:
    """One table over all scales and waves."""
    rows = tuple(row for scale in view.scales for row in _rows(view, scale))
    shown = {r.conf_level: level(r) for r in view.reliability if r.conf_level is not None}
    bounds = " and ".join(shown.values()) or "95%"
    return (
        Paragraph(
            text=text(
                "Reliability is a property of these answers, not of the questionnaire. It is given for each "
                "scale and wave apart; a value counts as clearly above .70 only when its whole interval is."
            )
        ),
        TableBlock(
            id="table-reliability",
            caption=text("Reliability of the scores"),
            columns=(
                Column(label=("Scale",)),
                Column(label=("Wave",)),
                number_column("Items"),
                number_column("n"),
                number_column("α", f" [{bounds} CI]"),
                statistic_column("omega_total"),
                number_column("Mean item correlation"),
                statistic_column("sem"),
            ),
            rows=rows,
            note=text(
                "n = respondents who answered every item of the scale. α = coefficient alpha; ω = "
                "coefficient omega; SEM = standard error of measurement, in points of the scale. An en dash "
                "stands for what could not be given; see ",
                Reference("not_done"),
                ".",
            ),
        ),
    )


def _rows(view: View, scale: Scale) -> Iterator[tuple[Cell, ...]]:
    """A row for each wave in which the scale was scored; the first bears its name."""
    waves = [w for w in view.study.waves if "alpha" in view.found.about(scale=scale.id, wave=w)]
    for place, wave in enumerate(waves):
        found = view.found.about(scale=scale.id, wave=wave)
        yield (
            scale_name(scale) if place == 0 else words(),
            words(wave or "All"),
            count(len(view.study.scores[wave].administered[scale.id])),
            count(found["alpha"].n),
            value_with_interval(found["alpha"]),
            *(value(found.get(s), unit_of(scale)) for s in STATISTICS),
        )


SECTION = ReportSection(name="reliability", title="Reliability", order=60, applies=applies, blocks=blocks)
