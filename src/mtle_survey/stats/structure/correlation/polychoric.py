"""Polychoric correlations of all item pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.cross_tables import (
    CrossTables,
    cross_tables_of_responses,
)
from mtle_survey.stats.structure.correlation.pair_likelihood import fit_pairs
from mtle_survey.stats.structure.correlation.thresholds import category_limits, thresholds

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polychoric:
    """Latent correlations of ordered items.

    Attributes
    ----------
    R : (p, p) float array
        Correlations; nan in the rows of an item that cannot have any.
    thresholds : tuple of p float arrays
        Where each item's used categories cut its latent response.
    categories : tuple of p int arrays
        The used response codes of each item.
    n_pairs : (p, p) float array
        Respondents behind each correlation; the diagonal counts those who answered the item.
    zero_cells : (p, p) int array
        Empty cells in each pair's table.
    corrected : (p, p) bool array
        2 x 2 tables with one empty cell, to which one half was added with the margins kept.
    boundary : (p, p) bool array
        Correlations that stand at the limit of what is estimated.
    n : int
        Rows of the data.
    unavailable : tuple of p str
        Why an item has no correlations; empty where it has.
    """

    R: Array
    thresholds: tuple[Array, ...]
    categories: tuple[NDArray[np.int64], ...]
    n_pairs: Array
    zero_cells: NDArray[np.int64]
    corrected: Bools
    boundary: Bools
    n: int
    unavailable: tuple[str, ...]


def polychoric(x: ArrayLike) -> Polychoric:
    """Polychoric correlations of all pairs of ordered items, in two steps.

    The correlation of the continuous responses that are thought to lie behind the categories.

    Parameters
    ----------
    x : (n, p) array of whole numbers
        Response codes, nan where missing; a pair uses everyone who answered both its items.

    Returns
    -------
    Polychoric
        Correlations in [-.999, .999].

    Not available when
    ------------------
    An item has fewer than two used categories, or nobody answered both items of a pair: those entries
    are nan, and no other entry moves.

    Notes
    -----
    Thresholds are the normal quantiles of each item's own cumulative shares; each correlation then
    maximises the likelihood of its table. One half is added to the empty cell of a 2 x 2 table (margins
    kept), nothing to larger tables. A declared but unused category makes no threshold. Checked against R
    lavaan::lavCor: tests/oracle/R/correlation.R.

    References
    ----------
    Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient.
    Psychometrika, 44, 443-460. https://doi.org/10.1007/BF02296207
    """
    return polychoric_from_tables(cross_tables_of_responses(x))


def polychoric_from_tables(tables: CrossTables) -> Polychoric:
    """Polychoric correlations from two-way tables alone; see :func:`polychoric`."""
    p = len(tables.margins)
    sizes = np.array([margin.size for margin in tables.margins])
    cuts = tuple(thresholds(margin) if margin.size > 1 else np.empty(0) for margin in tables.margins)
    first, second = np.triu_indices(p, 1)
    fitted = (sizes[first] > 1) & (sizes[second] > 1) & (tables.n_pairs > 0)
    limits = category_limits(cuts, tables.counts.shape[1])
    counts, halved = _without_empty_cell(tables.counts, sizes[first], sizes[second])
    fit = fit_pairs(
        counts[fitted], limits[first[fitted]], limits[second[fitted]], pearson_of_tables(counts[fitted])
    )
    rho = np.full(first.size, np.nan)
    rho[fitted] = fit.rho
    edge = np.zeros(first.size, dtype=bool)
    edge[fitted] = fit.boundary
    R = symmetric(rho, p, 1.0)
    R[sizes < 2] = R[:, sizes < 2] = np.nan
    n_pairs = symmetric(tables.n_pairs, p, 0.0)
    np.fill_diagonal(n_pairs, [margin.sum() for margin in tables.margins])
    return Polychoric(
        R=R,
        thresholds=cuts,
        categories=tables.categories,
        n_pairs=n_pairs,
        zero_cells=symmetric(_empty_cells(tables.counts, sizes[first], sizes[second]), p, 0).astype(np.int64),
        corrected=symmetric(halved, p, 0.0) > 0,
        boundary=symmetric(edge, p, 0.0) > 0,
        n=tables.n,
        unavailable=tuple(_reason(size) for size in sizes),
    )


def symmetric(upper: ArrayLike, p: int, diagonal: float) -> Array:
    """A (p, p) symmetric matrix from the p(p-1)/2 entries above its diagonal, in row order."""
    matrix = np.full((p, p), float(diagonal))
    first, second = np.triu_indices(p, 1)
    matrix[first, second] = matrix[second, first] = np.asarray(upper, dtype=float)
    return matrix


def pearson_of_tables(counts: Array) -> Array:
    """(P,) Pearson correlations of category positions: the starting values."""
    position = np.arange(counts.shape[1], dtype=float)
    share = counts / np.maximum(counts.sum(axis=(1, 2), keepdims=True), 1.0)
    rows, columns = share.sum(axis=2), share.sum(axis=1)
    mean_row, mean_column = rows @ position, columns @ position
    variance_row = rows @ position**2 - mean_row**2
    variance_column = columns @ position**2 - mean_column**2
    product = np.einsum("pab,a,b->p", share, position, position) - mean_row * mean_column
    return np.asarray(product / np.sqrt(np.maximum(variance_row * variance_column, 1e-12)))


def _without_empty_cell(counts: Array, rows: Array, columns: Array) -> tuple[Array, Bools]:
    """Add one half to the single empty cell of 2 x 2 tables and take it from its neighbours."""
    small = (rows == 2) & (columns == 2)
    if not small.any():
        return counts, small
    square = counts[:, :2, :2]
    single = small & ((square == 0).sum(axis=(1, 2)) == 1)
    on_diagonal = single & ((square[:, 0, 0] == 0) | (square[:, 1, 1] == 0))
    sign = np.where(on_diagonal, 0.5, -0.5) * single
    adjusted = counts.copy()
    adjusted[:, :2, :2] += sign[:, None, None] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    return adjusted, single


def _empty_cells(counts: Array, rows: Array, columns: Array) -> NDArray[np.int64]:
    return np.asarray(rows * columns - (counts > 0).sum(axis=(1, 2)), dtype=np.int64)


def _reason(size: int) -> str:
    if size == 0:
        return "nobody answered this item"
    if size == 1:
        return "everyone who answered chose the same category; two used categories are needed"
    return ""
