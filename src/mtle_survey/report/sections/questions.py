"""The evaluation's own questions, one by one: the change, the answers behind it, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.report.blocks import Block, Details, FigureBlock, ListBlock, Paragraph, Section
from mtle_survey.report.figures.dumbbell import dumbbell_figure
from mtle_survey.report.figures.spaghetti import Panel, spaghetti_figure
from mtle_survey.report.finding_words import measure_point, verdict_words, without_a_scale
from mtle_survey.report.format import number
from mtle_survey.report.inline import Strong, Text, Wording, listing, text
from mtle_survey.report.interviews import interviews_say
from mtle_survey.report.scale_figures import answers_figures, movement
from mtle_survey.report.section import ReportSection
from mtle_survey.report.verdicts import Answer, Measure, answers
from mtle_survey.report.view import View


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
        for place, answer in enumerate(answers(view), start=1)
    )


def _question(view: View, answer: Answer, place: int, shown: set[str]) -> Iterator[Block]:
    if not answer.measures:
        yield Paragraph(text=text(without_a_scale(answer)))
        return
    yield Paragraph(text=_measured_by(answer))
    yield ListBlock(items=tuple(measure_point(view, m) for m in answer.measures))
    yield Paragraph(text=text(Strong(f"{verdict_words(answer)}. "), _why(answer)))
    yield from _interviews(view, answer)
    yield from _movement(answer, place)
    yield from _people(view, answer, place)
    for measure in answer.measures:
        yield from _items(view, measure, shown)


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


def _why(answer: Answer) -> Text:
    """What the verdict follows from, in words that leave nothing to be looked up."""
    judged = answer.judged
    if not judged:
        return text("Conditions and single waves get no verdict.")
    if answer.target is not None:
        return text(
            {
                "met": "Every measure reaches the target with its whole interval.",
                "not met": "At least one measure falls short of the target with its whole interval.",
            }.get(
                answer.verdict,
                "At least one interval holds values on both sides of the target: the answers are compatible "
                "with reaching it and with missing it.",
            )
        )
    certain = [m for m in judged if m.verdict in ("rose", "fell")]
    if len(certain) == len(judged):
        return text(
            "The whole interval of every measure lies on one side of zero. Whether that is enough is for the "
            "readers to say: no target was declared."
        )
    return text(
        "At least one interval includes zero: the answers do not show whether that measure rose or fell. No "
        "target was declared."
    )


def _interviews(view: View, answer: Answer) -> Iterator[Block]:
    """What was said about the measures in interviews, and how it fits; nothing without interviews."""
    said = ((m.scale, interviews_say(view, m.scale)) for m in answer.measures)
    points = tuple(text(Wording(scale.title), ": ", sentence) for scale, sentence in said if sentence)
    if points:
        yield ListBlock(items=points)


def _movement(answer: Answer, place: int) -> Iterator[FigureBlock]:
    drawn = [m.change for m in answer.judged if m.change is not None and m.change.change.available]
    if drawn:
        first = drawn[0]
        yield dumbbell_figure(
            f"figure-question-{place}",
            text(f"Where people stood in {first.earlier} and in {first.later}"),
            [movement(c) for c in drawn],
            (first.earlier, first.later),
            note=text(
                "Each line is the whole range of possible scores. Where the shaded interval leaves out the "
                "hollow marker, the change is above or below zero."
            ),
        )


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
        found = Panel(
            title=scale.title, waves=waves, scores=scores, low=measure.change.low, high=measure.change.high
        )
        if len(found.complete):
            drawn.append(found)
    if drawn:
        figure = spaghetti_figure(
            f"figure-people-{place}",
            text("Person by person"),
            drawn,
            note=text("A thin line for each person with a score in every wave; thick: their mean."),
        )
        yield Details(title=text("Person by person"), blocks=(figure,))


def _items(view: View, measure: Measure, shown: set[str]) -> Iterator[Block]:
    """The answers behind a measure, in the first and in the last wave; each scale once."""
    for name in measure.scale.parts or (measure.scale.id,):
        scale = view.instrument.scale[name]
        waves = [w for w in view.waves if name in view.study.scores[w].scales]
        if not waves or name in shown:
            continue
        shown.add(name)
        yield from answers_figures(view, scale, list(dict.fromkeys((waves[0], waves[-1]))))


SECTION = ReportSection(
    name="questions", title="Question by question", order=12, applies=applies, blocks=blocks
)
