"""Linear mixed model with one random intercept, fitted by restricted maximum likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

LARGEST_SHARE = 1.0 - 1e-9  # beyond it rows of one group differ by rounding only
GRID = np.concatenate([[0.0], np.linspace(0.01, 0.99, 50), [0.999, 0.9999, 0.99999]])


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSums:
    """Cross-products of [X, e] over all rows, and its sums within groups; e are least-squares residuals.

    The likelihood of e has its maximum where that of y has it, and loses no digits to a large mean.

    Attributes
    ----------
    X : (N, p) float array
        Design.
    y : (N,) float array
        Outcome.
    group : (N,) integer array
        Group of each row, from 0.
    sizes : (J,) float array
        Rows of each group.
    least_squares : (p,) float array
        Coefficients that leave e.
    cross : (p + 1, p + 1) float array
        [X, e]'[X, e].
    sums : (J, p + 1) float array
        Sums of [X, e] within groups.
    """

    X: Array
    y: Array
    group: NDArray[np.intp]
    sizes: Array
    least_squares: Array
    cross: Array
    sums: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomInterceptFit:
    """y = X beta + u_group + e, fitted by REML.

    Attributes
    ----------
    data : GroupSums
        What was fitted.
    beta : (p,) float array
        Fixed effects.
    covariance : (p, p) float array
        Model-based covariance of ``beta``.
    variance_group, variance_residual : float
        Variances of u and e; the former is 0 when the estimate lies on the boundary.
    criterion : float
        Minus twice the restricted log-likelihood, constants included.
    """

    data: GroupSums
    beta: Array
    covariance: Array
    variance_group: float
    variance_residual: float
    criterion: float


def group_sums(X: Array, y: Array, group: NDArray[np.intp]) -> GroupSums:
    """Collect what the likelihood needs, in one pass over the rows."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("the mixed model needs complete rows: leave out waves without a score")
    coefficients: Array = np.asarray(np.linalg.lstsq(X, y)[0], dtype=np.float64)
    both = np.column_stack([X, y - X @ coefficients])
    sums = np.zeros((int(group.max()) + 1, both.shape[1]))
    np.add.at(sums, group, both)
    return GroupSums(
        X=X,
        y=y,
        group=group,
        sizes=np.bincount(group).astype(float),
        least_squares=coefficients,
        cross=both.T @ both,
        sums=sums,
    )


def fit_random_intercept(X: Array, y: Array, group: NDArray[np.intp]) -> RandomInterceptFit | None:
    """Fit by REML, profiled over the share of variance that lies between groups.

    Parameters
    ----------
    X : (N, p) float array
        Design, the intercept among its columns.
    y : (N,) float array
        Outcome.
    group : (N,) integer array
        Group of each row, numbered from 0 without gaps.

    Returns
    -------
    RandomInterceptFit or None
        None when columns are linearly dependent, there is one group or one row per group only, fewer
        rows than p + 2, or rows of a group do not differ beyond the fixed effects.

    Notes
    -----
    With rho the share of variance between groups and lambda = rho/(1 - rho), V = sigma^2 (I + lambda ZZ')
    has a closed inverse, so that beta and sigma^2 drop out and one dimension is left. The criterion is
    scanned over a grid, and the root of its derivative beside the best point is found by bisection.

    References
    ----------
    Patterson, H. D., & Thompson, R. (1971). Recovery of inter-block information when block sizes are
    unequal. Biometrika, 58, 545-554. https://doi.org/10.1093/biomet/58.3.545
    """
    data = group_sums(X, y, group)
    rows, p = data.X.shape
    if np.linalg.matrix_rank(data.X) < p or rows < p + 2 or not 1 < data.sizes.size < rows:
        return None
    if data.cross[-1, -1] <= 1e-24 * float(data.y @ data.y):
        return None
    rho = _best_share(data)
    if rho > LARGEST_SHARE:
        return None
    criterion, beta, variance, information = _profile(data, rho)
    return RandomInterceptFit(
        data=data,
        beta=data.least_squares + beta,
        covariance=np.asarray(variance * np.linalg.inv(information), dtype=np.float64),
        variance_group=variance * rho / (1.0 - rho),
        variance_residual=variance,
        criterion=criterion,
    )


def _profile(data: GroupSums, rho: float) -> tuple[float, Array, float, Array]:
    """Criterion, beta, residual variance and X'V^-1X (times that variance) at one share rho."""
    ratio = rho / (1.0 - rho)
    shrink = ratio / (1.0 + ratio * data.sizes)
    weighted = data.cross - (data.sums.T * shrink) @ data.sums
    A, b = weighted[:-1, :-1], weighted[:-1, -1]
    beta: Array = np.asarray(np.linalg.solve(A, b), dtype=np.float64)
    df = data.y.size - beta.size
    variance = max(float(weighted[-1, -1] - b @ beta), 0.0) / df
    criterion = (
        df * (1.0 + math.log(2.0 * math.pi * variance))
        + float(np.log1p(ratio * data.sizes).sum())
        + float(np.linalg.slogdet(A)[1])
        if variance > 0.0
        else math.inf
    )
    return criterion, beta, variance, A


def _slope(data: GroupSums, rho: float) -> float:
    """Derivative of the criterion by the variance ratio."""
    _, beta, variance, A = _profile(data, rho)
    ratio = rho / (1.0 - rho)
    if variance == 0.0:
        return -math.inf
    denominator = 1.0 + ratio * data.sizes
    design = data.sums[:, :-1]
    residual = data.sums[:, -1] - design @ beta
    change = (design.T / denominator**2) @ design
    return float(
        (data.sizes / denominator).sum()
        - np.trace(np.linalg.solve(A, change))
        - (residual**2 / denominator**2).sum() / variance
    )


def _best_share(data: GroupSums) -> float:
    """The share of variance between groups with the smallest criterion; 0 on the boundary."""
    values = [_profile(data, rho)[0] for rho in GRID]
    best = int(np.argmin(values))
    if best == 0 and _slope(data, 0.0) >= 0.0:
        return 0.0
    low, high = GRID[max(best - 1, 0)], GRID[min(best + 1, GRID.size - 1)]
    while True:
        middle = low + (high - low) / 2.0
        if not low < middle < high:
            return float(middle)
        if _slope(data, middle) < 0.0:
            low = middle
        else:
            high = middle
