"""Survey and interviews side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.evidence.coder_agreement import MODEL as CODERS
from mtle_survey.evidence.interview_voices import VOICES
from mtle_survey.evidence.joint_display import JointRow
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import (
    NOTHING,
    count,
    number_column,
    scale_name,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.format import DASH, unit_of
from mtle_survey.report.inline import Italic, Strong, Wording, sentence_case, text
from mtle_survey.report.interviews import FITS, MEANS, anyone_heard, few_passages, heard_words, joint_rows
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.stats.gates import RATINGS_OUTSIDE_THE_COMMONEST
from mtle_survey.table import Row


def blocks(view: View) -> tuple[Block, ...]:
    """How they fit, by which rule; how many people were interviewed; how far coders agree."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    rows = joint_rows(view)
    yield Paragraph(text=text(_who(view)))
    yield TableBlock(
        id="table-joint-display",
        caption=text("What the survey shows and what people said"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n"), group="Survey"),
            number_column("Change [CI]", group="Survey"),
            Column(label=("Conclusion",), group="Survey"),
            number_column("Voices", group="Interviews"),
            *(() if view.disclosure.public else (number_column(_COUNTS, group="Interviews"),)),
            Column(label=("Together",), group="Interviews"),
            Column(label=("Fit",)),
        ),
        rows=tuple(_row(view, joint) for joint in rows),
        note=text(
            "Voices = people, or groups and others who could not be found in the survey, with a coded "
            "passage about the scale; several interviews of one person are one voice. Together: two thirds "
            "of at least two voices, otherwise they say different things. A change that is certain only as "
            "long as sites, or the number of primary scales, are not taken into account is uncertain. "
            "Confirm: both point the same way. "
            "Discord: they point different ways, or one says that something changed and the other that "
            "nothing did. Expand: one speaks where the other is uncertain or divided. Silent: one of them "
            "says nothing. No passage is quoted.",
            " Change is that of the program group." if view.compares_groups else "",
        ),
    )
    yield from _agreement(view)


_COUNTS = "Improved / same / declined / both ways"


def _who(view: View) -> str:
    display, interviews = view.study.joint_display, view.study.interviews
    total, joined = len(interviews.documents), len(display.person)
    names = f"{total} interview{'s' if total != 1 else ''} or other sources were coded"
    if view.disclosure.public:
        return (
            "Interviews were coded and set beside the change in the survey. People are chosen for "
            "interviews, not drawn by lot, so that their voices are counted and not generalised."
        )
    return (
        f"{names}; {joined} of them are of people found in the survey. People are chosen for interviews, not "
        "drawn by lot, so that their voices are counted and not generalised."
    )


def _row(view: View, joint: JointRow) -> tuple[Cell, ...]:
    scale = view.instrument.scale[joint.scale]
    change = _change(view, joint)
    voices = " / ".join(str(joint.voices[voice]) for voice in VOICES)
    fit = "silent" if not change.available else joint.fit
    return (
        scale_name(scale),
        count(change.n),
        value_with_interval(change, unit_of(scale)),
        words(joint.survey or DASH) if change.available else NOTHING,
        count(joint.sources),
        *(() if view.disclosure.public else (words(voices),)),
        words(sentence_case(heard_words(joint))),
        words(Strong(f"{FITS[fit]}."), f" {MEANS[fit]}"),
    )


def _change(view: View, joint: JointRow) -> Row:
    """The change as this edition shows it: of the program group where groups are compared."""
    group = joint.change.group
    table = view.change if group is None else view.shown(view.study.change_by_group)
    rows = table.where(
        statistic="mean_change", scale=joint.scale, contrast=joint.contrast, group=group, headline=True
    ).rows
    return rows[0] if rows else view.disclosure.without_number(joint.change, view.disclosure.hidden)


def _agreement(view: View) -> Iterator[Block]:
    table = view.shown(view.study.joint_display.table).where(model=CODERS)
    found: dict[tuple[str, str], dict[str, Row]] = {}
    for r in table:
        found.setdefault((str(r.factor), str(r.with_)), {})[r.statistic] = r
    if not found:
        return
    caution = few_passages(view)
    yield TableBlock(
        id="table-coders",
        caption=text("How far two coders of the same passages agree"),
        columns=(
            Column(label=("Code",)),
            Column(label=("Coders",)),
            number_column("Passages"),
            number_column("Same mark"),
            number_column("κ", " [CI]"),
            number_column("AC1 [CI]"),
            Column(label=("Read",)),
        ),
        rows=tuple(
            (
                words(Wording(code)),
                words(pair),
                count(rows["kappa"].n),
                value(rows["percent_agreement"]),
                value_with_interval(rows["kappa"]),
                value_with_interval(rows["ac1"]),
                words("AC1" if rows["ac1"].headline else "κ"),
            )
            for (code, pair), rows in found.items()
        ),
        note=text(
            "Of the passages that both marked, whether each gave them the code or not. κ (Cohen) and AC1 "
            "(Gwet) are agreement beyond chance. Where more than 80% of the marks are of one kind κ is low "
            "although coders agree, and AC1 is the one to read. Passages that one coder alone marked are "
            "not compared.",
            _without_interval([r["kappa"] for r in found.values()]),
            f" {caution}" if caution else "",
        ),
    )


def _without_interval(kappas: Sequence[Row]) -> str:
    """Why some kappas have no interval; empty where all have one."""
    if all(row.conf_low is not None for row in kappas if row.available):
        return ""
    least = RATINGS_OUTSIDE_THE_COMMONEST
    return (
        " κ has no interval where both coders agree on every passage, and where one of them gave a code to "
        f"fewer than {least} passages or left it out of fewer than {least}: an interval of large samples "
        "holds too seldom there."
    )


SECTION = ReportSection(
    name="joint_display", title="Survey and interviews", order=55, applies=anyone_heard, blocks=blocks
)
