"""What follows for the next round of the survey: each point from a number of this one."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.planning import Wish, from_sample, planning
from mtle_survey.report.blocks import Block, ListBlock, Paragraph
from mtle_survey.report.format import estimate, number, percent
from mtle_survey.report.inline import Reference, Strong, Text, Wording, text
from mtle_survey.report.missing import tally
from mtle_survey.report.reliability_summary import weakest
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.verdicts import Measure, answers
from mtle_survey.report.view import View

POWER = 0.80
OFTEN = 0.10  # share of people without an answer from which a question deserves a look
MOST_MEASURES = 4


def blocks(view: View) -> tuple[Block, ...]:
    """Who to reach, how many, which questions to work on, what to declare beforehand."""
    points = (*_people(view), *_numbers(view), *_questions(view), *_declare(view))
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
    linked, lost = flow.n(contrast.later, "linked"), flow.n(contrast.later, "lost")
    if lost and lost / (linked + lost) > OFTEN:
        yield text(
            Strong("Reach those who did not come back."),
            f" {lost} of {linked + lost} were lost; a reminder by name, and time set aside at a session, "
            "bring most people back.",
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


def _numbers(view: View) -> Iterator[Text]:
    """For what could not be said: which change these people could show, and how many a target takes."""
    panel = view.study.panel
    if panel is None:
        return
    open_ = [
        m for a in answers(view) for m in a.judged if m.verdict == "cannot say" and m.change is not None
    ][:MOST_MEASURES]
    designs = {d.scale: d for d in from_sample(panel)}
    for measure in open_:
        design = designs.get(measure.scale.id)
        if design is not None and measure.change is not None and measure.change.change.available:
            table = planning((design,), Wish(power=POWER, change=measure.target), view.study.confidence)
            found = table.one(statistic="minimum_detectable_change", scale=measure.scale.id, headline=True)
            needed = table.one(statistic="needed_pairs", scale=measure.scale.id, headline=True)
            if found is not None and found.estimate is not None:
                people = None if needed is None else needed.estimate
                yield _smallest(measure, found.estimate, measure.change.n, people)


def _smallest(measure: Measure, smallest: float, n: int, needed: float | None) -> Text:
    unit = 2 if measure.change is None else measure.change.unit.decimals
    goal = (
        f" To see the target of {number(measure.target, unit, signed=True)}, about {needed:.0f} people "
        "in both waves are needed."
        if measure.target is not None and needed is not None
        else ""
    )
    return text(
        Strong("Plan for enough people: "),
        Wording(measure.scale.title),
        f". With {n} people in both waves, and answers as spread as these, a change has to be about "
        f"{number(smallest, unit)} points to be seen with a chance of {100 * POWER:g}%.{goal}",
    )


def _questions(view: View) -> Iterator[Text]:
    weak = weakest(view)
    if weak is not None:
        scale, row = weak
        yield text(
            Strong("Work on the questions of "),
            Wording(scale.title),
            f": they hang together least (α = {estimate(row)}, n = {row.n}). Which ones: ",
            Reference(f"scale-{scale.id}"),
            ".",
        )
    last = tally(view, view.waves[-1])
    often = [k for k in range(len(last.items)) if last.people and last.unanswered(k) > OFTEN * last.people]
    if often:
        wave = f" in {last.wave}" if last.wave else ""
        yield text(
            Strong("Ask why questions stay unanswered."),
            f" {len(often)} of {len(last.items)} questions{wave} are without an answer from more than "
            f"{percent(OFTEN, 1)} of people (",
            Reference("quality"),
            ").",
        )


def _declare(view: View) -> Iterator[Text]:
    study = view.study
    if any(a.target is None and a.judged for a in answers(view)):
        yield text(
            Strong("Set targets beforehand."),
            " Without one, a change can be described, but nobody can say whether it is enough.",
        )
    if view.main_contrast is not None and not study.primary:
        yield text(
            Strong("Name the main outcomes beforehand."),
            " With many outcomes side by side, one can stand out by chance.",
        )
    if study.design.get("type") == "one_group" and view.main_contrast is not None:
        yield text(
            Strong("If the question is why, plan a comparison."),
            " Similar people who have not taken part yet, asked at the same times, are enough to begin with.",
        )


SECTION = ReportSection(
    name="next", title="What this means for next time", order=59, applies=always, blocks=blocks
)
