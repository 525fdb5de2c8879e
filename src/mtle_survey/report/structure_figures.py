"""Figures of a factor analysis, from its evidence."""

from __future__ import annotations

from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence, shown_fit
from mtle_survey.evidence.item_response import ItemResponseEvidence, TraitEvidence
from mtle_survey.instrument.model import Instrument
from mtle_survey.report.blocks import FigureBlock
from mtle_survey.report.figures.item_curves import ItemCurves, item_curves_figure
from mtle_survey.report.figures.residual_map import residual_map
from mtle_survey.report.inline import text
from mtle_survey.stats.structure.irt.curves import category_probabilities


def structure_figures(
    instrument: Instrument,
    confirmed: ConfirmatoryEvidence,
    traits: ItemResponseEvidence | None,
    estimator: str | None = None,
) -> list[FigureBlock]:
    """Everything that can be drawn of one analysis."""
    left = residual_figure(confirmed, estimator)
    drawn = [left] if left is not None else []
    return drawn + list(curve_figures(instrument, traits) if traits is not None else ())


def residual_figure(found: ConfirmatoryEvidence, estimator: str | None = None) -> FigureBlock | None:
    """What the declared structure leaves unexplained; None where nothing could be fitted."""
    shown = shown_fit(found, estimator)
    if shown is None:
        return None
    name, fit = shown
    return residual_map(
        "residuals",
        text(f"What the declared structure leaves unexplained ({name})"),
        found.declared.items,
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
        f"curves-{trait.factor}",
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
