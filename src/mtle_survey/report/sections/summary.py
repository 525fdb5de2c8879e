"""First page: who answered, what changed, how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Heading, KeyFacts, ListBlock, Note, Paragraph
from mtle_survey.report.changes import ScaleChange, change_of
from mtle_survey.report.format import number, plain_number, unit_of
from mtle_survey.report.inline import Italic, Reference, Strong, Text, Wording, listing, text
from mtle_survey.report.participation import key_facts, participation
from mtle_survey.report.reliability_summary import reliability_points
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View
from mtle_survey.report.wording import (
    change_sentence,
    design_sentence,
    directions_sentence,
    level_sentence,
    on_the_scale,
    tally_sentence,
)

FEW = 30  # below this many pairs the first page warns about single people


def blocks(view: View) -> tuple[Block, ...]:
    """What a program director reads if nothing else."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    if "synthetic" in view.study.title.casefold():
        yield Note(
            kind="caution",
            title=text("These are synthetic answers"),
            paragraphs=(
                text("A program made them up to show what this report looks like. No person gave them."),
            ),
        )
    yield KeyFacts(facts=tuple(key_facts(view)))
    yield Paragraph(text=participation(view))
    changes = _changes(view)
    yield from _questions(view)
    if changes:
        yield from _what_changed(view, changes)
    else:
        yield from _levels(view, "What they answered", "outcome")
    yield from _levels(view, "Conditions around the work", "condition")
    yield from _how_sure(view, changes)
    if view.instrument.notice:
        yield Note(
            kind="caution",
            title=text("About the questionnaire"),
            paragraphs=(text(Wording(view.instrument.notice)),),
        )


def _changes(view: View) -> list[ScaleChange]:
    if view.main_contrast is None:
        return []
    found = (change_of(view, scale, view.main_contrast) for scale in view.leading_scales)
    return [c for c in found if c is not None]


def _what_changed(view: View, changes: list[ScaleChange]) -> Iterator[Block]:
    first = changes[0]
    what = "What changed on the primary scales" if view.study.primary else "What changed"
    yield Heading(text=text(f"{what} from {first.earlier} to {first.later}"))
    named = listing([Wording(c.scale.title) for c in changes])
    opening = text(
        *(("Named before the analysis: ", named, ". ") if view.study.primary else ()),
        tally_sentence(changes) if len(changes) > 1 else "",
    )
    if opening:
        yield Paragraph(text=opening)
    told = {measure for question in view.study.questions for measure in question.measures}
    left = [c for c in changes if c.scale.id not in told]
    spread = [c for c in left if not c.uniform]
    for verdict, meaning, members in (
        ("Rose", ": the whole interval lies above zero.", [c for c in spread if c.direction > 0]),
        ("Fell", ": the whole interval lies below zero.", [c for c in spread if c.direction < 0]),
        (
            "Uncertain",
            ": the interval includes zero, so these answers do not show whether the average rose or fell.",
            [c for c in spread if c.direction == 0 and c.change.available],
        ),
        (
            "The same for everyone",
            ": people do not differ in their change, so there is no interval.",
            [c for c in left if c.uniform],
        ),
        ("Not given", ":", [c for c in left if not c.change.available]),
    ):
        if members:
            yield Paragraph(text=text(Strong(verdict), meaning))
            yield ListBlock(items=tuple(_change_point(c, explained=False) for c in members))
    if not any(c.change.available for c in changes):
        return
    step = listing([plain_number(round(s, 4)) for s in sorted({c.step for c in changes})], last="or")
    yield Paragraph(
        text=text(
            "In parentheses: the average change; its confidence interval (CI), the changes that these "
            "answers are compatible with; and how many people it rests on. A person counts as having risen "
            "or fallen when their own score moved by more than ",
            step,
            " points. Details: ",
            Reference("change"),
            ".",
        )
    )


def _change_point(c: ScaleChange, *, explained: bool, target: float | None = None) -> Text:
    sentences = (directions_sentence(c), _beside_target(c, target))
    return text(change_sentence(c, explained=explained), *(_spaced(sentence) for sentence in sentences))


