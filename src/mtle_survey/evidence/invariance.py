"""Do the items measure the same in every wave or group? The ladder, what breaks it, and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.errors import UsageError
from mtle_survey.evidence.declared_structure import DeclaredStructure, declared_structure
from mtle_survey.evidence.occasions import WAVE, Comparison
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.gates import too_few_for_invariance
from mtle_survey.stats.structure.invariance.invariance import Invariance, invariance

FEW_CATEGORIES = 5  # so many answer categories or fewer are ordered categories, not a continuum
MOST_ANSWERS = 60  # items times waves of one model; beyond it estimates take hours and gigabytes
FEWEST_ITEMS = 3
SIGNIFICANCE = 0.05
MEANS_NEED = ("thresholds", "metric", "scalar")


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureLadder:
    """The ladder of one structure.

    Attributes
    ----------
    scale : str or None
        The factor that was tested alone; None for the whole structure.
    factors : tuple of str
        Names of the factors.
    items : tuple of str
        Items in the order of the model's columns.
    structure : FactorStructure
    found : Invariance
    steps_down : tuple of str
        What was tried before, and why it was given up.
    observed : (occasions, p) float array
        Mean answer to each item on each occasion, in raw points, of those who answered everything.
    """

    scale: str | None
    factors: tuple[str, ...]
    items: tuple[str, ...]
    structure: FactorStructure
    found: Invariance
    steps_down: tuple[str, ...]
    observed: Array

    @property
    def unusable(self) -> str:
        """Why no level can be judged, or an empty string."""
        return self.found.unavailable or self.found.steps[0].unavailable

    @property
    def broken(self) -> str:
        """The first level up to scalar that is rejected or has no solution; empty when all hold."""
        for step in self.found.steps:
            if step.level not in MEANS_NEED:
                continue
            test = step.delta["delta_chi2"]
            if step.unavailable or (test.available and test.p_value < SIGNIFICANCE):
                return step.level
        return ""

    def observed_difference(self, factor: int, place: int) -> float:
        """Mean answer to a factor's items on an occasion less that on the first, in raw points."""
        members = list(self.structure.factors[factor])
        return float((self.observed[place] - self.observed[0])[members].mean())

    @property
    def held(self) -> str:
        """The last level, counted from configural, that was not rejected."""
        levels = [s.level for s in self.found.steps if s.level == "configural" or s.level in MEANS_NEED]
        return levels[levels.index(self.broken) - 1] if self.broken else levels[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvarianceEvidence:
    """What was compared and what was found.

    Attributes
    ----------
    comparison : Comparison
    declared : DeclaredStructure
    ladders : tuple of StructureLadder
        The whole structure; behind it each factor alone where the whole could not be tested.
    """

    comparison: Comparison
    declared: DeclaredStructure
    ladders: tuple[StructureLadder, ...]


def climb(
    instrument: Instrument,
    comparison: Comparison,
    estimator: str | None,
    progress: Callable[[str], None] = lambda _: None,
) -> InvarianceEvidence:
    """Climb the ladder with the whole structure; step down to single factors where that cannot be done.

    Parameters
    ----------
    instrument : Instrument
    comparison : Comparison
    estimator : str, optional
        By default items with up to five categories are ordered (``wlsmv``); where that has no solution and
        the items have five categories, they are taken for continuous (``mlr``), and the reason is kept.
    progress : callable
        Told what is being computed.

    Raises
    ------
    UsageError
        No factor has enough items on every occasion.
    """
    declared = declared_structure(instrument, comparison.items)
    if declared.model is None:
        raise UsageError("no declared factor has two items on every occasion")
    fewest = min(len(instrument.format_of(i).codes) for i in declared.items)
    most = max(len(instrument.format_of(i).codes) for i in declared.items)
    estimators = (estimator,) if estimator else _estimators(fewest, most)
    progress("invariance of the whole structure")
    whole = _tested(comparison, declared, declared.model, None, declared.items, estimators)
    tested = [whole]
    if whole.unusable and len(declared.names) > 1:
        for name, members in zip(declared.names, declared.model.factors, strict=True):
            progress(f"invariance of {name}")
            items = tuple(declared.items[i] for i in members)
            alone = FactorStructure(n_items=len(items), factors=(tuple(range(len(items))),))
            tested.append(_tested(comparison, declared, alone, name, items, estimators))
    return InvarianceEvidence(comparison=comparison, declared=declared, ladders=tuple(tested))


def _estimators(fewest: int, most: int) -> tuple[str, ...]:
    """What is tried in turn."""
    if most > FEW_CATEGORIES:
        return ("mlr",)
    return ("wlsmv", "mlr") if fewest >= FEW_CATEGORIES else ("wlsmv",)


def _tested(
    comparison: Comparison,
    declared: DeclaredStructure,
    structure: FactorStructure,
    scale: str | None,
    items: tuple[str, ...],
    estimators: Sequence[str],
) -> StructureLadder:
    columns = [comparison.items.index(i) for i in items]
    answers = tuple(x[:, columns] for x in comparison.answers)
    steps_down: list[str] = []
    found = _one(comparison, answers, structure, estimators[0])
    at_once = len(items) * (len(answers) if comparison.kind == WAVE else 1)
    for estimator in estimators[1:] if at_once <= MOST_ANSWERS else ():
        reason = found.unavailable or found.steps[0].unavailable
        if not reason:
            break
        steps_down.append(f"{found.estimator}: {reason}")
        found = _one(comparison, answers, structure, estimator)
    complete = [np.isfinite(x).all(axis=1) for x in answers]
    if comparison.kind == WAVE:
        complete = [np.logical_and.reduce(complete)] * len(complete)
    observed = [
        x[rows].mean(axis=0) if rows.any() else np.full(len(items), np.nan)
        for x, rows in zip(answers, complete, strict=True)
    ]
    return StructureLadder(
        scale=scale,
        factors=declared.names if scale is None else (scale,),
        items=items,
        structure=structure,
        found=found,
        steps_down=tuple(steps_down),
        observed=np.array(observed),
    )


def _one(
    comparison: Comparison, answers: tuple[Array, ...], structure: FactorStructure, estimator: str
) -> Invariance:
    refusal = _too_much(comparison, answers, structure.n_items, estimator)
    if refusal:
        return _refused(comparison, answers, estimator, refusal)
    return invariance(answers, structure, comparison.kind, estimator)


def _too_much(comparison: Comparison, answers: tuple[Array, ...], p: int, estimator: str) -> str:
    """Why a model of so many answers is not tried, or an empty string."""
    if p < FEWEST_ITEMS:
        return f"{p} items cannot show whether they mean the same everywhere; {FEWEST_ITEMS} are needed"
    at_once = p * (len(answers) if comparison.kind == WAVE else 1)
    complete = [np.isfinite(x).all(axis=1) for x in answers]
    if comparison.kind == WAVE:
        complete = [np.logical_and.reduce(complete)]
    n = min(int(rows.sum()) for rows in complete)
    if estimator != "fiml" and (reason := too_few_for_invariance(n, estimator == "wlsmv")):
        return reason
    if at_once > MOST_ANSWERS:
        return f"{at_once} answers per person; one model of more than {MOST_ANSWERS} is not tried"
    if n <= at_once:
        people = counted(n, "person")
        return f"{people} with {at_once} answers each; one model of all needs more people than answers"
    return ""


def _refused(comparison: Comparison, answers: tuple[Array, ...], estimator: str, reason: str) -> Invariance:
    sizes = tuple(int(np.isfinite(x).all(axis=1).sum()) for x in answers)
    if comparison.kind == WAVE:
        everywhere = np.logical_and.reduce([np.isfinite(x).all(axis=1) for x in answers])
        sizes = (int(everywhere.sum()),)
    return Invariance(
        kind=comparison.kind,
        estimator=estimator,
        n=sizes,
        steps=(),
        latent_means=(),
        partial=None,
        categories=None,
        unavailable=reason,
    )
