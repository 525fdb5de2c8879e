"""Completely standardised estimates with standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.model import GroupModel
from mtle_survey.stats.structure.linear_algebra import inverse

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
    shifts = STEP * np.eye(theta.size)
    values, *moved = _values(group, np.vstack([theta, theta + shifts, theta - shifts]), ordinal)
    up, down = np.split(np.array(moved), 2)
    slopes = (up - down).T / (2.0 * STEP)
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


def _values(group: GroupModel, thetas: Array, ordinal: bool) -> Array:
    """All standardised matrices as one vector, at each of several parameter values: (b, q) to (b, N)."""
    loading, residual = group.loading.at_each(thetas), group.residual.at_each(thetas)
    regression = group.regression.at_each(thetas)
    effect = inverse(np.eye(regression.shape[1]) - regression)
    factors = effect @ group.factor_covariance.at_each(thetas) @ effect.swapaxes(1, 2)
    common = ((loading @ factors) * loading).sum(axis=2)
    diagonal = 1.0 - common if ordinal else np.einsum("bii->bi", residual)
    item = np.ones_like(common) if ordinal else np.sqrt(common + diagonal)
    factor = np.sqrt(np.einsum("bii->bi", factors))
    unexplained = np.sqrt(np.abs(diagonal))
    between = residual / (unexplained[:, :, None] * unexplained[:, None, :])
    np.einsum("bii->bi", between)[...] = diagonal / item**2
    parts = (
        loading * factor[:, None, :] / item[:, :, None],
        factors / (factor[:, :, None] * factor[:, None, :]),
        regression * factor[:, None, :] / factor[:, :, None],
        between,
    )
    return np.concatenate([part.reshape(len(thetas), -1) for part in parts], axis=1)
