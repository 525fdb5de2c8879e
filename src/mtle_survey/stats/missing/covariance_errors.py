"""Sampling covariance of the covariances that maximum likelihood finds in incomplete data."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.missing.em_normal import NormalMoments, Pattern

STEP = 1e-5


def covariance_errors(patterns: tuple[Pattern, ...], moments: NormalMoments) -> Array | None:
    """Sampling covariance of the estimated covariances, by the observed information.

    Parameters
    ----------
    patterns : tuple of Pattern
        The incomplete data.
    moments : NormalMoments
        Their maximum-likelihood estimates.

    Returns
    -------
    (q, q) float array or None
        For the q = k (k + 1) / 2 covariances in the order of ``numpy.triu_indices(k)``, the uncertainty of
        the means included; None where the data do not determine them.

    References
    ----------
    Kenward & Molenberghs (1998). Likelihood based frequentist inference when data are missing at random.
    Statistical Science, 13, 236-247. https://doi.org/10.1214/ss/1028905886
    """
    k = moments.mean.size
    rows, columns = np.triu_indices(k)
    sd = np.sqrt(np.diag(moments.covariance))
    scale = np.concatenate([sd, sd[rows] * sd[columns]])
    at = np.concatenate([moments.mean, moments.covariance[rows, columns]])
    information = np.empty((at.size, at.size))
    for j in range(at.size):
        move = np.zeros(at.size)
        move[j] = STEP * scale[j]
        change = _score(patterns, at + move, k) - _score(patterns, at - move, k)
        information[j] = -change / (2.0 * move[j])
    scaled = (information + information.T) / 2.0 * np.outer(scale, scale)
    if np.linalg.eigvalsh(scaled)[0] < 1e-8 * np.trace(scaled) / at.size:
        return None
    return np.asarray(np.linalg.inv(scaled)[k:, k:] * np.outer(scale[k:], scale[k:]))


def _score(patterns: tuple[Pattern, ...], at: Array, k: int) -> Array:
    """Slope of the log-likelihood in the means and in the covariances above and on the diagonal."""
    rows, columns = np.triu_indices(k)
    covariance = np.zeros((k, k))
    covariance[rows, columns] = covariance[columns, rows] = at[k:]
    of_mean, of_covariance = np.zeros(k), np.zeros((k, k))
    for pattern in patterns:
        seen = pattern.observed
        deviations = pattern.rows - at[:k][seen]
        weights = np.linalg.inv(covariance[np.ix_(seen, seen)])
        pulled = deviations @ weights
        of_mean[seen] += pulled.sum(axis=0)
        of_covariance[np.ix_(seen, seen)] += (pulled.T @ pulled - len(deviations) * weights) / 2.0
    off_diagonal_twice = np.where(rows == columns, 1.0, 2.0)
    return np.concatenate([of_mean, of_covariance[rows, columns] * off_diagonal_twice])
