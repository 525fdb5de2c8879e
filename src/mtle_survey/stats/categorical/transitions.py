"""From which category to which: the square table of two waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transitions:
    """Respondents by earlier and later category.

    Attributes
    ----------
    categories : tuple
        In their order; rows and columns of the table.
    counts : (K, K) integer array
        Rows are the earlier wave, columns the later one.
    """

    categories: tuple[Any, ...]
    counts: Counts

    @property
    def n(self) -> int:
        """All respondents."""
        return int(self.counts.sum())

    @property
    def up(self) -> int:
        """Respondents in a later category than before."""
        return int(np.triu(self.counts, 1).sum())

    @property
    def same(self) -> int:
        """Respondents in the same category."""
        return int(np.trace(self.counts))

    @property
    def down(self) -> int:
        """Respondents in an earlier category than before."""
        return int(np.tril(self.counts, -1).sum())


def transition_matrix(pre: Sequence[Any], post: Sequence[Any], categories: Sequence[Any]) -> Transitions:
    """Count who moved from which category to which.

    Parameters
    ----------
    pre, post : sequences of length n
        Categories of the same respondents in the same order, none missing.
    categories : sequence
        Every category, in order; an answer outside it is a ValueError.

    Returns
    -------
    Transitions
        The table, empty categories included.
    """
    if len(pre) != len(post):
        raise ValueError(f"pairs must be of equal length, not {len(pre)} and {len(post)}")
    position = {category: index for index, category in enumerate(categories)}
    if len(position) != len(categories):
        raise ValueError("a category appears twice")
    counts = np.zeros((len(position), len(position)), dtype=np.int64)
    for before, after in zip(pre, post, strict=True):
        if before not in position or after not in position:
            raise ValueError(f"{before!r} or {after!r} is not a category")
        counts[position[before], position[after]] += 1
    return Transitions(categories=tuple(categories), counts=counts)


def checked_table(table: NDArray[Any]) -> Counts:
    """A square table of counts as integers; anything else is a ValueError."""
    array = np.asarray(table)
    counts: Counts = np.rint(array).astype(np.int64)
    square = array.ndim == 2 and array.shape[0] == array.shape[1] and array.shape[0] > 1
    if not square or (counts < 0).any() or (counts != array).any():
        raise ValueError("a transition table is square and holds counts")
    return counts
