"""Program group against comparison group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.report.bands import ADJUSTABLE, ALIKE, band
from mtle_survey.report.between_groups import (
    Arm,
    GroupDifference,
    comparison_arms,
    difference_of,
    program_arm,
)
from mtle_survey.report.blocks import Block, Cell, Column, Note, Paragraph, TableBlock
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
from mtle_survey.report.computed import computed
from mtle_survey.report.format import count_of
from mtle_survey.report.inline import Italic, Strong, Text, Wording, listing, text
from mtle_survey.report.participation import may_be_said
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View


def applies(view: View) -> bool:
    """Whether the study has a comparison group whose change is known."""
    return view.compares_groups and any(_differences(view, arm) for arm in comparison_arms(view))


def blocks(view: View) -> tuple[Block, ...]:
    """How the groups started and ended, each group by itself, and what may be said; group by group."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    yield Paragraph(text=_introduction(view))
    yield Paragraph(text=_claim(view))
    arms = comparison_arms(view)
    for place, arm in enumerate(arms):
        found = _differences(view, arm)
        if found:
            suffix = f"-{place + 1}" if place else ""
            yield _differences_table(arm, found, f"table-comparison{suffix}", several=len(arms) > 1)
            yield computed(
                view,
                ("baseline_g", "ancova_effect", "adjusted_g", "did_effect"),
                "the people with both scores who belong to one of the groups",
            )
            yield from _cautions(found)
            yield from _each_group(program_arm(view), arm, found, f"table-each-group{suffix}")


def _introduction(view: View) -> Text:
    return text(
        "The program group is ",
        Wording(program_arm(view).name),
        "; it is compared with ",
        listing([Wording(arm.name) for arm in comparison_arms(view)]),
        ". The groups are compared in two ways: by their scores at the end for people who started alike, "
        "and by how much more one changed than the other. The first leads this report. Neither makes up for "
        "groups that differed in other ways.",
    )


def _differences(view: View, arm: Arm) -> list[GroupDifference]:
    found = (difference_of(view, scale, arm) for scale in view.scales_of_kind("outcome"))
    return [between for between in found if between is not None]


def _differences_table(arm: Arm, found: Sequence[GroupDifference], name: str, *, several: bool) -> TableBlock:
    beside = (": ", Wording(arm.name)) if several else ()
    tested = any(between.p_holm is not None for between in found)
    return TableBlock(
        id=name,
        caption=text("Program group against comparison group", *beside),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column(Italic("g"), " [CI]", group="At the start"),
            Column(label=("In words",), group="At the start"),
            number_column("Adjusted difference [CI]", group="At the end"),
            number_column(Italic("g"), " [CI]", group="At the end"),
            *((number_column(Italic("p"), " / Holm", group="At the end"),) if tested else ()),
            number_column("Difference of changes [CI]"),
        ),
        rows=tuple(_row(between, tested=tested) for between in found),
        note=text(
            f"Above zero, the program group is higher. In words: up to {ALIKE} alike, up to {ADJUSTABLE} "
            "somewhat apart, beyond that far apart; not clear: the interval reaches beyond one of "
            "these. ",
            Italic("g"),
            " = difference in standard deviations. Adjusted for the first score. People with both "
            "scores who belong to one of the groups. The What Works Clearinghouse rates the observed ",
            Italic("g"),
            " itself, whatever its interval: up to .05 as alike, up to .25 as alike once adjusted, "
            "beyond that as not comparable.",
            _tested_note(found) if tested else (),
        ),
    )


def _tested_note(found: Sequence[GroupDifference]) -> Text:
    """Which differences are tested, and why some are not."""
    reasons = dict.fromkeys(
        str(between.p_holm.unavailable)
        for between in found
        if between.p_holm is not None and not between.p_holm.available
    )
    return text(
        " Only primary scales are tested: ",
        Italic("p"),
        " of the adjusted difference, then adjusted for their number after Holm.",
        *(text(" No ", Italic("p"), f" is given: {reason}.") for reason in reasons),
    )


def _claim(view: View) -> Text:
    """How strongly a difference may be worded, and why."""
    claims = view.study.claims
    told = [Wording(s.title) for s in view.scales if s.id in claims.scales]
    titles = {scale.id: scale.title for scale in view.leading_scales}
    why = "" if view.disclosure.public else f" {claims.told(titles)}"
    if claims.verb == "impact":
        some = text(" This holds for ", listing(told), ", and for no other scale.")
    else:
        some = text(" The start was close enough for ", listing(told), ".") if told else ()
    return text(Strong(may_be_said(view)), why, some)


def _row(between: GroupDifference, *, tested: bool) -> tuple[Cell, ...]:
    return (
        scale_name(between.scale),
        count(between.of_changes.n),
        value_with_interval(between.baseline),
        words(band(between.baseline)),
        value_with_interval(between.adjusted, between.unit),
        value_with_interval(between.adjusted_g),
        *((p_cell(between.adjusted, between.p_holm),) if tested else ()),
        value_with_interval(between.of_changes, between.unit),
    )


def _cautions(found: Sequence[GroupDifference]) -> Iterator[Note]:
    apart = [between for between in found if between.apart]
    if apart:
        clear = all(band(between.baseline) == "far apart" for between in apart)
        yield Note(
            kind="caution",
            title=text(f"The groups {'started' if clear else 'may have started'} far apart"),
            paragraphs=(
                text(
                    "For ",
                    listing([Wording(between.scale.title) for between in apart]),
                    f" they differ by more than {ADJUSTABLE} standard deviations in these answers and "
                    "cannot be taken as comparable.",
                ),
            ),
        )
    differing = [between.scale for between in found if between.disagree]
    if differing:
        yield Note(
            kind="caution",
            title=text("The two ways disagree"),
            paragraphs=(
                text(
                    "For ",
                    listing([Wording(scale.title) for scale in differing]),
                    " the conclusion depends on the way of comparing; treat it as open.",
                ),
            ),
        )


def _each_group(
    program: Arm, comparison: Arm, found: Sequence[GroupDifference], name: str
) -> Iterator[TableBlock]:
    """Where each group stood in both waves, and who in it rose and fell."""
    rows = [
        (scale_name(between.scale) if place == 0 else words(), words(Wording(arm.name)), *_of_group(c))
        for between in found
        for place, (arm, c) in enumerate(((program, between.program), (comparison, between.comparison)))
        if c is not None
    ]
    first = next((c for b in found for c in (b.program, b.comparison) if c is not None), None)
    if first is None:
        return
    ends = [(head, wave) for wave in (first.earlier, first.later) for head in ("M", "SD")]
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
        rows=tuple(rows),
        note=text(
            Italic("M"),
            " = mean, ",
            Italic("SD"),
            " = standard deviation, both of the people with a score in both waves and not adjusted for "
            "anything; CI = confidence interval of the mean change within a group.",
        ),
    )


def _of_group(c: ScaleChange) -> Iterator[Cell]:
    yield count(c.n)
    for row in (c.mean_earlier, c.sd_earlier, c.mean_later, c.sd_later):
        yield value(row, c.unit)
    yield value_with_interval(c.change, c.unit)
    for row in (c.rose, c.same, c.fell):
        yield count(count_of(row) if row.available else None)


SECTION = ReportSection(
    name="comparison", title="Program and comparison group", order=39, applies=applies, blocks=blocks
)
