"""Tables of a comparison: how alike the groups started, how far apart they ended, each group by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.report.bands import ADJUSTABLE, ALIKE, rating
from mtle_survey.report.between_groups import Arm, GroupDifference
from mtle_survey.report.blocks import Cell, Column, TableBlock
from mtle_survey.report.cells import (
    count,
    number_column,
    p_cell,
    scale_name,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.changes import ScaleChange
from mtle_survey.report.format import count_of, plain_number
from mtle_survey.report.inline import Inline, Italic, Text, Wording, text
from mtle_survey.report.reasons import by_reason
from mtle_survey.table import Row


def start_table(
    name: str, program: Arm, comparison: Arm, found: Sequence[GroupDifference], beside: Text
) -> TableBlock:
    """The mean of each group at the start, their difference, and whether that is near enough."""
    return TableBlock(
        id=name,
        caption=text("How alike the groups started", beside),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            *(number_column(Wording(arm.name), group="Mean at the start") for arm in (program, comparison)),
            number_column(Italic("g"), " [CI]"),
            Column(label=("Alike?",)),
        ),
        rows=tuple(_start(between) for between in found),
        note=text(
            "People with both scores who belong to one of the groups. ",
            Italic("g"),
            " = difference in standard deviations; above zero, the program group started higher. Alike? is "
            f"how the What Works Clearinghouse rates the observed difference: up to {ALIKE} alike, up to "
            f"{ADJUSTABLE} near enough once the first score is held constant, beyond that too far apart to "
            "be compared. The interval tells how sure that is.",
        ),
    )


def _start(between: GroupDifference) -> tuple[Cell, ...]:
    sides = (between.program, between.comparison)
    return (
        scale_name(between.scale),
        count(between.baseline.n),
        *(value(None if side is None else side.mean_earlier, between.unit) for side in sides),
        value_with_interval(between.baseline),
        words(rating(between.baseline)),
    )


def end_table(name: str, found: Sequence[GroupDifference], beside: Text) -> TableBlock:
    """The adjusted difference, its size and test, and the difference of the groups' changes."""
    tests = [between.p_holm for between in found if between.p_holm is not None]
    tested = any(row.available for row in tests)
    return TableBlock(
        id=name,
        caption=text("How far apart the groups ended", beside),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column("Adjusted difference [CI]"),
            number_column(Italic("g"), " [CI]"),
            *((number_column(Italic("p"), " / Holm"),) if tested else ()),
            number_column("Difference of changes [CI]"),
        ),
        rows=tuple(_end(between, tested=tested) for between in found),
        note=text(
            "Above zero, the program group is higher. Adjusted difference: in points, for people with the "
            "same first score; ",
            Italic("g"),
            " = the same in standard deviations. Difference of changes: how much more the program group "
            "changed.",
            _tested_note(tests) if tests else (),
        ),
    )


def _end(between: GroupDifference, *, tested: bool) -> tuple[Cell, ...]:
    return (
        scale_name(between.scale),
        count(between.of_changes.n),
        value_with_interval(between.adjusted, between.unit),
        value_with_interval(between.adjusted_g),
        *((p_cell(between.adjusted, between.p_holm),) if tested else ()),
        value_with_interval(between.of_changes, between.unit),
    )


def _tested_note(tests: Sequence[Row]) -> Text:
    """Which differences are tested, and why some or all are not."""
    untested = tuple(text(" No ", Italic("p"), f" is given: {reason}.") for reason in by_reason(tests))
    if not any(row.available for row in tests):
        return text(*untested)
    return text(
        " Only primary scales are tested: ",
        Italic("p"),
        " of the adjusted difference, then adjusted for their number after Holm.",
        *untested,
    )


def each_group_table(
    name: str, program: Arm, comparison: Arm, found: Sequence[GroupDifference]
) -> Iterator[TableBlock]:
    """Where each group stood in both waves, and who in it rose and fell."""
    told = [c for b in found for c in (b.program, b.comparison) if c is not None]
    if not told:
        return
    ends = [(head, wave) for wave in (told[0].earlier, told[0].later) for head in ("M", "SD")]
    yield TableBlock(
        id=name,
        caption=text("Each group by itself"),
        columns=(
            Column(label=("Scale",)),
            Column(label=("Group",)),
            number_column(Italic("n")),
            *(number_column(Italic(head), group=wave) for head, wave in ends),
            number_column("Change [CI]"),
            *(number_column(side, group="People who") for side in ("rose", "stayed", "fell")),
        ),
        rows=tuple(
            (scale_name(between.scale) if place == 0 else words(), words(Wording(arm.name)), *_of_group(c))
            for between in found
            for place, (arm, c) in enumerate(((program, between.program), (comparison, between.comparison)))
            if c is not None
        ),
        note=text(
            Italic("M"),
            " = mean, ",
            Italic("SD"),
            " = standard deviation, both of the people with a score in both waves and not adjusted for "
            "anything; CI = confidence interval of the mean change within a group. ",
            *(_steps(told) if any(c.rose.available for c in told) else ()),
        ),
    )


def _steps(told: Sequence[ScaleChange]) -> Iterator[Inline]:
    """From which step of the own score a person counts as having risen or fallen."""
    steps = sorted({c.step for c in told})
    yield "People rose or fell when their own score moved by more than "
    yield " or ".join(plain_number(round(step, 4)) for step in steps)
    yield " points."


def _of_group(c: ScaleChange) -> Iterator[Cell]:
    yield count(c.change.n)
    for row in (c.mean_earlier, c.sd_earlier, c.mean_later, c.sd_later):
        yield value(row, c.unit)
    yield value_with_interval(c.change, c.unit)
    for row in (c.rose, c.same, c.fell):
        yield count(count_of(row) if row.available else None)
