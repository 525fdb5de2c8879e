"""The highest stage of leadership reached with all lower ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import NO_OR_YES, Categories, Column, lacking


def stage_attained(
    inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int
) -> dict[str, Column]:
    """Stage 0 to the number of inputs; inputs are scale scores in the order of the stages.

    A stage is attained when its score reaches ``threshold``; the stage of a person is the highest one
    attained with all lower ones. ``order_violation`` is 1 where a higher stage is attained without a lower
    one: such people are shown, never hidden. None where a stage has no score.
    """
    threshold = float(params.get("threshold", 3))
    scores = np.column_stack([lacking(inputs, name, n).astype(float) for name in inputs])
    attained = scores >= threshold
    unbroken = np.cumprod(attained, axis=1)
    stage = unbroken.sum(axis=1).astype(object)
    violation = (attained.sum(axis=1) > unbroken.sum(axis=1)).astype(int).astype(object)
    unknown = np.isnan(scores).any(axis=1)
    stage[unknown] = None
    violation[unknown] = None
    return {"": stage, "order_violation": violation}


def stage_labels(inputs: Mapping[str, Any]) -> dict[str, str]:
    """What each stage is called in a report: its number and the name of its input."""
    return {"0": "No stage yet"} | {
        str(n): f"Stage {n}: {name.replace('_', ' ')}" for n, name in enumerate(inputs, start=1)
    }


def stage_categories(inputs: Mapping[str, Any]) -> dict[str, Categories]:
    """The stages from 0 on, in order, and whether one was reached without a lower one."""
    stages = Categories(values=tuple(str(n) for n in range(len(inputs) + 1)), ordered=True)
    return {"": stages, "order_violation": NO_OR_YES}


RULE = stage_attained
CATEGORIES = stage_categories
LABELS = stage_labels
