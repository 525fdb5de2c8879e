"""Coefficient alpha from pairwise complete answers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.reliability.alpha import alpha_from_moments


def pairwise_covariance(x: Array) -> tuple[Array, NDArray[np.int64]]:
    """Covariance of each pair of items over the respondents who answered both.

    Parameters
    ----------
    x : (n, k) float array
        Keyed responses; nan where missing.

    Returns
    -------
    (k, k) float array, (k, k) int array
        Covariances with denominator (pairs - 1) and the pair's own means, and the pairs behind each; nan
        where there are fewer than 2. The matrix need not be positive semidefinite.
    """
    matrix = np.asarray(x, dtype=np.float64)
    if matrix.ndim != 2 or np.isinf(matrix).any():
        raise ValueError("expected a matrix of finite responses, or nan where missing")
    known = ~np.isnan(matrix)
    answered = known.astype(np.float64)
    origin = np.array(
        [column[seen].mean() if seen.any() else 0.0 for column, seen in zip(matrix.T, known.T, strict=True)]
    )
    values = np.where(known, matrix - origin, 0.0)
    pairs = answered.T @ answered
    sums = values.T @ answered
    cross = values.T @ values
    with np.errstate(divide="ignore", invalid="ignore"):
        S = (cross - sums * sums.T / pairs) / (pairs - 1.0)
    return np.where(pairs >= 2.0, S, np.nan), pairs.astype(np.int64)


def alpha_pairwise(x: Array, level: float = 0.95) -> Estimate:
    """Coefficient alpha that uses every answer, pair of items by pair of items.

    Parameters
    ----------
    x : (n, k) float array
        Keyed responses; nan where missing.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        Method ``pairwise/feldt``. ``n`` and the interval rest on the pair of items that the fewest
        respondents answered, so that the interval does not promise more than the thinnest part carries.

    Not available when
    ------------------
    k < 2, some pair of items was answered by fewer than 2 respondents, or the total has no variance.

    Notes
    -----
    Alpha of the pairwise covariance matrix. It is unbiased only if answers are missing at random with
    regard to everything.

    References
    ----------
    Enders (2003). Psychological Methods, 8, 322-337. https://doi.org/10.1037/1082-989X.8.3.322
    """
    S, pairs = pairwise_covariance(x)
    n = int(pairs.min()) if pairs.size else 0
    if np.isnan(S).any() and S.shape[0] >= 2:
        return not_available(
            f"some pair of items was answered by only {counted(n, 'respondent')}; at least 2 are needed",
            n=n,
            method="pairwise/feldt",
        )
    return alpha_from_moments(S, n, level, "feldt", rows="pairwise")
