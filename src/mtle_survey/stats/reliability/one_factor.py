"""One-factor model by maximum likelihood, for one or many correlation matrices at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

# Uniquenesses of standardized items are kept above the floor while fitting; a solution that ends this low
# (a communality of .998 or more) is improper.
FLOOR = 1e-3
LOG_FLOOR = math.log(FLOOR)
IMPROPER = 2e-3

MAX_STEPS = 200
GRADIENT_TOLERANCE = 1e-9
SINGULAR = 1e-10
LARGEST_STEP = 1.5
HALVINGS = 12
LEAST_CURVATURE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class OneFactor:
    """One-factor solutions.

    Attributes
    ----------
    loadings : (..., k) float array
        Standardized loadings; their sum is not negative.
    uniquenesses : (..., k) float array
        Unique variances of the standardized items, in [FLOOR, ...).
    discrepancy : (...) float array
        Minimum of log|Sigma| + trace(R Sigma^-1) - log|R| - k.
    converged : (...) bool array
        Whether the gradient vanished.
    proper : (...) bool array
        Whether every uniqueness is positive beyond doubt (no Heywood case).
    """

    loadings: Array
    uniquenesses: Array
    discrepancy: Array
    converged: NDArray[np.bool_]
    proper: NDArray[np.bool_]


def is_singular(R: Array) -> NDArray[np.bool_]:
    """Which correlation matrices are not positive definite.

    Parameters
    ----------
    R : (..., k, k) float array
        Correlation matrices without nan.

    Returns
    -------
    (...) bool array
    """
    return np.asarray(np.linalg.eigvalsh(R)[..., 0] < SINGULAR, dtype=np.bool_)


def fit_one_factor(R: Array, start: Array | None = None) -> OneFactor:
    """Fit one common factor by maximum likelihood.

    Parameters
    ----------
    R : (..., k, k) float array
        Positive definite correlation matrices, k >= 3.
    start : (..., k) or (k,) float array, optional
        Uniquenesses to start from; by default half the reciprocal diagonal of the inverse.

    Returns
    -------
    OneFactor

    Notes
    -----
    For given uniquenesses the best loadings follow from the leading eigenvector of the matrix scaled by
    their square roots, which leaves a function of the log uniquenesses alone. It is minimised by Newton's
    method with the exact Hessian, held above a floor by an active set and shortened where it would climb.

    References
    ----------
    Joreskog (1967). Psychometrika, 32, 443-482. https://doi.org/10.1007/BF02289658
    Clarke (1970). British Journal of Mathematical and Statistical Psychology, 23, 43-52.
    https://doi.org/10.1111/j.2044-8317.1970.tb00433.x
    """
    k = R.shape[-1]
    if k < 3:
        raise ValueError("one factor needs at least 3 items")
    shape = R.shape[:-2]
    matrices = R.reshape(-1, k, k)
    if start is None:
        start = 0.5 / np.diagonal(np.linalg.inv(matrices), axis1=-2, axis2=-1)
    search = _Search(matrices, np.log(np.clip(np.broadcast_to(start, matrices.shape[:-1]), FLOOR, 1.0)))
    for _ in range(MAX_STEPS):
        running = np.flatnonzero(~search.done)
        if not running.size:
            break
        search.step(running)
    eigenvalues, vectors, x = search.values, search.vectors, search.x
    uniquenesses = np.exp(x)
    strength = np.sqrt(np.maximum(eigenvalues[:, -1:] - 1.0, 0.0))
    loadings = np.sqrt(uniquenesses) * vectors[..., -1] * strength
    loadings *= np.where(loadings.sum(axis=-1, keepdims=True) < 0.0, -1.0, 1.0)
    return OneFactor(
        loadings=loadings.reshape(*shape, k),
        uniquenesses=uniquenesses.reshape(*shape, k),
        discrepancy=_discrepancy(eigenvalues).reshape(shape),
        converged=search.done.reshape(shape),
        proper=np.all(uniquenesses > IMPROPER, axis=-1).reshape(shape),
    )


def _scaled_eigen(R: Array, x: Array) -> tuple[Array, Array]:
    scale = np.exp(-0.5 * x)
    values, vectors = np.linalg.eigh(R * scale[:, :, None] * scale[:, None, :])
    return np.asarray(values), np.asarray(vectors)


def _discrepancy(eigenvalues: Array) -> Array:
    rest = np.maximum(eigenvalues[:, :-1], np.finfo(np.float64).tiny)
    return np.asarray((rest - np.log(rest) - 1.0).sum(axis=-1))


class _Search:
    """Newton's method on the log uniquenesses of many matrices, each stopping when it is done."""

    def __init__(self, R: Array, x: Array) -> None:
        self.R = R
        self.x = x
        self.values, self.vectors = _scaled_eigen(R, x)
        self.done = np.zeros(len(R), dtype=np.bool_)

    def step(self, rows: NDArray[np.intp]) -> None:
        """Move the given matrices one step, or mark them as done."""
        x, values, vectors = self.x[rows], self.values[rows], self.vectors[rows]
        rest, others = values[:, :-1], vectors[..., :-1]
        gradient = ((1.0 - rest)[:, None, :] * others**2).sum(axis=-1)
        at_floor = (x <= LOG_FLOOR) & (gradient > 0.0)
        gradient = np.where(at_floor, 0.0, gradient)
        done = np.abs(gradient).max(axis=-1) < GRADIENT_TOLERANCE
        self.done[rows] = done
        moving = ~done
        hessian = _hessian(rest[moving], values[moving, -1], others[moving], vectors[moving][..., -1])
        direction = _descent_step(hessian, gradient[moving], at_floor[moving])
        self._move(rows[moving], x[moving], direction)

    def _move(self, rows: NDArray[np.intp], x: Array, direction: Array) -> None:
        """Take the longest of the halved steps that does not climb."""
        before = _discrepancy(self.values[rows])
        length = 1.0
        for _ in range(HALVINGS):
            if not rows.size:
                return
            trial = np.maximum(x + length * direction, LOG_FLOOR)
            values, vectors = _scaled_eigen(self.R[rows], trial)
            better = _discrepancy(values) <= before + 1e-12
            self.x[rows[better]] = trial[better]
            self.values[rows[better]], self.vectors[rows[better]] = values[better], vectors[better]
            rows, x, direction, before = rows[~better], x[~better], direction[~better], before[~better]
            length *= 0.5


