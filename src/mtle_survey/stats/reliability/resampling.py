"""Bootstrap resamples of a covariance matrix by sufficient statistics, and influence on functions of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.moments import complete_matrix, covariance
from mtle_survey.stats.resampled_sums import resampled_sums

CoefficientOfCovariance = Callable[[Array], Array]

# Relative step of the numerical derivatives of a coefficient by the elements of the covariance matrix.
DERIVATIVE_STEP = 1e-4


def cluster_codes(clusters: ArrayLike | None, n: int) -> NDArray[np.intp]:
    """Number the independent units 0, 1, ... in sorted order; each row is its own unit without clusters.

    Parameters
    ----------
    clusters : (n,) array_like or None
        The cluster of each row.
    n : int
        Rows.

    Returns
    -------
    (n,) int array
    """
    if clusters is None:
        return np.arange(n, dtype=np.intp)
    labels = np.asarray(clusters)
    if labels.shape != (n,):
        raise ValueError(f"expected one cluster for each of {n} rows, got shape {labels.shape}")
    return np.asarray(np.unique(labels, return_inverse=True)[1], dtype=np.intp)


def resampled_covariances(x: Array, draws: int, seed: int, clusters: ArrayLike | None = None) -> Array:
    """Covariance matrices of bootstrap resamples.

    Parameters
    ----------
    x : (n, k) float array
        Complete responses.
    draws : int
        Resamples.
    seed : int
        Seed of numpy's default generator; the same seed gives the same resamples on any machine.
    clusters : (n,) array_like, optional
        Cluster of each row. Whole clusters are drawn, so that the number of rows varies between resamples.

    Returns
    -------
    (draws, k, k) float array
        Denominator rows - 1; nan where a resample has fewer than 2 rows.

    Notes
    -----
    A resample is a vector of counts, and its sums of scores and of products are those counts times the
    units' own sums. Scores are shifted by a whole number first, so that sums of whole-number responses are
    exact and do not depend on the order in which a machine adds.
    """
    matrix = complete_matrix(x)
    n, k = matrix.shape
    rows, columns = np.triu_indices(k)
    shifted = matrix - np.rint(matrix.mean(axis=0))
    per_row = np.column_stack([np.ones(n), shifted, shifted[:, rows] * shifted[:, columns]])
    per_unit = per_row if clusters is None else _cluster_sums(per_row, cluster_codes(clusters, n))
    sums = resampled_sums(per_unit, draws, seed)
    totals = sums[:, 1 : k + 1]
    size = sums[:, 0]
    cross = sums[:, k + 1 :] - totals[:, rows] * totals[:, columns] / size[:, None]
    upper = cross / np.where(size > 1.0, size - 1.0, np.nan)[:, None]
    result = np.empty((draws, k, k))
    result[:, rows, columns] = upper
    result[:, columns, rows] = upper
    return result


def _cluster_sums(per_row: Array, codes: NDArray[np.intp]) -> Array:
    sums = np.zeros((int(codes.max()) + 1, per_row.shape[1]))
    np.add.at(sums, codes, per_row)
    return sums


def influence_values(
    x: Array, coefficient: CoefficientOfCovariance, clusters: ArrayLike | None = None
) -> Array:
    """Empirical influence of each independent unit on a coefficient of the covariance matrix.

    Parameters
    ----------
    x : (n, k) float array
        Complete responses.
    coefficient : callable
        From (..., k, k) covariance matrices to (...) values.
    clusters : (n,) array_like, optional
        Cluster of each row; the influences of its rows are added.

    Returns
    -------
    (units,) float array
        Sum over i, j of d coefficient / d s_ij times (products of deviations - s_ij); they sum to zero.
    """
    matrix = complete_matrix(x)
    gradient = coefficient_gradient(covariance(matrix), coefficient)
    deviations = matrix - matrix.mean(axis=0)
    by_row = ((deviations @ gradient) * deviations).sum(axis=1)
    by_row -= by_row.mean()
    return np.asarray(np.bincount(cluster_codes(clusters, len(matrix)), weights=by_row), dtype=np.float64)


def coefficient_gradient(S: Array, coefficient: CoefficientOfCovariance) -> Array:
    """Symmetric matrix G with d coefficient = sum of G_ij dS_ij, by central differences.

    Parameters
    ----------
    S : (k, k) float array
        Covariance matrix.
    coefficient : callable
        From (..., k, k) covariance matrices to (...) values.

    Returns
    -------
    (k, k) float array
    """
    k = S.shape[0]
    rows, columns = np.triu_indices(k)
    sd = np.sqrt(np.diagonal(S))
    scale = np.where(sd > 0.0, sd, 1.0)
    step = DERIVATIVE_STEP * scale[rows] * scale[columns]
    directions = np.zeros((rows.size, k, k))
    position = np.arange(rows.size)
    directions[position, rows, columns] = step
    directions[position, columns, rows] = step
    change = coefficient(S + directions) - coefficient(S - directions)
    slope = change / (2.0 * step)
    gradient = np.zeros((k, k))
    gradient[rows, columns] += slope / 2.0
    gradient[columns, rows] += slope / 2.0
    return gradient
