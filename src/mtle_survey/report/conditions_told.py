"""Conditions around the work, on the first page: means without a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.report.blocks import Block, Heading, ListBlock, Paragraph
from mtle_survey.report.finding_words import level_point
from mtle_survey.report.format import NO_BREAK, estimate, unit_of
from mtle_survey.report.inline import Text, Wording, commas, text
from mtle_survey.report.verdicts import Measure, measure_of
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row


def conditions_told(view: View, most: int) -> Iterator[Block]:
    """The first ``most`` conditions that no question names, in one line: they get no verdict."""
    told = {measure for question in view.study.questions for measure in question.measures}
    left = [s for s in view.whole_scales("condition") if s.id not in told]
    measures = (measure_of(view, scale, judged=False) for scale in left[:most])
    found = [m for m in measures if m is not None and m.levels]
    if not found:
        return
    yield Heading(text=text("Conditions around the work, which are not results of the program"))
    if len(found) <= 2 and not view.compares_groups:
        yield ListBlock(items=tuple(level_point(view, m) for m in found))
        return
    ns = [row.n or 0 for m in found for _, row in _ends(view, m)]
    least = f"{min(ns)}–" if max(ns) > min(ns) else ""
    spans = {_span(view, m) for m in found}
    alike = len(spans) == 1
    public = view.disclosure.public
    people = f"up to {max(ns)}" if public else f"{least}{max(ns)}"
    yield Paragraph(
        text=text(
            f"Mean of everyone {'whose answers are used' if public else 'who answered'}",
            f", {spans.pop()}" if alike and len(view.waves) > 1 else "",
            f" ({people} people): ",
            commas([_means(view, m, dated=not alike) for m in found]),
            f"; {len(left) - len(found)} more below" if len(left) > len(found) else "",
            ". They get no verdict.",
            " A dash stands for a mean that is not given." if any(_withheld(view, m) for m in found) else "",
        )
    )


def _means(view: View, measure: Measure, *, dated: bool) -> Text:
    """The first and last mean of a condition, with their waves where these are not those of all."""
    unit = unit_of(measure.scale)
    means = " → ".join(estimate(row, unit) for _, row in _ends(view, measure))
    when = f" ({_span(view, measure)})" if dated else ""
    return text(Wording(measure.scale.title), when, NO_BREAK, means)


def _span(view: View, measure: Measure) -> str:
    """In which waves a condition was asked: the first, the last, or both."""
    return " → ".join(wave or "" for wave, _ in _ends(view, measure))


def _withheld(view: View, measure: Measure) -> bool:
    return not all(row.available for _, row in _ends(view, measure))


def _ends(view: View, measure: Measure) -> list[tuple[Wave, Row]]:
    """The means of the first and the last wave, as far as there were any."""
    return [(wave, row) for wave, row in measure.levels if wave in (view.waves[0], view.waves[-1])]
