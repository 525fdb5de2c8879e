"""Items that groups answer differently at the same level of the trait: ordinal logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, not_available

STEPS = 100
CONVERGED = 1e-10
TINY = 1e-300


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemBias:
    """One item's comparison between groups.

    Attributes
    ----------
    total : Estimate
        Likelihood-ratio chi-square of group and its interaction with the trait.
    uniform : Estimate
        Of the group alone: one group answers higher all along.
    non_uniform : Estimate
        Of the interaction: the item separates people better in one group.
    explained : float
        Change of McFadden's R-squared by group and interaction; below .02 negligible.
    """

    total: Estimate
    uniform: Estimate
    non_uniform: Estimate
    explained: float


def item_bias(answers: ArrayLike, trait: ArrayLike, group: ArrayLike) -> ItemBias:
    """Compare groups in one item, holding the trait constant.

    Parameters
    ----------
    answers : (n,) array of whole numbers
        nan where missing.
    trait : (n,) float array
        The matching variable: trait estimates or total scores.
    group : (n,) integer array
        Groups from 0 on; -1 where unknown.

    Returns
    -------
    ItemBias
        Chi-squares with one degree of freedom for each group but the first (two for ``total``).

    Not available when
    ------------------
    The item has one category among those compared, one group remains, or a model has no maximum.

    Notes
    -----
    logit P(Y > k) = trait, + group, + group x trait, in turn. Checked against R MASS::polr:
    tests/oracle/R/irt.R.

    References
    ----------
    Zumbo, B. D. (1999). A handbook on the theory and methods of differential item functioning (DIF).
    Directorate of Human Resources Research and Evaluation, Department of National Defense.
    Choi, S. W., Gibbons, L. E., & Crane, P. K. (2011). lordif: An R package for detecting differential item
    functioning using iterative hybrid ordinal logistic regression/item response theory and Monte Carlo
    simulations. Journal of Statistical Software, 39(8). https://doi.org/10.18637/jss.v039.i08
    """
    y, t, g = (np.asarray(a, dtype=float) for a in (answers, trait, group))
    used = np.isfinite(y) & np.isfinite(t) & (g >= 0)
    y, t, g = y[used], t[used], g[used]
    n, present = y.size, np.unique(g)
    _, codes = np.unique(y, return_inverse=True)
    if n == 0 or codes.max() < 1 or present.size < 2:
        return _none("fewer than two answers, or groups, to compare", n)
    z = (t - t.mean()) / (t.std() or 1.0)
    dummies = (g[:, None] == present[1:]).astype(float)
    designs = (
        np.empty((n, 0)),
        z[:, None],
        np.column_stack([z, dummies]),
        np.column_stack([z, dummies, dummies * z[:, None]]),
    )
    values = [log_likelihood(design, codes) for design in designs]
    if not np.isfinite(values).all():
        return _none("a model of the item has no maximum", n)
    empty, trait_only, with_group, with_both = values
    df = float(present.size - 1)
    return ItemBias(
        total=_ratio(with_both - trait_only, 2.0 * df, n, "total"),
        uniform=_ratio(with_group - trait_only, df, n, "uniform"),
        non_uniform=_ratio(with_both - with_group, df, n, "non_uniform"),
        explained=float((trait_only - with_both) / empty),
    )


def log_likelihood(X: Array, codes: NDArray[np.intp]) -> float:
    """Maximal log-likelihood of the proportional-odds model; nan where there is no maximum.

    Parameters
    ----------
    X : (n, q) float array
        Predictors without an intercept; q may be 0.
    codes : (n,) integer array
        Categories 0 to c - 1, each used.
    """
    c, q = int(codes.max()) + 1, X.shape[1]
    shares = np.cumsum(np.bincount(codes))[:-1] / codes.size
    point = np.concatenate([special.logit(1.0 - shares), np.zeros(q)])
    value, gradient, hessian = _derivatives(point, X, codes, c)
    for _ in range(STEPS):
        step = np.linalg.lstsq(-hessian, gradient, rcond=None)[0]
        if float(gradient @ step) < CONVERGED:
            return value
        length = 1.0
        while length > 1e-8:
            moved = _derivatives(point + length * step, X, codes, c)
            if moved[0] >= value:
                break
            length /= 2.0
        else:
            return float("nan")
        point = point + length * step
        value, gradient, hessian = moved
    return float("nan")


def _derivatives(point: Array, X: Array, codes: NDArray[np.intp], c: int) -> tuple[float, Array, Array]:
    """Log-likelihood, gradient and Hessian in intercepts (falling) and slopes."""
    n, q = X.shape
    linear = X @ point[c - 1 :]
    upper, lower = np.full(n, np.inf), np.full(n, -np.inf)
    above, below = codes > 0, codes < c - 1
    upper[above] = point[codes[above] - 1] + linear[above]  # P(Y >= code)
    lower[below] = point[codes[below]] + linear[below]  # P(Y >= code + 1)
    F, G = special.expit(upper), special.expit(lower)
    P = np.maximum(F - G, TINY)
    f, g = F * (1.0 - F), G * (1.0 - G)
    if (np.diff(point[: c - 1]) >= 0).any():
        return -np.inf, np.zeros(point.size), -np.eye(point.size)
    U, L = np.zeros((n, c - 1 + q)), np.zeros((n, c - 1 + q))
    rows = np.arange(n)
    U[rows[above], codes[above] - 1] = 1.0
    L[rows[below], codes[below]] = 1.0
    U[:, c - 1 :] = X
    L[:, c - 1 :] = X
    moved = (f[:, None] * U - g[:, None] * L) / P[:, None]
    df, dg = f * (1.0 - 2.0 * F) / P, g * (1.0 - 2.0 * G) / P
    hessian = (U * df[:, None]).T @ U - (L * dg[:, None]).T @ L - moved.T @ moved
    return float(np.log(P).sum()), moved.sum(axis=0), hessian


def _ratio(difference: float, df: float, n: int, method: str) -> Estimate:
    chi2 = max(2.0 * difference, 0.0)
    return Estimate(
        value=chi2, n=n, method=method, test_statistic=chi2, df=df, p_value=chi2_upper_p(chi2, df)
    )


def _none(reason: str, n: int) -> ItemBias:
    return ItemBias(
        total=not_available(reason, n=n, method="total"),
        uniform=not_available(reason, n=n, method="uniform"),
        non_uniform=not_available(reason, n=n, method="non_uniform"),
        explained=float("nan"),
    )
