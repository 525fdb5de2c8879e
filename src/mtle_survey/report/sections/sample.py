"""Who the respondents are: groups and background, small groups handled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from mtle_survey.instrument.model import FieldDefinition
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, share, wording, words
from mtle_survey.report.format import number, plain_number, wave_name
from mtle_survey.report.inline import text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.table_layout import MOST_SIDE_BY_SIDE
from mtle_survey.report.view import View, Wave
from mtle_survey.responses import Responses

_SHOWN_ROLES = (None, "cluster", "group", "dose", "informant")
_MOST_KINDS = 30
_DECIMALS = 1
Amounts = np.ndarray[tuple[int], np.dtype[np.float64]]


def applies(view: View) -> bool:
    """Whether any background was asked or recorded."""
    return bool(_grouping_fields(view) or _number_fields(view))


def blocks(view: View) -> tuple[Block, ...]:
    """A table of groups and one of amounts."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    if view.disclosure.public:
        yield Paragraph(
            text=text(
                f"Groups of fewer than {view.disclosure.smallest} people are not shown, nor is a group that "
                "could be worked out from the total."
            )
        )
    if groups := _grouping_fields(view):
        yield _groups_table(view, groups)
    if amounts := _number_fields(view):
        yield _amounts_table(view, amounts)


def _grouping_fields(view: View) -> list[FieldDefinition]:
    return [
        f
        for f in view.instrument.fields
        if f.role in _SHOWN_ROLES
        and not f.personal
        and (f.type == "single" or (f.type == "text" and f.role in ("cluster", "group")))
        and any(_counts(f, r) for r in view.study.waves.values())
    ]


def _number_fields(view: View) -> list[FieldDefinition]:
    return [
        f
        for f in view.instrument.fields
        if f.type == "number"
        and f.role in _SHOWN_ROLES
        and not f.personal
        and any(_amounts(f, r).size for r in view.study.waves.values())
    ]


def _counts(field: FieldDefinition, responses: Responses) -> Counter[str]:
    values = responses.fields.get(field.id, np.empty(0, dtype=object))
    labels = dict(zip(field.codes, field.labels, strict=False))
    here = responses.answered if values.size else np.empty(0, dtype=bool)
    return Counter(labels.get(v, v) for v in values[here] if v)


def _amounts(field: FieldDefinition, responses: Responses) -> Amounts:
    values = responses.fields.get(field.id, np.empty(0, dtype=object))
    here = responses.answered if values.size else np.empty(0, dtype=bool)
    found = []
    for value in values[here]:
        try:
            found.append(float(value))
        except (TypeError, ValueError):
            continue
    amounts = np.array(found, dtype=np.float64)
    return amounts[np.isfinite(amounts)]


def _groups_table(view: View, fields: list[FieldDefinition]) -> TableBlock:
    waves = view.waves
    rows: list[tuple[Cell, ...]] = []
    for field in fields:
        by_wave = {w: _counts(field, view.study.waves[w]) for w in waves}
        kinds = [label for label in field.labels if any(c[label] for c in by_wave.values())]
        kinds += sorted({k for c in by_wave.values() for k in c} - set(kinds))
        rows += _field_rows(view, field, kinds[:_MOST_KINDS], by_wave)
    return TableBlock(
        id="table-sample",
        caption=text("Who the respondents are"),
        columns=(
            Column(label=("About",)),
            Column(label=("Group",)),
            *(number_column(w or "Respondents") for w in waves),
        ),
        rows=tuple(rows),
        note=text("Counts and percentages of those who told; everyone who gave a rated answer is counted."),
    )


def _field_rows(
    view: View, field: FieldDefinition, kinds: list[str], by_wave: dict[Wave, Counter[str]]
) -> Iterator[tuple[Cell, ...]]:
    shown = {
        w: dict(zip(kinds, view.disclosure.counts([c[k] for k in kinds]), strict=True))
        for w, c in by_wave.items()
    }
    told = {w: view.release.shows_fact(field.id, w) for w in by_wave}
    hidden = view.disclosure.hidden_count
    for place, kind in enumerate(kinds):
        yield (
            wording(field.title) if place == 0 else words(),
            wording(kind),
            *(
                share(shown[w][kind] if told[w] else None, c.total(), hidden) if c.total() else NOTHING
                for w, c in by_wave.items()
            ),
        )


def _amounts_table(view: View, fields: list[FieldDefinition]) -> TableBlock:
    found = [
        (field, {w: amounts for w in view.waves if (amounts := _amounts(field, view.study.waves[w])).size})
        for field in fields
    ]
    if len(view.waves) <= MOST_SIDE_BY_SIDE:
        first: tuple[Column, ...] = (Column(label=("About",)),)
        rows = [
            (
                wording(f.title),
                *(cell for w in view.waves for cell in _amount_cells(view, f, w, by_wave.get(w))),
            )
            for f, by_wave in found
        ]
        groups = [wave_name(w) for w in view.waves] if len(view.waves) > 1 else [""]
    else:
        first, groups = (Column(label=("About",)), Column(label=("Wave",))), [""]
        rows = [
            (
                wording(f.title) if place == 0 else words(),
                words(wave_name(w)),
                *_amount_cells(view, f, w, amounts),
            )
            for f, by_wave in found
            for place, (w, amounts) in enumerate(by_wave.items())
        ]
    labels = ("n", "Mean", "SD", "Lowest", "Highest")
    return TableBlock(
        id="table-amounts",
        caption=text("Years, hours and other amounts"),
        columns=(*first, *(number_column(label, group=group) for group in groups for label in labels)),
        rows=tuple(rows),
    )


def _amount_cells(
    view: View, field: FieldDefinition, wave: Wave, amounts: Amounts | None
) -> tuple[Cell, ...]:
    """What a wave holds of a field: n, mean, standard deviation and the ends, as far as they are shown."""
    if amounts is None:
        return (NOTHING,) * 5
    told = view.disclosure.shows(amounts.size) and view.release.shows_fact(field.id, wave)
    return (
        count(int(amounts.size)),
        _amount(float(amounts.mean()), told, public=view.disclosure.public),
        _amount(
            float(amounts.std(ddof=1)) if amounts.size > 1 else None, told, public=view.disclosure.public
        ),
        _extreme(float(amounts.min()), told and not view.disclosure.public),
        _extreme(float(amounts.max()), told and not view.disclosure.public),
    )


def _amount(value: float | None, shown: bool, *, public: bool) -> Cell:
    """An amount; the workbook of a public edition has no more decimals than the page."""
    if value is None or not shown:
        return NOTHING
    return Cell(text=(number(value, _DECIMALS),), value=round(value, _DECIMALS) if public else value)


def _extreme(value: float, shown: bool) -> Cell:
    return Cell(text=(plain_number(value),), value=value) if shown else NOTHING


SECTION = ReportSection(
    name="sample", title="Who the respondents are", order=30, applies=applies, blocks=blocks
)