def _hessian(rest: Array, leading: Array, others: Array, first: Array) -> Array:
    """Second derivatives with respect to the log uniquenesses."""
    projector = others @ others.swapaxes(-1, -2)
    weighted = (others * rest[:, None, :]) @ others.swapaxes(-1, -2)
    gap = np.maximum(leading[:, None] - rest, 1e-8)
    curvature = (1.0 - rest) * (leading[:, None] + rest) / gap
    mixed = (others * curvature[:, None, :]) @ others.swapaxes(-1, -2)
    return np.asarray(weighted * projector + first[:, :, None] * first[:, None, :] * mixed)


def _descent_step(hessian: Array, gradient: Array, fixed: NDArray[np.bool_]) -> Array:
    """Newton step for the free variables; where that would climb, curvature is made positive first."""
    k = gradient.shape[-1]
    free = ~fixed[:, :, None] & ~fixed[:, None, :]
    curved = np.where(free, hessian, 0.0) + np.eye(k) * (fixed[:, None, :] + LEAST_CURVATURE)
    step = -np.linalg.solve(curved, gradient[:, :, None])[..., 0]
    climbs = (step * gradient).sum(axis=-1) >= 0.0
    if climbs.any():
        values, vectors = np.linalg.eigh(curved[climbs])
        along = (vectors.swapaxes(-1, -2) @ gradient[climbs][:, :, None])[..., 0]
        upright = np.maximum(np.abs(values), LEAST_CURVATURE)
        step[climbs] = -(vectors @ (along / upright)[:, :, None])[..., 0]
    longest = np.abs(step).max(axis=-1, keepdims=True)
    return np.asarray(step * np.minimum(1.0, LARGEST_STEP / np.maximum(longest, 1e-300)))
