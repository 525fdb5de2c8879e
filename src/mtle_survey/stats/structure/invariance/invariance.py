"""The ladder of measurement invariance over groups or waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.cfa.least_squares import OrdinalData
from mtle_survey.stats.structure.cfa.normal_cfa import prepare, unusable
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.correlation.polychoric_covariance import ordinal_moments
from mtle_survey.stats.structure.gates import too_few_for_invariance
from mtle_survey.stats.structure.invariance.categories import CommonCategories, common_categories
from mtle_survey.stats.structure.invariance.latent import latent_means
from mtle_survey.stats.structure.invariance.model import KINDS, Design
from mtle_survey.stats.structure.invariance.normal_ladder import NormalLadder
from mtle_survey.stats.structure.invariance.ordinal_ladder import OrdinalLadder
from mtle_survey.stats.structure.invariance.partial import PartialInvariance, partial_invariance
from mtle_survey.stats.structure.invariance.step import InvarianceStep, step

ESTIMATORS = ("ml", "mlr", "fiml", "wlsmv")
Ladder = NormalLadder | OrdinalLadder


@dataclass(frozen=True, slots=True, kw_only=True)
class Invariance:
    """Measurement invariance, level by level.

    Attributes
    ----------
    kind : {"group", "wave"}
        What is compared.
    estimator : str
        ``ml``, ``mlr``, ``fiml`` or ``wlsmv``.
    n : tuple of int
        Respondents of each group; of all waves together.
    steps : tuple of InvarianceStep
        From configural on; empty when unavailable.
    latent_means : tuple of tuples of Estimate
        Under full scalar invariance: one tuple for each occasion, one estimate for each factor, in standard
        deviations of the first occasion; empty when scalar invariance has no admissible solution.
    partial : PartialInvariance or None
        What remains when items that break invariance up to the scalar level are freed; None when it was not
        asked for or a level it needs has no admissible solution.
    categories : CommonCategories or None
        How categories of ordered items were joined; None for continuous items.
    unavailable : str
        Why nothing could be tested.
    """

    kind: str
    estimator: str
    n: tuple[int, ...]
    steps: tuple[InvarianceStep, ...]
    latent_means: tuple[tuple[Estimate, ...], ...]
    partial: PartialInvariance | None
    categories: CommonCategories | None
    unavailable: str = ""

    def step(self, level: str) -> InvarianceStep:
        """The step of one level; KeyError if it was not fitted."""
        for found in self.steps:
            if found.level == level:
                return found
        raise KeyError(level)


def invariance(
    occasions: Sequence[ArrayLike],
    structure: FactorStructure,
    kind: str,
    estimator: str = "mlr",
    *,
    partial: bool = True,
    gated: bool = True,
) -> Invariance:
    """Test measurement invariance over groups or waves.

    Parameters
    ----------
    occasions : sequence of (n, p) float arrays
        The same items for each group, or for each wave; nan where missing. Waves have the same respondents
        in the same rows. The first is the reference.
    structure : FactorStructure
        The structure on every occasion; higher factors are replaced by free correlations.
    kind : {"group", "wave"}
        Groups are independent; between waves factors correlate and so do each item's residuals.
    estimator : {"ml", "mlr", "fiml", "wlsmv"}
        As of a confirmatory analysis; ``wlsmv`` treats items as ordered.
    partial : bool
        Whether to look for the items that break invariance up to the scalar level.
    gated : bool
        Whether to refuse samples too small to show a lack of invariance.

    Returns
    -------
    Invariance
        Continuous items: configural, metric, scalar, strict. Ordered items: configural, thresholds, metric,
        scalar, strict.

    Not available when
    ------------------
    The smallest group, or the number of respondents with all waves, is below 100 (continuous) or 200
    (ordered); an item has no variance; ordered items share fewer than three categories between occasions
    (with two, thresholds, intercepts and residual variances cannot be told apart).

    Notes
    -----
    Differences are tested by Satorra and Bentler's scaled difference (mlr, fiml) or Satorra's scaled and
    shifted difference (wlsmv; mlr and fiml where the former's factor is not positive). Equality of
    thresholds of items with three categories is assumed, not tested. Checked against R lavaan and
    semTools::measEq.syntax: tests/oracle/R/invariance.R.

    References
    ----------
    Meredith, W. (1993). Measurement invariance, factor analysis and factorial invariance. Psychometrika,
    58, 525-543. https://doi.org/10.1007/BF02294825
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    if estimator not in ESTIMATORS:
        raise ValueError(f"estimator must be one of {', '.join(ESTIMATORS)}")
    data = _checked(occasions, structure, kind)
    ordinal = estimator == "wlsmv"
    used = _used(data, kind, listwise=estimator != "fiml")
    sizes = tuple(len(x) for x in used) if kind == "group" else (len(used[0]),)
    common = common_categories(used) if ordinal else None
    reason = too_few_for_invariance(min(sizes), ordinal) if gated else ""
    if not reason and common is not None and min(common.sizes) < 3:
        reason = "an item has fewer than three categories that every occasion uses"
    if reason:
        return _nothing(kind, estimator, sizes, common, reason)
    design = Design(
        structure=replace(structure, second_order=()),
        occasions=len(data),
        kind=kind,
        categories=common.sizes if common is not None else (),
    )
    ladder = _ladder(design, used if common is None else common.data, estimator)
    if isinstance(ladder, str):
        return _nothing(kind, estimator, sizes, common, ladder)
    return _climb(ladder, estimator, sizes, common, partial)


def _checked(occasions: Sequence[ArrayLike], structure: FactorStructure, kind: str) -> tuple[Array, ...]:
    data = tuple(np.asarray(x, dtype=float) for x in occasions)
    if len(data) < 2:
        raise ValueError("invariance compares at least two occasions")
    if any(x.ndim != 2 or x.shape[1] != structure.n_items for x in data):
        raise ValueError(f"every occasion must have {structure.n_items} columns, the structure's items")
    if kind == "wave" and len({x.shape[0] for x in data}) > 1:
        raise ValueError("waves must have the same respondents in the same rows")
    return data


def _used(data: tuple[Array, ...], kind: str, listwise: bool) -> tuple[Array, ...]:
    """Respondents who enter: complete ones, or under fiml those with an answer on every occasion."""
    answered = [~np.isnan(x) for x in data]
    kept = [a.all(axis=1) if listwise else a.any(axis=1) for a in answered]
    if kind == "wave":
        kept = [np.logical_and.reduce(kept)] * len(data)
    return tuple(x[rows] for x, rows in zip(data, kept, strict=True))


def _ladder(design: Design, data: tuple[Array, ...], estimator: str) -> Ladder | str:
    """The ladder, or why the data do not allow it."""
    blocks = data if design.kind == "group" else (np.hstack(data),)
    if design.ordinal:
        found = [ordinal_moments(block) for block in blocks]
        return OrdinalLadder(
            design=design,
            data=tuple(OrdinalData(statistics=m.statistics, gamma=m.gamma, n=m.n) for m in found),
            correlations=tuple(m.polychoric.R for m in found),
        )
    groups = tuple(normal_data(block, listwise=estimator != "fiml") for block in blocks)
    moments = prepare(groups)
    reason = unusable(moments)
    if reason:
        return reason
    return NormalLadder(design=design, data=groups, moments=moments, estimator=estimator)


def _climb(
    ladder: Ladder, estimator: str, sizes: tuple[int, ...], common: CommonCategories | None, partial: bool
) -> Invariance:
    design, n = ladder.design, sum(sizes)
    steps: list[InvarianceStep] = []
    for level in design.levels:
        looser = steps[-1] if steps else None
        steps.append(step(level, ladder.fit(level), looser, ladder.difference, n, estimator))
    by_level = {found.level: found for found in steps}
    scalar = by_level["scalar"]
    means = () if scalar.unavailable else latent_means(design, scalar.fitted, n, estimator)
    searched = None
    if partial and not by_level["configural"].unavailable:
        values = common.values if common is not None else ()
        fitted = {level: found.fitted for level, found in by_level.items()}
        searched = partial_invariance(design, ladder.fit, ladder.difference, fitted, values, n, estimator)
    return Invariance(
        kind=design.kind,
        estimator=estimator,
        n=sizes,
        steps=tuple(steps),
        latent_means=means,
        partial=searched,
        categories=common,
    )


def _nothing(
    kind: str, estimator: str, sizes: tuple[int, ...], common: CommonCategories | None, reason: str
) -> Invariance:
    return Invariance(
        kind=kind,
        estimator=estimator,
        n=sizes,
        steps=(),
        latent_means=(),
        partial=None,
        categories=common,
        unavailable=reason,
    )
