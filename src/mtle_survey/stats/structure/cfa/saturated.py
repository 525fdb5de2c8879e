"""The unrestricted model: means and covariances of normal data, answers missing or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.likelihood import Data, moment_gradient, total
from mtle_survey.stats.structure.cfa.normal_data import NormalData, Pattern

TOLERANCE = 1e-10  # largest change of a moment, in standard deviations, in the last step
MOST_STEPS = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Saturated:
    """Maximum-likelihood moments of one group.

    Attributes
    ----------
    covariance : (p, p) float array
        Covariances with denominator n.
    mean : (p,) float array
        Means.
    converged : bool
        Whether the search reached the maximum.
    """

    covariance: Array
    mean: Array
    converged: bool


def saturated(data: NormalData) -> Saturated:
    """Means and covariances that maximise the observed-data likelihood.

    Parameters
    ----------
    data : NormalData
        One group's responses by missing pattern.

    Returns
    -------
    Saturated
        Sample moments of complete data; otherwise by the EM algorithm.

    References
    ----------
    Dempster, A. P., Laird, N. M., & Rubin, D. B. (1977). Maximum likelihood from incomplete data via the
    EM algorithm. Journal of the Royal Statistical Society B, 39, 1-38.
    https://doi.org/10.1111/j.2517-6161.1977.tb01600.x
    """
    if data.complete:
        (pattern,) = data.patterns
        return Saturated(covariance=pattern.covariance, mean=pattern.mean, converged=True)
    mean, covariance = _available(data)
    deviation = np.sqrt(np.diag(covariance))
    if deviation.min() == 0:  # nothing to maximise: the caller finds the variance of 0
        return Saturated(covariance=covariance, mean=mean, converged=True)
    for _ in range(MOST_STEPS):
        new_mean, new_covariance = _em_step(data, mean, covariance)
        change = max(
            float(np.abs((new_mean - mean) / deviation).max()),
            float(np.abs((new_covariance - covariance) / np.outer(deviation, deviation)).max()),
        )
        mean, covariance = new_mean, new_covariance
        if change < TOLERANCE:
            return Saturated(covariance=covariance, mean=mean, converged=True)
    return Saturated(covariance=covariance, mean=mean, converged=False)


def saturated_objective(data: Data, moments: tuple[Saturated, ...]) -> float:
    """The objective of the unrestricted model in all groups."""
    n = total(data)
    parts = [
        group.n / n * moment_gradient(group, at.covariance, at.mean).value
        for group, at in zip(data, moments, strict=True)
    ]
    return float(sum(parts))


def available_moments(data: NormalData) -> tuple[Array, Array]:
    """(p,) means and (p,) variances of each item over those who answered it (denominator their number)."""
    count, sums, squares = np.zeros(data.p), np.zeros(data.p), np.zeros(data.p)
    for pattern in data.patterns:
        count[pattern.items] += pattern.n
        sums[pattern.items] += pattern.n * pattern.mean
    mean = sums / np.maximum(count, 1.0)
    for pattern in data.patterns:
        away = pattern.mean - mean[pattern.items]
        squares[pattern.items] += pattern.n * (np.diag(pattern.covariance) + away**2)
    return mean, squares / np.maximum(count, 1.0)


def _available(data: NormalData) -> tuple[Array, Array]:
    mean, variance = available_moments(data)
    return mean, np.diag(variance)


def _em_step(data: NormalData, mean: Array, covariance: Array) -> tuple[Array, Array]:
    """Expected sums and cross-products given the answers, then their moments."""
    sums, products = np.zeros(data.p), np.zeros((data.p, data.p))
    for pattern in data.patterns:
        expected_mean, expected_product = _completed(pattern, mean, covariance)
        sums += pattern.n * expected_mean
        products += pattern.n * expected_product
    new_mean = sums / data.n
    return new_mean, products / data.n - np.outer(new_mean, new_mean)


def _completed(pattern: Pattern, mean: Array, covariance: Array) -> tuple[Array, Array]:
    """Mean and mean cross-product of a pattern's respondents, the missing answers expected."""
    p = mean.size
    seen = pattern.items
    unseen = np.setdiff1d(np.arange(p), seen)
    slope = _regression(covariance[np.ix_(seen, seen)], covariance[np.ix_(seen, unseen)])
    lift = np.zeros((seen.size, p))
    lift[np.arange(seen.size), seen] = 1.0
    lift[:, unseen] = slope
    completed_mean = mean + (pattern.mean - mean[seen]) @ lift
    product = lift.T @ pattern.covariance @ lift + np.outer(completed_mean, completed_mean)
    rest = covariance[np.ix_(unseen, unseen)] - covariance[np.ix_(unseen, seen)] @ slope
    product[np.ix_(unseen, unseen)] += rest
    return completed_mean, product


def _regression(predictors: Array, across: Array) -> Array:
    """Regression weights; of items that determine one another, the smallest."""
    try:
        return np.asarray(np.linalg.solve(predictors, across), dtype=float)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(predictors, hermitian=True) @ across)
