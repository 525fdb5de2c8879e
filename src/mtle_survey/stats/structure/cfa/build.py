"""Turn a declared structure into the matrices of a single-group model."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.model import (
    FIXED,
    Block,
    GroupModel,
    Model,
    Numbering,
    fixed_block,
    free_vector,
    symmetric_block,
)
from mtle_survey.stats.structure.cfa.structure import FactorStructure


def build(structure: FactorStructure, ordinal: bool) -> Model:
    """The single-group model of a declared structure.

    Parameters
    ----------
    structure : FactorStructure
        What belongs to what.
    ordinal : bool
        Ordered items: residual variances are what loadings leave of 1 (delta parameterisation), and means
        and thresholds, which the data determine fully, are left out.

    Returns
    -------
    Model
        Factors (or their disturbances) have variance 1; all loadings are free.
    """
    numbering = Numbering()
    group = GroupModel(
        loading=loading_block(structure, numbering),
        factor_covariance=factor_covariance_block(structure, numbering),
        regression=regression_block(structure, numbering),
        residual=residual_block(structure, numbering, free_variances=not ordinal),
        intercept=fixed_block(np.zeros(structure.n_items))
        if ordinal
        else free_vector(numbering, structure.n_items),
        factor_mean=fixed_block(np.zeros(structure.n_factors)),
        threshold=fixed_block(np.empty(0)),
        threshold_item=np.empty(0, dtype=np.intp),
    )
    return Model(groups=(group,), n_parameters=numbering.count)


def loading_block(structure: FactorStructure, numbering: Numbering) -> Block:
    """(p, m) free where an item belongs to a factor."""
    index = np.full((structure.n_items, structure.n_factors), FIXED)
    for factor, items in enumerate(structure.factors):
        index[list(items), factor] = numbering.take(len(items))
    if structure.bifactor:
        index[:, -1] = numbering.take(structure.n_items)
    return Block(fixed=np.zeros(index.shape), index=index)


def factor_covariance_block(structure: FactorStructure, numbering: Numbering) -> Block:
    """(m, m) with unit variances; free correlations of the factors nothing stands above."""
    m = structure.n_factors
    below = {factor for higher in structure.second_order for factor in higher}
    top = [] if structure.bifactor else [factor for factor in range(m) if factor not in below]
    pairs = list(combinations(top, 2))
    return symmetric_block(np.ones(m), np.full(m, FIXED), pairs, numbering.take(len(pairs)))


def regression_block(structure: FactorStructure, numbering: Numbering) -> Block:
    """(m, m) free where a factor depends on a higher one."""
    index = np.full((structure.n_factors, structure.n_factors), FIXED)
    for position, below in enumerate(structure.second_order):
        index[list(below), len(structure.factors) + position] = numbering.take(len(below))
    return Block(fixed=np.zeros(index.shape), index=index)


def residual_block(structure: FactorStructure, numbering: Numbering, free_variances: bool) -> Block:
    """(p, p) with the declared residual covariances free."""
    p = structure.n_items
    diagonal = numbering.take(p) if free_variances else np.full(p, FIXED)
    pairs = list(structure.residuals)
    return symmetric_block(np.zeros(p), diagonal, pairs, numbering.take(len(pairs)))


def independence(p: int, groups: int = 1) -> Model:
    """The model of unrelated continuous items: means and variances free."""
    numbering = Numbering()
    none: Array = np.empty((0, 0))
    built = []
    for _ in range(groups):
        built.append(
            GroupModel(
                loading=fixed_block(np.empty((p, 0))),
                factor_covariance=fixed_block(none),
                regression=fixed_block(none),
                residual=symmetric_block(np.zeros(p), numbering.take(p), [], np.empty(0, dtype=np.intp)),
                intercept=free_vector(numbering, p),
                factor_mean=fixed_block(np.empty(0)),
                threshold=fixed_block(np.empty(0)),
                threshold_item=np.empty(0, dtype=np.intp),
            )
        )
    return Model(groups=tuple(built), n_parameters=numbering.count)


def with_candidates(model: Model, residual_pairs: list[tuple[int, int]]) -> tuple[Model, int]:
    """The model with every fixed loading and the given residual covariances freed as well.

    Returns
    -------
    tuple of (Model, int)
        The larger model, whose new parameters are numbered behind the old ones: first loadings in row
        order, then residual covariances. Only for single-group models.
    """
    (group,) = model.groups
    numbering = Numbering()
    numbering.take(model.n_parameters)
    loading = group.loading.index.copy()
    fixed = loading < 0
    loading[fixed] = numbering.take(int(fixed.sum()))
    residual = group.residual.index.copy()
    for i, j in residual_pairs:
        residual[i, j] = residual[j, i] = numbering.take()[0]
    larger = replace(
        group,
        loading=Block(fixed=group.loading.fixed, index=loading),
        residual=Block(fixed=group.residual.fixed, index=residual),
    )
    return Model(groups=(larger,), n_parameters=numbering.count), model.n_parameters
