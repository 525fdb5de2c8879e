"""Models of several groups or waves with rising equality."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mtle_survey.stats.structure.cfa.model import (
    FIXED,
    Block,
    GroupModel,
    Index,
    Model,
    Numbering,
    fixed_block,
)
from mtle_survey.stats.structure.cfa.structure import FactorStructure

CONTINUOUS_LEVELS = ("configural", "metric", "scalar", "strict")
ORDINAL_LEVELS = ("configural", "thresholds", "metric", "scalar", "strict")
KINDS = ("group", "wave")

Freed = frozenset[tuple[str, int]]
"""Items whose parameters stay free after the first occasion, each with the level from which on they do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is compared.

    Attributes
    ----------
    structure : FactorStructure
        The structure on every occasion. Higher factors are left out: their parts correlate freely.
    occasions : int
        Groups or waves; the first is the reference.
    kind : {"group", "wave"}
        Different respondents, or the same ones again.
    categories : tuple of int
        Categories of each ordered item; empty for continuous items.
    """

    structure: FactorStructure
    occasions: int
    kind: str
    categories: tuple[int, ...] = ()

    @property
    def ordinal(self) -> bool:
        """Whether items are ordered."""
        return bool(self.categories)

    @property
    def levels(self) -> tuple[str, ...]:
        """The ladder of models."""
        return ORDINAL_LEVELS if self.ordinal else CONTINUOUS_LEVELS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occasion:
    """One occasion's blocks before they are put into groups or side by side."""

    loading: Index
    variance: Index  # (m,) factor variances, 1 where fixed
    correlation: Index  # (m, m) covariances within the occasion
    residual: Index  # (p, p), diagonal 1 where fixed
    intercept: Index
    factor_mean: Index
    threshold: Index


def invariance_model(design: Design, level: str, freed: Freed = frozenset()) -> Model:
    """The model of one level of invariance.

    Parameters
    ----------
    design : Design
        What is compared.
    level : str
        One of ``design.levels``.
    freed : frozenset of (str, int)
        Items that stay free after the first occasion in all that a level and those above it would equate:
        from ``scalar`` on an item's intercept, from ``metric`` on its loading too, from ``thresholds`` on
        its thresholds (intercept and residual variance are then fixed, which its thresholds make up for).

    Returns
    -------
    Model
        One group for each occasion, or a single group in which waves stand side by side, where factors
        correlate across waves and so do each item's residuals.

    Notes
    -----
    Factors have mean 0 and variance 1 on the first occasion. Ordered items follow Wu and Estabrook: equal
    thresholds free intercepts and residual variances after the first occasion, equal loadings free factor
    variances, equal intercepts free factor means, and strict invariance equates residual variances
    (theta parameterisation).

    References
    ----------
    Wu, H., & Estabrook, R. (2016). Identification of confirmatory factor analysis models of different
    levels of invariance for ordered categorical outcomes. Psychometrika, 81, 1014-1045.
    https://doi.org/10.1007/s11336-016-9506-0
    """
    numbering = Numbering()
    reached = design.levels.index(level)
    occasions: list[_Occasion] = []
    for _ in range(design.occasions):
        first = occasions[0] if occasions else None
        occasions.append(_occasion(design, reached, freed, numbering, first))
    if design.kind == "group":
        groups = tuple(_group(design, occasion) for occasion in occasions)
        return Model(groups=groups, n_parameters=numbering.count)
    return Model(groups=(_side_by_side(design, occasions, numbering),), n_parameters=numbering.count)


def _occasion(
    design: Design,
    reached: int,
    freed: Freed,
    numbering: Numbering,
    first: _Occasion | None,
) -> _Occasion:
    structure, levels = design.structure, design.levels
    m = _factors(structure)

    def equal(level: str) -> bool:
        return first is not None and reached >= levels.index(level)

    return _Occasion(
        loading=_loadings(design, freed, numbering, first if equal("metric") else None),
        variance=numbering.take(m) if equal("metric") else np.full(m, FIXED),
        correlation=_correlations(structure, m, numbering),
        residual=_residuals(design, reached, freed, numbering, first),
        intercept=_intercepts(design, reached, freed, numbering, first),
        factor_mean=numbering.take(m) if equal("scalar") else np.full(m, FIXED),
        threshold=_thresholds(design, reached, freed, numbering, first),
    )


def free_items(design: Design, freed: Freed, level: str) -> Index:
    """The items that are free in what a level equates, rising."""
    place = design.levels.index(level)
    items = {item for since, item in freed if design.levels.index(since) <= place}
    return np.array(sorted(items), dtype=np.intp)


def _loadings(design: Design, freed: Freed, numbering: Numbering, equal_to: _Occasion | None) -> Index:
    structure = design.structure
    if equal_to is not None:
        index = equal_to.loading.copy()
        for item in free_items(design, freed, "metric"):
            loads = index[item] >= 0
            index[item, loads] = numbering.take(int(loads.sum()))
        return index
    index = np.full((structure.n_items, _factors(structure)), FIXED)
    for factor, items in enumerate(structure.factors):
        index[list(items), factor] = numbering.take(len(items))
    if structure.bifactor:
        index[:, -1] = numbering.take(structure.n_items)
    return index


def _factors(structure: FactorStructure) -> int:
    return len(structure.factors) + int(structure.bifactor)


