"""How far two groups may be apart at the start, in words: the bands of the What Works Clearinghouse."""

from __future__ import annotations

from mtle_survey.table import Row

ALIKE = 0.05
ADJUSTABLE = 0.25
REFERENCE = (
    "What Works Clearinghouse. (2022). What Works Clearinghouse procedures and standards handbook, version "
    "5.0. "
    "U.S. Department of Education, Institute of Education Sciences. https://ies.ed.gov/ncee/wwc/Handbooks"
)


def band(row: Row) -> str:
    """ "alike", "needs adjusting" or "far apart"; empty where there is no number."""
    if row.estimate is None:
        return ""
    size = abs(row.estimate)
    return "alike" if size <= ALIKE else "somewhat apart" if size <= ADJUSTABLE else "far apart"
