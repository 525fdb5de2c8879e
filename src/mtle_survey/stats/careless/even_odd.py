"""Does one half of each scale agree with the other half, within a person?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.stats.careless.person_index import (
    PersonIndex,
    as_answers,
    index_not_available,
    row_correlations,
)
from mtle_survey.stats.estimate import Array, Statistic

FEWEST_SCALES = 4
FEWEST_ITEMS = 4


def even_odd(x: Array, scales: Sequence[Sequence[int]]) -> PersonIndex:
    """Even-odd consistency: the correlation of half-scale scores across scales, within a person.

    Near 1 for people who answer consistently; below .30 it is a flag.

    Parameters
    ----------
    x : (n, k) float array
        Keyed answers on a common metric, since half-scale *scores* are compared: with reversed items left
        as they were answered, consistent people would look inconsistent. nan where missing.
    scales : sequence of sequences of int
        Columns of each scale, in the order in which they were answered. Scales of fewer than four items
        are left out.

    Returns
    -------
    PersonIndex
        In [-1, 1], near 1 when consistent, corrected to full length by the Spearman-Brown formula and never
        below -1. nan with fewer than four scales of which both halves were answered, and for people whose
        half-scale scores do not vary.

    Not available when
    ------------------
    Fewer than four scales have four items or more.

    Notes
    -----
    2r / (1 + r), r the correlation across scales of the means of the items in odd places and of those in
    even places.

    References
    ----------
    Johnson (2005). Journal of Research in Personality, 39, 103-129.
    https://doi.org/10.1016/j.jrp.2004.09.009
    """
    answers = as_answers(x)
    long_enough = [list(scale) for scale in scales if len(scale) >= FEWEST_ITEMS]
    if len(long_enough) < FEWEST_SCALES:
        scales_found = counted(len(long_enough), "scale")
        return index_not_available(
            f"{scales_found} of {FEWEST_ITEMS} items or more; {FEWEST_SCALES} are needed", len(answers)
        )
    odd = np.column_stack([_means(answers[:, scale[0::2]]) for scale in long_enough])
    even = np.column_stack([_means(answers[:, scale[1::2]]) for scale in long_enough])
    r = row_correlations(odd, even, FEWEST_SCALES)
    corrected = np.full(len(r), np.nan)
    known = np.isfinite(r)
    positive = known & (r > -1.0)
    corrected[positive] = 2 * r[positive] / (1 + r[positive])
    corrected[known & ~positive] = -1.0
    return PersonIndex(values=np.maximum(corrected, -1.0))


def _means(items: Array) -> Array:
    here = np.isfinite(items)
    count = here.sum(axis=1)
    totals = np.where(here, items, 0.0).sum(axis=1)
    return np.asarray(np.divide(totals, count, out=np.full(len(items), np.nan), where=count > 0))


STATISTIC = Statistic(
    name="even_odd",
    family="careless",
    label="Even-odd consistency",
    formula="2r / (1 + r), r the within-person correlation of odd and even half-scale scores across scales",
    reference=(
        "Johnson, J. A. (2005). Ascertaining the validity of individual protocols from web-based personality "
        "inventories. Journal of Research in Personality, 39(1), 103-129. "
        "https://doi.org/10.1016/j.jrp.2004.09.009"
    ),
    compute=even_odd,
)
