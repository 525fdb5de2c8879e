"""One factor of ordered items by diagonally weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array

MAX_STEPS = 500
TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalFactor:
    """A one-factor solution of polychoric correlations.

    Attributes
    ----------
    loadings : (k,) float array
        Standardized loadings; their sum is not negative. May exceed 1 in absolute value.
    converged : bool
        Whether the loadings stopped moving.
    """

    loadings: Array
    converged: bool


def fit_ordinal_factor(R: Array, variances: Array) -> OrdinalFactor:
    """Fit one factor to polychoric correlations, each weighted by how precisely it is known.

    Parameters
    ----------
    R : (k, k) float array
        Polychoric correlations, k >= 3.
    variances : (k, k) float array
        Their sampling variances; only off-diagonal entries are used.

    Returns
    -------
    OrdinalFactor

    Notes
    -----
    Minimises the sum over pairs of (r_ij - l_i l_j)^2 / variance_ij, as lavaan's DWLS does for ordered items
    with saturated thresholds. Levenberg and Marquardt's method.

    References
    ----------
    Muthen, du Toit & Spisic (1997). Robust inference using weighted least squares and quadratic estimating
    equations in latent variable modeling with categorical and continuous outcomes. Unpublished manuscript.
    """
    k = R.shape[0]
    if k < 3:
        raise ValueError("one factor needs at least 3 items")
    rows, columns = np.triu_indices(k, 1)
    root = 1.0 / np.sqrt(variances[rows, columns])
    root /= root.max()
    target = R[rows, columns]
    loadings = _start(R)

    def residuals(point: Array) -> Array:
        return np.asarray(root * (target - point[rows] * point[columns]))

    jacobian = np.zeros((rows.size, k))
    pairs = np.arange(rows.size)
    current, damping = residuals(loadings), 1e-3
    for _ in range(MAX_STEPS):
        jacobian[pairs, rows] = -root * loadings[columns]
        jacobian[pairs, columns] = -root * loadings[rows]
        curvature = jacobian.T @ jacobian
        gradient = jacobian.T @ current
        step = np.linalg.solve(curvature + damping * np.eye(k), -gradient)
        if np.abs(step).max() < TOLERANCE:
            return OrdinalFactor(loadings=_oriented(loadings), converged=True)
        trial = residuals(loadings + step)
        if trial @ trial <= current @ current:
            loadings, current, damping = loadings + step, trial, damping / 4.0
        else:
            damping *= 8.0
    return OrdinalFactor(loadings=_oriented(loadings), converged=False)


def _start(R: Array) -> Array:
    values, vectors = np.linalg.eigh(R)
    return np.asarray(vectors[:, -1] * np.sqrt(values[-1]) * 0.9)


def _oriented(loadings: Array) -> Array:
    return -loadings if loadings.sum() < 0.0 else loadings
