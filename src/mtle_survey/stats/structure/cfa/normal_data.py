"""Sufficient statistics of normal data with any pattern of missing answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.model import Index
from mtle_survey.stats.structure.correlation.pearson import Moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Respondents who answered the same items.

    Attributes
    ----------
    n : int
        How many respondents.
    items : (o,) int array
        The items answered.
    responses : (n, o) float array
        Their answers; no row where only their moments are known.
    mean : (o,) float array
        Means.
    covariance : (o, o) float array
        Covariances with denominator n; zeros for a single respondent.
    """

    n: int
    items: Index
    responses: Array
    mean: Array
    covariance: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalData:
    """One group's data by missing pattern.

    Attributes
    ----------
    patterns : tuple of Pattern
        Every pattern with at least one answer.
    n : int
        Respondents with at least one answer.
    p : int
        Items.
    """

    patterns: tuple[Pattern, ...]
    n: int
    p: int

    @property
    def complete(self) -> bool:
        """Whether every respondent answered every item."""
        return len(self.patterns) == 1 and self.patterns[0].items.size == self.p


def normal_data(x: ArrayLike, listwise: bool) -> NormalData:
    """Group responses by missing pattern.

    Parameters
    ----------
    x : (n, p) float array
        Responses, nan where missing.
    listwise : bool
        Keep complete respondents only.

    Returns
    -------
    NormalData
        Patterns in the order of their first respondent.
    """
    data = np.asarray(x, dtype=float)
    answered = ~np.isnan(data)
    kept = answered.all(axis=1) if listwise else answered.any(axis=1)
    data, answered = data[kept], answered[kept]
    patterns = tuple(_pattern(data, rows) for rows in _rows_by_pattern(answered))
    return NormalData(patterns=patterns, n=data.shape[0], p=data.shape[1])


def data_of_moments(moments: Moments) -> NormalData:
    """Complete data of which only means and covariances are known."""
    p = moments.mean.size
    whole = Pattern(
        n=moments.n,
        items=np.arange(p),
        responses=np.empty((0, p)),
        mean=moments.mean,
        covariance=moments.maximum_likelihood,
    )
    return NormalData(patterns=(whole,), n=moments.n, p=p)


def _rows_by_pattern(answered: NDArray[np.bool_]) -> list[Index]:
    if answered.shape[0] == 0:
        return []
    if answered.all():
        return [np.arange(answered.shape[0])]
    _, label = np.unique(answered, axis=0, return_inverse=True)
    label = label.ravel()
    order = np.argsort(label, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1)
    return sorted(groups, key=lambda rows: int(rows[0]))


def _pattern(data: Array, rows: Index) -> Pattern:
    items = np.flatnonzero(~np.isnan(data[rows[0]]))
    responses = data[np.ix_(rows, items)]
    mean = responses.mean(axis=0)
    centred = responses - mean
    return Pattern(
        n=rows.size,
        items=items,
        responses=responses,
        mean=mean,
        covariance=centred.T @ centred / rows.size,
    )
