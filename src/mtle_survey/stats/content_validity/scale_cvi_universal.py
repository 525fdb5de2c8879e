"""Scale-level content validity index, universal agreement."""

from __future__ import annotations

import math

from mtle_survey.stats.content_validity.scale_cvi import item_shares, of_items
from mtle_survey.stats.estimate import Array, Estimate, Statistic


def scale_cvi_universal(ratings: Array) -> Estimate:
    """Share of items that every judge finds relevant.

    Falls quickly with the number of judges, whatever the items are like; read it beside the average.

    Parameters
    ----------
    ratings : (r, k) float array
        Relevance of the scale's k items by r judges, 1 to 4; nan where a judge gave none.

    Returns
    -------
    Estimate
        In [0, 1]; ``n`` is the number of items.

    Not available when
    ------------------
    An item was rated by nobody.

    Notes
    -----
    Number of items with I-CVI = 1, divided by k.

    References
    ----------
    Polit & Beck (2006). Research in Nursing & Health, 29, 489-497. https://doi.org/10.1002/nur.20147
    """
    shares = item_shares(ratings)
    value = sum(share == 1.0 for share in shares) / len(shares) if shares else math.nan
    return of_items(value, shares, ratings.shape[1])


STATISTIC = Statistic(
    name="scale_cvi_universal",
    family="content_validity",
    label="Scale-level content validity index, universal agreement (S-CVI/UA)",
    formula="items that all judges rate 3 or 4 / items",
    reference=(
        "Polit, D. F., & Beck, C. T. (2006). The content validity index: Are you sure you know what's being "
        "reported? Research in Nursing & Health, 29(5), 489-497. https://doi.org/10.1002/nur.20147"
    ),
    compute=scale_cvi_universal,
)
