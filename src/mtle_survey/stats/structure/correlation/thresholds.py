"""Thresholds: where the categories of an item cut a standard normal latent response."""

from __future__ import annotations

import numpy as np
from scipy import special

from mtle_survey.stats.estimate import Array


def thresholds(margin: Array) -> Array:
    """Thresholds of one item from its category counts.

    Parameters
    ----------
    margin : (c,) float array
        Counts of the used categories, in order; all positive.

    Returns
    -------
    Array
        (c - 1,) rising normal quantiles of the cumulative shares.
    """
    share = np.cumsum(margin)[:-1] / np.sum(margin)
    return np.asarray(special.ndtri(share))


def category_limits(cuts: tuple[Array, ...], widest: int) -> Array:
    """Thresholds of all items as one padded array of category limits.

    Parameters
    ----------
    cuts : tuple of p float arrays
        The thresholds of each item.
    widest : int
        The largest number of categories C.

    Returns
    -------
    Array
        (p, C + 1): category a of item j lies between entries a and a + 1; the first is -inf, and
        everything beyond the last threshold is +inf.
    """
    limits = np.full((len(cuts), widest + 1), np.inf)
    limits[:, 0] = -np.inf
    for j, cut in enumerate(cuts):
        limits[j, 1 : 1 + cut.size] = cut
    return limits