def _correlations(structure: FactorStructure, m: int, numbering: Numbering) -> Index:
    index = np.full((m, m), FIXED)
    if not structure.bifactor:
        for i, j in combinations(range(m), 2):
            index[i, j] = index[j, i] = numbering.take()[0]
    return index


def _residuals(
    design: Design, reached: int, freed: Freed, numbering: Numbering, first: _Occasion | None
) -> Index:
    p = design.structure.n_items
    index = np.full((p, p), FIXED)
    strict = reached >= design.levels.index("strict")
    if design.ordinal:
        free = first is not None and reached >= design.levels.index("thresholds") and not strict
        diagonal = np.full(p, FIXED)
        if free:
            scaled = np.setdiff1d(np.arange(p), free_items(design, freed, "thresholds"))
            diagonal[scaled] = numbering.take(scaled.size)
    elif first is not None and strict:
        diagonal = np.diag(first.residual)
    else:
        diagonal = numbering.take(p)
    np.fill_diagonal(index, diagonal)
    for i, j in design.structure.residuals:
        index[i, j] = index[j, i] = numbering.take()[0]
    return index


def _intercepts(
    design: Design, reached: int, freed: Freed, numbering: Numbering, first: _Occasion | None
) -> Index:
    p = design.structure.n_items
    scalar = reached >= design.levels.index("scalar")
    if first is None:
        return np.full(p, FIXED) if design.ordinal else numbering.take(p)
    if design.ordinal and reached < design.levels.index("thresholds"):
        return np.full(p, FIXED)
    index = first.intercept.copy()
    fixed = free_items(design, freed, "thresholds") if design.ordinal else np.empty(0, dtype=np.intp)
    free = np.setdiff1d(free_items(design, freed, "scalar") if scalar else np.arange(p), fixed)
    index[free] = numbering.take(free.size)
    return index


def _thresholds(
    design: Design, reached: int, freed: Freed, numbering: Numbering, first: _Occasion | None
) -> Index:
    if not design.ordinal:
        return np.empty(0, dtype=np.intp)
    if first is not None and reached >= design.levels.index("thresholds"):
        index = first.threshold.copy()
        free = np.isin(threshold_items(design), free_items(design, freed, "thresholds"))
        index[free] = numbering.take(int(free.sum()))
        return index
    return numbering.take(sum(size - 1 for size in design.categories))


def threshold_items(design: Design) -> Index:
    """(t,) the item of each threshold of one occasion."""
    return np.repeat(np.arange(len(design.categories)), [size - 1 for size in design.categories])


def _zeros(index: Index) -> Block:
    """A block whose fixed entries are 0."""
    return Block(fixed=np.zeros(index.shape), index=index)


def _unit(index: Index) -> Block:
    """A square block whose fixed entries are 1 on the diagonal and 0 elsewhere."""
    return Block(fixed=np.where(index >= 0, 0.0, np.eye(index.shape[0])), index=index)


def _covariances(occasion: _Occasion) -> Index:
    """(m, m) covariances of the factors, with their variances."""
    index = occasion.correlation.copy()
    np.fill_diagonal(index, occasion.variance)
    return index


def _group(design: Design, occasion: _Occasion) -> GroupModel:
    m = occasion.loading.shape[1]
    return GroupModel(
        loading=_zeros(occasion.loading),
        factor_covariance=_unit(_covariances(occasion)),
        regression=fixed_block(np.zeros((m, m))),
        residual=_unit(occasion.residual),
        intercept=_zeros(occasion.intercept),
        factor_mean=_zeros(occasion.factor_mean),
        threshold=_zeros(occasion.threshold),
        threshold_item=threshold_items(design),
    )


def _side_by_side(design: Design, occasions: list[_Occasion], numbering: Numbering) -> GroupModel:
    p, m = occasions[0].loading.shape
    waves = design.occasions
    loading = np.full((waves * p, waves * m), FIXED)
    factor = np.full((waves * m, waves * m), FIXED)
    residual = np.full((waves * p, waves * p), FIXED)
    for w, occasion in enumerate(occasions):
        items, factors = slice(w * p, (w + 1) * p), slice(w * m, (w + 1) * m)
        loading[items, factors] = occasion.loading
        factor[factors, factors] = _covariances(occasion)
        residual[items, items] = occasion.residual
    for v, w in combinations(range(waves), 2):
        for i in range(m):
            for j in range(m):
                if i == j or not design.structure.bifactor:
                    a, b = v * m + i, w * m + j
                    factor[a, b] = factor[b, a] = numbering.take()[0]
        for i in range(p):
            a, b = v * p + i, w * p + i
            residual[a, b] = residual[b, a] = numbering.take()[0]
    items_of = threshold_items(design)
    return GroupModel(
        loading=_zeros(loading),
        factor_covariance=_unit(factor),
        regression=fixed_block(np.zeros(factor.shape)),
        residual=_unit(residual),
        intercept=_zeros(np.concatenate([o.intercept for o in occasions])),
        factor_mean=_zeros(np.concatenate([o.factor_mean for o in occasions])),
        threshold=_zeros(np.concatenate([o.threshold for o in occasions])),
        threshold_item=np.concatenate([items_of + w * p for w in range(waves)]),
    )
