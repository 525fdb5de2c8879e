"""Is the change smaller than what would matter? Only where the study declared what would."""

from __future__ import annotations

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value, value_with_interval, words
from mtle_survey.report.format import level, unit_of
from mtle_survey.report.inline import text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether a smallest change that would matter was declared for a reported scale."""
    return any(_found(view, scale) for scale in view.scales)


def blocks(view: View) -> tuple[Block, ...]:
    """The interval beside the declared bounds, and what may be said."""
    scales = [scale for scale in view.scales if _found(view, scale)]
    narrow = level(_found(view, scales[0])["equivalence"])
    return (
        Paragraph(
            text=text(
                "A change that is not shown is not yet a change that is too small to matter. For these "
                "scales "
                "the study said beforehand how small that would be, so that it can be tested."
            )
        ),
        TableBlock(
            id="table-equivalence",
            caption=text("Change against the smallest one that would matter"),
            columns=(
                Column(label=("Scale",)),
                number_column("n"),
                number_column("Would matter from"),
                number_column(f"Change [{narrow} CI]"),
                Column(label=("What may be said",)),
            ),
            rows=tuple(_row(view, scale) for scale in scales),
            note=text(
                f"Two one-sided tests. The interval is narrower ({narrow}) because each side is tested "
                "once: where "
                "it lies within the bounds, the change is smaller than what would matter."
            ),
        ),
    )


def _found(view: View, scale: Scale) -> dict[str, Row]:
    if view.main_contrast is None:
        return {}
    table = view.shown(view.study.changes.equivalence)
    rows = {
        r.statistic: r for r in table.where(scale=scale.id, contrast=view.main_contrast.name) if r.available
    }
    return rows if {"equivalence", "smallest_effect"} <= set(rows) else {}


def _row(view: View, scale: Scale) -> tuple[Cell, ...]:
    rows, unit = _found(view, scale), unit_of(scale)
    found, declared = rows["equivalence"], rows["smallest_effect"]
    return (
        scale_name(scale),
        count(found.n),
        value(declared, unit),
        value_with_interval(found, unit),
        words(said(found, declared.estimate or 0.0)),
    )


def said(found: Row, bound: float) -> str:
    """What an interval and the bounds say together."""
    low, high = found.conf_low, found.conf_high
    if low is None or high is None:
        return "nothing: there is no interval"
    if -bound < low and high < bound:
        return "smaller than what would matter"
    if low >= bound or high <= -bound:
        return "large enough to matter"
    return "cannot say: the interval holds changes that would matter and changes that would not"


SECTION = ReportSection(
    name="equivalence", title="Too small to matter?", order=46, applies=applies, blocks=blocks
)
