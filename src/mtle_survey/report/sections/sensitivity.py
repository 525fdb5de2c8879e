"""Does the conclusion hold when the change is worked out in other ways?"""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, number_column, scale_name, words
from mtle_survey.report.format import DASH, direction, estimate_with_interval, unit_of
from mtle_survey.report.inline import Italic, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row

_VERDICT = {1: "rose", -1: "fell", 0: "uncertain"}


def applies(view: View) -> bool:
    """Whether change was also worked out in another way."""
    return view.main_contrast is not None and any(
        len(_ways(view, s)) > 1 for s in view.scales_of_kind("outcome")
    )


def blocks(view: View) -> tuple[Block, ...]:
    """One row per outcome, one column per way, and whether they agree."""
    outcomes = [s for s in view.scales_of_kind("outcome") if len(_ways(view, s)) > 1]
    names = list(dict.fromkeys(name for s in outcomes for name in _ways(view, s)))
    shown = [] if view.disclosure.public else names
    rows = tuple(_row(_ways(view, scale), scale, shown) for scale in outcomes)
    agreeing = sum(_agree(list(_ways(view, s).values())) for s in outcomes)
    return (
        Paragraph(
            text=text(
                "The change among people with both scores leads this report. Here it stands beside other "
                "ways to "
                f"work it out. For {agreeing} of {len(outcomes)} outcomes all ways say the same (rose, fell, "
                "or "
                "uncertain)."
            )
        ),
        TableBlock(
            id="table-sensitivity",
            caption=text("Change, worked out in different ways"),
            columns=(
                Column(label=("Scale",)),
                *(number_column(name, " [CI], ", Italic("n")) for name in shown),
                Column(label=("Conclusion",)),
            ),
            rows=rows,
            note=text(
                "Both scores: paired ",
                Italic("t"),
                ". Everyone: a mixed model with a level for each person, which also uses those who ",
                "answered once (REML, Kenward–Roger). Sites respected: with up to three sites the change ",
                "within sites, with more of them a cluster-robust interval (CR2).",
                " The numbers are left out of a public edition." if view.disclosure.public else "",
            ),
        ),
    )


def _ways(view: View, scale: Scale) -> dict[str, Row]:
    """Rows of the change between the first and the last wave, by the way they were worked out."""
    contrast = view.main_contrast
    if contrast is None:
        return {}
    about = {"scale": scale.id, "contrast": contrast.name}
    by_site = view.study.change_by_site.where(statistic="mean_change", **about)
    ways = {
        "Both scores": view.study.change.one(statistic="mean_change", headline=True, **about),
        "Everyone": view.study.everyone.one(statistic="lmm_change", headline=True, **about),
        "Sites respected": next((r for r in by_site if r.conf_low is not None), None),
    }
    return {name: row for name, row in ways.items() if row is not None and row.available}


def _row(ways: dict[str, Row], scale: Scale, shown: Sequence[str]) -> tuple[Cell, ...]:
    rows = list(ways.values())
    verdict = _VERDICT[direction(rows[0])]
    differing = [
        f"{name.lower()}: {_VERDICT[direction(row)]}"
        for name, row in ways.items()
        if direction(row) != direction(rows[0])
    ]
    return (
        scale_name(scale),
        *(_way(ways.get(name), scale) for name in shown),
        words(verdict if not differing else f"{verdict}; {', '.join(differing)}"),
    )


def _way(row: Row | None, scale: Scale) -> Cell:
    if row is None:
        return NOTHING
    return Cell(text=(f"{estimate_with_interval(row, unit_of(scale))}, {row.n or DASH}",), value=row.estimate)


def _agree(rows: Sequence[Row]) -> bool:
    return len({direction(row) for row in rows}) == 1


SECTION = ReportSection(
    name="sensitivity", title="Does the conclusion hold?", order=45, applies=applies, blocks=blocks
)
