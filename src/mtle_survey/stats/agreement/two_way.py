"""Mean squares of a two-way layout of targets by raters."""

from __future__ import annotations

from dataclasses import dataclass

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.moments import complete_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanSquares:
    """Two-way analysis of variance without replication.

    Attributes
    ----------
    n, k : int
        Targets (rows) and raters or occasions (columns).
    rows, columns, error : float
        Mean squares on n - 1, k - 1 and (n - 1)(k - 1) degrees of freedom.
    within : float
        Mean square within rows, on n (k - 1) degrees of freedom.
    """

    n: int
    k: int
    rows: float
    columns: float
    error: float
    within: float


def mean_squares(x: Array) -> MeanSquares:
    """Mean squares of complete ratings.

    Parameters
    ----------
    x : (n, k) float array
        Ratings of n >= 2 targets by k >= 2 raters, or on k occasions, without gaps.

    Returns
    -------
    MeanSquares
    """
    matrix = complete_matrix(x)
    n, k = matrix.shape
    if n < 2 or k < 2:
        raise ValueError(f"a two-way layout needs at least 2 rows and 2 columns, got {n} by {k}")
    centred = matrix - matrix.mean()
    row_effects, column_effects = centred.mean(axis=1), centred.mean(axis=0)
    residuals = centred - row_effects[:, None] - column_effects
    error_sum = float((residuals**2).sum())
    column_sum = n * float((column_effects**2).sum())
    return MeanSquares(
        n=n,
        k=k,
        rows=k * float((row_effects**2).sum()) / (n - 1),
        columns=column_sum / (k - 1),
        error=error_sum / ((n - 1) * (k - 1)),
        within=(error_sum + column_sum) / (n * (k - 1)),
    )
