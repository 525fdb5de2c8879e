"""Sums over pairs of items from which means, covariances and correlations follow; sums of parts add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.careless.person_index import as_answers
from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PairSums:
    """Sums over the respondents who answered both items of a pair.

    Attributes
    ----------
    respondents : int
        Those with at least one answer.
    counts : (k, k) float array
        Respondents who answered both.
    sums, squares : (k, k) float arrays
        Entry i, j: sum of item i, or of its square, over those who answered i and j.
    products : (k, k) float array
        Sum of products.
    """

    respondents: int
    counts: Array
    sums: Array
    squares: Array
    products: Array

    def __add__(self, other: PairSums) -> PairSums:
        return PairSums(
            respondents=self.respondents + other.respondents,
            counts=self.counts + other.counts,
            sums=self.sums + other.sums,
            squares=self.squares + other.squares,
            products=self.products + other.products,
        )

    @property
    def item_totals(self) -> Array:
        """(k,) sum of each item over all who answered it."""
        return np.diagonal(self.sums)

    @property
    def item_counts(self) -> Array:
        """(k,) answers to each item."""
        return np.diagonal(self.counts)

    def means(self) -> Array:
        """(k,) item means; nan where nobody answered."""
        return _ratio(self.item_totals, self.item_counts)

    def covariance(self) -> Array:
        """(k, k) pairwise covariances, denominator n - 1 of the pair; nan below two respondents."""
        centred = self.products - _ratio(self.sums * self.sums.T, self.counts)
        return _ratio(centred, self.counts - 1)

    def correlation(self) -> Array:
        """(k, k) pairwise correlations; nan where one of the pair does not vary."""
        centred = self.products - _ratio(self.sums * self.sums.T, self.counts)
        own = self.squares - _ratio(self.sums**2, self.counts)
        own = np.where(own > 1e-10 * np.maximum(self.squares, 1.0), own, 0.0)
        return np.clip(_ratio(centred, np.sqrt(own * own.T)), -1.0, 1.0)


def pair_sums(x: Array) -> PairSums:
    """Sums of one batch of respondents.

    Parameters
    ----------
    x : (n, k) float array
        nan where missing.
    """
    answers = as_answers(x)
    here = np.isfinite(answers)
    if here.all():
        return _sums_without_gaps(answers)
    filled = np.where(here, answers, 0.0)
    present = here.astype(np.float64)
    return PairSums(
        respondents=int(here.any(axis=1).sum()),
        counts=present.T @ present,
        sums=filled.T @ present,
        squares=(filled**2).T @ present,
        products=filled.T @ filled,
    )


def _sums_without_gaps(answers: Array) -> PairSums:
    """The same where nothing is missing: every pair was answered by everybody."""
    n, k = answers.shape
    totals, squares = answers.sum(axis=0), (answers**2).sum(axis=0)
    return PairSums(
        respondents=n if k else 0,
        counts=np.full((k, k), float(n)),
        sums=np.repeat(totals[:, None], k, axis=1),
        squares=np.repeat(squares[:, None], k, axis=1),
        products=answers.T @ answers,
    )


def _ratio(a: Array, b: Array) -> Array:
    return np.asarray(np.divide(a, b, out=np.full(np.shape(a), np.nan), where=b > 0))
