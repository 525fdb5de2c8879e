"""How a terminal shows item response models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtle_survey.cli.text_table import text_table
from mtle_survey.report.format import number, p_in_table
from mtle_survey.stats.structure.gates import IRT_WARNED_BELOW

if TYPE_CHECKING:
    from mtle_survey.evidence.item_response import ItemResponseEvidence, TraitEvidence
    from mtle_survey.study import Study

NEGLIGIBLE = 0.02
SIGNIFICANCE = 0.05
WHERE_PRECISE = 0.70
READ = (
    "Slope: how sharply an item tells people apart. Steps: where on the trait the next answer becomes as "
    "likely as not, in standard deviations. Fit: S-X² (Orlando & Thissen, 2000); a small p says that the "
    "item does not follow its curve."
)


def item_response_text(study: Study, found: ItemResponseEvidence) -> list[str]:
    """One trait after another."""
    lines: list[str] = []
    for trait in found.traits:
        lines += [*_trait(study, trait, found.groups), ""]
    if any(not trait.fitted.unavailable for trait in found.traits):
        lines.append(READ)
    return lines


def _trait(study: Study, trait: TraitEvidence, groups: str | None) -> list[str]:
    fitted = trait.fitted
    title = f"{trait.factor} (graded response model, n = {fitted.n})"
    if fitted.unavailable or trait.precision is None:
        return [f"{title}: not available, {fitted.unavailable}."]
    rows = [
        [
            f"{item}  {study.instrument.item[item].text}",
            f"{number(float(fitted.slope[j]))} ({number(float(fitted.slope_se[j]))})",
            "  ".join(number(float(b)) for b in fitted.difficulty[j]),
            *_fit(trait, j),
        ]
        for j, item in enumerate(trait.items)
    ]
    lines = [title, text_table(["Item", "Slope (SE)", "Steps", "Fit", "df", "p"], rows)]
    if fitted.n < IRT_WARNED_BELOW:
        lines.append(f"With fewer than {IRT_WARNED_BELOW} people slopes are rough (Reise & Yu, 1990).")
    precision = trait.precision
    reliability = number(precision.marginal_reliability, 2, leading_zero=False)
    lines.append(f"Marginal reliability {reliability}. {_range(trait)}")
    return [*lines, *(_bias(trait, groups) if groups is not None else [])]


def _fit(trait: TraitEvidence, j: int) -> list[str]:
    fit = trait.fit[j]
    if not fit.available:
        return ["–", "–", "–"]
    return [number(fit.value), f"{fit.df:.0f}", p_in_table(fit.p_value)]


def _range(trait: TraitEvidence) -> str:
    """Where on the trait people are placed with a reliability of .70 or more."""
    precision = trait.precision
    if precision is None:
        return ""
    precise = precision.theta[precision.test / (precision.test + 1.0) >= WHERE_PRECISE]
    if precise.size == 0:
        return "Nowhere on the trait are people placed with a reliability of .70."
    low, high = number(float(precise[0]), 1), number(float(precise[-1]), 1)
    return (
        f"People between {low} and {high} standard deviations are placed with a reliability of .70 or more."
    )


def _bias(trait: TraitEvidence, groups: str) -> list[str]:
    """Items that groups answer differently at the same level of the trait."""
    differing = [
        f"{item} (R² change {number(found.explained, 3, leading_zero=False)}, "
        f"{'negligible' if found.explained < NEGLIGIBLE else 'not negligible'})"
        for item, found, p in zip(trait.items, trait.bias, trait.bias_holm, strict=True)
        if p < SIGNIFICANCE
    ]
    if not differing:
        return [
            f"No item is answered differently by groups of {groups} at the same level of the trait (Holm)."
        ]
    return [
        f"Answered differently by groups of {groups} at the same level of the trait (ordinal logistic "
        f"regression, Holm): {', '.join(differing)}. A change of McFadden’s R² below .02 is "
        "negligible (Choi et al., 2011)."
    ]
