"""Does the conclusion hold when the change is worked out in other ways?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mtle_survey.evidence.sensitivity import BASE, LABELS, Line, conclusion
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, number_column, scale_name, words
from mtle_survey.report.format import DASH, Unit, estimate_with_interval, unit_of
from mtle_survey.report.inline import Italic, sentence_case, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether change was also worked out in another way."""
    return bool(_lines(view))


def blocks(view: View) -> tuple[Block, ...]:
    """One row per outcome, one column per way, and whether they agree."""
    lines = _lines(view)
    names = list(dict.fromkeys(name for line in lines for name in _available(line)))
    shown = [] if view.disclosure.public else names
    agreeing = sum(not line.changed for line in lines)
    return (
        Paragraph(
            text=text(
                "The change among people with both scores leads this report. Here it stands beside other "
                f"ways to work it out. For {agreeing} of {len(lines)} outcomes all ways come to the same "
                "conclusion (rose, fell, or uncertain)."
            )
        ),
        TableBlock(
            id="table-sensitivity",
            caption=text("Change, worked out in different ways"),
            columns=(
                Column(label=("Scale",)),
                *(number_column(sentence_case(LABELS[name]), ", ", Italic("n")) for name in shown),
                Column(label=("Conclusion",)),
            ),
            rows=tuple(_row(view, line, shown) for line in lines),
            note=text(
                "Change with its confidence interval. Both scores: paired ",
                Italic("t"),
                ". Everyone: a mixed model with a level for each person (REML, Kenward–Roger). Sites "
                "respected: with ",
                "up to three sites the change within sites, with more of them a cluster-robust interval "
                "(CR2).",
                " The numbers are left out of a public edition." if view.disclosure.public else "",
            ),
        ),
    )


def _lines(view: View) -> list[Line]:
    """The leading outcomes whose change is known in more than one way."""
    shown = {scale.id for scale in view.leading_scales}
    return [x for x in view.study.sensitivity.lines if x.scale in shown and len(_available(x)) > 1]


def _available(line: Line) -> Mapping[str, Row]:
    return (
        {name: row for name, row in line.ways.items() if row.available} if line.ways[BASE].available else {}
    )


def _row(view: View, line: Line, shown: Sequence[str]) -> tuple[Cell, ...]:
    scale = view.instrument.scale[line.scale]
    ways = _available(line)
    differing = (f"{LABELS[name]}: {conclusion(ways[name])}" for name in line.changed)
    return (
        scale_name(scale),
        *(_way(ways.get(name), unit_of(scale)) for name in shown),
        words("; ".join((conclusion(ways[BASE]), *differing))),
    )


def _way(row: Row | None, unit: Unit) -> Cell:
    if row is None:
        return NOTHING
    return Cell(text=(f"{estimate_with_interval(row, unit)}, {row.n or DASH}",), value=row.estimate)


SECTION = ReportSection(
    name="sensitivity", title="Does the conclusion hold?", order=45, applies=applies, blocks=blocks
)
