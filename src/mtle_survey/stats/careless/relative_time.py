"""How fast a person was beside the others."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.careless.person_index import PersonIndex
from mtle_survey.stats.estimate import Array, Statistic


def relative_time(seconds: Array, median: float | None = None) -> PersonIndex:
    """Total time as a multiple of the median time.

    Below one third it is a flag.

    Parameters
    ----------
    seconds : (n,) float array
        Total time; nan where unknown.
    median : float, optional
        Of the whole sample, where ``seconds`` is a part of it.

    Returns
    -------
    PersonIndex
        At least 0; nan where the time is unknown.

    Not available when
    ------------------
    No time is known, or the median is zero.

    References
    ----------
    Leiner (2019). Survey Research Methods, 13, 229-248. https://doi.org/10.18148/srm/2019.v13i3.7403
    """
    taken = np.asarray(seconds, dtype=np.float64)
    known = taken[np.isfinite(taken)]
    if median is None:
        median = float(np.median(known)) if len(known) else 0.0
    if not median > 0:
        return PersonIndex(values=np.full(len(taken), np.nan), unavailable="no time was recorded")
    return PersonIndex(values=taken / median)


STATISTIC = Statistic(
    name="relative_time",
    family="careless",
    label="Time beside the median",
    formula="total seconds / median total seconds",
    reference=(
        "Leiner, D. J. (2019). Too fast, too straight, too weird: Non-reactive indicators for meaningless "
        "data in internet surveys. Survey Research Methods, 13(3), 229-248. "
        "https://doi.org/10.18148/srm/2019.v13i3.7403"
    ),
    compute=relative_time,
)
