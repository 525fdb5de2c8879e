"""Omega total of the scale without each item."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.omega_total import omega_total_from_moments

METHOD = "ml1/implied"


def omega_if_dropped_from_moments(S: Array, n: int) -> tuple[Estimate, ...]:
    """Omega without each item from a covariance matrix and the respondents behind it."""
    k = S.shape[0]
    if k < 4:
        reason = f"dropping an item must leave at least 3 for a factor; this scale has {k}"
        return tuple(not_available(reason, n=n, method=METHOD) for _ in range(k))
    others = (np.delete(np.arange(k), item) for item in range(k))
    return tuple(omega_total_from_moments(S[np.ix_(rest, rest)], n, "implied") for rest in others)


def omega_if_dropped(x: Array) -> tuple[Estimate, ...]:
    """Omega total of the remaining items when each item in turn is left out.

    Parameters
    ----------
    x : (n, k) float array
        Complete, keyed responses; rows are respondents. The same rows serve every item.

    Returns
    -------
    tuple of Estimate
        One per item, in column order. Method ``ml1/implied``, without an interval.

    Not available when
    ------------------
    k < 4, or the one-factor model of the remaining items is not: see ``omega_total``.

    Notes
    -----
    A one-factor model is fitted to each set of k - 1 items. A gain in this sample may not repeat in the
    next one.

    References
    ----------
    McDonald (1999). Test theory: A unified treatment. Erlbaum.
    """
    return omega_if_dropped_from_moments(*sample_moments(x))


STATISTIC = Statistic(
    name="omega_if_dropped",
    family="items",
    label="Omega if the item is dropped",
    formula="omega total of the other k - 1 items",
    reference="McDonald, R. P. (1999). Test theory: A unified treatment. Lawrence Erlbaum.",
    compute=omega_if_dropped,
)
