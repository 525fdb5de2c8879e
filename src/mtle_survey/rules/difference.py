"""One score less another of the same response."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking


def difference(inputs: Mapping[str, Column | None], _params: Mapping[str, Any], n: int) -> dict[str, Column]:
    """Inputs ``minuend`` less ``subtrahend``; None where either is missing."""
    result = lacking(inputs, "minuend", n).astype(float) - lacking(inputs, "subtrahend", n).astype(float)
    values = result.astype(object)
    values[np.isnan(result)] = None
    return {"": values}


RULE = difference
