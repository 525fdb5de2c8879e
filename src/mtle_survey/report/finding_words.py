"""The words of a verdict, and of the numbers it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from mtle_survey.report.between_groups import GroupDifference
from mtle_survey.report.blocks import Finding
from mtle_survey.report.changes import ScaleChange, change_of
from mtle_survey.report.comparison_words import between_sentence, of_comparison, of_program
from mtle_survey.report.format import NO_BREAK, count_of, estimate, interval_in_words, number, unit_of
from mtle_survey.report.informant_words import seen_by_kind
from mtle_survey.report.inline import Text, Wording, counted, text
from mtle_survey.report.interviews import FITS, heard_words, joint_rows
from mtle_survey.report.order_words import order_label, order_sentence
from mtle_survey.report.verdicts import Answer, Measure, Verdict
from mtle_survey.report.view import View
from mtle_survey.report.wording import (
    change_sentence,
    level_sentence,
    on_the_scale,
    remembered_sentence,
)

_SURE: tuple[Verdict, ...] = ("rose", "fell", "higher", "lower")
_TONES: dict[str, Literal["good", "bad", "open"]] = {
    "met": "good",
    "rose": "good",
    "higher": "good",
    "not met": "bad",
}


def finding(view: View, answer: Answer) -> Finding:
    """A question with its verdict and a line for each measure."""
    points = (
        *in_order(view, answer),
        *(text(measure_point(view, m, brief=True), _interviews(view, m)) for m in answer.measures),
    )
    return Finding(
        question=text(Wording(answer.question.ask)),
        verdict=text(answer_label(view, answer)),
        kind=_tone(answer),
        points=points or (text(without_a_scale(answer)),),
    )


def in_order(view: View, answer: Answer) -> Iterator[Text]:
    """Whether the scores rose in the order that the question expects; nothing without an order."""
    order = answer.question.order
    if order is not None and (said := order_sentence(view, order)):
        yield said


def without_a_scale(answer: Answer) -> str:
    """What is said of a question that no scale answers: whether one was named at all."""
    if answer.question.measures:
        return "No scale of this study can answer this question."
    return "No scale was named for this question; what there is to say stands in the sections below."


def _interviews(view: View, measure: Measure) -> str:
    """How the interviews fit what the survey says, in a few words; empty without interviews."""
    joint = next((j for j in joint_rows(view) if j.scale == measure.scale.id), None)
    if joint is None:
        return ""
    return f" Interviews: {FITS[joint.fit].lower()} ({heard_words(joint)})."


def _tone(answer: Answer) -> Literal["good", "bad", "open"]:
    return _TONES.get(answer.verdict, "open")


def answer_label(view: View, answer: Answer) -> str:
    """The label of a question: whether the expected order came about, if it has one; else the verdict."""
    order = answer.question.order
    return (order_label(view, order) if order is not None else "") or verdict_words(answer)


def verdict_words(answer: Answer) -> str:
    """A verdict as a label: "Met", "Cannot say (met by 1 of 2)", "Rose; no target was set"."""
    if answer.verdict == "described":
        return "Described, not judged"
    if not answer.question.measures:
        return "Not judged"
    if not answer.measures:
        return "Cannot say"
    looking_back = ", as people look back" if answer.remembered else ""
    if answer.target is not None:
        return f"{_beside_target(answer)}{looking_back}"
    given = Counter(m.verdict for m in answer.judged)
    of = len(answer.judged)
    parts = [f"{verdict} on {given[verdict]} of {of}" for verdict in _SURE if given[verdict]]
    if not parts:
        return "Cannot say; no target was set"
    told = parts[0].partition(" on ")[0] if len(given) == 1 and of == 1 else ", ".join(parts)
    who = "program group " if any(m.between for m in answer.judged) else ""
    told = f"{who}{told}{looking_back}"
    return f"{told[:1].upper()}{told[1:]}; no target was set"


def _beside_target(answer: Answer) -> str:
    """The label of a question with a target; with a comparison group also how many measures ended higher."""
    given = Counter(m.verdict for m in answer.judged)
    of = len(answer.judged)
    label = {"met": "Met", "not met": "Not met"}.get(answer.verdict, "Cannot say")
    compared = [m.between for m in answer.judged if m.between is not None]
    if compared and not any(between.comparable for between in compared):
        return f"Target: {label.lower()}; the groups cannot be compared"
    if compared:
        higher = sum(between.side == "higher" for between in compared)
        return f"Target: {label.lower()}; program group higher on {higher} of {len(compared)}"
    if len(given) > 1 and given["met"]:
        return f"{label} (met by {given['met']} of {of})"
    rose = sum(m.change.certain_direction > 0 for m in answer.judged if m.change is not None)
    return f"{label}; rose on {rose} of {of}" if answer.verdict != "met" and rose else label


def measure_point(view: View, measure: Measure, *, brief: bool = False) -> Text:
    """What a measure shows, in one or two lines; ``brief`` where a legend explains the comparison."""
    if measure.change is None:
        seen = seen_by_kind(view, measure.scale)
        return seen or text(level_point(view, measure), *_against_occasions(view, measure))
    if measure.between is not None:
        return text(
            between_sentence(measure.between, brief=brief), *_each_group(measure, measure.between, brief)
        )
    c = measure.change
    if measure.remembered:
        return text(*_looking_back(measure, c), target_words(measure))
    parts: list[Text | str] = [change_sentence(c, explained=False)]
    if c.rose.available and c.fell.available and not c.uniform:
        people = "person" if count_of(c.rose) == 1 else "people"
        sites = sites_words(measure)
        told = f"; {sites}" if sites else ""
        rose, fell = counted(count_of(c.rose)), counted(count_of(c.fell))
        parts.append(text(" ", rose, f" {people} rose, ", fell, f" fell{told}."))
    return text(*parts, target_words(measure))


def _against_occasions(view: View, measure: Measure) -> Iterator[str]:
    """The last answers against those about another occasion, such as what people expected."""
    last = view.study.asked_waves[-1] if view.study.asked_waves else None
    others = [c for c in view.study.contrasts if c.later == last and c.earlier not in view.study.asked_waves]
    for contrast in others:
        c = None if contrast == view.remembered else change_of(view, measure.scale, contrast)
        if c is not None and c.change.available and contrast.earlier != view.study.retrospective:
            numbers = f"{interval_in_words(c.change, c.unit)}, n{NO_BREAK}={NO_BREAK}{c.n}"
            yield (
                f" {contrast.earlier.capitalize()} {estimate(c.mean_earlier, c.unit)}, {contrast.later} "
                f"{estimate(c.mean_later, c.unit)}: {estimate(c.change, c.unit)} ({numbers})."
            )


def _looking_back(measure: Measure, c: ScaleChange) -> Iterator[Text | str]:
    """Where people see themselves now and where they remember themselves, and how many see a rise."""
    yield remembered_sentence(c)
    if c.rose.available and c.fell.available and not c.uniform:
        people = "person rates" if count_of(c.rose) == 1 else "people rate"
        sites = sites_words(measure)
        higher, lower = counted(count_of(c.rose)), counted(count_of(c.fell))
        yield text(" ", higher, f" {people} the end higher, ", lower, " lower")
        yield f"; {sites}." if sites else "."


def _each_group(measure: Measure, between: GroupDifference, brief: bool) -> Iterator[Text | str]:
    """How each group moved by itself; the target is that of the program group."""
    if between.program is not None and between.program.change.available:
        yield of_program(between.program, sites_words(measure), brief=brief)
        yield target_words(measure)
    if between.comparison is not None and between.comparison.change.available:
        yield of_comparison(between.comparison, brief=brief)


def sites_words(measure: Measure) -> str:
    """In how many sites the mean went the way of the whole; empty where that is not told, or there is one."""
    if measure.sites is None or measure.change is None:
        return ""
    rose, fell, of = measure.sites
    if of < 2:
        return ""
    if measure.remembered:
        return f"the mean is higher now at {rose} of {of} sites"
    if (measure.change.change.estimate or 0.0) >= 0:
        return f"the mean rose at {rose} of {of} sites"
    return f"the mean fell at {fell} of {of} sites"


def target_words(measure: Measure) -> str:
    """How the change lies beside its target; empty without one."""
    if measure.target is None or measure.change is None or not measure.change.change.available:
        return ""
    goal = f" Target {number(measure.target, measure.change.unit.decimals, signed=True)}: "
    if measure.where == "cannot say":
        return f"{goal}cannot say; the interval includes it."
    if measure.by_chance:
        return f"{goal}cannot say; one of several scales can lie beside it like this by chance."
    if measure.where == "met":
        return f"{goal}met; the whole interval reaches it."
    return f"{goal}not met; the whole interval lies short of it."


def level_point(view: View, measure: Measure) -> Text:
    """The means of a scale that gets no verdict."""
    scale = measure.scale
    waves = [(wave, row) for wave, row in measure.levels if wave in _ends(view)]
    scores = view.study.scores[measure.levels[0][0]]
    possible = on_the_scale(scores.low[scale.id], scores.high[scale.id])
    return level_sentence(scale.title, waves or list(measure.levels), possible, unit_of(scale))


def _ends(view: View) -> tuple[str | None, ...]:
    return (view.waves[0], view.waves[-1])
