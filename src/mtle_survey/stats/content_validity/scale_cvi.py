"""What the two indices of a whole scale share."""

from __future__ import annotations

import math

from mtle_survey.stats.content_validity.item_cvi import item_cvi
from mtle_survey.stats.estimate import Array, Estimate, not_available


def item_shares(ratings: Array) -> list[float]:
    """I-CVI of the items that any judge rated."""
    return [one.value for one in item_cvi(ratings) if not math.isnan(one.value)]


def of_items(value: float, shares: list[float], items: int) -> Estimate:
    """An index of a scale, refused where some item was not rated; ``n`` counts the items."""
    if not shares:
        return not_available("no item was rated", n=0)
    if len(shares) < items:
        return not_available(
            f"{items - len(shares)} of {items} items were not rated; all of them are needed", n=len(shares)
        )
    return Estimate(value=value, n=items)
