"""How many items of a test were answered correctly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking

READS_KEY = True
COMPARED = True


def number_correct(
    inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int
) -> dict[str, Column]:
    """Count the right answers to the items of input ``items``.

    A blank answer is no wrong one: the count is None where any is missing, unless ``blank: wrong`` is
    declared, as for a test that everyone had the time to finish; then it is None only where nothing at all
    was answered. ``of`` is the number of items answered.
    """
    right = lacking(inputs, "items", n).reshape(n, -1).astype(float)
    answered = np.isfinite(right).sum(axis=1)
    count = np.nansum(right, axis=1).astype(object)
    needed = 1 if params.get("blank") == "wrong" else right.shape[1]
    count[answered < needed] = None
    return {"": count, "of": answered.astype(object)}


RULE = number_correct
