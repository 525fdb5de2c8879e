"""Ratings in declared categories, and how much two different categories still agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

Weights = Literal["unweighted", "linear", "quadratic", "ordinal"]
NO_SPREAD = 1e-9  # a standard error below this is 0 but for rounding


def category_positions(ratings: Array, categories: Sequence[float]) -> NDArray[np.int64]:
    """Position of each rating among the declared categories; -1 where there is none.

    Parameters
    ----------
    ratings : (n, r) float array
        Ratings of n units by r raters; nan where a rater gave none.
    categories : sequence of float
        The declared codes, in their order. Never taken from the data: an unused category counts.

    Raises
    ------
    ValueError
        If a rating is none of the categories, or these repeat or are fewer than 2.
    """
    table = np.asarray(ratings, dtype=np.float64)
    codes = np.asarray(categories, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"expected a matrix of units by raters, got {table.ndim} dimension(s)")
    if codes.size < 2 or np.unique(codes).size != codes.size:
        raise ValueError("expected at least 2 different categories")
    matches = table[:, :, None] == codes
    positions = np.where(matches.any(axis=2), matches.argmax(axis=2), -1)
    strange = (positions < 0) & ~np.isnan(table)
    if strange.any():
        raise ValueError(f"{int(strange.sum())} ratings are none of the {codes.size} categories")
    return np.asarray(positions, dtype=np.int64)


def unit_counts(ratings: Array, categories: Sequence[float]) -> Array:
    """How many raters put each unit into each category.

    Parameters
    ----------
    ratings : (n, r) float array
        Ratings; nan where there is none.
    categories : sequence of float
        The declared codes.

    Returns
    -------
    (n, q) float array
    """
    positions = category_positions(ratings, categories)
    return np.stack([(positions == q).sum(axis=1) for q in range(len(categories))], axis=1).astype(np.float64)


def contingency_table(ratings: Array, categories: Sequence[float]) -> Array:
    """Cross table of two raters.

    Parameters
    ----------
    ratings : (n, 2) float array
        Complete ratings.
    categories : sequence of float
        The declared codes.

    Returns
    -------
    (q, q) float array
        Counts; rows are the first rater's categories.
    """
    positions = category_positions(ratings, categories)
    if positions.shape[1] != 2:
        raise ValueError(f"expected 2 raters, got {positions.shape[1]}")
    if (positions < 0).any():
        raise ValueError("expected complete ratings; remove units that a rater left out first")
    q = len(categories)
    return (
        np.bincount(positions[:, 0] * q + positions[:, 1], minlength=q * q).reshape(q, q).astype(np.float64)
    )


def agreement_weights(categories: Sequence[float], weights: Weights) -> Array:
    """How much two categories agree: 1 if equal, less the further apart they are.

    Parameters
    ----------
    categories : sequence of float
        The declared codes; linear and quadratic weights use their distances.
    weights : {"unweighted", "linear", "quadratic", "ordinal"}
        ``ordinal`` uses only the order: 1 - C(d + 1, 2) / C(q, 2) for categories d places apart.

    Returns
    -------
    (q, q) float array
    """
    codes = np.asarray(categories, dtype=np.float64)
    q = codes.size
    if weights == "unweighted":
        return np.eye(q)
    distance = np.abs(codes[:, None] - codes)
    if weights == "ordinal":
        apart = np.abs(np.arange(q)[:, None] - np.arange(q))
        distance = apart * (apart + 1) / 2.0
    elif weights == "quadratic":
        distance = distance**2
    return np.asarray(1.0 - distance / distance.max(), dtype=np.float64)
