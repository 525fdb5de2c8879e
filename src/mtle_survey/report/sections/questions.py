"""The evaluation's own questions, one by one: the change, the answers behind it, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.arms import described_apart
from mtle_survey.evidence.panel import Panel
from mtle_survey.report.between_groups import comparison_arms
from mtle_survey.report.blocks import Block, Details, FigureBlock, ListBlock, Paragraph, Section
from mtle_survey.report.changes import ScaleChange
from mtle_survey.report.few import answer_counts
from mtle_survey.report.figures.dumbbell import dumbbell_figure
from mtle_survey.report.figures.spaghetti import Panel as PeoplePanel
from mtle_survey.report.figures.spaghetti import spaghetti_figure
from mtle_survey.report.finding_words import answer_label, in_order, measure_point, without_a_scale
from mtle_survey.report.format import number
from mtle_survey.report.informant_words import everyone_together
from mtle_survey.report.inline import Reference, Strong, Text, Wording, listing, text
from mtle_survey.report.interviews import interviews_say
from mtle_survey.report.looking_back import NOW, THEN
from mtle_survey.report.scale_figures import answers_figures, movement
from mtle_survey.report.section import ReportSection
from mtle_survey.report.verdicts import Answer, Measure
from mtle_survey.report.view import View, Wave


def applies(view: View) -> bool:
    """Whether the study asks anything of its own."""
    return bool(view.study.questions)


def blocks(view: View) -> tuple[Block, ...]:
    """A section for each question, in the order of the study file."""
    shown: set[str] = set()
    return tuple(
        Section(
            id=f"question-{place}",
            title=text(Wording(answer.question.ask)),
            blocks=tuple(_question(view, answer, place, shown)),
        )
        for place, answer in enumerate(view.answers, start=1)
    )


def _question(view: View, answer: Answer, place: int, shown: set[str]) -> Iterator[Block]:
    if not answer.measures:
        yield Paragraph(text=text(without_a_scale(answer)))
        return
    yield Paragraph(text=_measured_by(answer))
    points = (*in_order(view, answer), *(measure_point(view, m) for m in answer.measures))
    yield ListBlock(items=points)
    yield Paragraph(text=text(Strong(f"{answer_label(view, answer)}. "), why(answer)))
    yield from _interviews(view, answer)
    yield from _movement(answer, place)
    yield from _people(view, answer, place)
    yield from _items(view, answer, place, shown)


def _measured_by(answer: Answer) -> Text:
    named = listing([Wording(m.scale.title) for m in answer.measures])
    conditions = all(m.scale.kind != "outcome" for m in answer.measures)
    kind = (
        " They describe what surrounds the work; they are not results of the program." if conditions else ""
    )
    goal = (
        f" The target, declared in the study file, is a change of {number(answer.target, 2, signed=True)}."
        if answer.target is not None
        else ""
    )
    return text("Measured by ", named, f".{goal}{kind}")


def why(answer: Answer) -> Text:
    """What the verdict follows from, in words that leave nothing to be looked up."""
    judged = answer.judged
    if not judged:
        return text("Conditions and single waves get no verdict.")
    if not any(m.change is not None and m.change.change.available for m in judged):
        return text("No change can be given here, so that nothing speaks for either answer.")
    if answer.target is not None:
        of_program = " The target is one for the program group." if any(m.between for m in judged) else ""
        memory = " The start is the one that people remember." if answer.remembered else ""
        return text(_why_beside_target(answer), _held_together(answer), of_program, memory)
    if any(m.between for m in judged):
        return text(_why_compared(answer), _held_together(answer))
    if answer.remembered:
        return text(
            "This rests on how people remember their start; nobody was asked then (",
            Reference("remembered"),
            "). No target was declared.",
        )
    certain = [m for m in judged if m.verdict in ("rose", "fell")]
    if len(certain) == len(judged):
        return text(
            "The whole interval of every measure lies on one side of zero. Whether that is enough is for the "
            "readers to say: no target was declared.",
            _held_together(answer),
        )
    if all(m.change is not None and m.change.direction and not m.change.lost_to_sites for m in judged):
        return text(
            "At least one measure does not pass the test adjusted for the number of primary scales (Holm): "
            "the answers do not show whether that measure rose or fell. No target was declared."
        )
    return text(
        "At least one interval includes zero: the answers do not show whether that measure rose or fell. No "
        "target was declared.",
        _held_together(answer),
    )


def _why_beside_target(answer: Answer) -> str:
    """What the verdict follows from where a target was declared."""
    if answer.verdict == "met":
        return "Every measure reaches the target with its whole interval."
    if answer.verdict == "not met":
        return "At least one measure falls short of the target with its whole interval."
    if any(m.where == "cannot say" for m in answer.judged):
        return (
            "At least one interval holds values on both sides of the target: the answers are compatible "
            "with reaching it and with missing it."
        )
    return "At least one measure lies beside the target as one of several primary scales can by chance."


def _why_compared(answer: Answer) -> str:
    """What the verdict follows from where groups are compared and no target was declared."""
    if all(m.verdict in ("higher", "lower") for m in answer.judged):
        return (
            "For every measure the groups started close enough, the whole interval of their difference lies "
            "on one side of zero, and both ways of comparing agree. Whether that is enough is for the "
            "readers to say: no target was declared."
        )
    return (
        "A measure counts as higher or lower only where the groups started close enough, the whole interval "
        "of their difference lies on one side of zero, and both ways of comparing agree. No target was "
        "declared."
    )


def _held_together(answer: Answer) -> str:
    """That primary scales must also pass a test adjusted for their number; empty where none is adjusted."""
    if all(m.tests < 2 for m in answer.judged):
        return ""
    return " Primary scales must also pass the test adjusted for their number (Holm)."


def _interviews(view: View, answer: Answer) -> Iterator[Block]:
    """What was said about the measures in interviews, and how it fits; nothing without interviews."""
    said = ((m.scale, interviews_say(view, m.scale)) for m in answer.measures)
    points = tuple(text(Wording(scale.title), ": ", sentence) for scale, sentence in said if sentence)
    if points:
        yield ListBlock(items=points)


def _movement(answer: Answer, place: int) -> Iterator[FigureBlock]:
    drawn = [(c, said) for m in answer.judged for c, said in _drawn(m) if c.change.available]
    if drawn:
        first = drawn[0][0]
        ends = (THEN, NOW) if answer.remembered else (first.earlier, first.later)
        yield dumbbell_figure(
            f"figure-question-{place}",
            text("Where people put their start, and where they see themselves now")
            if answer.remembered
            else text(f"Where people stood in {first.earlier} and in {first.later}"),
            [replace(movement(c), title=f"{c.scale.title}{said}") for c, said in drawn],
            ends,
            note=text(
                "Each line is the whole range of possible scores. Where the shaded interval leaves out the "
                "hollow marker, the change is above or below zero."
            ),
        )


def _drawn(measure: Measure) -> list[tuple[ScaleChange, str]]:
    """The changes of a measure, each with what is said beside its title: both groups of a comparison."""
    if measure.between is None:
        return [] if measure.change is None else [(measure.change, "")]
    sides = ((measure.between.program, ": program group"), (measure.between.comparison, ": comparison group"))
    return [(c, said) for c, said in sides if c is not None]


def _people(view: View, answer: Answer, place: int) -> Iterator[Block]:
    """A line for each person; people can be told apart, so it is internal, and not on paper."""
    panel = view.study.panel
    if view.disclosure.public or panel is None:
        return
    drawn = []
    for measure in answer.judged:
        scale = measure.scale
        waves = tuple(w for w in panel.names if scale.id in view.study.scores[w].scales)
        if len(waves) < 2 or measure.change is None:
            continue
        scores = np.column_stack([panel.score(wave, scale.id) for wave in waves])
        ends = {"low": measure.change.low, "high": measure.change.high}
        for title, people in _sides(view, panel, scale.title):
            found = PeoplePanel(title=title, waves=waves, scores=scores[people], **ends)
            if len(found.complete):
                drawn.append(found)
    if drawn:
        figure = spaghetti_figure(
            f"figure-people-{place}",
            text("Person by person"),
            drawn,
            note=text(
                "" if view.compares_groups else everyone_together(view),
                "A thin line for each person with a score in every wave; thick: their mean.",
            ),
        )
        yield Details(title=text("Person by person"), blocks=(figure,))


def _sides(view: View, panel: Panel, title: str) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Whose lines are drawn together, and under which title: each group of a comparison by itself."""
    others = comparison_arms(view) if view.compares_groups else ()
    beside = [": comparison group"] if len(others) == 1 else [f": {arm.name}" for arm in others]
    names = [": program group", *beside] if others else [""]
    for name, apart in zip(names, described_apart(panel), strict=True):
        yield f"{title}{name}", apart.people


def _items(view: View, answer: Answer, place: int, shown: set[str]) -> Iterator[Block]:
    """The answers behind the measures, in the first and in the last wave; each scale once."""
    found: dict[str, list[Wave]] = {}
    for name in (part for m in answer.measures for part in (m.scale.parts or (m.scale.id,))):
        waves = [w for w in view.waves if name in view.study.scores[w].scales]
        if waves and name not in shown:
            shown.add(name)
            found[name] = list(dict.fromkeys((waves[0], waves[-1])))
    scales = [view.instrument.scale[name] for name in found]
    if view.few:
        yield from answer_counts(view, f"table-answers-{place}", scales, list(found.values()))
        return
    for scale, ends in zip(scales, found.values(), strict=True):
        yield from answers_figures(view, scale, ends)


SECTION = ReportSection(
    name="questions", title="Question by question", order=12, applies=applies, blocks=blocks
)
