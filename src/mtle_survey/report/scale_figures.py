"""Figures about one scale: how its scores spread, and how its items were answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mtle_survey.instrument.model import ResponseFormat, Scale
from mtle_survey.report.answers import item_answers
from mtle_survey.report.blocks import FigureBlock
from mtle_survey.report.changes import ScaleChange
from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure
from mtle_survey.report.figures.distribution import Spread, distribution_figure
from mtle_survey.report.figures.dumbbell import Movement
from mtle_survey.report.figures.likert import likert_figure
from mtle_survey.report.format import unit_of
from mtle_survey.report.informant_words import everyone_together
from mtle_survey.report.inline import Wording, text
from mtle_survey.report.view import View, Wave

MOST_BARS = 24  # in one figure, so that it fits a page


def spread_figure(view: View, scale: Scale, waves: Sequence[Wave]) -> Iterator[FigureBlock]:
    """How the scores of a scale spread, wave by wave."""
    scores = view.study.scores[waves[0]]
    low, high, step = scores.low[scale.id], scores.high[scale.id], scores.step[scale.id]
    width = step / 2
    edges = np.arange(low - width / 2, high + width, width)
    spreads = []
    for wave in waves:
        values = view.study.scores[wave].of(scale.id)
        known = values[np.isfinite(values) & view.study.waves[wave].answered]
        places = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, len(edges) - 2)
        counts = tuple(int(c) for c in np.bincount(places, minlength=len(edges) - 1))
        mean = view.found.about(scale=scale.id, wave=wave).get("mean")
        if mean is not None and mean.available and _may_be_drawn(view.disclosure, counts):
            spreads.append(Spread(wave=wave or "", counts=counts, mean=mean))
    if spreads:
        yield distribution_figure(
            f"figure-scores-{scale.id}",
            text("How scores of ", Wording(scale.title), " spread"),
            spreads,
            edges.tolist(),
            (low, high),
            unit=unit_of(scale),
            note=text(
                "Bars count people; their heights are shares of the wave. ",
                everyone_together(view),
                "The tick below the line is the mean.",
            ),
        )


def _may_be_drawn(rule: Disclosure, counts: Sequence[int]) -> bool:
    """Whether bars may be drawn: in public never of small studies, whose mean says the rest."""
    return not rule.public or (sum(counts) >= SMALL_STUDY and None not in rule.counts(counts))


def answers_figures(view: View, scale: Scale, waves: Sequence[Wave]) -> Iterator[FigureBlock]:
    """The answers to the items of a scale, a figure for each response format and page."""
    items = view.study.scores[waves[0]].administered[scale.id]
    groups: dict[tuple[object, ...], list[str]] = {}
    for item in items:
        form = view.instrument.format_of(item)
        groups.setdefault((form.codes, form.labels), []).append(item)
    fitting = max(1, MOST_BARS // len(waves))
    pages = [alike[i : i + fitting] for alike in groups.values() for i in range(0, len(alike), fitting)]
    for number, group in enumerate(pages):
        drawn = item_answers(view, scale.id, group, waves)
        if drawn.items:
            suffix = f"-{number + 1}" if number else ""
            part = f" ({number + 1} of {len(pages)})" if len(pages) > 1 else ""
            yield likert_figure(
                f"figure-answers-{scale.id}{suffix}",
                text("Answers to the items of ", Wording(scale.title), part),
                drawn.items,
                drawn.labels,
                two_sided=leans_to_two_sides(view.instrument.format_of(group[0])),
                note=text(
                    "Percentages of those who answered, rounded, so that they may not add up to 100; shares "
                    "below 5% are not labelled. ",
                    everyone_together(view),
                    drawn.remark,
                ),
            )


def leans_to_two_sides(form: ResponseFormat) -> bool:
    """Whether the answers run from one pole to its opposite, as from "Strongly disagree" to "Strongly agree".

    They do when the first and the last label begin with the same word; how often, how many and how far
    do not.
    """
    first, last = (label.casefold().split() for label in (form.labels[0], form.labels[-1]))
    return len(first) > 1 and len(last) > 1 and first[0] == last[0]


def movement(c: ScaleChange) -> Movement:
    """A change as the figure of earlier and later means needs it."""
    return Movement(
        title=c.scale.title,
        low=c.low,
        high=c.high,
        earlier=c.mean_earlier.estimate or 0.0,
        later=c.mean_later.estimate or 0.0,
        change=c.change,
        unit=c.unit,
    )
