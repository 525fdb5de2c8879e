"""Ordered categories with one random intercept: the cumulative-logit mixed model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mtle_survey.stats.estimate import Array

Codes = NDArray[np.intp]
INNER_STEPS = 100
OUTER_STEPS = 200
GRADIENT_STEP = 1e-5
HESSIAN_STEP = 3e-4
CONVERGED = 1e-9
UNBOUNDED = 20.0  # a logit beyond this, odds of a billion to one, is on its way to infinity


@dataclass(frozen=True, slots=True, kw_only=True)
class CumulativeLogitFit:
    """logit P(Y <= k) = threshold_k - X beta - u_group, fitted by Laplace's approximation.

    Attributes
    ----------
    thresholds : (K - 1,) float array
        In increasing order.
    beta : (p,) float array
        Log odds ratios of being in a higher category.
    covariance : (p, p) float array
        Of ``beta``, from the observed information.
    sd_group : float
        Standard deviation of u.
    log_likelihood : float
        Approximate, at the maximum.
    """

    thresholds: Array
    beta: Array
    covariance: Array
    sd_group: float
    log_likelihood: float


def fit_cumulative_logit(X: Array, codes: Codes, group: Codes, categories: int) -> CumulativeLogitFit | None:
    """Maximise the Laplace approximation of the likelihood.

    Parameters
    ----------
    X : (N, p) float array
        Predictors without an intercept.
    codes : (N,) integer array
        Categories 0 to K - 1, each of them used.
    group : (N,) integer array
        Group of each row, numbered from 0 without gaps.
    categories : int
        K, at least 2.

    Returns
    -------
    CumulativeLogitFit or None
        None when the maximum lies at infinity, as when everyone moved the same way.

    Notes
    -----
    Newton's method on (thresholds, beta, sd), derivatives by central differences; sd enters as sd * b with
    b standard normal, so that the likelihood is smooth and even in it and the boundary is an ordinary point.

    References
    ----------
    Christensen, R. H. B. (2019). Cumulative link models for ordinal regression with the R package ordinal.
    https://CRAN.R-project.org/package=ordinal
    """
    if np.bincount(codes, minlength=categories).min() == 0 or categories < 2:
        raise ValueError("every category must be used, and there must be two")
    p = X.shape[1]
    shares = np.cumsum(np.bincount(codes))[:-1] / codes.size
    start = np.concatenate([special.logit(shares), np.zeros(p), [1.0]])

    def loss(parameters: Array) -> float:
        return _loss(parameters, X, codes, group, categories)

    found = _newton(loss, start)
    if found is None:
        return None
    hessian = _hessian(loss, found)
    if np.linalg.eigvalsh(hessian)[0] <= 0.0:
        return None
    chosen = slice(categories - 1, categories - 1 + p)
    return CumulativeLogitFit(
        thresholds=found[: categories - 1],
        beta=found[chosen],
        covariance=np.asarray(np.linalg.inv(hessian), dtype=np.float64)[chosen, chosen],
        sd_group=abs(float(found[-1])),
        log_likelihood=-loss(found),
    )


def _loss(parameters: Array, X: Array, codes: Codes, group: Codes, categories: int) -> float:
    """Minus the approximate log-likelihood; infinite where thresholds are out of order."""
    thresholds, beta, sd = parameters[: categories - 1], parameters[categories - 1 : -1], parameters[-1]
    if (np.diff(thresholds) <= 0.0).any():
        return np.inf
    bounds = np.concatenate([[-np.inf], thresholds, [np.inf]])
    fixed = X @ beta
    upper, lower = bounds[codes + 1] - fixed, bounds[codes] - fixed
    groups = int(group.max()) + 1
    b = np.zeros(groups)
    for _ in range(INNER_STEPS):
        a, c = special.expit(upper - sd * b[group]), special.expit(lower - sd * b[group])
        slope = sd * np.bincount(group, weights=a + c - 1.0, minlength=groups) - b
        curvature = sd**2 * np.bincount(group, weights=a * (1 - a) + c * (1 - c), minlength=groups) + 1.0
        step = slope / curvature
        b = b + step
        if np.abs(step).max() < 1e-12:
            break
    shift = sd * b[group]
    a, c = special.expit(upper - shift), special.expit(lower - shift)
    curvature = sd**2 * np.bincount(group, weights=a * (1 - a) + c * (1 - c), minlength=groups) + 1.0
    # P(lower < y < upper) = F(upper) F(-lower) (1 - exp(lower - upper)), exact in the tails
    log_p = (
        special.log_expit(upper - shift) + special.log_expit(shift - lower) + np.log1p(-np.exp(lower - upper))
    )
    return -float(log_p.sum() - (b @ b) / 2.0 - np.log(curvature).sum() / 2.0)


def _newton(loss: Callable[[Array], float], start: Array) -> Array | None:
    """The minimum, with steps halved until they help; None when it is not reached."""
    point, value = start, loss(start)
    for _ in range(OUTER_STEPS):
        gradient, hessian = _gradient(loss, point), _hessian(loss, point)
        if not (np.isfinite(gradient).all() and np.isfinite(hessian).all()):
            return None
        roots, axes = np.linalg.eigh(hessian)
        step: Array = -axes @ ((axes.T @ gradient) / np.maximum(np.abs(roots), 1e-6))
        size = 1.0
        while size > 1e-10 and not loss(point + size * step) <= value + 1e-13 * abs(value):
            size /= 2.0
        if size <= 1e-10:
            return point if np.abs(step).max() < 1e-5 else None
        point = np.asarray(point + size * step, dtype=np.float64)
        if (np.abs(point) > UNBOUNDED).any():
            return None
        value = loss(point)
        if np.abs(step).max() < CONVERGED:
            return point
    return None


def _gradient(loss: Callable[[Array], float], point: Array) -> Array:
    steps = GRADIENT_STEP * np.eye(point.size)
    return np.array([(loss(point + step) - loss(point - step)) / (2.0 * GRADIENT_STEP) for step in steps])


def _hessian(loss: Callable[[Array], float], point: Array) -> Array:
    size, h = point.size, HESSIAN_STEP
    steps = h * np.eye(size)
    hessian = np.empty((size, size))
    here = loss(point)
    for i in range(size):
        hessian[i, i] = (loss(point + steps[i]) - 2.0 * here + loss(point - steps[i])) / h**2
        for j in range(i):
            corners = (
                loss(point + steps[i] + steps[j])
                - loss(point + steps[i] - steps[j])
                - loss(point - steps[i] + steps[j])
                + loss(point - steps[i] - steps[j])
            )
            hessian[i, j] = hessian[j, i] = corners / (4.0 * h**2)
    return hessian
