"""Starting values of a confirmatory model."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.model import Block, GroupModel, Model
from mtle_survey.stats.structure.efa.extraction import minres

SMALLEST = 0.2  # a starting loading, in standard deviations of its item, is at least this in size


def starting_values(model: Model, covariances: tuple[Array, ...], means: tuple[Array, ...]) -> Array:
    """Starting values from one-factor solutions of each factor's items.

    Parameters
    ----------
    model : Model
        The model.
    covariances : tuple of (p, p) float arrays
        Each group's covariances (correlations for ordered items).
    means : tuple of (p,) float arrays
        Each group's means.

    Returns
    -------
    Array
        (q,) values; where groups share a parameter the last group's value stands.
    """
    theta = np.zeros(model.n_parameters)
    for group, covariance, mean in zip(model.groups, covariances, means, strict=True):
        loading = _loadings(group, covariance)
        _put(theta, group.loading, loading)
        correlation = _factor_correlations(loading, covariance)
        factor_covariance = _definite(np.where(np.eye(loading.shape[1]) > 0, 1.0, correlation))
        _put(theta, group.factor_covariance, factor_covariance)
        _put(theta, group.regression, np.full(group.regression.index.shape, 0.6))
        _put(theta, group.residual, np.diag(np.diag(covariance) / 2.0))
        _put(theta, group.intercept, mean)
    return theta


def _put(theta: Array, block: Block, values: Array) -> None:
    free = block.index >= 0
    theta[block.index[free]] = values[free]


def _loadings(group: GroupModel, covariance: Array) -> Array:
    """One-factor loadings of each factor's items; shared between the factors of an item."""
    deviation = np.sqrt(np.diag(covariance))
    R = covariance / np.outer(deviation, deviation)
    member = (group.loading.index >= 0) | (group.loading.fixed != 0)
    shared = np.sqrt(np.maximum(member.sum(axis=1), 1))
    loading = np.zeros(member.shape)
    for factor in range(member.shape[1]):
        items = np.flatnonzero(member[:, factor])
        if items.size == 0:
            continue
        found = np.full(items.size, 0.6)
        if items.size > 2:
            found = minres(R[np.ix_(items, items)], 1).loadings[:, 0]
        found = np.where(found < 0, -1.0, 1.0) * np.clip(np.abs(found), SMALLEST, 0.9)
        loading[items, factor] = found * deviation[items] / shared[items]
    return loading


def _factor_correlations(loading: Array, covariance: Array) -> Array:
    """Correlations of loading-weighted sums, corrected for residual variance, kept within .7."""
    signal = (loading**2).sum(axis=0)
    joint = (
        loading.T @ (covariance - np.diag(np.diag(covariance)) + np.diag((loading**2).sum(axis=1))) @ loading
    )
    scale = np.where(signal > 0, signal, 1.0)
    size = np.sqrt(np.maximum(np.diag(joint), 1e-12)) / scale
    size = np.where(size > 0, size, 1.0)
    return np.asarray(np.clip(joint / np.outer(scale * size, scale * size), -0.7, 0.7))


def _definite(correlation: Array) -> Array:
    """Shrink correlations until they are clearly positive definite."""
    while correlation.size and np.linalg.eigvalsh(correlation)[0] < SMALLEST:
        correlation = 0.9 * correlation + 0.1 * np.eye(correlation.shape[0])
    return correlation
