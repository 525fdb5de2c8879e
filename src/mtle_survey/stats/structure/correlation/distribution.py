"""How often each answer to an item was given: all that its thresholds, shape and permutations need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The answers to one item.

    Attributes
    ----------
    values : (c,) float array
        The answers that were given, rising.
    counts : (c,) float array
        How many gave each; all positive.
    """

    values: Array
    counts: Array

    @property
    def n(self) -> int:
        """Respondents."""
        return int(self.counts.sum())

    @property
    def skewness(self) -> float:
        """Third standardised moment with denominator n (g1); nan without variance."""
        share = self.counts / self.counts.sum()
        deviation = self.values - share @ self.values
        variance = float(share @ deviation**2)
        return float(share @ deviation**3) / variance**1.5 if variance > 0 else float("nan")

    @property
    def rarest(self) -> float:
        """Share of the rarest answer that was given."""
        return float(self.counts.min() / self.counts.sum())


def distributions(x: ArrayLike) -> tuple[Distribution, ...]:
    """The answers to every item of complete responses.

    Parameters
    ----------
    x : (n, p) float array
        Complete responses.
    """
    made = []
    for column in np.asarray(x, dtype=float).T:
        values, counts = np.unique(column, return_counts=True)
        made.append(Distribution(values=values, counts=counts.astype(float)))
    return tuple(made)


def answers_in_order(answers: Sequence[Distribution]) -> Array:
    """(n, p) every item's answers from the lowest to the highest: a row is nobody."""
    return np.column_stack([np.repeat(item.values, item.counts.astype(np.int64)) for item in answers])
