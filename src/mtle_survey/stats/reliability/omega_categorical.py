"""Omega of a sum of ordered categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.special import ndtr

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.structure.correlation.bivariate_normal import bivariate_normal_cdf

Denominator = Literal["observed", "implied"]


def omega_categorical(
    loadings: Array,
    thresholds: Sequence[Array],
    polychoric: Array,
    n: int,
    *,
    factor_correlation: Array | None = None,
    denominator: Denominator = "observed",
) -> Estimate:
    """Reliability of the sum of items as they were answered, by a factor model of their latent responses.

    Unlike omega of polychoric correlations it describes the score that is used, not latent responses that
    nobody scored.

    Parameters
    ----------
    loadings : (k,) or (k, f) float array
        Standardized loadings of the latent responses.
    thresholds : sequence of k float arrays
        Ascending thresholds of each item, one for each step of its score: a threshold above an unused
        category stands twice.
    polychoric : (k, k) float array
        Polychoric correlations.
    n : int
        Respondents behind them.
    factor_correlation : (f, f) float array, optional
        Correlations of the factors; uncorrelated by default.
    denominator : {"observed", "implied"}
        Whether the variance of the total follows from the polychoric correlations or from the model.

    Returns
    -------
    Estimate
        Unit-free. Method ``green_yang/observed`` or ``green_yang/implied``.

    Not available when
    ------------------
    k < 2, a loading or a correlation is missing, or a communality exceeds 1.

    Notes
    -----
    Sum over pairs of items and of thresholds of F2(t, t'; r) - F(t) F(t'), with r the correlation that the
    common factors imply, divided by the same sum with the polychoric (or the model's) correlation, where an
    item with itself contributes F(min(t, t')). F2 is the bivariate normal distribution function.

    References
    ----------
    Green & Yang (2009). Psychometrika, 74, 155-167, equation 21. https://doi.org/10.1007/s11336-008-9099-3
    """
    method = f"green_yang/{denominator}"
    L = np.asarray(loadings, dtype=np.float64)
    L = L[:, None] if L.ndim == 1 else L
    R = np.asarray(polychoric, dtype=np.float64)
    k = L.shape[0]
    if R.shape != (k, k) or len(thresholds) != k:
        raise ValueError(f"{k} items need {k} threshold vectors and a ({k}, {k}) correlation matrix")
    if k < 2:
        return not_available(
            f"categorical omega needs at least 2 items; this scale has {k}", n=n, method=method
        )
    if not (np.isfinite(L).all() and np.isfinite(R).all()):
        return not_available("an item has no loading or no polychoric correlation", n=n, method=method)
    Phi = np.eye(L.shape[1]) if factor_correlation is None else np.asarray(factor_correlation)
    common = L @ Phi @ L.T
    if (np.diag(common) >= 1.0).any():
        return not_available(
            "the solution is improper: an item's communality reaches 1 (Heywood case)", n=n, method=method
        )
    true = summed_covariance(thresholds, common)
    latent = common if denominator == "implied" else R
    total = summed_covariance(thresholds, np.where(np.eye(k, dtype=bool), 1.0, latent))
    return Estimate(value=float(true.sum() / total.sum()), n=n, method=method)


def summed_covariance(thresholds: Sequence[Array], latent: Array) -> Array:
    """Covariances of item scores whose latent responses have given correlations.

    Parameters
    ----------
    thresholds : sequence of k float arrays
        Ascending thresholds of each item.
    latent : (k, k) float array
        Correlations of the latent responses; 1 on the diagonal gives the items' variances, less gives the
        covariance of an item with its own replication.

    Returns
    -------
    (k, k) float array
        Of scores that rise by one at each threshold.
    """
    item = np.repeat(np.arange(len(thresholds)), [len(cuts) for cuts in thresholds])
    cuts = np.concatenate([np.asarray(c, dtype=np.float64) for c in thresholds])
    rows, columns = np.triu_indices(cuts.size)
    rho = latent[item[rows], item[columns]]
    perfect = rho >= 1.0
    below = bivariate_normal_cdf(cuts[rows], cuts[columns], np.where(perfect, 0.0, rho))
    joint = np.where(perfect, ndtr(np.minimum(cuts[rows], cuts[columns])), below)
    parts = np.zeros((cuts.size, cuts.size))
    parts[rows, columns] = joint - ndtr(cuts[rows]) * ndtr(cuts[columns])
    parts[columns, rows] = parts[rows, columns]
    of_item = (item == np.arange(len(thresholds))[:, None]).astype(np.float64)
    return np.asarray(of_item @ parts @ of_item.T, dtype=np.float64)


STATISTIC = Statistic(
    name="omega_categorical",
    family="reliability",
    label="Categorical omega",
    formula="true variance of the summed categories / their variance (Green & Yang, eq. 21)",
    reference=(
        "Green, S. B., & Yang, Y. (2009). Reliability of summed item scores using structural equation "
        "modeling: An alternative to coefficient alpha. Psychometrika, 74(1), 155-167. "
        "https://doi.org/10.1007/s11336-008-9099-3"
    ),
    compute=omega_categorical,
)
