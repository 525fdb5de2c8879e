"""Does the conclusion hold when the change is worked out in other ways?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mtle_survey.evidence.sensitivity import BASE, LABELS, Line, conclusion
from mtle_survey.instrument.model import Scale
from mtle_survey.report.between_groups import comparison_arms
from mtle_survey.report.blocks import Block, Cell, Column, ListBlock, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval, words
from mtle_survey.report.format import unit_of
from mtle_survey.report.inline import Italic, Reference, Strong, Text, Wording, commas, sentence_case, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether change was also worked out in another way."""
    return bool(_lines(view))


def blocks(view: View) -> tuple[Block, ...]:
    """One row per outcome and way, and whether the ways agree."""
    lines = _lines(view)
    agreeing = sum(not line.changed for line in lines)
    what = _whats(lines)
    numbers = (
        ()
        if view.disclosure.public
        else (number_column(Italic("n")), number_column(f"{sentence_case(what)} [CI]"))
    )
    return (
        Paragraph(
            text=text(
                *_what_is_worked_out(view, lines),
                f"For {agreeing} of {len(lines)} {_counted(lines)} all ways come to the same "
                f"conclusion ({_conclusions(lines)}).",
            )
        ),
        *_in_words(view, lines),
        *_not_beside(view, lines),
        TableBlock(
            id="table-sensitivity",
            caption=text(f"{sentence_case(what)}, worked out in different ways"),
            columns=(
                Column(label=("Scale",)),
                Column(label=("Way",)),
                *numbers,
                Column(label=("Conclusion",)),
            ),
            rows=tuple(row for line in lines for row in _rows(view, line)),
            note=text(
                *_how(lines),
                " Conclusions go by the interval alone; elsewhere the number of primary scales counts as "
                "well."
                if len(view.study.primary) > 1
                else "",
                " The numbers are left out of a public edition." if view.disclosure.public else "",
            ),
        ),
    )


def _counted(lines: Sequence[Line]) -> str:
    """What the lines are: outcomes, or outcomes beside each of several comparison groups."""
    return "outcomes beside a group" if any(line.beside for line in lines) else "outcomes"


def _whats(lines: Sequence[Line]) -> str:
    """What the numbers are: changes, differences of the groups, or both."""
    kinds = {line.between_groups: "difference" if line.between_groups else "change" for line in lines}
    return " or ".join(kinds[between] for between in sorted(kinds, reverse=True))


def _conclusions(lines: Sequence[Line]) -> str:
    words = {
        "difference": "program group higher, lower, or uncertain",
        "change": "rose, fell, uncertain, or unchanged for everyone",
        "difference or change": "higher, lower, rose, fell, or uncertain",
    }
    return words[_whats(lines)]


def _what_is_worked_out(view: View, lines: Sequence[Line]) -> Iterator[str]:
    if not view.compares_groups:
        yield (
            "The change among people with both scores leads this report. Here it stands beside other ways to "
            "work it out. "
        )
    if any(line.between_groups for line in lines):
        yield (
            "The adjusted difference between the groups leads this report. Here it stands beside other ways "
            "to work out how much higher the program group ended. "
        )
    if any(line.of_program for line in lines):
        yield (
            "Where the groups cannot be compared, the change of the program group by itself stands here; it "
            "says nothing of a difference. "
        )


def _how(lines: Sequence[Line]) -> Iterator[Text]:
    """What is behind each way."""
    if any(line.between_groups for line in lines):
        yield text(
            "The first way of a difference is the adjusted one, where sites enter as in ",
            Reference("table-comparison"),
            "; with everyone it is the difference of the groups' changes by a mixed model with a level for "
            "each person (REML, Kenward–Roger), which knows of no sites. ",
        )
    if not all(line.between_groups for line in lines):
        yield text(
            "The first way of a change is the paired ",
            Italic("t"),
            ". Everyone: a mixed model with a level for each person (REML, Kenward–Roger). Sites respected: "
            "with up to three sites the change within sites, with more of them a cluster-robust interval "
            "(CR2).",
        )


def _in_words(view: View, lines: list[Line]) -> Iterator[ListBlock]:
    """The outcomes whose conclusion depends on the way."""
    told = [line.told(view.instrument.scale[line.scale].title) for line in lines if line.changed]
    if told:
        yield ListBlock(items=tuple(text(sentence) for sentence in told))


def _not_beside(view: View, lines: Sequence[Line]) -> Iterator[Paragraph]:
    """The outcomes that are not held against other ways beside one of several comparison groups."""
    if not any(line.between_groups for line in lines) or len(arms := comparison_arms(view)) < 2:
        return
    there = {(line.scale, line.beside) for line in lines}
    without = [
        text(Wording(scale.title), " beside ", Wording(arm.name))
        for scale in view.leading_scales
        for arm in arms
        if (scale.id, arm.name) not in there
    ]
    if without:
        why = ": the groups cannot be compared, or started too far apart, so that no way is worked out."
        yield Paragraph(text=text(commas(without), why))


def _lines(view: View) -> list[Line]:
    """The leading outcomes whose change is known in more than one way; groups by the names people know."""
    shown = {scale.id for scale in view.leading_scales}
    arms = comparison_arms(view) if view.compares_groups else ()
    named = {arm.group.partition("=")[2]: arm.name for arm in arms}
    return [
        replace(x, beside=named.get(x.beside, x.beside))
        for x in view.study.sensitivity.lines
        if x.scale in shown and len(_available(x)) > 1
    ]


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
            _name(scale, line) if name == BASE else words(),
            words(sentence_case(LABELS[name])),
            *(() if view.disclosure.public else numbers),
            words(Strong(verdict) if name in line.changed else verdict),
        )


def _name(scale: Scale, line: Line) -> Cell:
    if line.beside:
        return words(Wording(scale.title), " (beside ", Wording(line.beside), ")")
    return words(Wording(scale.title), " (program group)") if line.of_program else scale_name(scale)


SECTION = ReportSection(
    name="sensitivity", title="Does the conclusion hold?", order=45, applies=applies, blocks=blocks
)