def _questions(view: View) -> Iterator[Block]:
    if not view.study.questions:
        return
    yield Heading(text=text("What the evaluation asked"))
    for question in view.study.questions:
        target = (question.target or {}).get("change")
        points = [point for m in question.measures if (point := _answer(view, m, target))]
        yield Paragraph(text=text(Italic(question.ask)))
        yield ListBlock(items=tuple(points) or (text("No scale of this study can answer this question."),))


def _answer(view: View, scale_id: str, target: float | None) -> Text:
    """What a scale says to a question: its change if it is an outcome, else its level."""
    scale = view.instrument.scale.get(scale_id)
    if scale is None:
        return ()
    if scale.kind != "outcome" or view.main_contrast is None:
        return _level(view, scale)
    change = change_of(view, scale, view.main_contrast)
    return _level(view, scale) if change is None else _change_point(change, explained=True, target=target)


def _beside_target(c: ScaleChange, target: float | None) -> Text:
    low, high = c.change.conf_low, c.change.conf_high
    if target is None or low is None or high is None:
        return ()
    goal = f"The target was a change of {number(target, c.unit.decimals, signed=True)}"
    if low >= target:
        return text(f"{goal}; the whole interval lies at or above it.")
    if high < target:
        return text(f"{goal}; the whole interval lies below it.")
    return text(f"{goal}; the interval includes it, so these answers do not show whether it was reached.")


def _level(view: View, scale: Scale) -> Text:
    means = [
        (wave, found["mean"])
        for wave in view.waves
        if "mean" in (found := view.found.about(scale=scale.id, wave=wave))
    ]
    if not means:
        return ()
    scores = view.study.scores[means[0][0]]
    possible = on_the_scale(scores.low[scale.id], scores.high[scale.id])
    return level_sentence(scale.title, means, possible, unit_of(scale))


def _levels(view: View, heading: str, kind: str) -> Iterator[Block]:
    told = {measure for question in view.study.questions for measure in question.measures}
    left = [scale for scale in view.whole_scales(kind) if scale.id not in told]
    items = [point for scale in left if (point := _level(view, scale))]
    if items:
        yield Heading(text=text(heading))
        if kind == "condition":
            yield Paragraph(
                text=text(
                    "Conditions are what surrounds the work; they are not results of the program and get no "
                    "verdict. The means are those of everyone who answered in that wave."
                )
            )
        yield ListBlock(items=tuple(items))


def _how_sure(view: View, changes: list[ScaleChange]) -> Iterator[Block]:
    yield Heading(text=text("How sure we are"))
    given = [c for c in changes if c.change.available]
    points = [design_sentence(view.study.design, surveys=len(view.study.waves), followed=_followed(view))]
    if given:
        points.append(text(_precision(max(c.n for c in given))))
    if len(given) > 1 and not view.study.primary:
        points.append(
            text(
                f"{len(given)} outcomes are looked at side by side, and none was named as the main one "
                "beforehand. When many are looked at, one can stand out by chance."
            )
        )
    points += _sensitivity(view)
    points += reliability_points(view)
    points.append(text("What could not be computed, and why: ", Reference("not_done"), "."))
    yield ListBlock(items=tuple(points))


def _followed(view: View) -> bool:
    """Whether anybody has an answer to compare with an earlier one, or with one looking back."""
    contrast = view.main_contrast
    if contrast is None:
        return len(view.waves) == 1
    return view.study.flow.n(contrast.later, "linked") > 0


def _sensitivity(view: View) -> list[Text]:
    """The outcomes whose conclusion hangs on the way in which the change is worked out."""
    shown = {scale.id for scale in view.leading_scales}
    lines = [line for line in view.study.sensitivity.lines if line.scale in shown and line.changed]
    if not lines:
        return []
    named = listing([Wording(view.instrument.scale[line.scale].title) for line in lines])
    where = Reference("sensitivity")
    return [text("For ", named, " the conclusion depends on how the change is worked out: ", where, ".")]


def _precision(n: int) -> str:
    if n < FEW:
        return (
            f"Change rests on {n} people at most. With so few, intervals are wide and a single person can "
            "move an average; read directions, not decimals."
        )
    return f"Change rests on up to {n} people; the intervals say how precise that is."


def _spaced(sentence: Text) -> Text:
    return text(" ", sentence) if sentence else ()


SECTION = ReportSection(name="summary", title="At a glance", order=10, applies=always, blocks=blocks)
