"""What is shared in place of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.structure.correlation.cross_tables import CrossTables
from mtle_survey.stats.structure.correlation.distribution import Distribution
from mtle_survey.stats.structure.correlation.pearson import Moments
from mtle_survey.stats.structure.correlation.table_moments import moments_of_sums, sums_of_tables

Pair = tuple[str, str]
Counts = Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The people of one wave who answered every item of a set, as sums and counts.

    Answers are the codes that were given; nothing is reversed.

    Attributes
    ----------
    wave : str or None
    scale : str or None
        The scale whose items these are; None for all items together, whose structure is asked for.
    items : tuple of str
    n : int
        People; 0 where the block is withheld.
    sums : (k,) int array
        Sum of each item's answers; empty where withheld.
    products : (k, k) int array
        Sums of products of two items' answers; empty where withheld.
    counts : mapping of item to (mapping of answer to int)
        How often each answer was given, zeros left out; without the items whose counts are withheld.
    tables : mapping of (item, item) to (C, D) int array
        Two-way tables over the answers in ``counts``, in that order; without those that are withheld.
    withheld : str
        Why there is nothing else; empty where there is.
    """

    wave: str | None
    scale: str | None
    items: tuple[str, ...]
    n: int
    sums: NDArray[np.int64]
    products: NDArray[np.int64]
    counts: Mapping[str, Counts]
    tables: Mapping[Pair, NDArray[np.int64]]
    withheld: str = ""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every two items, in row order."""
        return tuple((a, b) for i, a in enumerate(self.items) for b in self.items[i + 1 :])

    @property
    def moments(self) -> Moments:
        """Means and covariances of the answers."""
        return moments_of_sums(self.n, self.sums, self.products)

    @property
    def distributions(self) -> tuple[Distribution, ...] | None:
        """The answers to every item; None where some are withheld."""
        if len(self.counts) < len(self.items):
            return None
        return tuple(
            Distribution(
                values=np.array(list(self.counts[i]), dtype=float),
                counts=np.array(list(self.counts[i].values()), dtype=float),
            )
            for i in self.items
        )

    @property
    def cross_tables(self) -> CrossTables | None:
        """All two-way tables; None where some are withheld."""
        if len(self.tables) < len(self.pairs) or len(self.counts) < len(self.items):
            return None
        used = [np.array(list(self.counts[i]), dtype=np.int64) for i in self.items]
        widest = max((u.size for u in used), default=0)
        counts = np.zeros((len(self.pairs), widest, widest))
        for place, pair in enumerate(self.pairs):
            table = self.tables[pair]
            counts[place, : table.shape[0], : table.shape[1]] = table
        return CrossTables(
            counts=counts,
            margins=tuple(np.array(list(self.counts[i].values()), dtype=float) for i in self.items),
            categories=tuple(used),
            n=self.n,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregates:
    """A survey without its rows.

    Attributes
    ----------
    instrument, version, sha256 : str
        The instrument that the answers belong to.
    small_cell : int
        No count from 1 to one less than this is shown; 0 where everything is.
    blocks : tuple of Block
        One for each scale and wave, and one for all items of each wave.
    """

    instrument: str
    version: str
    sha256: str
    small_cell: int
    blocks: tuple[Block, ...]


def block_of_tables(
    tables: CrossTables, items: tuple[str, ...], *, wave: str | None, scale: str | None
) -> Block:
    """Everything that two-way tables of complete responses hold, nothing withheld."""
    sums, products = sums_of_tables(tables)
    counts = {
        item: {int(code): round(count) for code, count in zip(used, margin, strict=True)}
        for item, used, margin in zip(items, tables.categories, tables.margins, strict=True)
    }
    pairs = [(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]
    return Block(
        wave=wave,
        scale=scale,
        items=items,
        n=tables.n,
        sums=sums,
        products=products,
        counts=counts,
        tables={
            (a, b): np.rint(tables.counts[place, : len(counts[a]), : len(counts[b])]).astype(np.int64)
            for place, (a, b) in enumerate(pairs)
        },
    )


def withheld(block: Block, reason: str) -> Block:
    """The block with nothing but its name and the reason."""
    return Block(
        wave=block.wave,
        scale=block.scale,
        items=block.items,
        n=0,
        sums=np.empty(0, dtype=np.int64),
        products=np.empty((0, 0), dtype=np.int64),
        counts={},
        tables={},
        withheld=reason,
    )
