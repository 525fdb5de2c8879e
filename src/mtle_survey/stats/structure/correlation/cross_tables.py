"""Two-way tables of every pair of items, counted in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    data = _two_dimensional(x)
    categories = _used_categories(data)
    parts = list(_recoded(data, categories))
    codes = np.concatenate(parts) if parts else np.empty(data.shape, dtype=np.int64)
    return CategoryCodes(codes=codes, categories=categories)


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
    n = len(coded.codes)
    return _counted((coded.codes[start : start + CHUNK] for start in range(0, n, CHUNK)), coded.categories, n)


def cross_tables_of_responses(x: ArrayLike) -> CrossTables:
    """Count all two-way tables straight from responses.

    What it needs besides the responses does not grow with their number: they are recoded part by part.

    Parameters
    ----------
    x : (n, p) array of whole numbers
        As for ``category_codes``.

    Returns
    -------
    CrossTables
        The same as ``cross_tables(category_codes(x))``.
    """
    data = _two_dimensional(x)
    categories = _used_categories(data)
    return _counted(_recoded(data, categories), categories, len(data))


def _two_dimensional(x: ArrayLike) -> Array:
    data = np.asarray(x, dtype=float)
    if data.ndim != 2:
        raise ValueError("x must have two dimensions: respondents and items")
    return data


def _used_categories(data: Array) -> tuple[NDArray[np.int64], ...]:
    """The response codes of each item that somebody chose, rising."""
    if not len(data):
        return tuple(np.empty(0, dtype=np.int64) for _ in range(data.shape[1]))
    lowest, highest = np.fmin.reduce(data, axis=0), np.fmax.reduce(data, axis=0)
    for j in np.flatnonzero(highest - lowest >= MOST_CATEGORIES):
        raise ValueError(f"column {j} spreads over more than {MOST_CATEGORIES} codes")
    used = np.zeros((data.shape[1], MOST_CATEGORIES), dtype=bool)
    for start in range(0, len(data), CHUNK):
        part = data[start : start + CHUNK]
        answered = ~np.isnan(part)
        for j in np.flatnonzero((answered & (part != np.rint(part))).any(axis=0)):
            raise ValueError(f"column {j} holds values that are not whole numbers")
        row, item = np.nonzero(answered)
        used[item, (part[row, item] - lowest[item]).astype(np.int64)] = True
    return tuple(
        np.flatnonzero(own) + (int(low) if own.any() else 0) for own, low in zip(used, lowest, strict=True)
    )


def _recoded(data: Array, categories: Sequence[NDArray[np.int64]]) -> Iterator[NDArray[np.int64]]:
    """Responses as positions among the used categories, -1 where missing, some rows at a time."""
    lowest = np.array([used[0] if used.size else 0 for used in categories], dtype=float)
    position = np.full((len(categories), MOST_CATEGORIES + 1), -1, dtype=np.int64)  # the last is the missing
    for j, used in enumerate(categories):
        position[j, used - int(lowest[j])] = np.arange(used.size)
    items = np.arange(len(categories))
    for start in range(0, len(data), CHUNK):
        shifted = np.nan_to_num(data[start : start + CHUNK] - lowest, nan=MOST_CATEGORIES)
        yield position[items, shifted.astype(np.int64)]


def _counted(
    parts: Iterable[NDArray[np.int64]], categories: tuple[NDArray[np.int64], ...], n: int
) -> CrossTables:
    """Tables of recoded responses that come some rows at a time."""
    p = len(categories)
    width = max((c.size for c in categories), default=0) + 1  # the last position counts the missing
    counts = [np.zeros((p - 1 - i) * width * width, dtype=np.int64) for i in range(p - 1)]
    margins = np.zeros(p * width, dtype=np.int64)
    for part in parts:
        by_item = np.where(part < 0, width - 1, part).T.copy()
        margins += np.bincount((by_item + width * np.arange(p)[:, None]).ravel(), minlength=margins.size)
        for i in range(p - 1):
            table = np.arange(p - 1 - i)[:, None] * (width * width)
            cell = table + by_item[i] * width + by_item[i + 1 :]
            counts[i] += np.bincount(cell.ravel(), minlength=counts[i].size)
    tables = np.concatenate([np.empty(0), *counts]).reshape(-1, width, width)
    return CrossTables(
        counts=np.ascontiguousarray(tables[:, :-1, :-1]),
        margins=tuple(
            margin[: c.size].astype(float)
            for margin, c in zip(margins.reshape(p, width), categories, strict=True)
        ),
        categories=categories,
        n=n,
    )
