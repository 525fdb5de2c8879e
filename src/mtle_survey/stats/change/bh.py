"""Benjamini and Hochberg's adjustment of p-values for exploratory families."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.change.holm import checked_p_values
from mtle_survey.stats.estimate import Array, Statistic


def bh(p: Array) -> Array:
    """Adjusted p-values (q) that bound the expected share of false claims among those made.

    Parameters
    ----------
    p : (m,) float array
        Raw p-values; nan marks a test that could not be done, which does not count in the family.

    Returns
    -------
    (m,) float array
        Adjusted p-values in the same order, nan kept.

    Notes
    -----
    Sorted p(1) <= ... <= p(m): adjusted p(i) = min over j >= i of min(1, m p(j) / j).

    References
    ----------
    Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B, 57, 289-300. https://doi.org/10.1111/j.2517-6161.1995.tb02031.x
    """
    p = checked_p_values(p)
    adjusted = p.copy()
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(-p[known], kind="stable")]
    m = order.size
    adjusted[order] = np.minimum.accumulate(m / np.arange(m, 0, -1) * p[order])
    return adjusted


STATISTIC = Statistic(
    name="bh",
    family="change",
    label="Benjamini-Hochberg adjusted p-values",
    formula="adjusted p(i) = min_{j >= i} min(1, m p(j) / j)",
    reference="Benjamini, Y., & Hochberg, Y. (1995). Controlling the false discovery rate: A practical and "
    "powerful approach to multiple testing. Journal of the Royal Statistical Society: Series B, 57(1), "
    "289-300. https://doi.org/10.1111/j.2517-6161.1995.tb02031.x",
    compute=bh,
)
