"""What every description kernel needs: columns with gaps, and one estimate per column."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.stats.estimate import Array, Estimate


def as_columns(x: Array) -> Array:
    """Return values as a matrix of columns; one vector is one column.

    Parameters
    ----------
    x : (n,) or (n, k) array_like
        Values; nan marks a missing one.

    Raises
    ------
    ValueError
        If there are more than two dimensions, or an infinite value.
    """
    columns = np.asarray(x, dtype=np.float64)
    if columns.ndim == 1:
        columns = columns[:, None]
    if columns.ndim != 2:
        raise ValueError(f"expected one or more columns of values, got {columns.ndim} dimensions")
    if np.isinf(columns).any():
        raise ValueError("values must be finite, or nan where missing")
    return columns


def per_column(x: Array, compute: Callable[[Array], Estimate]) -> tuple[Estimate, ...]:
    """Apply a statistic to the values that each column holds, missing ones left out."""
    return tuple(compute(column[~np.isnan(column)]) for column in as_columns(x).T)


def fewer_than(needed: int, n: int, what: str) -> str:
    """Why there are too few values; empty when there are enough."""
    if n >= needed:
        return ""
    answers = "1 answer" if needed == 1 else f"{needed} answers"
    return f"{what} needs at least {answers}; {there_are(n)}"


def central_moment(values: Array, order: int) -> float:
    """Mean of the deviations from the mean, raised to ``order``; denominator n."""
    return float(((values - values.mean()) ** order).mean())
