"""How many options were chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking


def count_chosen(
    inputs: Mapping[str, Column | None], _params: Mapping[str, Any], n: int
) -> dict[str, Column]:
    """Count the options of input ``question``, one with several answers; None where it was left blank."""
    chosen = lacking(inputs, "question", n)
    counts: Column = np.array([None if options is None else len(options) for options in chosen], dtype=object)
    return {"": counts}


RULE = count_chosen
