"""The likelihood of a latent correlation given two-way tables, for many tables at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.bivariate_normal import (
    FAR,
    bivariate_normal_cdf,
    bivariate_normal_pdf,
)

LARGEST = 0.999  # a correlation beyond this is reported as standing at the boundary
TINY = 1e-300
TOLERANCE = 1e-10
MOST_STEPS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFit:
    """Correlations that maximise the likelihood of their tables.

    Attributes
    ----------
    rho : (P,) float array
        The estimates.
    boundary : (P,) bool array
        Where the likelihood still rises at the largest correlation allowed (.999 in size).
    """

    rho: Array
    boundary: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def corner_probabilities(rows: Array, columns: Array, rho: Array) -> Array:
    """Probability below each pair of category limits.

    Parameters
    ----------
    rows, columns : (P, C + 1) float arrays
        Category limits of the two items, -inf first, padded with +inf.
    rho : (P,) float array
        Latent correlations.

    Returns
    -------
    Array
        (P, C + 1, C + 1).
    """
    corners = np.zeros((rho.size, rows.shape[1], columns.shape[1]))
    inner_rows, inner_columns = rows[:, 1:-1], columns[:, 1:-1]
    corners[:, 1:-1, 1:-1] = bivariate_normal_cdf(
        inner_rows[:, :, None], inner_columns[:, None, :], rho[:, None, None]
    )
    corners[:, 1:-1, -1] = special.ndtr(inner_rows)
    corners[:, -1, 1:-1] = special.ndtr(inner_columns)
    corners[:, -1, -1] = 1.0
    return corners


def cells(corners: Array) -> Array:
    """Differences over the four corners of each cell: (P, C + 1, C + 1) to (P, C, C)."""
    return np.asarray(corners[:, 1:, 1:] - corners[:, :-1, 1:] - corners[:, 1:, :-1] + corners[:, :-1, :-1])


def cell_probabilities(rows: Array, columns: Array, rho: Array) -> Array:
    """Probability of every cell, (P, C, C); never below 1e-300."""
    return np.maximum(cells(corner_probabilities(rows, columns, rho)), TINY)


def cell_slopes(rows: Array, columns: Array, rho: Array) -> tuple[Array, Array]:
    """First and second derivative of the cell probabilities in the correlation, each (P, C, C).

    The derivative of the distribution function is the density (Plackett, 1954).
    """
    a = np.clip(rows[:, 1:-1], -FAR, FAR)[:, :, None]
    b = np.clip(columns[:, 1:-1], -FAR, FAR)[:, None, :]
    r = rho[:, None, None]
    rest = 1.0 - r * r
    density = bivariate_normal_pdf(a, b, r)
    bend = density * (r / rest + (a * b * (1.0 + r * r) - r * (a * a + b * b)) / (rest * rest))
    return cells(_bordered(density)), cells(_bordered(bend))


def _bordered(inner: Array) -> Array:
    """Zeros around (P, C - 1, C - 1) values: at infinite limits the density is nil."""
    return np.pad(inner, ((0, 0), (1, 1), (1, 1)))


def fit_pairs(
    counts: Array, rows: Array, columns: Array, start: Array, tolerance: float = TOLERANCE
) -> PairFit:
    """Maximise each table's likelihood in its correlation, thresholds held.

    Parameters
    ----------
    counts : (P, C, C) float array
        Two-way tables.
    rows, columns : (P, C + 1) float arrays
        Category limits.
    start : (P,) float array
        Starting correlations inside (-1, 1).
    tolerance : float
        Largest last step on Fisher's z.

    Returns
    -------
    PairFit
        Converged estimates.

    Notes
    -----
    Newton's method on Fisher's z, with expected in place of observed curvature where the latter is not
    negative, and bisection whenever a step leaves the interval that the gradient's sign has bracketed.
    """
    edge = float(np.arctanh(LARGEST))
    z = np.clip(np.arctanh(np.clip(start, -0.95, 0.95)), -edge, edge)
    low, high = np.full(z.size, -edge), np.full(z.size, edge)
    total = np.maximum(counts.sum(axis=(1, 2)), 1.0)
    active = np.arange(z.size)
    for _ in range(MOST_STEPS):
        rho = np.tanh(z[active])
        slope, curvature = _score(counts[active], rows[active], columns[active], rho)
        rising = slope > 0
        low[active[rising]] = z[active[rising]]
        high[active[~rising]] = z[active[~rising]]
        target = z[active] - slope / np.minimum(curvature, -TINY)
        inside = (target >= low[active]) & (target <= high[active])
        midpoint = (low[active] + high[active]) / 2.0
        step = np.where(inside, target, midpoint) - z[active]
        z[active] += step
        settled = (np.abs(step) < tolerance) | (np.abs(slope) < tolerance * total[active])
        active = active[~settled]
        if active.size == 0:
            break
    return PairFit(rho=np.tanh(z), boundary=np.abs(z) > edge - 1e-6)


def _score(counts: Array, rows: Array, columns: Array, rho: Array) -> tuple[Array, Array]:
    """Slope and curvature of the log-likelihood on Fisher's z, each (P,)."""
    probability = cell_probabilities(rows, columns, rho)
    first, second = cell_slopes(rows, columns, rho)
    ratio = first / probability
    slope = (counts * ratio).sum(axis=(1, 2))
    squares = (counts * ratio * ratio).sum(axis=(1, 2))
    bend = (counts * (second / probability)).sum(axis=(1, 2)) - squares
    scale = 1.0 - rho * rho
    curvature = bend * scale * scale - 2.0 * rho * scale * slope
    curvature = np.where(curvature < 0, curvature, -squares * scale * scale)
    return slope * scale, curvature
