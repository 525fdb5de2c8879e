"""Identifiers that a program has spoiled, or that identify nobody."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.matching.damaged_values import PLACEHOLDER
from mtle_survey.raw_table import ExportTable
from mtle_survey.readers.common.damage import ERROR_VALUE, lost_leading_zeros

SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
DECIMAL = re.compile(r"\d+[.,]0+")
NOBODY = re.compile(
    r"test(?:er|ing|id|user)?[\s_-]*\d*|asdf\w*|qwert\w*|x{2,}|dummy\d*|demo\d*|sample\d*|abc|abc123"
    r"|n/?a|none|null|nil|[-.?_*]+",
    re.IGNORECASE,
)
_QUIRKS = (
    ("D130", SHORTENED),
    ("D135", ERROR_VALUE),
    ("D133", PLACEHOLDER),
    ("D131", DECIMAL),
    ("D134", NOBODY),
)
_ANYWHERE = frozenset({"D133"})
_IDENTIFY_NOBODY = frozenset({"D130", "D133", "D135"})
LISTED = 5


def examined_ids(
    table: ExportTable, place: int, ids: NDArray[np.object_]
) -> tuple[NDArray[np.object_], list[Problem]]:
    """Identifiers without those that can no longer tell people apart, and what is odd about the others.

    Cells in scientific notation have lost digits, error values never held an identifier and placeholders were
    never filled: they identify nobody, so they count as blank. Decimals, lost leading zeros and test entries
    are reported and left as they are.
    """
    odd: dict[str, list[int]] = {}
    for i, text in enumerate(ids):
        code = None if text is None else quirk(text)
        if code is not None:
            odd.setdefault(code, []).append(i)
    shorter = set(lost_leading_zeros(ids))
    if shorter:
        odd["D132"] = [i for i, text in enumerate(ids) if text in shorter]
    problems = [_problem(code, table, place, ids, odd[code]) for code in sorted(odd)]
    spoiled = [i for code in _IDENTIFY_NOBODY for i in odd.get(code, ())]
    if spoiled:
        ids = ids.copy()
        ids[spoiled] = None
    return ids, problems


def quirk(text: str) -> str | None:
    """The code of the problem that one identifier shows by itself, if any."""
    for code, pattern in _QUIRKS:
        if pattern.search(text) if code in _ANYWHERE else pattern.fullmatch(text):
            return code
    return None


def _problem(
    code: str, table: ExportTable, place: int, ids: NDArray[np.object_], found: list[int]
) -> Problem:
    distinct = list(dict.fromkeys(ids[found]))
    listed = ", ".join(f"“{text[:40]}”" for text in distinct[:LISTED])
    rows = table.rows[found].tolist()
    return problem(
        code,
        file=table.file,
        row=rows[0],
        rows=rows,
        column=table.columns[place].name,
        found=listed + (" …" if len(distinct) > LISTED else ""),
        count=len(rows),
    )
