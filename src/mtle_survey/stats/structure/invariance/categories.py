"""The same used categories in every group or wave, by one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array

RULE = (
    "a category that some occasion leaves empty joins its neighbour nearer to the middle of the codes in "
    "use, in every occasion alike, until each category is used on every occasion"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Codes of one item that became one category.

    Attributes
    ----------
    item : int
        Position of the item.
    codes : tuple of int
        The codes now counted as one, rising.
    """

    item: int
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonCategories:
    """Responses recoded to categories that every occasion uses.

    Attributes
    ----------
    data : tuple of (n, p) float arrays
        Categories 1, 2 … of each occasion, nan where missing.
    sizes : (p,) tuple of int
        Categories of each item.
    values : tuple of p float arrays
        The mean original code of each category over all occasions, for reading results on the raw scale.
    merges : tuple of Merge
        What was joined.
    rule : str
        How.
    """

    data: tuple[Array, ...]
    sizes: tuple[int, ...]
    values: tuple[Array, ...]
    merges: tuple[Merge, ...]
    rule: str = RULE


def common_categories(occasions: Sequence[ArrayLike]) -> CommonCategories:
    """Merge categories until every occasion uses them all.

    Parameters
    ----------
    occasions : sequence of (n, p) arrays of whole numbers
        The same items, one array for each group or wave; nan where missing.

    Returns
    -------
    CommonCategories
        An item may end with a single category when its occasions share too little.
    """
    arrays = [np.asarray(x, dtype=float) for x in occasions]
    p = arrays[0].shape[1]
    recoded = [np.full(x.shape, np.nan) for x in arrays]
    sizes, values, merges = [], [], []
    for item in range(p):
        columns = [x[:, item] for x in arrays]
        pooled = np.concatenate(columns)
        codes = np.unique(pooled[~np.isnan(pooled)])
        used = np.array([[bool(np.any(column == code)) for code in codes] for column in columns])
        groups = _merged(used)
        for new, group in enumerate(groups):
            members = codes[group]
            for target, column in zip(recoded, columns, strict=True):
                target[np.isin(column, members), item] = new + 1.0
            if len(group) > 1:
                merges.append(Merge(item=item, codes=tuple(int(code) for code in members)))
        sizes.append(len(groups))
        values.append(np.array([pooled[np.isin(pooled, codes[group])].mean() for group in groups]))
    return CommonCategories(
        data=tuple(recoded), sizes=tuple(sizes), values=tuple(values), merges=tuple(merges)
    )


def _merged(used: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[list[int]]:
    """Positions of codes, joined; ``used`` (occasions, codes) says where each occurs."""
    groups = [[position] for position in range(used.shape[1])]
    middle = (used.shape[1] - 1) / 2.0
    while len(groups) > 1:
        everywhere = [bool(used[:, group].any(axis=1).all()) for group in groups]
        lacking = [index for index, full in enumerate(everywhere) if not full]
        if not lacking:
            break
        # the outermost first, so that tails are gathered inward
        index = max(lacking, key=lambda i: abs(float(np.mean(groups[i])) - middle))
        neighbour = index + 1 if float(np.mean(groups[index])) < middle else index - 1
        low, high = sorted((index, neighbour))
        groups[low : high + 1] = [groups[low] + groups[high]]
    return groups
