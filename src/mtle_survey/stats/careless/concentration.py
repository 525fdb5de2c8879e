"""Do flags pile up in one group, as when something went wrong in the room?"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array, Statistic


def concentration(flagged: NDArray[np.int64], sizes: NDArray[np.int64]) -> Array:
    """Probability, for each group, of at least as many flags if flags fell on people at random.

    Parameters
    ----------
    flagged, sizes : (g,) int arrays
        Flagged people and people in each group.

    Returns
    -------
    (g,) float array
        Upper tail of the hypergeometric distribution, in (0, 1]; one-sided and not adjusted for the number
        of groups.

    Raises
    ------
    ValueError
        More flags than people, or lengths that differ.

    References
    ----------
    Fisher (1935). Journal of the Royal Statistical Society, 98, 39-82. https://doi.org/10.2307/2342435
    """
    counts, people = np.asarray(flagged, dtype=np.int64), np.asarray(sizes, dtype=np.int64)
    if counts.shape != people.shape or (counts > people).any() or (counts < 0).any():
        raise ValueError("each group needs its people and no more flags than those")
    total, marked = int(people.sum()), int(counts.sum())
    return np.array(
        [_upper_tail(int(c), int(n), marked, total) for c, n in zip(counts, people, strict=True)],
        dtype=np.float64,
    )


def _upper_tail(count: int, size: int, marked: int, total: int) -> float:
    everything = _log_choose(total, size)
    terms = [
        math.exp(_log_choose(marked, c) + _log_choose(total - marked, size - c) - everything)
        for c in range(count, min(size, marked) + 1)
        if size - c <= total - marked
    ]
    return min(math.fsum(terms), 1.0)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


STATISTIC = Statistic(
    name="concentration",
    family="careless",
    label="Flags concentrated in a group",
    formula="P(X >= flags in the group), X hypergeometric",
    reference=(
        "Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal Statistical Society, "
        "98(1), 39-82. https://doi.org/10.2307/2342435"
    ),
    compute=concentration,
)
