"""Shares of few people, or of nearly all: which band they lie in, and what else would narrow that band.

Beside a band for those who had the best score at the start, it is not told that there was little room where
this follows from their share, nor how many were below the best score.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from mtle_survey.stats.gates import HEADROOM_SD_WARNED_BELOW
from mtle_survey.table import Row

OF_A_FEW = "to protect those who are in it"
ONLY_WITH_LITTLE_ROOM = "tobit_change"  # a row that is there at all only where there is little room
_LITTLE_ROOM = frozenset({"ceiling_limits_change", ONLY_WITH_LITTLE_ROOM})
_BELOW_THE_BEST = "share_of_possible_gain"  # its n counts those who were below the best score
_BAND = re.compile(r"at (?:most|least) \d+%")
Change = tuple[str | None, str | None]


def banded(row: Row, smallest: int) -> str:
    """In place of a share of few, or of nearly all: in which band it lies; empty where it may be told.

    Parameters
    ----------
    row : Row
        A share of ``n`` people.
    smallest : int
        The fewest people that anything may be about.
    """
    n = row.n or 0
    count = round((row.estimate or 0.0) * n)
    few, many = count <= smallest, count >= n - smallest
    if not few and not many:
        return ""
    if few and many:
        return OF_A_FEW
    limit = round(100 * (smallest if few else n - smallest) / n)
    return f"at most {limit}%" if few else f"at least {limit}%"


def is_band(reason: str | None) -> bool:
    """Whether a reason is a band, which tables show in the number's place."""
    return reason is not None and _BAND.fullmatch(reason) is not None


class RoomTold:
    """Of which changes it may be told that there was little room at the start.

    It may where so many had the best score that their share is told, and where the mean and the SD, which
    are told, say so by themselves.

    Parameters
    ----------
    table : iterable of Row
        Before anything is hidden.
    shown : callable
        Whether a share is told as it is.
    """

    def __init__(self, table: Iterable[Row], shown: Callable[[Row], bool]) -> None:
        self._told = {
            (row.scale, row.contrast)
            for row in table
            if row.estimate is not None
            and (
                (row.statistic == "at_best" and shown(row))
                or (row.statistic == "headroom" and row.estimate < HEADROOM_SD_WARNED_BELOW)
            )
        }

    def shows(self, row: Row) -> bool:
        """Whether a row may be shown as far as it says how many had the best score."""
        if row.statistic == _BELOW_THE_BEST:
            return False
        return row.statistic not in _LITTLE_ROOM or (row.scale, row.contrast) in self._told

    @staticmethod
    def counts_some(row: Row) -> bool:
        """Whether the n of a row counts only those who were below the best score."""
        return row.statistic == _BELOW_THE_BEST
