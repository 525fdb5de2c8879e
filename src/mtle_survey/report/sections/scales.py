"""Scale by scale: what it is, how it came out, its items and their answers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.instrument.model import ResponseFormat, Scale
from mtle_survey.report.answers import item_answers
from mtle_survey.report.blocks import Block, Cell, Column, FigureBlock, Paragraph, Section, TableBlock
from mtle_survey.report.cells import (
    NOTHING,
    n_of,
    number_column,
    statistic_column,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.figures.distribution import Spread, distribution_figure
from mtle_survey.report.figures.likert import likert_figure
from mtle_survey.report.format import plain_number, unit_of, wave_name
from mtle_survey.report.inline import Italic, Reference, Text, Wording, listing, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave

MOST_BARS = 24  # in one figure, so that it fits a page
_DESCRIBED = ("mean", "sd", "median", "min", "max", "near_floor", "near_ceiling")
_KIND = {
    "outcome": "An outcome: the program hopes to see it change.",
    "condition": "A condition: it describes what surrounds the work and gets no verdict.",
    "background": "Background: it describes the respondents and gets no verdict.",
}


def applies(view: View) -> bool:
    """Whether any scale was scored."""
    return bool(view.scales)


def blocks(view: View) -> tuple[Block, ...]:
    """A section for each reported scale, in the instrument's order."""
    return tuple(
        Section(id=f"scale-{scale.id}", title=text(Wording(scale.title)), blocks=tuple(_scale(view, scale)))
        for scale in view.scales
    )


def _scale(view: View, scale: Scale) -> Iterator[Block]:
    waves = [w for w in view.waves if scale.id in view.study.scores[w].scales]
    if not waves:
        return
    yield Paragraph(text=_what_it_is(view, scale, waves))
    yield _description_table(view, scale, waves)
    yield from _distribution(view, scale, waves)
    parts = [part for part in view.scales if part.id in scale.parts]
    if parts:
        pointers = listing([Reference(f"scale-{part.id}") for part in parts])
        yield Paragraph(text=text("Its items are shown under ", pointers, "."))
    else:
        yield _item_table(view, scale, waves)
        yield from _likert(view, scale, waves)


def _what_it_is(view: View, scale: Scale, waves: list[Wave]) -> Text:
    scores = view.study.scores[waves[0]]
    items = scores.administered[scale.id]
    against = [i for i in items if i in view.instrument.reverse_keyed(scale.id)]
    method = {
        "mean": "the mean of",
        "sum": "the sum over",
        "pomp": "the percentage of the possible range over",
    }
    low, high = plain_number(scores.low[scale.id]), plain_number(scores.high[scale.id])
    parts = [
        f"{scale.description} " if scale.description else "",
        f"{_KIND[scale.kind]} The score is {method[scale.score.method]} {len(items)} items and runs from "
        f"{low} to {high}",
        f"; {len(against)} of them ({', '.join(against)}) {'are' if len(against) > 1 else 'is'} worded the "
        "other way round and counted in reverse"
        if against
        else "",
        ".",
    ]
    left_out = scores.left_out.get(scale.id, ())
    if left_out:
        parts.append(
            f" {len(left_out)} item{'s' if len(left_out) > 1 else ''} of the full scale "
            f"({', '.join(left_out)}) {'were' if len(left_out) > 1 else 'was'} not asked in every wave and "
            "left out of every score."
        )
    return text(*parts)


def _description_table(view: View, scale: Scale, waves: list[Wave]) -> TableBlock:
    unit = unit_of(scale)
    rows = []
    for wave in waves:
        found = view.found.about(scale=scale.id, wave=wave)
        rows.append(
            (
                words(wave_name(wave)),
                n_of(found.get("mean")),
                *(value(found.get(s), unit) for s in _DESCRIBED),
                value_with_interval(found.get("alpha")),
                value(found.get("omega_total")),
            )
        )
    return TableBlock(
        id=f"table-scale-{scale.id}",
        caption=text("Scores of ", Wording(scale.title)),
        columns=(
            Column(label=("Wave",)),
            number_column(Italic("n")),
            *(statistic_column(s) for s in _DESCRIBED),
            number_column("α", " [CI]"),
            statistic_column("omega_total"),
        ),
        rows=tuple(rows),
        note=text(
            "Everyone with a score in that wave. At the bottom, at the top: within half an answer step of "
            "the lowest or highest possible score. α and ω rest on those who answered every item (",
            Reference("table-reliability"),
            ").",
        ),
    )


def _distribution(view: View, scale: Scale, waves: list[Wave]) -> Iterator[FigureBlock]:
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
        if mean is not None and mean.available and view.disclosure.shows_all(counts):
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
                "Bars count people; their heights are shares of the wave. The tick below the line is the "
                "mean."
            ),
        )


def _item_table(view: View, scale: Scale, waves: list[Wave]) -> TableBlock:
    items = view.study.scores[waves[0]].administered[scale.id]
    against = view.instrument.reverse_keyed(scale.id)
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        for place, wave in enumerate(waves):
            found = view.found.about(item=item, wave=wave)
            in_scale = view.found.about(scale=scale.id, item=item, wave=wave)
            rest, dropped = in_scale.get("item_rest_correlation"), in_scale.get("alpha_if_dropped")
            mark = " (R)" if item in against else ""
            rows.append(
                (
                    words(Wording(view.instrument.item[item].text), mark) if place == 0 else words(),
                    words(wave_name(wave)),
                    n_of(found.get("mean"), found.get("sd")),
                    value(found.get("mean")),
                    value(found.get("sd")),
                    NOTHING if rest is None else n_of(rest),
                    value_with_interval(rest),
                    value(dropped),
                )
            )
    return TableBlock(
        id=f"table-items-{scale.id}",
        caption=text("Items of ", Wording(scale.title)),
        columns=(
            Column(label=("Item",)),
            Column(label=("Wave",)),
            number_column(Italic("n"), group="Answers as given"),
            number_column(Italic("M"), group="Answers as given"),
            number_column(Italic("SD"), group="Answers as given"),
            number_column(Italic("n"), group="With the rest of the scale"),
            number_column(Italic("r"), " [CI]", group="With the rest of the scale"),
            number_column("α without", group="With the rest of the scale"),
        ),
        rows=tuple(rows),
        note=text(
            "(R) = worded the other way round: its answers are shown as given and counted in reverse. "
            if against.intersection(items)
            else "",
            Italic("r"),
            " = correlation with the other items of the scale; α without = alpha if the item were left out. "
            "Nothing is left out because of these numbers.",
        ),
    )


def _likert(view: View, scale: Scale, waves: list[Wave]) -> Iterator[FigureBlock]:
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


SECTION = ReportSection(name="scales", title="Scale by scale", order=86, applies=applies, blocks=blocks)
