"""The structure that a confirmatory analysis tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorStructure:
    """Which items belong to which factor.

    Attributes
    ----------
    n_items : int
        Items of the data, p.
    factors : tuple of tuples of int
        The items of each factor, by position; an item may belong to several.
    second_order : tuple of tuples of int
        The factors of each higher factor, by position; empty if there is none.
    bifactor : bool
        Whether a general factor of all items is added, last, with no factor correlated.
    residuals : tuple of (int, int)
        Pairs of items whose residuals correlate.
    """

    n_items: int
    factors: tuple[tuple[int, ...], ...]
    second_order: tuple[tuple[int, ...], ...] = ()
    bifactor: bool = False
    residuals: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no structure: a programming mistake, not a property of data."""
        named = [item for factor in self.factors for item in factor]
        if not self.factors or any(len(factor) == 0 for factor in self.factors):
            raise ValueError("a structure needs factors, and every factor needs items")
        if any(
            not 0 <= item < self.n_items for item in [*named, *(i for pair in self.residuals for i in pair)]
        ):
            raise ValueError(f"items are numbered from 0 to {self.n_items - 1}")
        if set(named) != set(range(self.n_items)):
            raise ValueError("every item must belong to a factor: leave other items out of the data")
        if any(max(Counter(factor).values()) > 1 for factor in self.factors):
            raise ValueError("a factor names an item twice")
        if any(i == j for i, j in self.residuals):
            raise ValueError("a residual correlation needs two different items")
        if self.bifactor and self.second_order:
            raise ValueError("a structure is either bifactor or second-order")
        lower = [factor for higher in self.second_order for factor in higher]
        if any(not 0 <= factor < len(self.factors) for factor in lower) or len(set(lower)) < len(lower):
            raise ValueError("a higher factor names factors by position, each at most once")

    @property
    def n_factors(self) -> int:
        """All factors: declared, higher and general."""
        return len(self.factors) + len(self.second_order) + int(self.bifactor)
