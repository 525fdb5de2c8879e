"""Pearson correlations from sums and cross-products."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Means and covariances of complete responses.

    Attributes
    ----------
    n : int
        Respondents with every item answered.
    mean : (p,) float array
        Item means.
    covariance : (p, p) float array
        Covariances with denominator n - 1.
    """

    n: int
    mean: Array
    covariance: Array

    @property
    def maximum_likelihood(self) -> Array:
        """(p, p) covariances with denominator n."""
        return np.asarray(self.covariance * ((self.n - 1) / self.n))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pearson:
    """Product-moment correlations.

    Attributes
    ----------
    R : (p, p) float array
        Correlations; nan in the rows of an item without variance.
    n_pairs : (p, p) float array
        Respondents behind each correlation.
    n : int
        Complete respondents under ``listwise``, rows of the data under ``pairwise``.
    unavailable : tuple of p str
        Why an item has no correlations; empty where it has.
    """

    R: Array
    n_pairs: Array
    n: int
    unavailable: tuple[str, ...]


def moments(x: ArrayLike) -> Moments:
    """Means and covariances of the respondents who answered every item.

    Parameters
    ----------
    x : (n, p) float array
        Responses, nan where missing.

    Returns
    -------
    Moments
        nan where fewer than two respondents are complete.
    """
    data = np.asarray(x, dtype=float)
    complete = data[~np.isnan(data).any(axis=1)]
    n, p = complete.shape
    if n < 2:
        return Moments(n=n, mean=np.full(p, np.nan), covariance=np.full((p, p), np.nan))
    mean = complete.mean(axis=0)
    centred = complete - mean
    return Moments(n=n, mean=mean, covariance=centred.T @ centred / (n - 1))


def correlation_of(covariance: ArrayLike) -> Array:
    """(p, p) correlations of a covariance matrix; nan in the rows of variables without variance."""
    S = np.asarray(covariance, dtype=float)
    variance = np.diag(S)
    deviation = np.sqrt(np.where(variance > 0, variance, np.nan))
    R: Array = S / np.outer(deviation, deviation)
    np.fill_diagonal(R, np.where(np.isnan(deviation), np.nan, 1.0))
    return R


def pearson(x: ArrayLike, missing: str = "listwise") -> Pearson:
    """Pearson correlations of all item pairs.

    Parameters
    ----------
    x : (n, p) float array
        Responses, nan where missing.
    missing : {"listwise", "pairwise"}
        Respondents with every item, or with both items of the pair.

    Returns
    -------
    Pearson
        Correlations in [-1, 1].

    Not available when
    ------------------
    An item has no variance among the respondents used: its entries are nan.

    Notes
    -----
    Pairwise, each pair's means and variances come from the pair's own respondents.
    """
    if missing not in ("listwise", "pairwise"):
        raise ValueError("missing must be 'listwise' or 'pairwise'")
    data = np.asarray(x, dtype=float)
    if missing == "listwise":
        listwise = moments(data)
        R = correlation_of(listwise.covariance)
        n_pairs = np.full(R.shape, float(listwise.n))
        n = listwise.n
    else:
        R, n_pairs = _pairwise(data)
        n = data.shape[0]
    constant = np.isnan(np.diag(R))
    reason = "no variance among the respondents used; two different answers are needed"
    return Pearson(R=R, n_pairs=n_pairs, n=n, unavailable=tuple(reason if c else "" for c in constant))


def _pairwise(data: Array) -> tuple[Array, Array]:
    answered = (~np.isnan(data)).astype(float)
    counted = np.maximum(answered.sum(axis=0), 1.0)
    centred = np.where(answered > 0, data - np.nansum(data, axis=0) / counted, 0.0)
    n = answered.T @ answered
    sums = centred.T @ answered  # (i, j): sum of item i over those who answered j
    squares = (centred**2).T @ answered
    size = np.maximum(n, 1.0)
    covariance = centred.T @ centred / size - sums * sums.T / size**2
    variance = squares / size - (sums / size) ** 2
    product = variance * variance.T
    R = np.where(product > 1e-24, covariance / np.sqrt(np.maximum(product, 1e-24)), np.nan)
    return R, n
