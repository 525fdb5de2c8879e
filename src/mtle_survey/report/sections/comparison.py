"""Program group against comparison group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.report.bands import ADJUSTABLE
from mtle_survey.report.between_groups import (
    Arm,
    GroupDifference,
    comparison_arms,
    difference_of,
    program_arm,
)
from mtle_survey.report.blocks import Block, Note, Paragraph
from mtle_survey.report.comparison_tables import each_group_table, end_table, start_table
from mtle_survey.report.computed import computed
from mtle_survey.report.inline import Strong, Text, Wording, commas, counted, listing, sentence_case, text
from mtle_survey.report.participation import arms_followed, followed_outside, may_be_said
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
            beside = text(": ", Wording(arm.name)) if len(arms) > 1 else ()
            program = program_arm(view)
            yield start_table(f"table-start{suffix}", program, arm, found, beside)
            yield from _far_apart(found)
            yield from _ends(view, f"table-comparison{suffix}", found, beside)
            yield from each_group_table(f"table-each-group{suffix}", program, arm, found)


def _ends(view: View, name: str, found: Sequence[GroupDifference], beside: Text) -> Iterator[Block]:
    """How far apart the groups ended, or why that cannot be said of any scale."""
    reasons = dict.fromkeys(str(between.adjusted.unavailable) for between in found)
    if not any(between.adjusted.available for between in found):
        yield Note(
            kind="caution",
            title=text("The groups cannot be compared"),
            paragraphs=tuple(text(sentence_case(reason), ".") for reason in reasons),
        )
        return
    yield end_table(name, found, beside)
    yield from _left_out(view, found)
    yield from _disagreeing(found)
    yield computed(
        view,
        ("baseline_g", "ancova_effect", "adjusted_g", "did_effect"),
        "the people with both scores who belong to one of the groups",
    )


def _left_out(view: View, found: Sequence[GroupDifference]) -> Iterator[Paragraph]:
    """How many people of the groups are not compared for want of a site; a public edition does not tell."""
    without = [between for between in found if between.without_site]
    if not without or view.disclosure.public:
        return
    counts = [text(Wording(b.scale.title), f" (n = {b.without_site})") for b in without]
    why = "Left out where the groups are compared, because no site is on record for them: "
    yield Paragraph(text=text(why, commas(counts), "."))


def _introduction(view: View) -> Text:
    stayed = {name: counted(people) for name, people, _ in arms_followed(view)}
    program, *others = [
        text(Wording(arm.name), *((" (", stayed[arm.name], " people in both waves)") if stayed else ()))
        for arm in (program_arm(view), *comparison_arms(view))
    ]
    return text(
        "The program group is ",
        program,
        "; it is compared with ",
        listing(others),
        ". ",
        _outside(view),
        "The groups are compared in two ways: by their scores at the end for people who started alike, and "
        "by how much more one changed than the other. The first leads this report. Neither makes up for "
        "groups that differed in other ways."
        if any(
            between.adjusted.available for arm in comparison_arms(view) for between in _differences(view, arm)
        )
        else "Each group is told by itself, because the two cannot be compared.",
    )


def _outside(view: View) -> Text:
    """How many people of both waves stand outside the comparison; a public edition does not tell."""
    outside = followed_outside(view)
    if not outside or view.disclosure.public:
        return ()
    people = "person in both waves belongs" if outside == 1 else "people in both waves belong"
    verb = "is" if outside == 1 else "are"
    return text(counted(outside), f" more {people} to none of these groups and {verb} not compared. ")


def _differences(view: View, arm: Arm) -> list[GroupDifference]:
    outcomes = sorted(view.scales_of_kind("outcome"), key=lambda scale: scale.id not in view.judged_scales)
    found = (difference_of(view, scale, arm) for scale in outcomes)
    return [between for between in found if between is not None]


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


def _far_apart(found: Sequence[GroupDifference]) -> Iterator[Note]:
    apart = [between for between in found if between.apart]
    if apart:
        yield Note(
            kind="caution",
            title=text("The groups started too far apart"),
            paragraphs=(
                text(
                    "For ",
                    listing([Wording(between.scale.title) for between in apart]),
                    f" they differ by more than {ADJUSTABLE} standard deviations in these answers and "
                    "cannot be taken as comparable.",
                ),
            ),
        )


def _disagreeing(found: Sequence[GroupDifference]) -> Iterator[Note]:
    differing = [between for between in found if between.disagree]
    if differing:
        yield Note(
            kind="caution",
            title=text("The two ways disagree"),
            paragraphs=tuple(_differing(between) for between in differing),
        )


def _differing(between: GroupDifference) -> Text:
    """What either way says of a scale."""
    adjusted, of_changes = between.conclusions
    return text(
        Wording(between.scale.title),
        f": the adjusted difference says “{adjusted}”. The difference of the changes says “{of_changes}”. "
        "The conclusion depends on the way of comparing; treat it as open.",
    )


SECTION = ReportSection(
    name="comparison", title="Program and comparison group", order=39, applies=applies, blocks=blocks
)
