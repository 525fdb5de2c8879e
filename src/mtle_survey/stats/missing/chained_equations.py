"""Multiple imputation of unanswered items by chained equations with predictive mean matching."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array, Statistic

DONORS = 5
ITERATIONS = 10
RIDGE = 1e-5


def chained_equations(
    x: Array,
    imputations: int = 20,
    *,
    seed: int = 1,
    covariates: Array | None = None,
    iterations: int = ITERATIONS,
) -> Array:
    """Fill in what was not answered, several times.

    A missing answer is replaced by that of one of the five respondents whose predicted answers lie nearest,
    so that only answers occur that somebody gave. Predictions use all other columns; their coefficients are
    drawn anew each time, so that the imputations differ by as much as the answers are uncertain.

    Parameters
    ----------
    x : (n, k) float array
        Items; nan where missing. Respondents without any answer are to be left out before.
    imputations : int
        How many data sets, m.
    seed : int
        Seed of numpy's default generator.
    covariates : (n, q) float array, optional
        Complete columns that help to predict, such as indicators of sites.
    iterations : int
        Rounds through the columns before a data set is taken.

    Returns
    -------
    (m, n, k) float array
        Answers as given where there are any.

    Notes
    -----
    Bayesian linear regression of each incomplete column on the others, ridge 1e-5 of the diagonal;
    predictive mean matching of type 1: observed by the estimated, missing by the drawn coefficients.

    References
    ----------
    van Buuren, S., & Groothuis-Oudshoorn, K. (2011). mice: Multivariate imputation by chained equations in
    R. Journal of Statistical Software, 45(3), 1-67. https://doi.org/10.18637/jss.v045.i03
    """
    x = np.asarray(x, dtype=float)
    if x.ndim != 2 or np.isinf(x).any() or imputations < 1 or iterations < 1:
        raise ValueError(f"needs respondents by items and at least one imputation, not {x.shape}")
    gaps = np.isnan(x)
    if gaps.all(axis=0).any() or gaps.all(axis=1).any():
        raise ValueError("an item, or a respondent, has no answer at all: leave it out first")
    fixed = np.ones((len(x), 1)) if covariates is None else np.column_stack([np.ones(len(x)), covariates])
    generator = np.random.default_rng(seed)
    order = [int(j) for j in np.argsort(gaps.sum(axis=0), kind="stable") if gaps[:, j].any()]
    return np.stack([_one(x, gaps, fixed, order, iterations, generator) for _ in range(imputations)])


def _one(
    x: Array,
    gaps: NDArray[np.bool_],
    fixed: Array,
    order: list[int],
    iterations: int,
    generator: np.random.Generator,
) -> Array:
    """One completed data set, starting from answers drawn at random."""
    full = x.copy()
    for j in order:
        given = x[~gaps[:, j], j]
        full[gaps[:, j], j] = generator.choice(given, int(gaps[:, j].sum()))
    for _ in range(iterations):
        for j in order:
            predictors = np.column_stack([fixed, np.delete(full, j, axis=1)])
            missing = gaps[:, j]
            full[missing, j] = _matched(predictors[~missing], x[~missing, j], predictors[missing], generator)
    return full


def _matched(X: Array, y: Array, wanted: Array, generator: np.random.Generator) -> Array:
    """Answers of donors whose predictions lie nearest to the drawn predictions."""
    cross = X.T @ X
    inverse = np.linalg.pinv(cross + np.diag(RIDGE * np.maximum(np.diag(cross), 1e-12)), hermitian=True)
    coefficients = inverse @ X.T @ y
    residual = y - X @ coefficients
    df = max(len(y) - X.shape[1], 1)
    sigma = np.sqrt(float(residual @ residual) / generator.chisquare(df))
    values, axes = np.linalg.eigh((inverse + inverse.T) / 2.0)
    noise = axes @ (np.sqrt(np.maximum(values, 0.0)) * generator.normal(size=X.shape[1]))
    distance = np.abs(X @ coefficients - (wanted @ (coefficients + sigma * noise))[:, None])
    # ties between donors are broken at random, as if donors stood in random order
    shuffled = generator.permutation(len(y))
    nearest = shuffled[np.argsort(distance[:, shuffled], axis=1, kind="stable")[:, :DONORS]]
    chosen = generator.integers(0, nearest.shape[1], len(wanted))
    found: Array = y[nearest[np.arange(len(wanted)), chosen]]
    return found


STATISTIC = Statistic(
    name="chained_equations",
    family="missing",
    label="Imputation by chained equations",
    formula="predictive mean matching, 5 donors; Bayesian regression on all other columns",
    reference="van Buuren, S., & Groothuis-Oudshoorn, K. (2011). mice: Multivariate imputation by chained "
    "equations in R. Journal of Statistical Software, 45(3), 1-67. https://doi.org/10.18637/jss.v045.i03",
    compute=chained_equations,
)
