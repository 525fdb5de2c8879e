"""Small matrix helpers shared by the kernels of structure."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array

SINGULAR = 1e-10  # a smallest eigenvalue below this share of the mean eigenvalue counts as zero


def correlation_matrix(R: ArrayLike) -> Array:
    """Check and return a (p, p) correlation matrix; ValueError if it is none or has missing entries."""
    matrix = np.asarray(R, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError("a correlation matrix must be square")
    if np.isnan(matrix).any():
        raise ValueError("the correlation matrix has missing entries: leave those items out")
    if not np.allclose(matrix, matrix.T, atol=1e-8) or not np.allclose(np.diag(matrix), 1.0, atol=1e-8):
        raise ValueError("a correlation matrix must be symmetric with ones on its diagonal")
    return matrix


def inverse(matrix: Array) -> Array:
    """The inverse of a (..., m, m) array."""
    return np.asarray(np.linalg.inv(matrix), dtype=float)


def is_singular(matrix: Array) -> bool:
    """Whether a symmetric matrix is not positive definite to working precision."""
    values = np.linalg.eigvalsh(matrix)
    return bool(values[0] < SINGULAR * max(float(values.mean()), 1e-300))


def symmetric_power(matrix: Array, power: float) -> Array:
    """A power of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * values**power) @ vectors.T)


def squared_multiple_correlations(R: Array) -> Array:
    """(..., p) share of each variable's variance that the others explain; R (..., p, p) invertible."""
    return np.asarray(1.0 - 1.0 / np.diagonal(np.linalg.inv(R), axis1=-2, axis2=-1))
