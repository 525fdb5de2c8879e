"""Two-way tables of every pair of items, counted in one pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.stats.estimate import Array

CHUNK = 5_000  # rows per pass: what is counted stays in the processor's cache
MOST_CATEGORIES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryCodes:
    """Responses as positions among the categories that each item uses.

    Attributes
    ----------
    codes : (n, p) int array
        0 for an item's lowest used category; -1 where missing.
    categories : tuple of p int arrays
        The used response codes of each item, rising.
    """

    codes: NDArray[np.int64]
    categories: tuple[NDArray[np.int64], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTables:
    """Two-way tables of all item pairs.

    Attributes
    ----------
    counts : (P, C, C) float array
        One table for each pair i < j in row order (0,1), (0,2) …: rows are item i's categories, columns
        item j's, padded with zeros up to the largest number of categories C.
    margins : tuple of p float arrays
        How often each used category of an item was chosen, over all who answered the item.
    categories : tuple of p int arrays
        The used response codes of each item, rising.
    n : int
        Rows of the data, answered or not.
    """

    counts: Array
    margins: tuple[Array, ...]
    categories: tuple[NDArray[np.int64], ...]
    n: int

    @property
    def n_pairs(self) -> Array:
        """(P,) respondents who answered both items of a pair."""
        return np.asarray(self.counts.sum(axis=(1, 2)))


def category_codes(x: ArrayLike) -> CategoryCodes:
    """Recode each item to positions among its used categories.

    Parameters
    ----------
    x : (n, p) array of whole numbers
        Response codes; nan where missing.

    Returns
    -------
    CategoryCodes
        Raises ValueError for codes that are not whole numbers or spread over more than 64 values:
        such a variable is not a rating.
    """
    data = np.asarray(x, dtype=float)
    if data.ndim != 2:
        raise ValueError("x must have two dimensions: respondents and items")
    codes = np.full(data.shape, -1, dtype=np.int64)
    categories = []
    for j, column in enumerate(np.ascontiguousarray(data.T)):
        present = ~np.isnan(column)
        values = column[present].astype(np.int64)
        if not np.array_equal(values, column[present]):
            raise ValueError(f"column {j} holds values that are not whole numbers")
        lowest = int(values.min()) if values.size else 0
        if values.size and values.max() - lowest >= MOST_CATEGORIES:
            raise ValueError(f"column {j} spreads over more than {MOST_CATEGORIES} codes")
        used = np.bincount(values - lowest, minlength=1) > 0
        position = np.cumsum(used) - 1
        codes[present, j] = position[values - lowest]
        categories.append(np.flatnonzero(used) + lowest if values.size else np.empty(0, dtype=np.int64))
    return CategoryCodes(codes=codes, categories=tuple(categories))


def cross_tables(coded: CategoryCodes) -> CrossTables:
    """Count all two-way tables at once.

    Parameters
    ----------
    coded : CategoryCodes
        The recoded responses.

    Returns
    -------
    CrossTables
        Pairs are counted over respondents who answered both items; margins over those who answered the one.
    """
    n, p = coded.codes.shape
    width = max((c.size for c in coded.categories), default=0) + 1  # the last position counts the missing
    by_item = np.where(coded.codes < 0, width - 1, coded.codes).T.copy()
    counts = [np.zeros((p - 1 - i) * width * width, dtype=np.int64) for i in range(p - 1)]
    for start in range(0, n, CHUNK):
        part = by_item[:, start : start + CHUNK]
        for i in range(p - 1):
            table = np.arange(p - 1 - i)[:, None] * (width * width)
            cell = table + part[i] * width + part[i + 1 :]
            counts[i] += np.bincount(cell.ravel(), minlength=counts[i].size)
    tables = np.concatenate(counts or [np.empty(0)]).astype(float).reshape(-1, width, width)
    margins = tuple(
        np.bincount(item, minlength=width)[: c.size].astype(float)
        for item, c in zip(by_item, coded.categories, strict=True)
    )
    return CrossTables(
        counts=np.ascontiguousarray(tables[:, :-1, :-1]), margins=margins, categories=coded.categories, n=n
    )
