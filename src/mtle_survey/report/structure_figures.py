"""Figures of a factor analysis, from its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence, shown_fit
from mtle_survey.evidence.declared_structure import DeclaredStructure
from mtle_survey.evidence.item_response import ItemResponseEvidence, TraitEvidence
from mtle_survey.evidence.structure import StructureEvidence
from mtle_survey.instrument.model import Instrument
from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.cells import NOTHING, number_column, words
from mtle_survey.report.figures.heat_map import MOST_ROWS, HeatRow, heat_map
from mtle_survey.report.figures.item_curves import ItemCurves, item_curves_figure
from mtle_survey.report.figures.path_diagram import PathFactor, path_figure
from mtle_survey.report.figures.residual_map import residual_map
from mtle_survey.report.figures.scree import scree_figure
from mtle_survey.report.format import number
from mtle_survey.report.inline import Wording, text
from mtle_survey.stats.structure.cfa.result import Cfa
from mtle_survey.stats.structure.irt.curves import category_probabilities


def structure_figures(
    instrument: Instrument,
    explored: StructureEvidence,
    confirmed: ConfirmatoryEvidence,
    traits: ItemResponseEvidence | None,
    estimator: str | None = None,
) -> list[FigureBlock]:
    """Everything that can be drawn of one analysis."""
    drawn = [*scree(explored), *loadings(instrument, explored)]
    shown = shown_fit(confirmed, estimator)
    if shown is not None:
        drawn += [
            *paths(instrument, confirmed.declared, shown[1]),
            residual_figure(confirmed.declared, shown[1]),
        ]
    return drawn + list(curve_figures(instrument, traits) if traits is not None else ())


def scree(explored: StructureEvidence) -> Iterator[FigureBlock]:
    """Eigenvalues beside those of unrelated items; nothing where exploration was refused."""
    if explored.panel is None:
        return
    parallel = explored.panel.parallel
    yield scree_figure(
        "figure-scree",
        text("How many groups of questions the answers suggest"),
        [float(v) for v in parallel.observed],
        [float(v) for v in parallel.mean],
        [float(v) for v in parallel.percentile],
        n=explored.panel.n,
        note=text(
            "Each dot is a possible group of questions, the strongest first. Only dots above the dashed "
            "line say more than random answers would (parallel analysis)."
        ),
    )


def loadings(instrument: Instrument, explored: StructureEvidence) -> Iterator[FigureBlock]:
    """Loadings of the first exploratory solution, question by question."""
    rows = explored.table.where(statistic="loading", model="efa")
    factors = list(dict.fromkeys(r.factor for r in rows if r.factor))
    if not factors:
        return
    by = {(r.item, r.factor): r.estimate for r in rows}
    items = [i for i in explored.data.items if (i, factors[0]) in by][:MOST_ROWS]
    shown = [
        HeatRow(
            label=instrument.item[item].text,
            shades=tuple(by[item, f] for f in factors),
            texts=tuple(_loading(by[item, f]) for f in factors),
        )
        for item in items
    ]
    data = TableBlock(
        id="figure-loadings-data",
        caption=text("Loadings of the exploratory solution"),
        columns=(Column(label=("Question",)), *(number_column(f) for f in factors)),
        rows=tuple(
            (
                words(Wording(instrument.item[item].text)),
                *(
                    NOTHING if by[item, f] is None else Cell(text=(_loading(by[item, f]),), value=by[item, f])
                    for f in factors
                ),
            )
            for item in items
        ),
    )
    yield heat_map(
        "figure-loadings",
        text("Which questions go together"),
        factors,
        shown,
        signed=True,
        alt=f"Grid of {len(items)} questions by {len(factors)} groups found in the answers; darker cells are "
        "stronger loadings.",
        data=data,
        note=text(
            "F1, F2 … are the groups that the answers suggest, without regard to the scales. Purple: the "
            "question goes with the group; orange: against it. Exploratory."
        ),
    )


def _loading(value: float | None) -> str:
    return "" if value is None else number(value, leading_zero=False)


def paths(instrument: Instrument, declared: DeclaredStructure, fit: Cfa) -> Iterator[FigureBlock]:
    """Each declared factor with its items, five factors to a figure."""
    if fit.standardised is None:
        return
    loading = fit.standardised.loading
    factors, rows = [], []
    for j, name in enumerate(declared.names):
        title = instrument.scale[name].title if name in instrument.scale else name
        members = [i for i in range(len(declared.items)) if not np.isclose(loading[i, j], 0.0)]
        items = tuple((instrument.item[declared.items[i]].text, float(loading[i, j])) for i in members)
        factors.append(PathFactor(title=title, items=items))
        for place, (wording, value) in enumerate(items):
            rows.append(
                (
                    words(Wording(title)) if place == 0 else words(),
                    words(Wording(wording)),
                    Cell(text=(number(value, leading_zero=False),), value=value),
                )
            )
    data = TableBlock(
        id="table-loadings",
        caption=text("Standardized loadings of the declared scales"),
        columns=(Column(label=("Scale",)), Column(label=("Question",)), number_column("Loading")),
        rows=tuple(rows),
    )
    pages = [factors[i : i + 5] for i in range(0, len(factors), 5)]
    for place, page in enumerate(pages):
        suffix = f"-{place + 1}" if place else ""
        yield path_figure(
            f"figure-paths{suffix}",
            text("The declared scales and their questions", f" ({place + 1})" if place else ""),
            page,
            data=replace(data, id=f"figure-paths{suffix}-data"),
            note=text(
                "Numbers are standardized loadings: how strongly a question goes with its scale, 1 at most. "
                "All scales were fitted together and may correlate."
            ),
        )


def residual_figure(declared: DeclaredStructure, fit: Cfa) -> FigureBlock:
    """What the declared structure leaves unexplained between every two items."""
    return residual_map(
        "figure-residuals",
        text("What the declared structure leaves unexplained"),
        declared.items,
        fit.residual_correlation,
        n=fit.n,
        note=text(
            "Each cell: observed less implied correlation of two items. Beyond .10 in size, two items have "
            "something in common that the structure does not know of."
        ),
    )


def curve_figures(instrument: Instrument, found: ItemResponseEvidence) -> tuple[FigureBlock, ...]:
    """Category curves and precision of each factor that has a model."""
    return tuple(_curves(instrument, trait) for trait in found.traits if trait.precision is not None)


def _curves(instrument: Instrument, trait: TraitEvidence) -> FigureBlock:
    precision, fitted = trait.precision, trait.fitted
    if precision is None:
        raise ValueError("only a factor with a model has curves")
    items = []
    for j, item in enumerate(trait.items):
        codes = fitted.categories[j]
        items.append(
            ItemCurves(
                label=f"{item}  {instrument.item[item].text}",
                categories=tuple(str(code) for code in codes),
                probability=category_probabilities(
                    precision.theta, float(fitted.slope[j]), fitted.intercept[j]
                ),
            )
        )
    return item_curves_figure(
        f"figure-curves-{trait.factor}",
        text(f"Answers along the trait: {trait.factor}"),
        precision.theta,
        items,
        precision.test,
        n=fitted.n,
        note=text(
            "Across: the trait in standard deviations. Up: the probability of each answer, by its code after "
            "keying; in the last panel, the reliability with which people at that place are told apart."
        ),
    )
