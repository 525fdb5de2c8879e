"""Sampling covariance of thresholds and polychoric correlations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.cross_tables import (
    CategoryCodes,
    CrossTables,
    category_codes,
    cross_tables,
)
from mtle_survey.stats.structure.correlation.pair_likelihood import cell_probabilities, cell_slopes
from mtle_survey.stats.structure.correlation.polychoric import (
    Polychoric,
    polychoric_from_tables,
    symmetric,
)
from mtle_survey.stats.structure.correlation.thresholds import category_limits

CHUNK = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalMoments:
    """Thresholds and polychoric correlations with their sampling covariance.

    Attributes
    ----------
    polychoric : Polychoric
        The correlations and thresholds.
    statistics : (q,) float array
        All thresholds, item by item, then the correlations of pairs (0,1), (0,2) … in row order.
    gamma : (q, q) float array
        n times the sampling covariance of ``statistics``.
    threshold_item : (t,) int array
        Which item each threshold belongs to.
    n : int
        Rows of the data.
    """

    polychoric: Polychoric
    statistics: Array
    gamma: Array
    threshold_item: NDArray[np.int64]
    n: int

    @property
    def n_thresholds(self) -> int:
        """How many of the statistics are thresholds."""
        return int(self.threshold_item.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Influence:
    """What one answer, or one pair of answers, moves each estimate by."""

    item: tuple[Array, ...]  # p arrays (c_j, c_j - 1): category to thresholds
    pair: Array  # (P, C + 1, C + 1): cell to correlation; the last row and column stand for missing


def ordinal_moments(x: ArrayLike) -> OrdinalMoments:
    """Thresholds, polychoric correlations and their full sampling covariance.

    What weighted least squares for ordered items needs.

    Parameters
    ----------
    x : (n, p) array of whole numbers
        Response codes, nan where missing. Every item must use at least two categories and every pair
        must have been answered by somebody; otherwise ValueError.

    Returns
    -------
    OrdinalMoments
        Statistics and ``gamma`` in the order thresholds, then correlations.

    Notes
    -----
    The sandwich of the two-step estimating equations, with cross-products of scores in place of expected
    information (as lavaan does). Checked against R lavaan: tests/oracle/R/correlation.R.

    References
    ----------
    Muthén, B. (1984). A general structural equation model with dichotomous, ordered categorical, and
    continuous latent variable indicators. Psychometrika, 49, 115-132. https://doi.org/10.1007/BF02294210
    """
    coded = category_codes(x)
    tables = cross_tables(coded)
    estimate = polychoric_from_tables(tables)
    if np.isnan(estimate.R).any():
        raise ValueError("every item needs two used categories and every pair an answer: leave others out")
    influence = _influence(tables, estimate)
    gamma = tables.n * _cross_product(coded, influence)
    first, second = np.triu_indices(len(tables.margins), 1)
    return OrdinalMoments(
        polychoric=estimate,
        statistics=np.concatenate([*estimate.thresholds, estimate.R[first, second]]),
        gamma=gamma,
        threshold_item=np.repeat(np.arange(len(tables.margins)), [c.size for c in estimate.thresholds]),
        n=tables.n,
    )


def polychoric_std_errors(x: ArrayLike) -> Array:
    """Standard errors of polychoric correlations.

    Parameters
    ----------
    x : (n, p) array of whole numbers
        Response codes, nan where missing.

    Returns
    -------
    Array
        (p, p), 0 on the diagonal, nan where a correlation is nan.

    Notes
    -----
    The square roots of the diagonal of :func:`ordinal_moments`' sampling covariance: they include the
    uncertainty of the thresholds.
    """
    data = np.asarray(x, dtype=float)
    coded = category_codes(data)
    usable = np.array([c.size > 1 for c in coded.categories])
    errors = np.full((data.shape[1], data.shape[1]), np.nan)
    if usable.sum() > 1:
        moments = ordinal_moments(data[:, usable])
        variance = np.diag(moments.gamma)[moments.n_thresholds :] / moments.n
        errors[np.ix_(usable, usable)] = symmetric(np.sqrt(variance), int(usable.sum()), 0.0)
    return errors


def polychoric_variances(tables: CrossTables, estimate: Polychoric) -> Array:
    """Sampling variances of polychoric correlations, from two-way tables alone.

    The diagonal of :func:`ordinal_moments`' sampling covariance: what an answer moves a correlation by
    depends on the cell it falls into, so the table of a pair is enough.

    Parameters
    ----------
    tables : CrossTables
        Of complete responses; every item uses at least two categories.
    estimate : Polychoric
        The correlations of these tables.

    Returns
    -------
    (P,) float array
        One for each pair i < j in row order.
    """
    influence = _influence(tables, estimate)
    widest = tables.counts.shape[1]
    moved = np.where(tables.counts > 0, influence.pair[:, :widest, :widest], 0.0)  # nobody in a cell moves it
    return np.asarray((tables.counts * moved**2).sum(axis=(1, 2)))


def _influence(tables: CrossTables, estimate: Polychoric) -> _Influence:
    p = len(tables.margins)
    first, second = np.triu_indices(p, 1)
    widest = tables.counts.shape[1]
    limits = category_limits(estimate.thresholds, widest)
    rho = estimate.R[first, second]
    rows, columns = limits[first], limits[second]
    probability = cell_probabilities(rows, columns, rho)
    score = cell_slopes(rows, columns, rho)[0] / probability
    weighted = tables.counts * score
    item = tuple(
        _threshold_influence(margin, cut)
        for margin, cut in zip(tables.margins, estimate.thresholds, strict=True)
    )
    information = (weighted * score).sum(axis=(1, 2))
    by_row = _score_of_limits(rows, columns, rho, probability)
    by_column = _score_of_limits(columns, rows, rho, probability.swapaxes(1, 2)).swapaxes(2, 3)
    cross_row = np.einsum("pab,ptab->pt", weighted, by_row)
    cross_column = np.einsum("pab,ptab->pt", weighted, by_column)
    padded = np.zeros((p, widest, widest - 1))
    for j, table in enumerate(item):
        padded[j, : table.shape[0], : table.shape[1]] = table
    through_row = np.einsum("pat,pt->pa", padded[first], cross_row)
    through_column = np.einsum("pbt,pt->pb", padded[second], cross_column)
    pair = np.zeros((first.size, widest + 1, widest + 1))
    pair[:, :widest, :widest] = score
    pair[:, :widest, :] -= through_row[:, :, None]
    pair[:, :, :widest] -= through_column[:, None, :]
    return _Influence(item=item, pair=pair / information[:, None, None])


def _threshold_influence(margin: Array, cut: Array) -> Array:
    """(c, c - 1): how a further answer in a category moves each threshold."""
    n = float(margin.sum())
    share = np.cumsum(margin)[:-1] / n
    below = np.arange(margin.size)[:, None] <= np.arange(cut.size)[None, :]
    density = np.exp(-cut * cut / 2.0) / np.sqrt(2.0 * np.pi)
    return np.asarray((below - share) / density / n)


def _score_of_limits(rows: Array, columns: Array, rho: Array, probability: Array) -> Array:
    """Derivative of log cell probabilities in the row thresholds: (P, C - 1, C, C)."""
    widest = rows.shape[1] - 1
    inner = rows[:, 1:widest]
    finite = np.isfinite(inner)
    at = np.where(finite, inner, 0.0)
    density = np.where(finite, np.exp(-at * at / 2.0) / np.sqrt(2.0 * np.pi), 0.0)
    spread = np.sqrt(1.0 - rho * rho)[:, None, None]
    conditional = special.ndtr((columns[:, None, :] - rho[:, None, None] * at[:, :, None]) / spread)
    slope = density[:, :, None] * np.diff(conditional, axis=2)
    scores = np.zeros((rho.size, widest - 1, widest, widest))
    for t in range(widest - 1):
        scores[:, t, t, :] = slope[:, t] / probability[:, t, :]
        scores[:, t, t + 1, :] = -slope[:, t] / probability[:, t + 1, :]
    return scores


def _cross_product(coded: CategoryCodes, influence: _Influence) -> Array:
    """Sum over respondents of the outer product of their influences."""
    p = coded.codes.shape[1]
    first, second = np.triu_indices(p, 1)
    width = influence.pair.shape[1]
    flat = influence.pair.reshape(first.size, width * width)
    item = [np.vstack([table, np.zeros(table.shape[1])]) for table in influence.item]
    size = sum(table.shape[1] for table in item) + first.size
    total = np.zeros((size, size))
    for start in range(0, coded.codes.shape[0], CHUNK):
        codes = coded.codes[start : start + CHUNK]
        cell = np.where(codes < 0, width - 1, codes)
        thresholds = [item[j][codes[:, j]] for j in range(p)]
        pairs = flat[np.arange(first.size), cell[:, first] * width + cell[:, second]]
        moved = np.hstack([*thresholds, pairs])
        total += moved.T @ moved
    return total
