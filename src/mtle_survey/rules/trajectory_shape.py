"""The shape of three ratings in time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Categories, Column, lacking


def trajectory_shape(
    inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int
) -> dict[str, Column]:
    """Name the shape of ``beginning``, ``midway`` and ``today``.

    Change is today - beginning; the bend is midway - (beginning + today) / 2. Tested in this order:
    ``falling`` (change at most -``falling``), ``flat`` (no change), ``early`` (bend at least ``bend``),
    ``late`` (bend at most -``bend``), ``steady``. None where a rating is missing.
    """
    beginning, midway, today = (
        lacking(inputs, name, n).astype(float) for name in ("beginning", "midway", "today")
    )
    change, bend = today - beginning, midway - (beginning + today) / 2
    least = float(params.get("bend", 0.5))
    shape = np.select(
        [change <= -float(params.get("falling", 1)), change == 0, bend >= least, bend <= -least],
        ["falling", "flat", "early", "late"],
        default="steady",
    ).astype(object)
    unknown = np.isnan(change) | np.isnan(midway)
    shape[unknown] = None
    changes = change.astype(object)
    changes[np.isnan(change)] = None
    return {"": shape, "change": changes}


def shape_categories(_inputs: Mapping[str, Any]) -> dict[str, Categories]:
    """The shapes; a number such as the change is no category."""
    return {"": Categories(values=("falling", "flat", "early", "late", "steady"))}


RULE = trajectory_shape
CATEGORIES = shape_categories
