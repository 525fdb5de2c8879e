"""Completely standardised estimates with standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.implied import implied
from mtle_survey.stats.structure.cfa.model import GroupModel

STEP = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardised:
    """Estimates with items and factors brought to unit variance.

    Attributes
    ----------
    loading, loading_se : (p, m) float arrays
        Loadings and standard errors; 0 where an item does not belong to a factor.
    factor_correlation, factor_correlation_se : (m, m) float arrays
        Total correlations of the factors.
    higher_loading, higher_loading_se : (m, m) float arrays
        Row factor on column factor; all 0 without higher factors.
    residual_correlation, residual_correlation_se : (p, p) float arrays
        Correlations of residuals off the diagonal, shares of unexplained variance on it.
    """

    loading: Array
    loading_se: Array
    factor_correlation: Array
    factor_correlation_se: Array
    higher_loading: Array
    higher_loading_se: Array
    residual_correlation: Array
    residual_correlation_se: Array


def standardised(group: GroupModel, theta: Array, covariance: Array, ordinal: bool) -> Standardised:
    """Standardise one group's estimates.

    Parameters
    ----------
    group : GroupModel
        The group's matrices.
    theta : (q,) float array
        Estimates.
    covariance : (q, q) float array
        Their sampling covariance.
    ordinal : bool
        Whether residual variances are what loadings leave of 1.

    Returns
    -------
    Standardised
        Standard errors by the delta method.
    """
    p, m = group.loading.index.shape
    values = _values(group, theta, ordinal)
    slopes = np.empty((values.size, theta.size))
    for k in range(theta.size):
        up, down = theta.copy(), theta.copy()
        up[k] += STEP
        down[k] -= STEP
        slopes[:, k] = (_values(group, up, ordinal) - _values(group, down, ordinal)) / (2.0 * STEP)
    errors = np.sqrt(np.maximum(((slopes @ covariance) * slopes).sum(axis=1), 0.0))
    shapes = [(p, m), (m, m), (m, m), (p, p)]
    cuts = np.cumsum([a * b for a, b in shapes])[:-1]
    estimate = [part.reshape(shape) for part, shape in zip(np.split(values, cuts), shapes, strict=True)]
    error = [part.reshape(shape) for part, shape in zip(np.split(errors, cuts), shapes, strict=True)]
    return Standardised(
        loading=estimate[0],
        loading_se=error[0],
        factor_correlation=estimate[1],
        factor_correlation_se=error[1],
        higher_loading=estimate[2],
        higher_loading_se=error[2],
        residual_correlation=estimate[3],
        residual_correlation_se=error[3],
    )


def _values(group: GroupModel, theta: Array, ordinal: bool) -> Array:
    """All standardised matrices as one vector."""
    state = implied(group, theta)
    p = state.covariance.shape[0]
    item = np.ones(p) if ordinal else np.sqrt(np.diag(state.covariance))
    factor = np.sqrt(np.diag(state.factor_covariance))
    residual = state.residual.copy()
    if ordinal:
        np.fill_diagonal(residual, 1.0 - np.diag(state.covariance))
    unexplained = np.sqrt(np.abs(np.diag(residual)))
    between = residual / np.outer(unexplained, unexplained)
    np.fill_diagonal(between, np.diag(residual) / item**2)
    return np.concatenate(
        [
            (state.loading * factor / item[:, None]).ravel(),
            (state.factor_covariance / np.outer(factor, factor)).ravel(),
            (group.regression.at(theta) * factor / factor[:, None]).ravel(),
            between.ravel(),
        ]
    )
