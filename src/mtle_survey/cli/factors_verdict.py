"""What the steps of the argument come to, one plain sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.evidence.confirmatory import shown_fit
from mtle_survey.report.format import number

if TYPE_CHECKING:
    from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence
    from mtle_survey.evidence.exploration import Exploration
    from mtle_survey.evidence.invariance import InvarianceEvidence
    from mtle_survey.stats.structure.cfa.result import Cfa

HU_BENTLER = "Hu and Bentler’s (1999) reference values for continuous items (CFI .95, RMSEA .06, SRMR .08)"
REFERENCE = {"cfi": 0.95, "rmsea": 0.06, "srmr": 0.08}


def verdict(
    explored: Exploration,
    confirmed: ConfirmatoryEvidence,
    compared: InvarianceEvidence | None,
    estimator: str | None,
) -> list[str]:
    """How many factors, whether they are the declared ones, whether these fit, whether means compare."""
    from mtle_survey.report.invariance_words import may_means_be_compared

    lines = [_exploration(explored, confirmed), _fit(confirmed, estimator)]
    if compared is not None:
        usable = [ladder for ladder in compared.ladders if not ladder.unusable]
        unusable = [ladder.scale for ladder in compared.ladders if ladder.unusable and ladder.scale]
        shown = usable or compared.ladders[:1]
        lines += [may_means_be_compared(compared.comparison, ladder) for ladder in shown]
        if unusable and usable:
            lines.append(f"Whether means may be compared is not known for {', '.join(unusable)}.")
    return [f"- {line}" for line in lines]


def _exploration(explored: Exploration, confirmed: ConfirmatoryEvidence) -> str:
    if explored.refusal:
        return f"How many factors there are is not known: {explored.refusal}."
    if not explored.solutions:
        return "No factor: the items have nothing in common beyond chance, so no scale can be made of them."
    first = explored.solutions[0]
    k = first.efa.n_factors
    number_of = f"{k} factor{'s' if k > 1 else ''}, n = {first.efa.n}"
    if not first.efa.interpretable:
        return f"{number_of}: the solution is not to be interpreted."
    declared = [n for n, m in zip(confirmed.declared.names, _sizes(confirmed), strict=True) if m > 1]
    matched = [scale for scale in declared if any(abs(v) >= 0.85 for v in first.congruence.get(scale, ()))]
    best = {int(np.argmax(np.abs(first.congruence[scale]))) for scale in matched}
    if declared and len(matched) == len(declared) == len(best) == k:
        return f"{number_of}; they are the declared ones ({', '.join(matched)})."
    if not matched:
        return f"{number_of}; none is like a declared scale (congruence of .85 or more)."
    return f"{number_of}; declared scales among them: {', '.join(matched)}, of {len(declared)} declared."


def _sizes(confirmed: ConfirmatoryEvidence) -> list[int]:
    model = confirmed.declared.model
    return [] if model is None else [len(items) for items in model.factors]


def _fit(confirmed: ConfirmatoryEvidence, estimator: str | None) -> str:
    shown = shown_fit(confirmed, estimator)
    if shown is None:
        reasons = {fit.unavailable for fit in confirmed.fits.values() if fit.unavailable}
        why = "; ".join(sorted(reasons)) or "no declared factor has two items here"
        return f"Whether the declared structure fits is not known: {why}."
    name, fit = shown
    values = {index: _index(fit, index) for index in REFERENCE}
    met = (
        values["cfi"] >= REFERENCE["cfi"]
        and values["rmsea"] <= REFERENCE["rmsea"]
        and values["srmr"] <= REFERENCE["srmr"]
    )
    numbers = ", ".join(f"{index.upper()} {number(v, 3, leading_zero=False)}" for index, v in values.items())
    reached = "reaches" if met else "does not reach"
    return f"The declared structure ({name}, n = {fit.n}): {numbers}; it {reached} {HU_BENTLER}."


def _index(fit: Cfa, index: str) -> float:
    for form in (f"{index}_robust", f"{index}_scaled", index):
        estimate = fit.fit.get(form)
        if estimate is not None and estimate.available:
            return estimate.value
    return float("nan")
