"""The mean score when reversed items are turned over ranges that other software takes from the data."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array, Estimate, not_available

Rule = Literal["declared", "observed_overall", "observed_item", "observed_item_complete"]


def mean_under_reversal(
    raw: Array, against: NDArray[np.bool_], rule: Rule, low: Array, high: Array
) -> Estimate:
    """Mean of the mean of items, over complete rows, under a rule of reversal.

    Only the declared range makes the mean independent of which answers happen to occur. A reversed item
    whose lowest answer nobody chose is shifted by a point under the other rules; correlations, and with
    them alpha, do not change.

    Parameters
    ----------
    raw : (n, k) float array
        Answers as given; nan where missing.
    against : (k,) bool array
        Reverse-keyed items.
    rule : {"declared", "observed_overall", "observed_item", "observed_item_complete"}
        Which low + high an answer is taken from: declared; smallest and largest answer over all items (psych
        by default); of each item (JASP); of each item among complete rows (jamovi).
    low, high : (k,) float arrays
        Declared range of each item.

    Returns
    -------
    Estimate
        In response units, method ``reversal/<rule>``.

    Not available when
    ------------------
    Nobody answered every item.
    """
    method = f"reversal/{rule}"
    matrix = np.asarray(raw, dtype=np.float64)
    complete = matrix[np.isfinite(matrix).all(axis=1)]
    n = len(complete)
    if n == 0:
        return not_available("nobody answered every item", n=0, method=method)
    if rule == "declared":
        ends = np.asarray(low + high)
    elif rule == "observed_overall":
        ends = np.full(matrix.shape[1], np.nanmin(matrix) + np.nanmax(matrix))
    else:
        seen = complete if rule == "observed_item_complete" else matrix
        ends = np.nanmin(seen, axis=0) + np.nanmax(seen, axis=0)
    keyed = np.where(against, ends - complete, complete)
    return Estimate(value=float(keyed.mean()), n=n, method=method)
