"""A questionnaire of six scales of four items with two reversed ones, and people who answer it."""

from __future__ import annotations

import numpy as np

SCALES = 6
ITEMS = tuple(f"s{s}_{i}" for s in range(1, SCALES + 1) for i in range(1, 5))
REVERSED = ("s1_4", "s3_4")
INSTRUMENT = (
    """
id: long
version: 1.0.0
title: Long
response_formats:
  agree5:
    codes: [1, 2, 3, 4, 5]
    labels: [Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree]
items:
"""
    + "\n".join(f"  {i}: {{text: Question {i} asks this., format: agree5}}" for i in ITEMS)
    + """
  check: {text: "To show that you read this, choose Agree.", format: agree5, correct: [Agree]}
scales:
"""
    + "\n".join(
        f"  s{s}: {{title: Scale {s}, items: [{', '.join(i for i in ITEMS if i.startswith(f's{s}_'))}]"
        + (f", reverse_keyed: [s{s}_4]" if f"s{s}_4" in REVERSED else "")
        + "}"
        for s in range(1, SCALES + 1)
    )
    + """
fields:
  teacher: {title: Code, role: respondent}
  site: {title: Site, role: cluster}
"""
)


def people(n: int = 60, seed: int = 5) -> np.ndarray:
    """Raw codes of people who read what they answer: (n, 24)."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    traits = np.repeat(0.5 * common + 0.85 * rng.normal(size=(n, SCALES)), 4, axis=1)
    place = np.repeat([-1.1, 0.9, -0.6, 1.1, 0.3, -0.3], 4)
    x = np.clip(np.rint(3 + place + 0.9 * traits + 0.35 * rng.normal(size=(n, 24))), 1, 5)
    for item in REVERSED:
        x[:, ITEMS.index(item)] = 6 - x[:, ITEMS.index(item)]
    return x


def table(x: np.ndarray, **columns: list) -> str:
    """A plain export of these answers, with further columns."""
    names = ["teacher", *columns, *ITEMS]
    lines = [",".join(names)]
    for i, row in enumerate(x):
        cells = [f"t{i:03d}", *(str(columns[c][i]) for c in columns)]
        lines.append(",".join([*cells, *("" if np.isnan(v) else f"{v:.0f}" for v in row)]))
    return "\n".join(lines)
