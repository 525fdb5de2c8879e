"""Order, sign and match factors, moving everything that belongs to them together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """A permutation and reflection of factors.

    Attributes
    ----------
    order : (m,) int array
        Which old factor stands at each new place.
    sign : (m,) float array
        1 or -1 for each new place.
    """

    order: NDArray[np.intp]
    sign: Array

    def columns(self, matrix: Array) -> Array:
        """Rearrange the columns of a (..., m) array."""
        return np.asarray(matrix[..., self.order] * self.sign)

    def both(self, matrix: Array) -> Array:
        """Rearrange rows and columns of an (m, m) array."""
        return np.asarray(matrix[np.ix_(self.order, self.order)] * np.outer(self.sign, self.sign))


def by_size(pattern: ArrayLike, keep_first: bool = False) -> Arrangement:
    """Factors by falling sum of squared loadings, each signed to a positive sum of cubes.

    Parameters
    ----------
    pattern : (p, m) float array
        Pattern loadings.
    keep_first : bool
        Leave the first factor in place (the general factor of a bifactor rotation).

    Returns
    -------
    Arrangement
        Ties keep their order.
    """
    loadings = np.asarray(pattern, dtype=float)
    squares = (loadings**2).sum(axis=0)
    if keep_first and squares.size:
        squares[0] = np.inf
    order = np.argsort(-squares, kind="stable")
    cubes = (loadings**3).sum(axis=0)[order]
    return Arrangement(order=order, sign=np.where(cubes < 0, -1.0, 1.0))


def congruence(first: ArrayLike, second: ArrayLike) -> Array:
    """Tucker's coefficients of congruence between the factors of two solutions.

    Parameters
    ----------
    first, second : (p, m1) and (p, m2) float arrays
        Loadings of the same items.

    Returns
    -------
    Array
        (m1, m2) values in [-1, 1]; nan for a factor without loadings.

    Notes
    -----
    Sum ab / sqrt(Sum a^2 Sum b^2). Checked against R psych::factor.congruence: tests/oracle/R/efa.R.

    References
    ----------
    Lorenzo-Seva, U., & ten Berge, J. M. F. (2006). Tucker's congruence coefficient as a meaningful index
    of factor similarity. Methodology, 2, 57-64. https://doi.org/10.1027/1614-2241.2.2.57
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    size = np.sqrt(np.outer((a**2).sum(axis=0), (b**2).sum(axis=0)))
    return np.asarray((a.T @ b) / np.where(size > 0, size, np.nan))


def matching(reference: ArrayLike, pattern: ArrayLike) -> Arrangement:
    """The arrangement of a solution's factors that resembles a reference most.

    Parameters
    ----------
    reference, pattern : (p, m) float arrays
        Loadings of the same items on equally many factors.

    Returns
    -------
    Arrangement
        Maximises the sum of absolute congruences; signs make each congruence positive.
    """
    from scipy.optimize import linear_sum_assignment

    similar = np.nan_to_num(congruence(reference, pattern))
    _, order = linear_sum_assignment(-np.abs(similar))
    chosen = similar[np.arange(order.size), order]
    return Arrangement(order=order, sign=np.where(chosen < 0, -1.0, 1.0))
