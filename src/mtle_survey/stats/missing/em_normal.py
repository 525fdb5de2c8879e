"""Means and covariance of incomplete normal data by maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

TOLERANCE = 1e-10
ITERATIONS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Rows that have the same columns observed.

    Attributes
    ----------
    observed : (k,) booleans
        Columns that are there; at least one.
    rows : (n_j, observed) float array
        Their values.
    """

    observed: NDArray[np.bool_]
    rows: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalMoments:
    """Maximum-likelihood estimates.

    Attributes
    ----------
    mean : (k,) float array
        Means.
    covariance : (k, k) float array
        Covariances with denominator n.
    """

    mean: Array
    covariance: Array


def missing_patterns(x: Array) -> tuple[Pattern, ...]:
    """Group rows by what is observed; rows without any value are left out.

    Parameters
    ----------
    x : (n, k) float array
        nan where missing.
    """
    present = np.isfinite(x)
    kinds, position = np.unique(present, axis=0, return_inverse=True)
    return tuple(
        Pattern(observed=kind, rows=x[position.ravel() == index][:, kind])
        for index, kind in enumerate(kinds)
        if kind.any()
    )


def em_normal(patterns: tuple[Pattern, ...]) -> NormalMoments | None:
    """EM algorithm; None when it does not converge or the covariance becomes singular.

    References
    ----------
    Dempster, A. P., Laird, N. M., & Rubin, D. B. (1977). Maximum likelihood from incomplete data via the
    EM algorithm. Journal of the Royal Statistical Society B, 39, 1-38.
    https://doi.org/10.1111/j.2517-6161.1977.tb01600.x
    """
    k = patterns[0].observed.size
    n = sum(pattern.rows.shape[0] for pattern in patterns)
    mean, covariance = _start(patterns, k)
    if (np.diag(covariance) <= 0.0).any():
        return None
    for _ in range(ITERATIONS):
        first, second = np.zeros(k), np.zeros((k, k))
        for pattern in patterns:
            filled, uncertain = _expect(pattern, mean, covariance)
            first += filled.sum(axis=0)
            second += filled.T @ filled + pattern.rows.shape[0] * uncertain
        new_mean = first / n
        new_covariance = second / n - np.outer(new_mean, new_mean)
        scale = np.sqrt(np.diag(new_covariance).clip(min=1e-300))
        moved = max(
            float(np.abs((new_mean - mean) / scale).max()),
            float(np.abs((new_covariance - covariance) / np.outer(scale, scale)).max()),
        )
        mean, covariance = new_mean, new_covariance
        if np.linalg.eigvalsh(covariance / np.outer(scale, scale))[0] < 1e-10:
            return None
        if moved < TOLERANCE:
            return NormalMoments(mean=mean, covariance=covariance)
    return None


def _start(patterns: tuple[Pattern, ...], k: int) -> tuple[Array, Array]:
    """Means and variances of what is observed in each column, covariances zero."""
    columns = [
        np.concatenate(
            [np.empty(0), *(p.rows[:, int(p.observed[:j].sum())] for p in patterns if p.observed[j])]
        )
        for j in range(k)
    ]
    if any(column.size == 0 for column in columns):
        return np.zeros(k), np.zeros((k, k))
    return np.array([c.mean() for c in columns]), np.diag([c.var() for c in columns])


def _expect(pattern: Pattern, mean: Array, covariance: Array) -> tuple[Array, Array]:
    """Rows filled with what is expected of the missing values, and the covariance of what was filled in."""
    seen, gone = pattern.observed, ~pattern.observed
    filled = np.empty((pattern.rows.shape[0], mean.size))
    filled[:, seen] = pattern.rows
    uncertain = np.zeros_like(covariance)
    if gone.any():
        slopes = np.linalg.solve(covariance[np.ix_(seen, seen)], covariance[np.ix_(seen, gone)])
        filled[:, gone] = mean[gone] + (pattern.rows - mean[seen]) @ slopes
        uncertain[np.ix_(gone, gone)] = (
            covariance[np.ix_(gone, gone)] - covariance[np.ix_(gone, seen)] @ slopes
        )
    return filled, uncertain
