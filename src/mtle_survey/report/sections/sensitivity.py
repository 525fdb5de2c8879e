"""Does the conclusion hold when the change is worked out in other ways?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mtle_survey.evidence.sensitivity import BASE, LABELS, Line, conclusion
from mtle_survey.report.blocks import Block, Cell, Column, ListBlock, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval, words
from mtle_survey.report.format import unit_of
from mtle_survey.report.inline import Italic, Strong, sentence_case, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether change was also worked out in another way."""
    return bool(_lines(view))


def blocks(view: View) -> tuple[Block, ...]:
    """One row per outcome, one column per way, and whether they agree."""
    lines = _lines(view)
    agreeing = sum(not line.changed for line in lines)
    numbers = () if view.disclosure.public else (number_column(Italic("n")), number_column("Change [CI]"))
    return (
        Paragraph(
            text=text(
                _what_is_worked_out(view),
                f"For {agreeing} of {len(lines)} outcomes all ways come to the same "
                "conclusion (rose, fell, uncertain, or unchanged for everyone).",
            )
        ),
        *_in_words(view, lines),
        TableBlock(
            id="table-sensitivity",
            caption=text("Change, worked out in different ways"),
            columns=(
                Column(label=("Scale",)),
                Column(label=("Way",)),
                *numbers,
                Column(label=("Conclusion",)),
            ),
            rows=tuple(row for line in lines for row in _rows(view, line)),
            note=text(
                "Both scores: paired ",
                Italic("t"),
                ". Everyone: a mixed model with a level for each person (REML, Kenward–Roger). Sites "
                "respected: with ",
                "up to three sites the change within sites, with more of them a cluster-robust interval "
                "(CR2).",
                " The numbers are left out of a public edition." if view.disclosure.public else "",
            ),
        ),
    )


def _what_is_worked_out(view: View) -> str:
    if view.compares_groups:
        return (
            "This is about everyone together, program and comparison group, and says nothing of the program. "
            "The change among people with both scores stands here beside other ways to work it out. "
        )
    return (
        "The change among people with both scores leads this report. Here it stands beside other ways to "
        "work it out. "
    )


def _in_words(view: View, lines: list[Line]) -> Iterator[ListBlock]:
    """The outcomes whose conclusion depends on the way."""
    told = [line.told(view.instrument.scale[line.scale].title) for line in lines if line.changed]
    if told:
        yield ListBlock(items=tuple(text(sentence) for sentence in told))


def _lines(view: View) -> list[Line]:
    """The leading outcomes whose change is known in more than one way."""
    shown = {scale.id for scale in view.leading_scales}
    return [x for x in view.study.sensitivity.lines if x.scale in shown and len(_available(x)) > 1]


def _available(line: Line) -> Mapping[str, Row]:
    return (
        {name: row for name, row in line.ways.items() if row.available} if line.ways[BASE].available else {}
    )


def _rows(view: View, line: Line) -> Iterator[tuple[Cell, ...]]:
    """A row for each way; the first bears the name of the scale. A public edition leaves out the numbers."""
    scale = view.instrument.scale[line.scale]
    for name, row in _available(line).items():
        numbers = (count(row.n), value_with_interval(row, unit_of(scale)))
        verdict = conclusion(row)
        yield (
            scale_name(scale) if name == BASE else words(),
            words(sentence_case(LABELS[name])),
            *(() if view.disclosure.public else numbers),
            words(Strong(verdict) if name in line.changed else verdict),
        )


SECTION = ReportSection(
    name="sensitivity", title="Does the conclusion hold?", order=45, applies=applies, blocks=blocks
)
