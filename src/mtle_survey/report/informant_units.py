"""Tables about single units with several informants, for internal editions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.evidence.informant_forms import NO_PERSON, Forms
from mtle_survey.evidence.informants import MODEL
from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Cell, Column, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, scale_name, value, words
from mtle_survey.report.format import unit_of
from mtle_survey.report.inline import Wording, text
from mtle_survey.table import Row, Table

UNDEFINED = "undefined"
FEWEST_TOLD_APART = 3


def contrast_words(contrast: str) -> str:
    """A contrast of two kinds of informants as people read it."""
    return contrast.replace(" - ", " less ")


def kappa_cell(row: Row | None) -> Cell:
    """The coefficient, "undefined" where it has no meaning, a dash where there are too few."""
    if row is None:
        return NOTHING
    if row.available:
        return value(row)
    return words(UNDEFINED) if "needed" not in (row.unavailable or "") else NOTHING


def units_table(table: Table, forms: Forms, title: str) -> Iterator[TableBlock]:
    """Agreement of two informants about each unit: never what either of them answered."""
    found_units = [
        row
        for row in table.where(statistic="percent_agreement", model=MODEL, wave=forms.wave, item=None)
        if row.group is not None and row.n
    ]
    several = any(row.factor for row in found_units)
    rows = []
    for found in found_units:
        about = {"group": found.group, "wave": forms.wave, "contrast": found.contrast, "factor": found.factor}
        rows.append(
            (
                words(Wording((found.group or "").partition("=")[2])),
                *((words((found.factor or "").replace("_", " ")),) if several else ()),
                *((words(Wording(contrast_words(found.contrast or ""))),) if len(forms.kinds) > 2 else ()),
                count(found.n),
                value(found),
                value(table.one(statistic="within_one", **about)),
                kappa_cell(table.one(statistic="kappa_quadratic", **about)),
            )
        )
    if rows:
        yield TableBlock(
            id="table-informants-units",
            caption=text("How far the informants about each unit agree over its items"),
            columns=(
                Column(label=(Wording(title),)),
                *((Column(label=("Answers",)),) if several else ()),
                *((Column(label=("Informants",)),) if len(forms.kinds) > 2 else ()),
                number_column("Items"),
                number_column("Same answer"),
                number_column("Within one option"),
                number_column("κ"),
            ),
            rows=tuple(rows),
            note=text(
                "Shares are of the items that both answered. What each of them answered is not shown. "
                "Undefined = one of the two gave a single answer throughout, so that chance cannot be told."
            ),
        )


def lowest_table(table: Table, forms: Forms, scales: Sequence[Scale], title: str) -> Iterator[TableBlock]:
    """Mean over the kinds of informants and the lowest kind, where several people stand behind it."""
    rows: list[tuple[Cell, ...]] = []
    for scale in scales:
        if scale.about not in NO_PERSON:
            continue
        for unit in forms.units:
            about = {"scale": scale.id, "wave": forms.wave, "group": f"{forms.unit}={unit}"}
            lowest = table.one(statistic="unit_lowest", **about)
            if lowest is None or not lowest.available:
                continue
            people = len(forms.rows.get((unit, lowest.method or ""), ()))
            everyone = sum(len(forms.rows.get((unit, kind), ())) for kind in forms.kinds)
            if everyone < FEWEST_TOLD_APART:
                continue
            told = people >= FEWEST_TOLD_APART
            rows.append(
                (
                    words(Wording(unit)),
                    scale_name(scale),
                    count(everyone),
                    value(table.one(statistic="unit_mean", **about), unit_of(scale)),
                    words(Wording(lowest.method or "")) if told else words("fewer than 3 people"),
                    value(lowest, unit_of(scale)) if told else NOTHING,
                )
            )
    if rows:
        yield TableBlock(
            id="table-informants-lowest",
            caption=text("The lowest kind of informants beside the mean of each unit"),
            columns=(
                Column(label=(Wording(title),)),
                Column(label=("Scale",)),
                number_column("People"),
                number_column("Mean of the kinds"),
                Column(label=("Lowest kind",)),
                number_column("Its mean"),
            ),
            rows=tuple(rows),
            note=text(
                "A mean over informants can hide a disagreement. A kind with one or two people is not shown: "
                "its mean would be near to what a single person answered."
            ),
        )
