"""Choice texts that differ from the declared label in ways a reader cannot see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

KINDS = ("label_blank_at_end", "label_no_break_space", "label_typographic", "label_case")

_TYPOGRAPHIC = str.maketrans({"'": "\u2019", '"': "\u201d", "-": "\u2013"})


def vary(label: str, kind: str) -> str:
    """The label as one kind of variant; unchanged where the label cannot bear it."""
    if kind == "label_blank_at_end":
        return f"{label} "
    if kind == "label_no_break_space":
        return label.replace(" ", "\u00a0")
    if kind == "label_typographic":
        return label.translate(_TYPOGRAPHIC)
    return label.title()


def typographic(text: str) -> str:
    """Text with straight quotes and hyphens replaced as word processors do."""
    return text.translate(_TYPOGRAPHIC)


def plan_variants(
    labels: Mapping[str, Sequence[str | None]], wanted: int, rng: np.random.Generator
) -> dict[tuple[int, str], str]:
    """Which cells are written as which variant, the kinds in turn.

    Parameters
    ----------
    labels : mapping of header to the label of every record's cell
        None where there is no label to vary.
    wanted : int
        How many cells.

    Returns
    -------
    mapping of (record, header) to kind
    """
    cells = [
        (record, header, label)
        for header, column in labels.items()
        for record, label in enumerate(column)
        if label
    ]
    order = [cells[k] for k in rng.permutation(len(cells))]
    chosen: dict[tuple[int, str], str] = {}
    for turn in range(wanted):
        kind = KINDS[turn % len(KINDS)]
        cell = next(
            ((r, h) for r, h, label in order if (r, h) not in chosen and vary(label, kind) != label), None
        )
        if cell is not None:
            chosen[cell] = kind
    return chosen
