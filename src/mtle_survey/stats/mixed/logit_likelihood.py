"""The likelihood of ordered answers with one random intercept, integrated over it, and its derivatives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mtle_survey.stats.estimate import Array

Codes = NDArray[np.intp]

# The trapezoidal rule converges exponentially for integrands this smooth: with a standard deviation of s its
# error is exp(-2 pi^2 / (s STEP)), below 1e-8 up to the s of 25 at which fits are given up.
STEP = 0.04
NODES = np.arange(-8.0, 8.0 + STEP / 2.0, STEP)
LOG_WEIGHTS = -(NODES**2) / 2.0 - 0.5 * np.log(2.0 * np.pi) + np.log(STEP)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedAnswers:
    """Answers as intervals between cut points that are linear in the parameters; equal rows once.

    Attributes
    ----------
    upper, lower : (D, p) float array
        Cut point above and below each distinct answer, as coefficients of the parameters.
    highest, lowest : (D,) bool array
        Answers with nothing above or below them.
    patterns : (M, D) float array
        How often each distinct answer occurs in each distinct set of answers of one group.
    counts : (M,) float array
        Groups with that set.
    """

    upper: Array
    lower: Array
    highest: NDArray[np.bool_]
    lowest: NDArray[np.bool_]
    patterns: Array
    counts: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelihoodAt:
    """The log-likelihood at one point.

    Attributes
    ----------
    value : float
        Minus infinity where cut points are out of order.
    gradient : (p + 1,) float array
        By the parameters and, last, the standard deviation of the random intercept.
    hessian : (p + 1, p + 1) float array
        Second derivatives.
    """

    value: float
    gradient: Array
    hessian: Array


def ordered_answers(thresholds: Array, shifts: Array, codes: Codes, group: Codes) -> OrderedAnswers:
    """Collect equal answers and equal groups.

    Parameters
    ----------
    thresholds : (N, K - 1, p) float array
        Coefficients of every row's thresholds.
    shifts : (N, p) float array
        Coefficients of what is subtracted from them.
    codes : (N,) integer array
        Categories 0 to K - 1.
    group : (N,) integer array
        Group of each row, numbered from 0 without gaps.
    """
    rows = np.arange(codes.size)
    last = thresholds.shape[1]
    highest, lowest = codes == last, codes == 0
    upper = np.where(highest[:, None], 0.0, thresholds[rows, np.minimum(codes, last - 1)] - shifts)
    lower = np.where(lowest[:, None], 0.0, thresholds[rows, np.maximum(codes - 1, 0)] - shifts)
    table = np.column_stack([upper, lower, highest, lowest])
    distinct, which = np.unique(table, axis=0, return_inverse=True)
    p = upper.shape[1]
    occurs = np.zeros((int(group.max()) + 1, distinct.shape[0]))
    np.add.at(occurs, (group, which.ravel()), 1.0)
    patterns, counts = np.unique(occurs, axis=0, return_counts=True)
    return OrderedAnswers(
        upper=distinct[:, :p],
        lower=distinct[:, p : 2 * p],
        highest=distinct[:, -2] == 1.0,
        lowest=distinct[:, -1] == 1.0,
        patterns=patterns,
        counts=counts.astype(float),
    )


def log_likelihood(answers: OrderedAnswers, parameters: Array) -> float:
    """The value alone; ``parameters`` ends with the standard deviation."""
    log_p, _, _ = _answer_probabilities(answers, parameters)
    if log_p is None:
        return -np.inf
    return float(answers.counts @ special.logsumexp(answers.patterns @ log_p + LOG_WEIGHTS, axis=1))


def likelihood_at(answers: OrderedAnswers, parameters: Array) -> LikelihoodAt:
    """Value, gradient and Hessian.

    Notes
    -----
    The gradient is the expected complete-data gradient given the answers (Fisher's identity); the Hessian
    adds to the expected complete-data Hessian the variance of that gradient.

    References
    ----------
    Louis, T. A. (1982). Finding the observed information matrix when using the EM algorithm. Journal of the
    Royal Statistical Society B, 44, 226-233. https://doi.org/10.1111/j.2517-6161.1982.tb01203.x
    """
    size = parameters.size
    log_p, above, below = _answer_probabilities(answers, parameters)
    if log_p is None:
        return LikelihoodAt(value=-np.inf, gradient=np.zeros(size), hessian=np.zeros((size, size)))
    joint = answers.patterns @ log_p + LOG_WEIGHTS
    each = special.logsumexp(joint, axis=1)
    share = np.exp(joint - each[:, None])  # (M, Q): where the group's intercept lies, given its answers

    to_upper, to_lower = _with_intercept(answers.upper), _with_intercept(answers.lower)
    density_up, slope_up = _density(above, log_p)
    density_low, slope_low = _density(below, log_p)
    by_answer = density_up[:, :, None] * to_upper - density_low[:, :, None] * to_lower  # (D, Q, p + 1)
    by_group = np.tensordot(answers.patterns, by_answer, axes=1)  # (M, Q, p + 1)
    mean = np.einsum("mq,mqa->ma", share, by_group)
    weight = answers.patterns.T @ (answers.counts[:, None] * share)  # (D, Q)
    inside = (
        _outer(to_upper, weight * slope_up)
        - _outer(to_lower, weight * slope_low)
        - _outer(by_answer, weight)
        + _outer(by_group, answers.counts[:, None] * share)
    )
    return LikelihoodAt(
        value=float(answers.counts @ each),
        gradient=answers.counts @ mean,
        hessian=inside - (mean.T * answers.counts) @ mean,
    )


def _answer_probabilities(answers: OrderedAnswers, parameters: Array) -> tuple[Array | None, Array, Array]:
    """Log-probability of each distinct answer at each node, and its two cut points there; None if crossed."""
    shift = parameters[-1] * NODES
    above = np.where(answers.highest, np.inf, answers.upper @ parameters[:-1])[:, None] - shift
    below = np.where(answers.lowest, -np.inf, answers.lower @ parameters[:-1])[:, None] - shift
    width = above[:, :1] - below[:, :1]
    if not (width > 0.0).all():
        return None, above, below
    # F(above) - F(below) = F(above) F(-below) (1 - exp(below - above)), exact in the tails
    return special.log_expit(above) + special.log_expit(-below) + np.log1p(-np.exp(-width)), above, below


def _density(cut: Array, log_p: Array) -> tuple[Array, Array]:
    """Logistic density at a cut point over the answer's probability, and its derivative over the same."""
    density = np.exp(special.log_expit(cut) + special.log_expit(-cut) - log_p)
    return density, density * (1.0 - 2.0 * special.expit(cut))


def _with_intercept(coefficients: Array) -> Array:
    """(D, Q, p + 1) derivatives of cut points by the parameters and the standard deviation, at every node."""
    rows, p = coefficients.shape
    derivatives = np.empty((rows, NODES.size, p + 1))
    derivatives[:, :, :p] = coefficients[:, None, :]
    derivatives[:, :, p] = -NODES
    return derivatives


def _outer(vectors: Array, weights: Array) -> Array:
    """Weighted sum of the outer products of vectors with themselves."""
    flat = vectors.reshape(-1, vectors.shape[-1])
    return np.asarray(flat.T @ (weights.reshape(-1, 1) * flat), dtype=np.float64)
