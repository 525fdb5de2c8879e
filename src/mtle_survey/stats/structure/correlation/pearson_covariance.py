"""Sampling covariance of Pearson correlations without assuming normality."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array


def correlation_covariance(x: ArrayLike) -> Array:
    """Asymptotic covariance of the correlations of complete responses.

    Parameters
    ----------
    x : (n, p) float array
        Complete responses, every item with variance.

    Returns
    -------
    Array
        (P, P): n times the sampling covariance of the correlations of pairs (0,1), (0,2) … in row order.

    Notes
    -----
    Each respondent's influence on r_ij is z_i z_j - r_ij (z_i^2 + z_j^2)/2, with z standardised by the
    denominator n; the result is their mean cross-product.

    References
    ----------
    Steiger, J. H., & Hakstian, A. R. (1982). The asymptotic distribution of elements of a correlation
    matrix. British Journal of Mathematical and Statistical Psychology, 35, 208-215.
    https://doi.org/10.1111/j.2044-8317.1982.tb00653.x
    """
    data = np.asarray(x, dtype=float)
    n, p = data.shape
    z = (data - data.mean(axis=0)) / data.std(axis=0)
    first, second = np.triu_indices(p, 1)
    r = (z.T @ z / n)[first, second]
    squares = z * z
    influence = z[:, first] * z[:, second] - r * (squares[:, first] + squares[:, second]) / 2.0
    return np.asarray(influence.T @ influence / n)


def normal_correlation_covariance(R: ArrayLike) -> Array:
    """Asymptotic covariance of correlations of normal variables.

    Parameters
    ----------
    R : (p, p) float array
        The correlations.

    Returns
    -------
    Array
        (P, P) in the order of :func:`correlation_covariance`.

    References
    ----------
    Olkin, I., & Siotani, M. (1976). Asymptotic distribution of functions of a correlation matrix. In
    S. Ikeda (Ed.), Essays in probability and statistics (pp. 235-251). Shinko Tsusho.
    """
    r = np.asarray(R, dtype=float)
    i, j = np.triu_indices(r.shape[0], 1)
    pair = r[i, j]
    ik, jl = r[np.ix_(i, i)], r[np.ix_(j, j)]
    il, jk = r[np.ix_(i, j)], r[np.ix_(j, i)]
    squares = ik**2 + il**2 + jk**2 + jl**2
    first = 0.5 * np.outer(pair, pair) * squares + ik * jl + il * jk
    by_row = pair[:, None] * (ik * il + jk * jl)  # r_ij (r_ik r_il + r_jk r_jl)
    by_column = pair[None, :] * (ik * jk + il * jl)
    return np.asarray(first - by_row - by_column)
