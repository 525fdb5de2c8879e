"""How consistently each scale measured, wave by wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.evidence.item_flags import Flag
from mtle_survey.evidence.reliability import BOOTSTRAP_LEADS_FROM
from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, Details, Paragraph, TableBlock
from mtle_survey.report.cells import (
    count,
    number_column,
    scale_name,
    statistic_column,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.computed import computed
from mtle_survey.report.figures.coefficients import Coefficients, coefficients_figure, in_pages
from mtle_survey.report.figures.item_panel import ItemPanel, item_panel_figure
from mtle_survey.report.format import count_of, level, unit_of, wave_name
from mtle_survey.report.inline import Reference, Wording, commas, text
from mtle_survey.report.reasons import by_reason
from mtle_survey.report.reliability_summary import any_coefficient
from mtle_survey.report.reliability_words import remark
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave

MOST_ITEMS = 10  # in one figure, so that it fits a page
STATISTICS = ("omega_total", "mean_inter_item_correlation", "sem")


def applies(view: View) -> bool:
    """Whether any scale was scored."""
    return any(row.scale for row in view.reliability)


def blocks(view: View) -> tuple[Block, ...]:
    """One table and one figure over all scales and waves; in the internal edition, items worth a look."""
    if not any_coefficient(view):
        return (_introduction(), _none_known(view))
    judged = [s for s in view.scales if s.id in view.judged_scales] or list(view.scales)
    others = [s for s in view.scales if s not in judged]
    more = (
        *((_table(view, "table-reliability-others", others),) if others else ()),
        *_figure(view),
        *_items(view),
    )
    return (
        _introduction(),
        _table(view, "table-reliability", judged),
        computed(
            view,
            ("alpha", "omega_total", "spearman_brown", "mean_inter_item_correlation", "sem"),
            "the people who answered every item of the scale in that wave",
        ),
        *(
            (Details(title=text("All scales, drawn; other scales; single items worth a look"), blocks=more),)
            if more
            else ()
        ),
    )


def _none_known(view: View) -> Paragraph:
    reasons = by_reason(row for row in view.reliability if row.statistic == "alpha")
    return Paragraph(text=text("It cannot be given here: ", commas([text(r) for r in reasons]), "."))


def _introduction() -> Paragraph:
    return Paragraph(
        text=text(
            "Reliability says how far the questions of a scale hang together, so that their average means "
            "something. It is a property of these answers, not of the questionnaire, and is given for each "
            "scale and wave apart; a value counts as clearly above .70 only when its whole interval is."
        )
    )


def _table(view: View, name: str, scales: Sequence[Scale]) -> TableBlock:
    shown_ids = {s.id for s in scales}
    pairs = any(
        row.statistic == "spearman_brown" and row.available and row.scale in shown_ids
        for row in view.reliability
    )
    rows = tuple(row for scale in scales for row in _rows(view, scale, pairs=pairs))
    shown = {r.conf_level: level(r) for r in view.reliability if r.conf_level is not None}
    bounds = " and ".join(shown.values()) or "95%"
    return TableBlock(
        id=name,
        caption=text("Reliability of the scores"),
        columns=(
            Column(label=("Scale",)),
            Column(label=("Wave",)),
            number_column("Items"),
            number_column("n"),
            number_column("α", f" [{bounds} CI]"),
            *((number_column("Spearman–Brown", f" [{bounds} CI]"),) if pairs else ()),
            statistic_column("omega_total"),
            number_column("Mean item correlation"),
            statistic_column("sem"),
        ),
        rows=rows,
        note=text(
            "n = respondents who answered every item of the scale. α = coefficient alpha; ω = "
            "coefficient omega; SEM = standard error of measurement, in points of the scale. ",
            "Spearman–Brown = the reliability of a scale of two items. " if pairs else "",
            f"Intervals of α are Feldt's below n = {BOOTSTRAP_LEADS_FROM} and bootstrapped (BCa) from "
            "there on. An en dash stands for what could not be given; see ",
            Reference("not_done"),
            ".",
        ),
    )


def _figure(view: View) -> Iterator[Block]:
    """Alpha of every scale and wave on one axis."""
    drawn = []
    for scale in view.scales:
        found = (
            (wave_name(w), view.found.about(scale=scale.id, wave=w).get("alpha")) for w in view.study.waves
        )
        waves = tuple((wave, row) for wave, row in found if row is not None)
        if waves:
            drawn.append(Coefficients(title=scale.title, waves=waves))
    shown = [scale for scale in drawn if any(row.available for _, row in scale.waves)]
    for place, page in enumerate(in_pages(shown) if shown else ()):
        yield coefficients_figure(
            f"figure-reliability{f'-{place + 1}' if place else ''}",
            text("Coefficient alpha by scale and wave", ", continued" if place else ""),
            page,
            cut_off("reliability_groups"),
            note=text(
                "The dot is alpha, the line its interval. Only where the whole line lies right of the dashed "
                "one may a scale be said to reach .70. Intervals that begin below 0 are cut there."
            ),
        )


def _items(view: View) -> Iterator[Block]:
    """What is worth a look in the last wave that asked each scale; small groups make it internal."""
    if view.disclosure.public:
        return
    flags = [f for f in view.study.consistency.flags(view.study.description) if _last(view, f)]
    reported = {scale.id: scale for scale in view.scales}
    flags = [f for f in flags if f.scale in reported]
    if not flags:
        return
    yield TableBlock(
        id="table-item-remarks",
        caption=text("Worth a look"),
        columns=(Column(label=("Scale",)), Column(label=("Wave",)), Column(label=("Remark",))),
        rows=tuple(
            (scale_name(reported[f.scale or ""]), words(wave_name(f.wave)), words(remark(f))) for f in flags
        ),
        note=text(
            "From the last wave that asked each scale. Rules of thumb, each with its source in the "
            "documentation; nothing was left out because of them."
        ),
    )
    for scale in view.scales:
        about = [f for f in flags if f.scale == scale.id and f.item and f.kind != "unused_answers"]
        if about:
            yield from _panel(view, scale, about[0].wave)


def _last(view: View, flag: Flag) -> bool:
    asked = [w for w in view.waves if flag.scale in view.study.scores[w].scales]
    return bool(asked) and flag.wave == asked[-1]


def _panel(view: View, scale: Scale, wave: Wave) -> Iterator[Block]:
    """The scale's items; those of one response format share a figure."""
    formats: dict[tuple[str, ...], list[ItemPanel]] = {}
    for item in view.study.scores[wave].administered[scale.id]:
        use = view.study.consistency.category_use.where(item=item, wave=wave)
        rest = view.found.about(scale=scale.id, item=item, wave=wave)["item_rest_correlation"]
        codes = tuple(str(row.factor) for row in use)
        reverse = " (R)" if item in view.instrument.reverse_keyed(scale.id) else ""
        formats.setdefault(codes, []).append(
            ItemPanel(
                wording=view.instrument.item[item].text + reverse,
                codes=codes,
                counts=tuple(count_of(row) if row.available else 0 for row in use),
                rest=rest,
            )
        )
    together = (
        items[i : i + MOST_ITEMS] for items in formats.values() for i in range(0, len(items), MOST_ITEMS)
    )
    for place, items in enumerate(together):
        yield item_panel_figure(
            f"figure-items-{scale.id}{f'-{place + 1}' if place else ''}",
            text("Items of ", Wording(scale.title), f", {wave}" if wave else ""),
            items,
            cut_off("item_rest_weak"),
            note=text(
                "Columns: how often each answer was given, lowest first. Dot and line: correlation of the "
                "item with the sum of the others, after reversing (R), and its interval."
            ),
        )


def _rows(view: View, scale: Scale, *, pairs: bool) -> Iterator[tuple[Cell, ...]]:
    """A row for each wave in which the scale was scored; the first bears its name."""
    waves = [w for w in view.study.waves if "alpha" in view.found.about(scale=scale.id, wave=w)]
    for place, wave in enumerate(waves):
        found = view.found.about(scale=scale.id, wave=wave)
        yield (
            scale_name(scale) if place == 0 else words(),
            words(wave_name(wave)),
            count(len(view.study.scores[wave].administered[scale.id])),
            count(found["alpha"].n),
            value_with_interval(found["alpha"]),
            *((value_with_interval(found.get("spearman_brown")),) if pairs else ()),
            *(value(found.get(s), unit_of(scale)) for s in STATISTICS),
        )


SECTION = ReportSection(name="reliability", title="Reliability", order=60, applies=applies, blocks=blocks)
