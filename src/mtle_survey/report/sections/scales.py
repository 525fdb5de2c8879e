"""Scale by scale: what it is, how it came out, its items and their answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Details, Paragraph, Section, TableBlock
from mtle_survey.report.cells import (
    NOTHING,
    n_of,
    number_column,
    statistic_column,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.computed import computed
from mtle_survey.report.few import answer_counts, beside
from mtle_survey.report.format import DASH, plain_number, unit_of, wave_name
from mtle_survey.report.inline import Inline, Italic, Reference, Text, Wording, listing, sentence_case, text
from mtle_survey.report.reliability_summary import any_coefficient
from mtle_survey.report.scale_figures import answers_figures, spread_figure
from mtle_survey.report.section import ReportSection
from mtle_survey.report.table_layout import MOST_SIDE_BY_SIDE
from mtle_survey.report.verdicts import shown_with_questions
from mtle_survey.report.view import View, Wave

MOST_IN_THE_BODY = 4  # scales whose pages are printed where the study asks no question
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
    """Every scale in one table, then a page for each; only the leading ones are printed."""
    shown = () if view.study.questions else view.leading_scales[:MOST_IN_THE_BODY]
    pages = [
        Section(id=f"scale-{scale.id}", title=text(Wording(scale.title)), blocks=tuple(_scale(view, scale)))
        for scale in view.scales
    ]
    printed = {f"scale-{scale.id}" for scale in shown}
    return (
        _overview(view),
        computed(
            view,
            ("mean", "sd", "near_floor", "near_ceiling", "alpha"),
            f"{view.behind_a_wave}; alpha rests on those who answered every item",
        ),
        *(page for page in pages if page.id in printed),
        *(Details(title=page.title, blocks=(page,)) for page in pages if page.id not in printed),
    )


def _overview(view: View) -> TableBlock:
    """What every scale holds, so that nothing has to be looked for elsewhere."""
    consistent = any_coefficient(view)
    beside = len(view.waves) <= MOST_SIDE_BY_SIDE
    labels: list[Inline] = [Italic("n"), Italic("M"), Italic("SD"), "At the bottom", "At the top"]
    labels += ["α"] if consistent else []
    groups = [wave_name(wave) for wave in view.waves] if beside and len(view.waves) > 1 else [""]
    return TableBlock(
        id="table-scales",
        caption=text("Every scale, wave by wave"),
        columns=(
            Column(label=("Scale",)),
            *(() if beside else (Column(label=("Wave",)),)),
            number_column("Possible"),
            *(number_column(label, group=group) for group in groups for label in labels),
        ),
        rows=tuple(row for scale in view.scales for row in _overview_rows(view, scale, side_by_side=beside)),
        note=text(
            f"{sentence_case(view.behind_a_wave)}. At the bottom, at the top: within half an answer step of "
            "the lowest or highest possible score.",
            *(
                (" α = how far the items hang together, see ", Reference("table-reliability"), ".")
                if consistent
                else ()
            ),
            " Each scale's own page, with its items and answers, is on the web page and in the workbook.",
        ),
    )


def _overview_rows(view: View, scale: Scale, *, side_by_side: bool) -> Iterator[tuple[Cell, ...]]:
    """A row for the scale, or one for each wave that asked it where there are many waves."""
    asked = [w for w in view.waves if scale.id in view.study.scores[w].scales]
    if not asked:
        return
    scores = view.study.scores[asked[0]]
    possible = words(f"{plain_number(scores.low[scale.id])}{DASH}{plain_number(scores.high[scale.id])}")
    if side_by_side:
        cells = (cell for wave in view.waves for cell in _overview_cells(view, scale, wave))
        yield (words(Wording(scale.title)), possible, *cells)
        return
    for place, wave in enumerate(asked):
        title = words(Wording(scale.title)) if place == 0 else words()
        yield (title, words(wave_name(wave)), possible, *_overview_cells(view, scale, wave))


def _overview_cells(view: View, scale: Scale, wave: Wave) -> Iterator[Cell]:
    found, unit = view.found.about(scale=scale.id, wave=wave), unit_of(scale)
    asked = scale.id in view.study.scores[wave].scales
    yield n_of(found.get("mean")) if asked else NOTHING
    yield value(found.get("mean"), unit)
    yield value(found.get("sd"), unit)
    yield value(found.get("near_floor"))
    yield value(found.get("near_ceiling"))
    if any_coefficient(view):
        yield value(found.get("alpha"))


def _scale(view: View, scale: Scale) -> Iterator[Block]:
    waves = [w for w in view.waves if scale.id in view.study.scores[w].scales]
    if not waves:
        return
    yield Paragraph(text=_what_it_is(view, scale, waves))
    yield _description_table(view, scale, waves)
    yield from beside(view, *spread_figure(view, scale, waves))
    parts = [part for part in view.scales if part.id in scale.parts]
    if parts:
        pointers = listing([Reference(f"scale-{part.id}") for part in parts])
        yield Paragraph(text=text("Its items are shown under ", pointers, "."))
    else:
        yield _item_table(view, scale, waves)
        if scale.id not in shown_with_questions(view):
            yield from _answers(view, scale, waves)


def _answers(view: View, scale: Scale, waves: Sequence[Wave]) -> Iterator[Block]:
    """How often each answer was given: drawn as bars, or on few people counted."""
    if view.few:
        yield from answer_counts(view, f"table-answers-{scale.id}", [scale], [waves])
    else:
        yield from answers_figures(view, scale, waves)


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
            f"{sentence_case(view.behind_a_wave)}. At the bottom, at the top: within half an answer step of "
            "the lowest or highest possible score. α and ω rest on those who answered every item (",
            Reference("table-reliability" if any_coefficient(view) else "reliability"),
            ").",
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


SECTION = ReportSection(name="scales", title="Scale by scale", order=86, applies=applies, blocks=blocks)
