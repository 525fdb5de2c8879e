"""Which intervals and tests keep less, or more, than they promise."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.simulation.intervals.tally import Row

# Below a promise by more than this an interval is too bold; above by more than this, too careful.
TOO_BOLD, TOO_CAREFUL = 0.02, 0.03
TEST_TOO_BOLD = 1.4  # times its level
# A rate from fewer samples than this is not judged: nearly always there was no interval.
FEWEST = 100


def error_of(row: Row) -> float:
    """Monte Carlo standard error of the row's rate."""
    return math.sqrt(row.rate * (1.0 - row.rate) / row.given) if row.given else math.nan


def too_bold(row: Row) -> bool:
    """Whether an interval holds the truth less often than promised, or a test finds too much."""
    if row.given < FEWEST:
        return False
    if row.kind == "test":
        return row.rate > row.nominal * TEST_TOO_BOLD
    return row.rate < row.nominal - TOO_BOLD


def too_careful(row: Row) -> bool:
    """Whether an interval is wider than it need be; a careful test is no shortfall."""
    return row.given >= FEWEST and row.kind == "interval" and row.rate > row.nominal + TOO_CAREFUL


def by_statistic(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows of each statistic, in the order in which they are first met."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.statistic, []).append(row)
    return found
