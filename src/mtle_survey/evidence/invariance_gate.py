"""Do the items mean the same at both times? The verdict that stands beside every change of means."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from mtle_survey.evidence.pairs import Contrast, Pairs
from mtle_survey.evidence.panel import Panel
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.gates import too_few_for_invariance
from mtle_survey.table import Table, row

FEW_CATEGORIES = 5
FEWEST_ITEMS = 3
NEEDED = ("thresholds", "metric", "scalar")
"""The levels that means may be compared after."""


def invariance_gate(panel: Panel, leading: Collection[str]) -> Table:
    """``longitudinal_invariance`` per scale from the first to the last wave, or the people it would need.

    Change of observed means takes for granted that the items measure the same thing in the same way both
    times. The estimate is 1 where no step up to equal intercepts makes the model fit worse (by the scaled
    difference test at 1 - level), and 0 where one does; the method names the estimator and the last level
    that held, the p-value is that of the decisive step. A scale with parts has a factor for each. Scales
    that the study is not judged by are left to ``mtle factors``.
    """
    main = panel.main_contrast
    if main is None:
        return Table()
    return Table.of(
        row(
            "longitudinal_invariance",
            _verdict(panel, main, pairs, tested=pairs.scale in leading),
            scale=pairs.scale,
            contrast=main.name,
        )
        for pairs in panel.pairs(main)
    )


def _verdict(panel: Panel, main: Contrast, pairs: Pairs, *, tested: bool) -> Estimate:
    earlier, later = _answers(panel, main, pairs.scale)
    items = panel.scores[main.earlier].administered[pairs.scale]
    n = len(earlier)
    if len(items) < FEWEST_ITEMS:
        reason = f"{len(items)} questions cannot show whether they mean the same both times; 3 are needed"
        return not_available(reason, n=n)
    ordered = max(len(panel.instrument.format_of(i).codes) for i in items) <= FEW_CATEGORIES
    if too_few_for_invariance(n, ordered):
        return not_available(_too_few(n, ordered), n=n)
    if not tested:
        return not_available("not tested here: mtle factors --invariance wave tests it", n=n)
    return _tested((earlier, later), _structure(panel, pairs.scale, items), ordered, 1.0 - panel.level)


def _answers(panel: Panel, main: Contrast, scale: str) -> tuple[Array, Array]:
    """Keyed answers in both waves of those who answered every item in both."""
    a, b = panel.links.pairs(main.earlier, main.later)
    earlier, later = panel.scores[main.earlier].keyed[scale][a], panel.scores[main.later].keyed[scale][b]
    both = np.isfinite(earlier).all(axis=1) & np.isfinite(later).all(axis=1)
    return earlier[both], later[both]


def _too_few(n: int, ordered: bool) -> str:
    needed = next(size for size in range(n, 10_000) if not too_few_for_invariance(size, ordered))
    return f"not testable with {n} people who answered every item in both waves; at least {needed} are needed"


def _structure(panel: Panel, scale: str, items: tuple[str, ...]) -> FactorStructure:
    """One factor, or one for each part that has items of its own."""
    parts = panel.instrument.scale[scale].parts or (scale,)
    factors = [
        tuple(k for k, item in enumerate(items) if item in panel.instrument.scale_items(part))
        for part in parts
    ]
    return FactorStructure(n_items=len(items), factors=tuple(f for f in factors if f))


def _tested(data: tuple[Array, Array], structure: FactorStructure, ordered: bool, alpha: float) -> Estimate:
    from mtle_survey.stats.structure.invariance.invariance import invariance

    estimator, n = "wlsmv" if ordered else "mlr", len(data[0])
    found = invariance(data, structure, "wave", estimator, partial=False)
    if found.unavailable:
        return not_available(found.unavailable, n=n, method=estimator)
    held, p_value = "", np.nan
    for step in found.steps:
        if step.level not in ("configural", *NEEDED):
            break
        if step.unavailable:
            reason = f"the model of the {step.level} level has no admissible solution: {step.unavailable}"
            return not_available(reason, n=n, method=estimator)
        if step.delta:
            test = step.delta["delta_chi2"]
            if not test.available:
                return not_available(test.unavailable, n=n, method=estimator)
            p_value = test.p_value
            if p_value < alpha:
                return Estimate(value=0.0, n=n, method=f"{estimator}/{held}", p_value=p_value)
        held = step.level
    return Estimate(value=1.0, n=n, method=f"{estimator}/{held}", p_value=p_value)
