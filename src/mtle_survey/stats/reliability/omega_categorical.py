"""Omega of a sum of ordered categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.special import ndtr

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.conditions import constant_item, too_small
from mtle_survey.stats.reliability.ordinal_factor import fit_ordinal_factor
from mtle_survey.stats.structure.correlation.bivariate_normal import bivariate_normal_cdf
from mtle_survey.stats.structure.correlation.polychoric import symmetric
from mtle_survey.stats.structure.correlation.polychoric_covariance import ordinal_moments

Denominator = Literal["observed", "implied"]


def omega_categorical(
    loadings: Array,
    thresholds: Sequence[Array],
    polychoric: Array,
    n: int,
    *,
    factor_correlation: Array | None = None,
    steps: Sequence[Array] | None = None,
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
        Ascending thresholds of each item, one less than it has categories.
    polychoric : (k, k) float array
        Polychoric correlations.
    n : int
        Respondents behind them.
    factor_correlation : (f, f) float array, optional
        Correlations of the factors; uncorrelated by default.
    steps : sequence of k float arrays, optional
        How much the score rises at each threshold; 1 by default, 2 where a category between was unused.
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
    true = summed_covariance(thresholds, common, steps)
    latent = common if denominator == "implied" else R
    total = summed_covariance(thresholds, np.where(np.eye(k, dtype=bool), 1.0, latent), steps)
    return Estimate(value=float(true.sum() / total.sum()), n=n, method=method)


def omega_categorical_of_responses(x: Array, denominator: Denominator = "observed") -> Estimate:
    """Categorical omega of keyed responses, by one factor of their polychoric correlations.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses in whole numbers; rows are respondents.
    denominator : {"observed", "implied"}
        As ``omega_categorical``.

    Returns
    -------
    Estimate
        As ``omega_categorical``. Loadings by diagonally weighted least squares.

    Not available when
    ------------------
    k < 3, n < 2, an item is constant, or the fit does not converge or is improper.
    """
    method = f"green_yang/{denominator}"
    S, n = sample_moments(x)
    reason = too_small("categorical omega", S, n, items=3) or constant_item(S)
    if reason:
        return not_available(reason, n=n, method=method)
    latent = ordinal_moments(x)
    k = S.shape[0]
    variances = symmetric(np.diag(latent.gamma)[latent.n_thresholds :], k, 1.0)
    solution = fit_ordinal_factor(latent.polychoric.R, variances)
    if not solution.converged:
        return not_available("the one-factor model of the ordered items did not converge", n=n, method=method)
    return omega_categorical(
        solution.loadings,
        latent.polychoric.thresholds,
        latent.polychoric.R,
        n,
        steps=[np.diff(codes).astype(np.float64) for codes in latent.polychoric.categories],
        denominator=denominator,
    )


def summed_covariance(
    thresholds: Sequence[Array], latent: Array, steps: Sequence[Array] | None = None
) -> Array:
    """Covariances of item scores whose latent responses have given correlations.

    Parameters
    ----------
    thresholds : sequence of k float arrays
        Ascending thresholds of each item.
    latent : (k, k) float array
        Correlations of the latent responses; 1 on the diagonal gives the items' variances, less gives the
        covariance of an item with its own replication.
    steps : sequence of k float arrays, optional
        How much the score rises at each threshold; 1 by default.

    Returns
    -------
    (k, k) float array
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
    rise = np.ones(cuts.size) if steps is None else np.concatenate(steps)
    of_item = (item == np.arange(len(thresholds))[:, None]) * rise
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
