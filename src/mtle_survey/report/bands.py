"""How far two groups may be apart at the start, in words: the bands of the What Works Clearinghouse."""

from __future__ import annotations

from mtle_survey.table import Row

ALIKE = 0.05
ADJUSTABLE = 0.25
NOT_CLEAR = "not clear"


def rating(row: Row) -> str:
    """What the What Works Clearinghouse makes of the observed difference; empty where there is no number."""
    if row.estimate is None:
        return ""
    return {"alike": "alike", "somewhat apart": "once adjusted", "far apart": "too far apart"}[
        _band(row.estimate)
    ]


def band(row: Row) -> str:
    """The band in which the whole interval lies, else "not clear"; empty where there is no number."""
    if row.estimate is None:
        return ""
    if row.conf_low is None or row.conf_high is None:
        return NOT_CLEAR
    low, high = _band(row.conf_low), _band(row.conf_high)
    one_side = row.conf_low > 0 or row.conf_high < 0
    return low if low == high and (one_side or low == "alike") else NOT_CLEAR


def _band(difference: float) -> str:
    size = abs(difference)
    return "alike" if size <= ALIKE else "somewhat apart" if size <= ADJUSTABLE else "far apart"
