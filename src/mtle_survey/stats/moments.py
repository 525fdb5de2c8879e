"""Sufficient statistics of complete response matrices."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

# A variance this small beside the largest one is rounding error of the sums, not a varying item.
NO_VARIANCE = 1e-12
PART = 50_000  # rows that are centred at a time


def complete_matrix(x: Array) -> Array:
    """Return ``x`` as a float matrix, refusing anything that is not complete and two-dimensional.

    Parameters
    ----------
    x : (n, k) array_like
        Responses; rows are respondents, columns items.

    Raises
    ------
    ValueError
        If ``x`` is not two-dimensional or holds a value that is not finite: the caller decides
        about missing responses, so that ``n`` is always the number of rows used.
    """
    matrix = np.asarray(x, dtype=np.float64)
    if matrix.ndim != 2:
        raise ValueError(f"expected a matrix of respondents by items, got {matrix.ndim} dimension(s)")
    if not all(np.isfinite(part).all() for part in _parts(matrix)):
        raise ValueError("expected complete rows; remove rows with missing values first")
    return matrix


def covariance(x: Array) -> Array:
    """Covariance matrix of complete responses, denominator n - 1.

    Parameters
    ----------
    x : (n, k) float array
        Complete responses, n >= 2.

    Returns
    -------
    (k, k) float array
        Rows and columns of constant items are exactly zero.
    """
    matrix = complete_matrix(x)
    n = matrix.shape[0]
    if n < 2:
        raise ValueError("a covariance needs at least 2 rows")
    mean, constant = matrix.mean(axis=0), np.ptp(matrix, axis=0) == 0
    products = np.zeros((matrix.shape[1], matrix.shape[1]))
    for part in _parts(matrix):
        centred = part - mean
        centred[:, constant] = 0.0
        products += centred.T @ centred
    return np.asarray(products / (n - 1), dtype=np.float64)


def _parts(matrix: Array) -> Iterator[Array]:
    """Some rows at a time, so that what is computed from them needs no memory of its own size."""
    return (matrix[start : start + PART] for start in range(0, len(matrix), PART))


def sample_moments(x: Array) -> tuple[Array, int]:
    """Covariance matrix and number of rows; with fewer than 2 rows the matrix is zero."""
    matrix = complete_matrix(x)
    n, k = matrix.shape
    return (covariance(matrix) if n >= 2 else np.zeros((k, k))), n


def is_constant(S: Array) -> NDArray[np.bool_]:
    """Which items of a covariance matrix have no variance.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices.

    Returns
    -------
    (..., k) bool array
    """
    variances = np.diagonal(S, axis1=-2, axis2=-1)
    largest = variances.max(axis=-1, keepdims=True)
    return np.asarray(variances <= NO_VARIANCE * largest, dtype=np.bool_)


def correlation(S: Array) -> Array:
    """Correlation matrices of covariance matrices; nan where an item is constant.

    Parameters
    ----------
    S : (..., k, k) float array
        Covariance matrices.

    Returns
    -------
    (..., k, k) float array
        With an exact unit diagonal for items that vary.
    """
    variances = np.where(is_constant(S), np.nan, np.diagonal(S, axis1=-2, axis2=-1))
    sd = np.sqrt(variances)
    R = S / (sd[..., :, None] * sd[..., None, :])
    k = S.shape[-1]
    diagonal = np.arange(k)
    R[..., diagonal, diagonal] = np.where(np.isnan(variances), np.nan, 1.0)
    return np.asarray(R, dtype=np.float64)
