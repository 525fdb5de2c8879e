"""Pairs of items that nearly everybody answers alike, or in opposite ways."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.careless.pair_sums import PairSums, pair_sums
from mtle_survey.stats.careless.person_index import (
    PersonIndex,
    as_answers,
    index_not_available,
    row_correlations,
)
from mtle_survey.stats.estimate import Array

BEYOND = 0.60
FEWEST_PAIRS = 5


def item_pairs(R: Array, *, opposite: bool) -> NDArray[np.int64]:
    """Pairs of items whose sample correlation lies beyond .60, or below -.60 for opposites.

    Parameters
    ----------
    R : (k, k) float array
        Correlations of raw codes; nan counts as no correlation.
    opposite : bool

    Returns
    -------
    (m, 2) int array
        The item that comes first in the questionnaire stands first; ordered by the first, then the second.
    """
    found = R < -BEYOND if opposite else R > BEYOND
    return np.argwhere(np.triu(found, 1))


def correlation_over_pairs(x: Array, sums: PairSums | None, *, opposite: bool) -> PersonIndex:
    """Correlation within each person over such pairs: the first members with the second ones."""
    answers = as_answers(x)
    sums = pair_sums(answers) if sums is None else sums
    pairs = item_pairs(sums.correlation(), opposite=opposite)
    if len(pairs) < FEWEST_PAIRS:
        kind = f"below -{BEYOND:.2f}" if opposite else f"above {BEYOND:.2f}"
        found = "1 pair of items correlates" if len(pairs) == 1 else f"{len(pairs)} pairs of items correlate"
        return index_not_available(f"{found} {kind} in this sample; {FEWEST_PAIRS} are needed", len(answers))
    first, second = answers[:, pairs[:, 0]], answers[:, pairs[:, 1]]
    return PersonIndex(values=row_correlations(first, second, FEWEST_PAIRS))
