"""Whether a score reaches a threshold: for claims about everyone, whose exceptions must be counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import NO_OR_YES, Categories, Column, lacking


def reaches(inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int) -> dict[str, Column]:
    """1 where input ``score`` is at least ``threshold``, 0 where it is lower, None without a score."""
    scores = lacking(inputs, "score", n).astype(float)
    found = (scores >= float(params["threshold"])).astype(int).astype(object)
    found[np.isnan(scores)] = None
    return {"": found}


def reached(_inputs: Mapping[str, Any]) -> dict[str, Categories]:
    """Yes or no."""
    return {"": NO_OR_YES}


def reached_labels(_inputs: Mapping[str, Any]) -> dict[str, str]:
    """What the two are called in a report."""
    return {"1": "Yes", "0": "No"}


RULE = reaches
CATEGORIES = reached
LABELS = reached_labels
