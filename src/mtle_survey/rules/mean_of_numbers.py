"""The mean of numbers that came from elsewhere: an observation, a rubric, another test."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking

COMPARED = True


def mean_of_numbers(
    inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int
) -> dict[str, Column]:
    """Mean of the number items of input ``items``.

    None where fewer than ``at_least`` of them are there; all of them, if nothing is declared. Numbers
    outside an item's declared range do not count.
    """
    numbers = lacking(inputs, "items", n).reshape(n, -1).astype(float)
    given = np.isfinite(numbers).sum(axis=1)
    least = int(params.get("at_least", numbers.shape[1]))
    result = np.full(n, None, dtype=object)
    enough = given >= max(least, 1)
    result[enough] = np.nansum(numbers[enough], axis=1) / given[enough]
    return {"": result}


RULE = mean_of_numbers
