"""Ratings of relevance by judges."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array

RELEVANT_FROM = 3.0
LOW, HIGH = 1.0, 4.0
NO_RATINGS = "no judge rated this item"


def as_ratings(ratings: Array, low: float = LOW, high: float = HIGH) -> Array:
    """Ratings as a matrix of judges by items.

    Raises
    ------
    ValueError
        If it is no matrix, or a rating lies outside ``low`` to ``high``.
    """
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"expected a matrix of judges by items, got {table.ndim} dimension(s)")
    if high <= low:
        raise ValueError("the highest rating must exceed the lowest")
    given = table[np.isfinite(table)]
    if ((given < low) | (given > high)).any():
        raise ValueError(f"ratings must lie between {low:g} and {high:g}")
    return table
