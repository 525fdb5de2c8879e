"""One-factor model by least squares, for one or many correlation matrices at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

MOST_STEPS = 200
GRADIENT_TOLERANCE = 1e-9
ROUNDING = 1e-13  # a discrepancy that rises by less has not risen
FIRST_DAMPING = 1e-3
LEAST_DAMPING = 1e-12
MOST_DAMPING = 1e8


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastSquaresFactor:
    """One-factor solutions.

    Attributes
    ----------
    loadings : (..., k) float array
        Standardized loadings; their sum is not negative. Nothing keeps them below 1.
    discrepancy : (...) float array
        Weighted sum of squared residual correlations, each pair once.
    converged : (...) bool array
        Whether the gradient vanished.
    """

    loadings: Array
    discrepancy: Array
    converged: NDArray[np.bool_]


def one_factor_least_squares(
    R: Array, weights: Array | None = None, start: Array | None = None
) -> LeastSquaresFactor:
    """Fit one common factor to correlations by (diagonally weighted) least squares.

    Unlike maximum likelihood it takes correlation matrices that are not positive definite, as polychoric
    ones may be.

    Parameters
    ----------
    R : (..., k, k) float array
        Correlations, k >= 3.
    weights : (k, k) float array, optional
        Weight of each residual, such as one over the sampling variance of its correlation (diagonally
        weighted least squares, DWLS); by default all alike (unweighted, ULS). The diagonal is ignored.
    start : (k,) float array, optional
        Loadings to start from; by default the square roots of the mean correlations of each item.

    Returns
    -------
    LeastSquaresFactor

    Notes
    -----
    Levenberg's damped Gauss-Newton method on sum of w_ij (r_ij - l_i l_j)^2 over pairs. With thresholds
    that are not restricted it is the DWLS estimator of R's lavaan.

    References
    ----------
    Muthen, du Toit & Spisic (1997). Robust inference using weighted least squares and quadratic estimating
    equations in latent variable modeling with categorical and continuous outcomes. Unpublished manuscript.
    """
    k = R.shape[-1]
    if k < 3:
        raise ValueError("one factor needs at least 3 items")
    matrices = R.reshape(-1, k, k)
    apart = 1.0 - np.eye(k)
    W = apart if weights is None else apart * weights / weights[~np.eye(k, dtype=bool)].mean()
    loadings = np.array(
        np.broadcast_to(_start(matrices, apart) if start is None else start, matrices.shape[:2]),
        dtype=np.float64,
    )
    damping = np.full(len(matrices), FIRST_DAMPING)
    objective = _discrepancy(matrices, W, loadings)
    done = np.zeros(len(matrices), dtype=np.bool_)
    for _ in range(MOST_STEPS):
        rows = np.flatnonzero(~done & (damping < MOST_DAMPING))
        if not rows.size:
            break
        gradient, curvature = _slopes(matrices[rows], W, loadings[rows])
        done[rows] = np.abs(gradient).max(axis=-1) < GRADIENT_TOLERANCE
        diagonal = np.diagonal(curvature, axis1=-2, axis2=-1)
        damped = curvature + (damping[rows, None] * diagonal)[:, :, None] * np.eye(k)
        trial = loadings[rows] - np.linalg.solve(damped, gradient[:, :, None])[..., 0]
        reached = _discrepancy(matrices[rows], W, trial)
        better = (reached <= objective[rows] + ROUNDING) & ~done[rows]
        loadings[rows[better]], objective[rows[better]] = trial[better], reached[better]
        damping[rows] = np.where(
            better, np.maximum(damping[rows] / 10.0, LEAST_DAMPING), damping[rows] * 10.0
        )
    loadings *= np.where(loadings.sum(axis=-1, keepdims=True) < 0.0, -1.0, 1.0)
    return LeastSquaresFactor(
        loadings=loadings.reshape(R.shape[:-1]),
        discrepancy=objective.reshape(R.shape[:-2]),
        converged=done.reshape(R.shape[:-2]),
    )


def _start(R: Array, apart: Array) -> Array:
    mean: Array = (R * apart).sum(axis=-1) / (R.shape[-1] - 1)
    return np.sqrt(np.clip(mean, 0.05, 0.9))


def _discrepancy(R: Array, W: Array, loadings: Array) -> Array:
    residual = R - loadings[:, :, None] * loadings[:, None, :]
    return np.asarray((W * residual**2).sum(axis=(-2, -1)) / 2.0)


def _slopes(R: Array, W: Array, loadings: Array) -> tuple[Array, Array]:
    """Gradient of half the discrepancy, and its curvature without the residuals' own."""
    product = loadings[:, :, None] * loadings[:, None, :]
    gradient = -((W * (R - product)) @ loadings[:, :, None])[..., 0]
    curvature = W * product
    diagonal = np.arange(R.shape[-1])
    curvature[:, diagonal, diagonal] = (loadings**2) @ W
    return gradient, curvature
