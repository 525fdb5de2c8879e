"""Responses that Qualtrics marks as preview, test or spam."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common.grid import Grid

STATUS = {
    "0": "ip address",
    "1": "survey preview",
    "2": "survey test",
    "4": "imported",
    "8": "spam",
    "9": "survey preview spam",
    "12": "imported spam",
    "16": "offline",
    "17": "offline survey preview",
    "32": "ex",
    "40": "ex spam",
    "48": "ex offline",
}
KINDS = {
    "survey preview": "preview",
    "survey preview spam": "preview",
    "offline survey preview": "preview",
    "survey test": "test",
    "spam": "spam",
    "imported spam": "spam",
    "ex spam": "spam",
}

SetAside = list[tuple[str, NDArray[np.bool_], str]]


def set_aside_by_status(
    file: str, grid: Grid, columns: Sequence[RawColumn], header_records: int, keep: bool
) -> tuple[SetAside, list[Problem]]:
    """Which responses the Status column takes out, and one loud problem for each kind.

    A preview is not always junk: some studies are collected through preview links. So the count is a
    warning that names the way to keep them, and ``keep`` keeps them all.
    """
    position = next((c.position for c in columns if c.meaning == "status"), None)
    if position is None:
        return [], []
    status = grid.cells[header_records:, position]
    kinds = np.array([_kind(cell or "") for cell in status], dtype=object)
    set_aside: SetAside = []
    problems: list[Problem] = []
    for kind in sorted(set(kinds) - {""}):
        chosen = kinds == kind
        count, row = int(chosen.sum()), int(grid.rows[header_records + int(np.argmax(chosen))])
        found = f"{count} of {counted(len(kinds), 'response')} marked {kind}"
        name = columns[position].name
        if keep:
            problems.append(problem("R031", file=file, row=row, column=name, found=found, count=count))
        else:
            set_aside.append((kind, chosen, f"its Status is one of {_words(kind)}"))
            problems.append(problem("R017", file=file, row=row, column=name, found=found, count=count))
    return set_aside, problems


def _kind(cell: str) -> str:
    text = cell.strip().casefold().removesuffix(".0")
    return KINDS.get(STATUS.get(text, text), "")


def _words(kind: str) -> str:
    return ", ".join(f"“{words}”" for words, meant in KINDS.items() if meant == kind)
