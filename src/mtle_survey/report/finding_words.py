"""The words of a verdict, and of the numbers it rests on."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from mtle_survey.evidence.planning import BETWEEN
from mtle_survey.report.blocks import Finding
from mtle_survey.report.format import NO_BREAK, count_of, direction, interval_in_words, number, unit_of
from mtle_survey.report.inline import Text, Wording, counted, text
from mtle_survey.report.interviews import FITS, heard_words, joint_rows
from mtle_survey.report.verdicts import Answer, Measure, certain_direction
from mtle_survey.report.view import View
from mtle_survey.report.wording import change_sentence, level_sentence, on_the_scale

_TONES: dict[str, Literal["good", "bad", "open"]] = {"met": "good", "rose": "good", "not met": "bad"}


def finding(view: View, answer: Answer) -> Finding:
    """A question with its verdict and a line for each measure."""
    points = tuple(text(measure_point(view, m), _interviews(view, m)) for m in answer.measures)
    return Finding(
        question=text(Wording(answer.question.ask)),
        verdict=text(verdict_words(answer)),
        kind=_tone(answer),
        points=points or (text(without_a_scale(answer)),),
    )


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


def verdict_words(answer: Answer) -> str:
    """A verdict as a label: "Met", "Cannot say (met by 1 of 2)", "Rose; no target was set"."""
    if answer.verdict == "described":
        return "Described, not judged"
    if not answer.question.measures:
        return "Not judged"
    if not answer.measures:
        return "Cannot say"
    counted = Counter(m.verdict for m in answer.judged)
    of = len(answer.judged)
    if answer.target is not None:
        label = {"met": "Met", "not met": "Not met"}.get(answer.verdict, "Cannot say")
        if len(counted) > 1 and counted["met"]:
            return f"{label} (met by {counted['met']} of {of})"
        rose = sum(certain_direction(m.change) > 0 for m in answer.judged if m.change is not None)
        return f"{label}; rose on {rose} of {of}" if answer.verdict == "cannot say" and rose else label
    parts = [f"{verdict} on {counted[verdict]} of {of}" for verdict in ("rose", "fell") if counted[verdict]]
    if not parts:
        return "Cannot say; no target was set"
    told = parts[0].partition(" on ")[0] if len(counted) == 1 and of == 1 else ", ".join(parts)
    return f"{told[:1].upper()}{told[1:]}; no target was set"


def measure_point(view: View, measure: Measure) -> Text:
    """What a measure shows, in one or two lines."""
    if measure.change is None:
        return level_point(view, measure)
    c = measure.change
    parts: list[Text | str] = [change_sentence(c, explained=False)]
    if c.rose.available and c.fell.available and not c.uniform:
        people = "person" if count_of(c.rose) == 1 else "people"
        sites = sites_words(measure)
        told = f"; {sites}" if sites else ""
        rose, fell = counted(count_of(c.rose)), counted(count_of(c.fell))
        parts.append(text(" ", rose, f" {people} rose, ", fell, f" fell{told}."))
    return text(*parts, target_words(measure), _between_groups(view, measure))


def _between_groups(view: View, measure: Measure) -> str:
    """How the program group ended beside people who started alike; empty without a comparison group."""
    contrast = view.main_contrast
    if contrast is None or measure.change is None or view.study.design.get("type") != "comparison":
        return ""
    rows = [
        row
        for row in view.shown(view.study.comparison).where(
            statistic="ancova_effect", scale=measure.scale.id, contrast=BETWEEN
        )
        if row.available and row.headline is not False and row.wave in (None, contrast.later)
    ]
    if not rows:
        return " Program against comparison group: not given."
    row, unit = rows[0], measure.change.unit
    n = f"n{NO_BREAK}={NO_BREAK}{row.n}"
    amount = number(row.estimate or 0.0, unit.decimals, signed=True)
    words = {1: "higher than", -1: "lower than", 0: "not clearly apart from"}[direction(row)]
    return (
        f" Among people who started alike, the program group ended {words} the comparison group "
        f"({amount}, {interval_in_words(row, unit)}, {n})."
    )


def sites_words(measure: Measure) -> str:
    """In how many sites the mean went the way of the whole; empty where that is not told."""
    if measure.sites is None or measure.change is None:
        return ""
    rose, fell, of = measure.sites
    if (measure.change.change.estimate or 0.0) >= 0:
        return f"the mean rose at {rose} of {of} sites"
    return f"the mean fell at {fell} of {of} sites"


def target_words(measure: Measure) -> str:
    """How the change lies beside its target; empty without one."""
    if measure.target is None or measure.change is None or not measure.change.change.available:
        return ""
    goal = f" Target {number(measure.target, measure.change.unit.decimals, signed=True)}: "
    return goal + {
        "met": "met; the whole interval reaches it.",
        "not met": "not met; the whole interval lies short of it.",
    }.get(measure.verdict, "cannot say; the interval includes it.")


def level_point(view: View, measure: Measure) -> Text:
    """The means of a scale that gets no verdict."""
    scale = measure.scale
    waves = [(wave, row) for wave, row in measure.levels if wave in _ends(view)]
    scores = view.study.scores[measure.levels[0][0]]
    possible = on_the_scale(scores.low[scale.id], scores.high[scale.id])
    return level_sentence(scale.title, waves or list(measure.levels), possible, unit_of(scale))


def _ends(view: View) -> tuple[str | None, ...]:
    return (view.waves[0], view.waves[-1])
