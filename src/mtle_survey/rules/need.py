"""How much more important something is than it is adequate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking


def need(inputs: Mapping[str, Column | None], _params: Mapping[str, Any], n: int) -> dict[str, Column]:
    """Inputs ``importance`` less ``adequacy``; None where either is missing."""
    result = lacking(inputs, "importance", n).astype(float) - lacking(inputs, "adequacy", n).astype(float)
    values = result.astype(object)
    values[np.isnan(result)] = None
    return {"": values}


RULE = need
