"""How far two groups may be apart at the start, in words: the bands of the What Works Clearinghouse."""

from __future__ import annotations

from mtle_survey.table import Row

ALIKE = 0.05
ADJUSTABLE = 0.25


def band(row: Row) -> str:
    """ "alike", "needs adjusting" or "far apart"; empty where there is no number."""
    if row.estimate is None:
        return ""
    size = abs(row.estimate)
    return "alike" if size <= ALIKE else "somewhat apart" if size <= ADJUSTABLE else "far apart"
