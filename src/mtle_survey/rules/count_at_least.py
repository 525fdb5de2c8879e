"""How many ratings reach a threshold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking


def count_at_least(
    inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int
) -> dict[str, Column]:
    """Count the ratings of input ``items`` that are at least ``threshold``.

    ``of`` is how many were answered, so that a low count is not mistaken for a short answer. The count is
    None where nothing was answered.
    """
    ratings = lacking(inputs, "items", n).reshape(n, -1).astype(float)
    answered = np.isfinite(ratings).sum(axis=1)
    count = (ratings >= float(params["threshold"])).sum(axis=1).astype(object)
    count[answered == 0] = None
    return {"": count, "of": answered.astype(object)}


RULE = count_at_least
