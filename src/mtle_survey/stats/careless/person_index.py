"""What every index of careless responding returns, and how a within-person correlation is taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array

FEWEST_FOR_A_CORRELATION = 3
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonIndex:
    """One number per respondent.

    Attributes
    ----------
    values : (n,) float array
        nan for respondents to whom the index does not apply.
    unavailable : str
        Why nobody has a value; empty otherwise.
    """

    values: Array
    unavailable: str = ""


def index_not_available(reason: str, n: int) -> PersonIndex:
    """An index that nobody has, with the reason."""
    return PersonIndex(values=np.full(n, np.nan), unavailable=reason)


def as_answers(x: Array) -> Array:
    """Answers as a float matrix of respondents by items; nan marks a missing one.

    Raises
    ------
    ValueError
        Not two-dimensional, or an infinite value.
    """
    answers = np.asarray(x, dtype=np.float64)
    if answers.ndim != 2:
        raise ValueError(f"expected a matrix of respondents by items, got {answers.ndim} dimension(s)")
    if np.isinf(answers).any():
        raise ValueError("answers must be finite, or nan where missing")
    return answers


def row_correlations(a: Array, b: Array, fewest: int = FEWEST_FOR_A_CORRELATION) -> Array:
    """Pearson correlation of each row of ``a`` with the same row of ``b``, over the pairs both hold.

    Parameters
    ----------
    a, b : (n, m) float arrays
        nan where missing.
    fewest : int
        Pairs that a row needs.

    Returns
    -------
    (n,) float array
        In [-1, 1]; nan with fewer pairs, or where either row does not vary: a correlation with a constant
        does not exist and is never replaced by chance.
    """
    both = np.isfinite(a) & np.isfinite(b)
    count = both.sum(axis=1)
    divisor = np.maximum(count, 1)
    a, b = np.where(both, a, 0.0), np.where(both, b, 0.0)
    a = np.where(both, a - (a.sum(axis=1) / divisor)[:, None], 0.0)
    b = np.where(both, b - (b.sum(axis=1) / divisor)[:, None], 0.0)
    aa, bb, ab = (a * a).sum(axis=1), (b * b).sum(axis=1), (a * b).sum(axis=1)
    size = np.maximum(np.abs(a).max(axis=1, initial=0.0), np.abs(b).max(axis=1, initial=0.0)) ** 2
    defined = (count >= fewest) & (aa > _ROUNDING * size) & (bb > _ROUNDING * size)
    r = np.full(len(a), np.nan)
    r[defined] = ab[defined] / np.sqrt(aa[defined] * bb[defined])
    return np.asarray(np.clip(r, -1.0, 1.0))
