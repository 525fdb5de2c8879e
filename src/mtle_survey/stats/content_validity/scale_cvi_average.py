"""Scale-level content validity index, averaging method."""

from __future__ import annotations

import math

from mtle_survey.stats.content_validity.scale_cvi import item_shares, of_items
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def scale_cvi_average(ratings: Array) -> Estimate:
    """Mean of the items' content validity indices.

    Parameters
    ----------
    ratings : (r, k) float array
        Relevance of the scale's k items by r judges, 1 to 4; nan where a judge gave none.

    Returns
    -------
    Estimate
        In [0, 1]; ``n`` is the number of items. No interval: judges and items are not samples of anything
        that one number could speak for.

    Not available when
    ------------------
    An item was rated by nobody.

    Notes
    -----
    Sum of I-CVI over items, divided by k.

    References
    ----------
    Polit & Beck (2006). Research in Nursing & Health, 29, 489-497. https://doi.org/10.1002/nur.20147
    """
    shares = item_shares(ratings)
    value = sum(shares) / len(shares) if shares else math.nan
    return of_items(value, shares, ratings.shape[1])


STATISTIC = Statistic(
    name="scale_cvi_average",
    family="content_validity",
    label="Scale-level content validity index, average (S-CVI/Ave)",
    formula="mean of the items' I-CVI",
    reference=(
        "Polit, D. F., & Beck, C. T. (2006). The content validity index: Are you sure you know what's being "
        "reported? Research in Nursing & Health, 29(5), 489-497. https://doi.org/10.1002/nur.20147"
    ),
    compute=scale_cvi_average,
)
