"""The trait's distribution as weighted points, and what answers say about it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.irt.curves import category_probabilities

POINTS = 61


def normal_quadrature(points: int = POINTS) -> tuple[Array, Array]:
    """(q,) Gauss-Hermite nodes of the standard normal distribution and their weights."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(points)
    return np.asarray(nodes), np.asarray(weights / weights.sum())


def log_likelihoods(
    codes: NDArray[np.int64], slopes: Array, intercepts: Sequence[Array], theta: Array
) -> Array:
    """(n, q) log-likelihood of each respondent's answers at each trait value; -1 marks a missing answer."""
    result = np.zeros((codes.shape[0], theta.size))
    for j, d in enumerate(intercepts):
        logs = np.log(category_probabilities(theta, float(slopes[j]), d)).T
        padded = np.vstack([logs, np.zeros((1, theta.size))])  # the last row, reached by -1, for missing
        result += padded[codes[:, j]]
    return result


def posterior(log_likelihood: Array, weights: Array) -> tuple[Array, Array]:
    """(n, q) posterior weights, and (n,) log marginal likelihoods."""
    joint = log_likelihood + np.log(weights)
    marginal = special.logsumexp(joint, axis=1)
    return np.exp(joint - marginal[:, None]), np.asarray(marginal)
