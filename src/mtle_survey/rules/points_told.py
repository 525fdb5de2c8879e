"""How many points people wrote on a poster with three columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import Column, lacking

TIMES = ("beginning", "midway", "today")
BULLET = re.compile(r"^\s*(?:[-–—*•·‣▪]|\d{1,2}[.)])\s*")


def points_told(inputs: Mapping[str, Column | None], _params: Mapping[str, Any], n: int) -> dict[str, Column]:
    """Count the points in the texts of inputs ``beginning``, ``midway`` and ``today``, one point per line.

    None for who wrote nothing in any of them.
    """
    texts = [lacking(inputs, time, n) for time in TIMES]
    counts: Column = np.full(n, None, dtype=object)
    for person, written in enumerate(zip(*texts, strict=True)):
        number = sum(len(points(text)) for text in written)
        counts[person] = number or None
    return {"": counts}


def points(text: object) -> tuple[str, ...]:
    """The points of a text: its lines without bullets and numbers in front; lines without words are none."""
    if text is None:
        return ()
    lines = (BULLET.sub("", line).strip() for line in re.split(r"[\r\n]+", str(text)))
    return tuple(line for line in lines if line)


RULE = points_told
