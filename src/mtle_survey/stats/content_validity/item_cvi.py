"""Item-level content validity index."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.content_validity.ratings import NO_RATINGS, RELEVANT_FROM, as_ratings
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.proportion import wilson_interval

METHOD = "wilson"


def item_cvi(ratings: Array, level: float = 0.95) -> tuple[Estimate, ...]:
    """Share of judges who find an item relevant: a rating of 3 or 4 on a scale of 1 to 4.

    Parameters
    ----------
    ratings : (r, k) float array
        Relevance of k items by r judges, 1 to 4; nan where a judge gave none.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    tuple of Estimate
        One share in [0, 1] per item; ``n`` is the number of judges who rated it. Method ``wilson``.

    Not available when
    ------------------
    No judge rated the item.

    Notes
    -----
    Number of judges with a rating >= 3, divided by the number of judges who rated the item.

    References
    ----------
    Lynn (1986). Nursing Research, 35, 382-385. https://doi.org/10.1097/00006199-198611000-00017
    """
    check_level(level)
    table = as_ratings(ratings)
    found = []
    for column in table.T:
        given = column[np.isfinite(column)]
        n, relevant = given.size, int((given >= RELEVANT_FROM).sum())
        found.append(
            Estimate(value=relevant / n, n=n, method=METHOD, interval=wilson_interval(relevant, n, level))
            if n
            else not_available(NO_RATINGS, n=0, method=METHOD)
        )
    return tuple(found)


STATISTIC = Statistic(
    name="item_cvi",
    family="content_validity",
    label="Item-level content validity index (I-CVI)",
    formula="judges who rate the item 3 or 4 / judges who rated it",
    reference=(
        "Lynn, M. R. (1986). Determination and quantification of content validity. Nursing Research, 35(6), "
        "382-385. https://doi.org/10.1097/00006199-198611000-00017"
    ),
    compute=item_cvi,
)
