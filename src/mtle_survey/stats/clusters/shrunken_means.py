"""Cluster means pulled toward the overall mean by as much as they are uncertain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.clusters.labels import Labels, clusters_of
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, Statistic, not_available
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit, fit_random_intercept
from mtle_survey.stats.mixed.variance_information import variance_information

METHOD = "empirical_bayes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterMean:
    """One cluster's mean, before and after shrinkage.

    Attributes
    ----------
    name : object
        Label of the cluster.
    raw : float
        Mean of its members.
    weight : float
        Share of the raw mean in the shrunken one, 0 to 1.
    estimate : Estimate
        The shrunken mean with its interval; ``n`` counts the members.
    """

    name: object
    raw: float
    weight: float
    estimate: Estimate


def shrunken_means(values: Array, cluster: Labels, level: float = 0.95) -> tuple[ClusterMean, ...]:
    """Best linear unbiased predictions of the clusters' means.

    A small site's mean is mostly chance; this is what may be said about it given all the others. Ranking
    sites by raw means rewards and punishes smallness.

    Parameters
    ----------
    values : (n,) float array
        One value per respondent, such as a change; without gaps.
    cluster : (n,) labels
        Cluster of each.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of ClusterMean
        In the sorted order of the labels, in the unit of the values.

    Not available when
    ------------------
    Fewer than 4 clusters, or no cluster has two members: the raw mean stands without a shrunken one.

    Notes
    -----
    mean + w_j (raw_j - mean), w_j = t/(t + s/n_j), mean by generalised least squares, t and s by REML.
    Variance of prediction t (1 - w_j) + (1 - w_j)^2 Var(mean) + 2 (t + s/n_j) d_j' V d_j, d_j the slopes of
    w_j in s and t and V their covariance by the expected information: with few clusters the weights
    themselves are uncertain, most of all where t is estimated as zero.

    References
    ----------
    Raudenbush, S. W., & Bryk, A. S. (2002). Hierarchical linear models (2nd ed.), chapter 3. Sage.
    Prasad, N. G. N., & Rao, J. N. K. (1990). The estimation of the mean squared error of small-area
    estimators. Journal of the American Statistical Association, 85, 163-171.
    https://doi.org/10.1080/01621459.1990.10475320
    """
    check_level(level)
    values = np.asarray(values, dtype=float)
    groups = clusters_of(cluster, values.size)
    raw = groups.means(values)
    if groups.count <= CLUSTERS_FIXED_UP_TO:
        reason = f"needs at least {CLUSTERS_FIXED_UP_TO + 1} clusters, and {there_are(groups.count)}"
        return _without(groups.names, raw, groups.sizes, reason)
    fit = fit_random_intercept(np.ones((values.size, 1)), values, groups.position)
    if fit is None:
        reason = "no cluster has two members, or members of a cluster do not differ"
        return _without(groups.names, raw, groups.sizes, reason)
    mean, z = float(fit.beta[0]), z_critical(level)
    weights = _weights(fit)
    means = []
    for name, own, size, weight, std_error in zip(
        groups.names, raw, groups.sizes, weights, np.sqrt(_prediction_variance(fit, weights)), strict=True
    ):
        value, half = mean + weight * (own - mean), z * float(std_error)
        estimate = Estimate(
            value=float(value),
            interval=Interval(low=float(value) - half, high=float(value) + half, level=level),
            n=int(size),
            method=METHOD,
            std_error=float(std_error),
        )
        means.append(ClusterMean(name=name, raw=float(own), weight=float(weight), estimate=estimate))
    return tuple(means)


def _weights(fit: RandomInterceptFit) -> Array:
    """Share of each raw mean in the shrunken one."""
    t, s = fit.variance_group, fit.variance_residual
    return np.asarray(t / (t + s / fit.data.sizes))


def _prediction_variance(fit: RandomInterceptFit, weights: Array) -> Array:
    """Variance of each prediction, the uncertainty of the mean and of both variances included."""
    t, s, sizes = fit.variance_group, fit.variance_residual, fit.data.sizes
    of_raw = t + s / sizes
    slopes = np.stack([-t / sizes, s / sizes]) / of_raw**2  # of the weights, in s and in t
    known = np.linalg.inv(variance_information(fit).expected)
    of_weights = np.einsum("ij,ik,kj->j", slopes, known, slopes) * of_raw
    return np.asarray(t * (1.0 - weights) + (1.0 - weights) ** 2 * fit.covariance[0, 0] + 2.0 * of_weights)


def _without(names: tuple[object, ...], raw: Array, sizes: Array, reason: str) -> tuple[ClusterMean, ...]:
    return tuple(
        ClusterMean(
            name=name,
            raw=float(own),
            weight=float("nan"),
            estimate=not_available(reason, n=int(size), method=METHOD),
        )
        for name, own, size in zip(names, raw, sizes, strict=True)
    )


STATISTIC = Statistic(
    name="shrunken_means",
    family="clusters",
    label="Shrunken cluster means",
    formula="mean + t / (t + s / n_j) (raw_j - mean)",
    reference="Raudenbush, S. W., & Bryk, A. S. (2002). Hierarchical linear models (2nd ed.). Sage.",
    compute=shrunken_means,
)
