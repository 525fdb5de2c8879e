"""Means, covariances and answers from sums, products and two-way tables: no row is needed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.stats.structure.correlation.cross_tables import CrossTables
from mtle_survey.stats.structure.correlation.pearson import Moments


def moments_of_sums(n: int, sums: ArrayLike, products: ArrayLike) -> Moments:
    """Means and covariances from whole-number sums and sums of products.

    Parameters
    ----------
    n : int
        Respondents, all of whom answered every item.
    sums : (p,) int array
        Sum of each item's answers.
    products : (p, p) int array
        Sum of the products of two items' answers.

    Returns
    -------
    Moments
        nan where there are fewer than two respondents.

    Notes
    -----
    (n sum(xy) - sum(x) sum(y)) / (n (n - 1)); the numerator is a whole number and exact.
    """
    total = np.asarray(sums, dtype=np.int64)
    product = np.asarray(products, dtype=np.int64)
    if n < 2:
        lost = np.full(total.size, np.nan)
        return Moments(n=n, mean=lost, covariance=np.full((total.size, total.size), np.nan))
    numerator = n * product - np.outer(total, total)
    return Moments(n=n, mean=total / n, covariance=numerator / (float(n) * (n - 1)))


def sums_of_tables(tables: CrossTables) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sums and sums of products of the answers that two-way tables of complete responses count.

    Returns
    -------
    (p,) int array, (p, p) int array
    """
    p = len(tables.margins)
    codes = np.zeros((p, tables.counts.shape[1]), dtype=np.int64)
    for place, used in enumerate(tables.categories):
        codes[place, : used.size] = used
    margins = [np.rint(m).astype(np.int64) for m in tables.margins]
    sums = np.array([m @ codes[i, : m.size] for i, m in enumerate(margins)], dtype=np.int64)
    products = np.zeros((p, p), dtype=np.int64)
    products[np.diag_indices(p)] = [m @ codes[i, : m.size] ** 2 for i, m in enumerate(margins)]
    first, second = np.triu_indices(p, 1)
    counts = np.rint(tables.counts).astype(np.int64)
    crossed = np.einsum("pab,pa,pb->p", counts, codes[first], codes[second])
    products[first, second] = products[second, first] = crossed
    return sums, products
