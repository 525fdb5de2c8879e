"""What a rotation makes small: criteria with their gradients, for stacks of loading matrices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array

# (..., p, m) loadings to (...,) values and (..., p, m) gradients
Criterion = Callable[[Array], tuple[Array, Array]]


def _oblimin(loadings: Array, gamma: float) -> tuple[Array, Array]:
    squares = loadings**2
    others = squares.sum(axis=-1, keepdims=True) - squares
    centred = others - gamma * others.mean(axis=-2, keepdims=True)
    return (squares * centred).sum(axis=(-2, -1)) / 4.0, loadings * centred


def _geomin(loadings: Array, delta: float) -> tuple[Array, Array]:
    squares = loadings**2 + delta
    product = np.exp(np.log(squares).mean(axis=-1, keepdims=True))
    return product.sum(axis=(-2, -1)), 2.0 / loadings.shape[-1] * loadings / squares * product


def _varimax(loadings: Array) -> tuple[Array, Array]:
    squares = loadings**2
    centred = squares - squares.mean(axis=-2, keepdims=True)
    return -(centred**2).sum(axis=(-2, -1)) / 4.0, -loadings * centred


def _bifactor(loadings: Array) -> tuple[Array, Array]:
    value, gradient = _oblimin(loadings[..., 1:], 0.0)
    return value, np.concatenate([np.zeros_like(loadings[..., :1]), gradient], axis=-1)


def _target(loadings: Array, target: Array, weights: Array) -> tuple[Array, Array]:
    gap = weights * (loadings - target)
    return (gap**2).sum(axis=(-2, -1)), 2.0 * weights * gap


def oblimin(gamma: float = 0.0) -> Criterion:
    """Direct oblimin; gamma 0 is quartimin.

    References
    ----------
    Jennrich, R. I., & Sampson, P. F. (1966). Rotation for simple loadings. Psychometrika, 31, 313-323.
    https://doi.org/10.1007/BF02289465
    """
    return partial(_oblimin, gamma=gamma)


def geomin(delta: float = 0.01) -> Criterion:
    """Geomin: the sum of the rows' geometric mean squares, each raised by delta.

    References
    ----------
    Yates, A. (1987). Multivariate exploratory data analysis. State University of New York Press.
    """
    return partial(_geomin, delta=delta)


def varimax() -> Criterion:
    """Varimax, negated so that it is made small.

    References
    ----------
    Kaiser, H. F. (1958). The varimax criterion for analytic rotation in factor analysis. Psychometrika,
    23, 187-200. https://doi.org/10.1007/BF02289233
    """
    return _varimax


def bifactor() -> Criterion:
    """Bi-quartimin: quartimin on every column but the first, which is left to be general.

    References
    ----------
    Jennrich, R. I., & Bentler, P. M. (2011). Exploratory bi-factor analysis. Psychometrika, 76, 537-549.
    https://doi.org/10.1007/s11336-011-9218-4
    """
    return _bifactor


def target(matrix: ArrayLike) -> Criterion:
    """Partially specified target.

    Parameters
    ----------
    matrix : (p, m) float array
        Loadings aimed at; nan where anything goes.

    References
    ----------
    Browne, M. W. (1972). Oblique rotation to a partially specified target. British Journal of
    Mathematical and Statistical Psychology, 25, 207-212.
    https://doi.org/10.1111/j.2044-8317.1972.tb00492.x
    """
    aimed = np.asarray(matrix, dtype=float)
    given = ~np.isnan(aimed)
    return partial(_target, target=np.where(given, aimed, 0.0), weights=given.astype(float))
