"""Convergent and discriminant validity of factors."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array


def average_variance_extracted(
    loading: ArrayLike, factor_covariance: ArrayLike, variance: ArrayLike
) -> Array:
    """Share of its items' variance that each factor explains.

    Parameters
    ----------
    loading : (p, m) float array
        Loadings, each item on one factor.
    factor_covariance : (m, m) float array
        Covariance of the factors.
    variance : (p,) float array
        Model-implied variances of the items; ones for standardised loadings.

    Returns
    -------
    Array
        (m,) shares; nan for a factor with an item that also loads elsewhere.

    References
    ----------
    Fornell, C., & Larcker, D. F. (1981). Evaluating structural equation models with unobservable
    variables and measurement error. Journal of Marketing Research, 18, 39-50.
    https://doi.org/10.1177/002224378101800104
    """
    L, phi, total = (np.asarray(a, dtype=float) for a in (loading, factor_covariance, variance))
    member = L != 0
    crossed = member.sum(axis=1) > 1
    explained = (L**2).sum(axis=0) * np.diag(phi)
    share = explained / np.maximum(member.T @ total, 1e-300)
    return np.where((member & crossed[:, None]).any(axis=0) | ~member.any(axis=0), np.nan, share)


def htmt(R: ArrayLike, factors: tuple[tuple[int, ...], ...]) -> Array:
    """Heterotrait-monotrait ratios of correlations.

    Parameters
    ----------
    R : (p, p) float array
        Correlations of the items.
    factors : tuple of tuples of int
        The items of each factor.

    Returns
    -------
    Array
        (m, m) ratios with ones on the diagonal; above .85 two factors can hardly be told apart. nan for
        factors with fewer than two items, or sharing an item.

    Notes
    -----
    Mean absolute correlation between items of different factors over the geometric mean of the two mean
    absolute correlations within. Checked against R semTools::htmt: tests/oracle/R/cfa.R.

    References
    ----------
    Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). A new criterion for assessing discriminant
    validity in variance-based structural equation modeling. Journal of the Academy of Marketing Science,
    43, 115-135. https://doi.org/10.1007/s11747-014-0403-8
    """
    size = np.abs(np.asarray(R, dtype=float))
    within = []
    for items in factors:
        pairs = size[np.ix_(items, items)][np.triu_indices(len(items), 1)]
        within.append(float(pairs.mean()) if pairs.size else np.nan)
    ratios = np.eye(len(factors))
    for a, first in enumerate(factors):
        for b, second in enumerate(factors[:a]):
            between = np.nan if set(first) & set(second) else float(size[np.ix_(first, second)].mean())
            ratios[a, b] = ratios[b, a] = between / np.sqrt(within[a] * within[b])
    return ratios
