"""Holm's adjustment of p-values for a declared family of tests."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array, Statistic


def holm(p: Array) -> Array:
    """Adjusted p-values that bound the chance of any false claim in the family.

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
    Sorted p(1) <= ... <= p(m): adjusted p(i) = max over j <= i of min(1, (m - j + 1) p(j)).

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of
    Statistics, 6, 65-70. https://www.jstor.org/stable/4615733
    """
    p = checked_p_values(p)
    adjusted = p.copy()
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = np.arange(order.size, 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(factors * p[order]))
    return adjusted


def checked_p_values(p: Array) -> Array:
    """A vector of p-values, nan allowed; anything else is a ValueError."""
    p = np.asarray(p, dtype=float)
    known = p[~np.isnan(p)]
    if p.ndim != 1 or (known < 0.0).any() or (known > 1.0).any():
        raise ValueError("p-values are a vector of numbers between 0 and 1")
    return p


STATISTIC = Statistic(
    name="holm",
    family="change",
    label="Holm-adjusted p-values",
    formula="adjusted p(i) = max_{j <= i} min(1, (m - j + 1) p(j))",
    reference="Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian "
    "Journal of Statistics, 6(2), 65-70. https://www.jstor.org/stable/4615733",
    compute=holm,
)
