"""Cluster-robust standard errors that hold with few clusters: CR2 with Satterthwaite df."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.clusters.labels import Clusters, Labels, clusters_of
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.gates import CLUSTERS_REFUSED_BELOW
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.linear_model import LeastSquares, least_squares, t_estimate

METHOD = "CR2"


def cr2_mean(values: Array, cluster: Labels, level: float = 0.95) -> Estimate:
    """Mean of values whose owners come in clusters, with a cluster-robust interval and test.

    Parameters
    ----------
    values : (n,) float array
        One value per respondent, such as a change; without gaps.
    cluster : (n,) labels
        Site, school or cohort of each.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        The plain mean, in the unit of the values; method ``CR2``. With few or unequal clusters ``df``
        is small: below 4 the p-value is not to be trusted.

    Not available when
    ------------------
    Fewer than 2 clusters.

    Notes
    -----
    ``cr2_contrast`` with an intercept only; equal cluster sizes give SE = sd(cluster means)/sqrt(J),
    df = J - 1.

    References
    ----------
    Bell, R. M., & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with
    multi-stage samples. Survey Methodology, 28, 169-181.
    """
    values = np.asarray(values, dtype=float)
    return cr2_contrast(np.ones((values.size, 1)), values, cluster, np.ones(1), level)


def cr2_contrast(X: Array, y: Array, cluster: Labels, contrast: Array, level: float = 0.95) -> Estimate:
    """A linear contrast of least-squares coefficients with CR2 standard error and Satterthwaite df.

    Parameters
    ----------
    X : (n, p) float array
        Design, the intercept among its columns.
    y : (n,) float array
        Outcome.
    cluster : (n,) labels
        Cluster of each row.
    contrast : (p,) float array
        Weights of the coefficients.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        In the unit of the outcome; ``n`` counts rows.

    Not available when
    ------------------
    Fewer than 2 clusters, linearly dependent columns, or a contrast that no cluster informs.

    Notes
    -----
    V = M [sum_j X_j' A_j e_j e_j' A_j X_j] M, M = (X'X)^-1, A_j = (I - X_j M X_j')^(-1/2), symmetric,
    pseudo-inverse where singular. With p_j = A_j X_j M c and G = diag(p_j'p_j) - B'MB, column j of B
    being X_j'p_j: df = tr(G)^2 / sum of squares of G. Working model: independent, equal variances.

    References
    ----------
    Pustejovsky, J. E., & Tipton, E. (2018). Small-sample methods for cluster-robust variance estimation
    and hypothesis testing in fixed effects models. Journal of Business & Economic Statistics, 36,
    672-683. https://doi.org/10.1080/07350015.2016.1247004
    """
    check_level(level)
    groups = clusters_of(cluster, np.asarray(y).shape[0])
    n = int(groups.sizes.sum())
    if groups.count < CLUSTERS_REFUSED_BELOW:
        return not_available(
            f"needs at least {CLUSTERS_REFUSED_BELOW} clusters, and {there_are(groups.count)}",
            n=n,
            method=METHOD,
        )
    fit = least_squares(X, y)
    if fit is None:
        return not_available("the predictors are linearly dependent", n=n, method=METHOD)
    contrast = np.asarray(contrast, dtype=float)
    variance, df = _variance_and_df(fit, groups, contrast)
    if math.isnan(df):
        return not_available("no cluster tells this contrast from the others", n=n, method=METHOD)
    return t_estimate(float(contrast @ fit.beta), math.sqrt(variance), df, n=n, method=METHOD, level=level)


def _variance_and_df(fit: LeastSquares, groups: Clusters, contrast: Array) -> tuple[float, float]:
    """CR2 variance of one contrast and its degrees of freedom; nan where it has none."""
    direction = fit.bread @ contrast
    scores, weights, crossed = [], [], []
    for j in range(groups.count):
        rows = groups.position == j
        X = fit.X[rows]
        adjusted = _adjust(X, fit.bread, X @ direction)
        scores.append(float(adjusted @ fit.residuals[rows]))
        weights.append(float(adjusted @ adjusted))
        crossed.append(X.T @ adjusted)
    B = np.array(crossed).T
    G = np.diag(weights) - B.T @ fit.bread @ B
    total = float(np.trace(G))
    if total <= 1e-12 * sum(weights):
        return math.nan, math.nan
    return float(np.sum(np.square(scores))), total**2 / float(np.sum(G**2))


def _adjust(X: Array, bread: Array, v: Array) -> Array:
    """(I - X M X')^(-1/2) v, by the p-dimensional eigenproblem, so that a large cluster costs little."""
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    D, W = np.linalg.eigh((s[:, None] * Vt) @ bread @ (Vt.T * s))
    left = 1.0 - D
    singular = left < 1e-10
    factor = np.where(singular, 0.0, 1.0 / np.sqrt(np.where(singular, 1.0, left))) - 1.0
    basis = U @ W
    adjusted: Array = v + basis @ (factor * (basis.T @ v))
    return adjusted


STATISTIC = Statistic(
    name="cr2",
    family="clusters",
    label="Cluster-robust mean (CR2, Satterthwaite df)",
    formula="V = M [sum_j X_j' A_j e_j e_j' A_j X_j] M, A_j = (I - H_jj)^(-1/2)",
    reference="Pustejovsky, J. E., & Tipton, E. (2018). Small-sample methods for cluster-robust variance "
    "estimation and hypothesis testing in fixed effects models. Journal of Business & Economic Statistics, "
    "36(4), 672-683. https://doi.org/10.1080/07350015.2016.1247004",
    compute=cr2_mean,
)
