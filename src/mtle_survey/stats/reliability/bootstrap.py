"""Bootstrap intervals of reliability coefficients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.bca import UNDEFINED_ALLOWED, bca_interval
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.moments import complete_matrix, correlation, is_constant, sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments, alpha_of_covariance
from mtle_survey.stats.reliability.omega_total import Denominator, omega_of_solution, omega_total_from_moments
from mtle_survey.stats.reliability.one_factor import fit_one_factor, is_singular
from mtle_survey.stats.reliability.resampling import (
    CoefficientOfCovariance,
    cluster_codes,
    influence_values,
    resampled_covariances,
)

DRAWS = 10_000
DRAWS_OF_REFITS = 2_000


def bca_intervals(
    x: Array,
    coefficients: Mapping[str, CoefficientOfCovariance],
    *,
    seed: int,
    draws: int = DRAWS,
    level: float = 0.95,
    clusters: ArrayLike | None = None,
) -> dict[str, Interval | None]:
    """BCa intervals of several coefficients from the same resamples.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.
    coefficients : mapping
        Functions from (..., k, k) covariance matrices to (...) values, by name.
    seed, draws : int
        Seed and number of resamples.
    level : float in (0, 1)
        Confidence level.
    clusters : (n,) array_like, optional
        Cluster of each respondent; then whole clusters are resampled.

    Returns
    -------
    dict
        By name; None where ``bca_interval`` gives none, or where there are too few independent units.
    """
    check_level(level)
    S, n = sample_moments(x)
    units = int(cluster_codes(clusters, n).max(initial=-1)) + 1
    if too_few_units(units, level):
        return dict.fromkeys(coefficients)
    resamples = resampled_covariances(x, draws, seed, clusters)
    return {
        name: bca_interval(
            float(coefficient(S)), coefficient(resamples), influence_values(x, coefficient, clusters), level
        )
        for name, coefficient in coefficients.items()
    }


def too_few_units(units: int, level: float) -> bool:
    """Whether so few units have too few distinct resamples to reach into both tails."""
    return units < 2 or comb(2 * units - 1, units) < 2.0 / (1.0 - level)


def alpha_bca(
    x: Array,
    *,
    seed: int,
    draws: int = DRAWS,
    level: float = 0.95,
    clusters: ArrayLike | None = None,
) -> Estimate:
    """Coefficient alpha with a BCa bootstrap interval.

    For items that are skewed, coarse or of unequal weight, where the models of the analytic intervals do
    not hold, and for respondents who come in clusters.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.
    seed, draws : int
        Seed and number of resamples.
    level : float in (0, 1)
        Confidence level.
    clusters : (n,) array_like, optional
        Cluster of each respondent; then whole clusters are resampled.

    Returns
    -------
    Estimate
        Method ``listwise/bca``, or ``listwise/bca_cluster`` when clusters are resampled.

    Not available when
    ------------------
    Alpha is not; or there are so few clusters (fewer than 5 for a 95% interval) that their distinct
    resamples cannot fill both tails; or more than 5% of the resamples have no alpha.

    References
    ----------
    Padilla, Divers & Newton (2012). Applied Psychological Measurement, 36, 331-348.
    https://doi.org/10.1177/0146621612445470
    Field & Welsh (2007). Journal of the Royal Statistical Society B, 69, 369-390.
    https://doi.org/10.1111/j.1467-9868.2007.00593.x
    """
    method = "listwise/bca" if clusters is None else "listwise/bca_cluster"
    estimate = alpha_from_moments(*sample_moments(x), level).with_method(method)
    if not estimate.available:
        return estimate
    units = int(cluster_codes(clusters, estimate.n).max()) + 1
    if too_few_units(units, level):
        what = "respondents" if clusters is None else "clusters"
        return not_available(
            f"{units} {what} have too few distinct resamples for a {level:.0%} interval; 5 are needed at 95%",
            n=estimate.n,
            method=method,
        )
    interval = bca_intervals(
        x, {"alpha": alpha_of_covariance}, seed=seed, draws=draws, level=level, clusters=clusters
    )["alpha"]
    if interval is None:
        return not_available(
            f"resamples do not bracket alpha, or more than {UNDEFINED_ALLOWED:.0%} of them have none; more "
            f"than the present {estimate.n} respondents are needed",
            n=estimate.n,
            method=method,
        )
    return replace(estimate, interval=interval)


def omega_total_bca(
    x: Array,
    denominator: Denominator = "implied",
    *,
    seed: int,
    draws: int = DRAWS_OF_REFITS,
    level: float = 0.95,
    clusters: ArrayLike | None = None,
) -> Estimate:
    """Omega total with a BCa bootstrap interval from refits of the one-factor model.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents.
    denominator : {"implied", "observed"}
        As ``omega_total``.
    seed, draws : int
        Seed and number of resamples.
    level : float in (0, 1)
        Confidence level.
    clusters : (n,) array_like, optional
        Cluster of each respondent; then whole clusters are resampled.

    Returns
    -------
    Estimate
        As ``omega_total``, with an interval where resampling gives one: none when more than 5% of the
        resamples cannot be fitted. Improper refits count, with uniquenesses held at their floor.

    Not available when
    ------------------
    Omega is not.

    References
    ----------
    Kelley & Pornprasertmanit (2016). Psychological Methods, 21, 69-92. https://doi.org/10.1037/a0040086
    """
    check_level(level)
    matrix = complete_matrix(x)
    S, n = sample_moments(matrix)
    estimate = omega_total_from_moments(S, n, denominator)
    if not estimate.available:
        return estimate
    coefficient = omega_of_covariance(denominator, fit_one_factor(correlation(S)).uniquenesses)
    interval = bca_intervals(
        matrix, {"omega": coefficient}, seed=seed, draws=draws, level=level, clusters=clusters
    )["omega"]
    return replace(estimate, interval=interval)


def omega_of_covariance(
    denominator: Denominator = "implied", start: Array | None = None
) -> CoefficientOfCovariance:
    """Omega total as a function of covariance matrices, fitted afresh to each.

    Parameters
    ----------
    denominator : {"implied", "observed"}
        As ``omega_total``.
    start : (k,) float array, optional
        Uniquenesses to start from: those of the sample, when the matrices are its resamples.

    Returns
    -------
    callable
        From (..., k, k) to (...); nan where an item is constant, the matrix singular, or the fit fails.
    """

    def coefficient(S: Array) -> Array:
        k = S.shape[-1]
        matrices = S.reshape(-1, k, k)
        values = np.full(len(matrices), np.nan)
        finite = np.isfinite(matrices).all(axis=(-2, -1))
        usable = np.flatnonzero(finite)
        usable = usable[~is_constant(matrices[usable]).any(axis=-1)]
        usable = usable[~is_singular(correlation(matrices[usable]))]
        solution = fit_one_factor(correlation(matrices[usable]), start)
        fitted = omega_of_solution(matrices[usable], solution, denominator)
        values[usable] = np.where(solution.converged, fitted, np.nan)
        return values.reshape(S.shape[:-2])

    return coefficient
