"""What follows for the next round of the survey: each point from a number of this one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mtle_survey.evidence.arms import all_arms
from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.planning import BETWEEN, Planned, Wish, from_sample, planning
from mtle_survey.evidence.sites import known_sites
from mtle_survey.report.between_groups import GroupDifference
from mtle_survey.report.blocks import Block, ListBlock, Paragraph
from mtle_survey.report.format import estimate, number, percent, unit_of
from mtle_survey.report.inline import Reference, Strong, Text, Wording, commas, listing, text
from mtle_survey.report.missing import tally
from mtle_survey.report.reliability_summary import weakest
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.verdicts import Measure
from mtle_survey.report.view import View
from mtle_survey.stats.gates import (
    CLUSTER_DF_WARNED_BELOW,
    CLUSTERS_WARNED_BELOW,
    UNITS_PER_ARM_REFUSED_BELOW,
)

POWER = 0.80
OFTEN = 0.10  # share of people without an answer from which a question deserves a look
MOST_MEASURES = 4


def blocks(view: View) -> tuple[Block, ...]:
    """Who to reach, how many, which questions to work on, what to declare beforehand."""
    points = (*_people(view), *_groups(view), *_numbers(view), *_questions(view), *_declare(view))
    return (
        Paragraph(
            text=text(
                "What the program should do is for its people to say, from these answers and from what they "
                "know. What would make the next round say more follows from this one:"
            )
        ),
        ListBlock(items=points or (text("Keep to what was done: nothing stood in the way this time."),)),
    )


def _people(view: View) -> Iterator[Text]:
    flow, contrast = view.study.flow, view.main_contrast
    if not any(flow.n(wave, "invited") for wave in view.waves):
        yield text(
            Strong("Keep a list of those invited."),
            " Without it there is no response rate, and nobody knows for whom the answers speak.",
        )
    if contrast is None:
        if len(view.waves) > 1:
            yield text(
                Strong("Ask for a code or an ID in every wave."),
                " Then people can be followed, and change can be told.",
            )
        return
    if not view.flow_told:
        return
    linked, lost = flow.n(contrast.later, "linked"), flow.n(contrast.later, "lost")
    if lost and lost / (linked + lost) > OFTEN:
        yield text(
            Strong("Reach those who did not come back."),
            f" {lost} of {linked + lost} {'was' if lost == 1 else 'were'} lost; a reminder by name, and time "
            "set aside at a session, bring most people back.",
        )
    aside = sum(
        flow.n(wave, step)
        for wave in (contrast.earlier, contrast.later)
        for step in ("without_id", "quarantined")
    )
    if aside:
        yield text(
            Strong("Check IDs while the survey is open."),
            f" {aside} responses could not be linked because of a missing or repeated ID.",
        )


def _groups(view: View) -> Iterator[Text]:
    """For groups that could not be compared: more sites in each, or a nearer start."""
    compared = [m.between for a in view.answers for m in a.judged if m.between is not None]
    sites = [b for b in compared if not b.adjusted.available or _few_sites(b)]
    if sites and view.study.cluster is not None:
        yield text(
            Strong("Bring more sites into both groups."),
            f" With {UNITS_PER_ARM_REFUSED_BELOW} sites in each group there is something to compare at all; "
            f"about {CLUSTERS_WARNED_BELOW} sites of like size in all are enough to rely on a test.",
        )
    apart = list(dict.fromkeys(b.scale.title for b in compared if b.apart))
    if apart:
        yield text(
            Strong("Form the groups by lot, or choose who is compared by the first score."),
            " For ",
            listing([Wording(title) for title in apart]),
            " they started too far apart to be compared.",
        )


def _few_sites(between: GroupDifference) -> bool:
    """Whether the sites left too little to rely on a test of the difference."""
    effect = between.adjusted
    return effect.method == "CR2" and effect.df is not None and effect.df < CLUSTER_DF_WARNED_BELOW


def _numbers(view: View) -> Iterator[Text]:
    """For what could not be said: which change these people could show."""
    panel = view.study.panel
    if panel is None:
        return
    judged = [m for a in view.answers for m in a.judged if m.verdict == "cannot say"][:MOST_MEASURES]
    found = [(m, smallest) for m in judged if (smallest := _smallest(view, panel, m)) is not None]
    if not found:
        return
    measures = [m for m, _ in found]
    yield text(
        Strong("Plan for enough people."),
        f" With {_people_like_this_time(measures)}, and answers as spread as these, a "
        f"{'difference' if view.compares_groups else 'change'} has to be about this large to be seen with "
        f"a chance of {100 * POWER:g}%: ",
        commas(
            [
                text(Wording(m.scale.title), f" {number(smallest, unit_of(m.scale).decimals)} points")
                for m, smallest in found
            ]
        ),
        ". More people bring smaller ones into sight.",
    )


def _people_like_this_time(measures: Sequence[Measure]) -> str:
    """How many people with both scores there were; where groups are compared in each of them."""
    sides = [(m.between.program, m.between.comparison) for m in measures if m.between is not None]
    if not sides:
        return f"{_range([m.change.n for m in measures if m.change is not None])} people in both waves"
    program, comparison = ([side.n for side in each if side is not None] for each in zip(*sides, strict=True))
    return f"{_range(program)} people of the program and {_range(comparison)} to compare with in both waves"


def _range(counts: Sequence[int]) -> str:
    return f"{min(counts)} to {max(counts)}" if max(counts) > min(counts) else str(counts[0])


def _smallest(view: View, panel: Panel, measure: Measure) -> float | None:
    """The smallest change, or difference of groups, that as many people as this time would show."""
    design = next((d for d in from_sample(panel) if d.scale == measure.scale.id), None)
    if design is None or measure.change is None or not measure.change.change.available:
        return None
    contrast = None
    if measure.between is not None:
        contrast = BETWEEN
        design = _of_two_groups(panel, design, measure.between)
        if design is None:
            return None
    table = planning((design,), Wish(power=POWER), view.study.confidence)
    about = {"scale": measure.scale.id, "contrast": contrast, "headline": True}
    row = table.one(statistic="minimum_detectable_change", **about)
    return None if row is None else row.estimate


def _of_two_groups(panel: Panel, design: Planned, between: GroupDifference) -> Planned | None:
    """The design beside the comparison group of this time; its sites where they entered as clusters."""
    if between.comparison is None or not between.adjusted.available or _few_sites(between):
        return None
    if between.adjusted.method != "CR2":
        return replace(design, comparison=between.comparison.n, clusters=None)
    beside = next(iter(all_arms(panel))).comparison
    sites = known_sites(panel.field(panel.cluster or "")[beside])[1]
    return replace(design, comparison=between.comparison.n, comparison_clusters=len(set(sites.tolist())))


def _questions(view: View) -> Iterator[Text]:
    weak = weakest(view)
    if weak is not None and (weak[1].estimate or 0.0) < cut_off("reliability_groups"):
        scale, row = weak
        yield text(
            Strong("Work on the questions of "),
            Wording(scale.title),
            f": they go together least (alpha {estimate(row)}, n = {row.n}). Each of them is on the web "
            "page and in the workbook, under ",
            Reference(f"scale-{scale.id}"),
            ".",
        )
    last = tally(view, view.waves[-1])
    often = [k for k in range(len(last.items)) if last.left_open(k) > OFTEN * last.shown(k)]
    if often:
        wave = f" in {last.wave}" if last.wave else ""
        yield text(
            Strong("Ask why questions stay unanswered."),
            f" {len(often)} of {len(last.items)} questions{wave} are without an answer from more than "
            f"{percent(OFTEN, 1)} of those who were asked",
            *(() if view.of_a_part else (" (", Reference("quality"), ")")),
            ".",
        )


def _declare(view: View) -> Iterator[Text]:
    study = view.study
    if any(a.target is None and a.judged for a in view.answers):
        yield text(
            Strong("Set targets beforehand."),
            " Without one, a change can be described, but nobody can say whether it is enough.",
        )
    if view.main_contrast is not None and not study.primary and len(view.leading_scales) > 1:
        yield text(
            Strong("Name the main outcomes beforehand."),
            " With many outcomes side by side, one can stand out by chance.",
        )
    if view.remembered is not None:
        yield text(
            Strong("Ask at the start, too."),
            " The same questions before the program begins show what memory adds or takes away.",
        )
    if study.design.get("type") == "one_group" and view.main_contrast is not None:
        yield text(
            Strong("If the question is why, plan a comparison."),
            " Similar people who have not taken part yet, asked at the same times, are enough to begin with.",
        )


SECTION = ReportSection(
    name="next", title="What this means for next time", order=59, applies=always, blocks=blocks
)
