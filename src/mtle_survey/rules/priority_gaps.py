"""How many indicators are marked as a priority and rated low."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking


def priority_gaps(
    inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int
) -> dict[str, Column]:
    """Count indicators whose ``priority`` is 1 and whose ``rating`` is at most ``at_most``.

    The two inputs list the indicators in the same order. ``of`` is how many indicators have both answers;
    the count is None where none has.

    Raises
    ------
    ValueError
        If the inputs are not of the same length.
    """
    rating = lacking(inputs, "rating", n).reshape(n, -1).astype(float)
    priority = lacking(inputs, "priority", n).reshape(n, -1).astype(float)
    if rating.shape != priority.shape:
        raise ValueError("rating and priority must list the same indicators")
    answered = (np.isfinite(rating) & np.isfinite(priority)).sum(axis=1)
    count = ((priority == 1) & (rating <= float(params["at_most"]))).sum(axis=1).astype(object)
    count[answered == 0] = None
    return {"": count, "of": answered.astype(object)}


RULE = priority_gaps
