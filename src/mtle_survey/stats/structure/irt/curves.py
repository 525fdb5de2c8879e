"""Category probabilities and information of graded items along the trait."""

from __future__ import annotations

import numpy as np
from scipy import special

from mtle_survey.stats.estimate import Array

SMALLEST = 1e-300


def category_probabilities(theta: Array, slope: float, intercepts: Array) -> Array:
    """P(category | theta) of one item.

    Parameters
    ----------
    theta : (q,) float array
        Trait values.
    slope : float
        Discrimination a.
    intercepts : (c - 1,) float array
        Falling intercepts d: P(above category k) = logistic(a theta + d_k).

    Returns
    -------
    Array
        (q, c) probabilities.
    """
    above = boundary_probabilities(theta, slope, intercepts)
    return np.asarray(np.maximum(above[:, :-1] - above[:, 1:], SMALLEST))


def boundary_probabilities(theta: Array, slope: float, intercepts: Array) -> Array:
    """(q, c + 1) probabilities of at least each category: 1 first, 0 last."""
    inner = special.expit(slope * theta[:, None] + intercepts)
    ones = np.ones((theta.size, 1))
    return np.hstack([ones, inner, 0.0 * ones])


def item_information(theta: Array, slope: float, intercepts: Array) -> Array:
    """(q,) Fisher information of one item about the trait.

    Notes
    -----
    a^2 Sum_k (w_k - w_{k+1})^2 / P_k with w = P*(1 - P*) of the boundaries.

    References
    ----------
    Samejima, F. (1969). Estimation of latent ability using a response pattern of graded scores
    (Psychometric Monograph No. 17). Psychometric Society. https://doi.org/10.1007/BF03372160
    """
    above = boundary_probabilities(theta, slope, intercepts)
    weight = above * (1.0 - above)
    probability = np.maximum(above[:, :-1] - above[:, 1:], SMALLEST)
    return np.asarray(slope**2 * ((weight[:, :-1] - weight[:, 1:]) ** 2 / probability).sum(axis=1))


def expected_score(theta: Array, slope: float, intercepts: Array) -> Array:
    """(q,) expected category of one item, counted from 0."""
    return np.asarray(boundary_probabilities(theta, slope, intercepts)[:, 1:-1].sum(axis=1))
