"""Why numbers are not given: one reason where several differ in their numbers alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from mtle_survey.table import Row

_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_ONE, _SEVERAL = "there is #", "there are #"  # the same reason, of one and of several


def by_reason(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    """The rows that have no number, by why: "17 to 39 people" where one has 17 and another 39."""
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.unavailable:
            alike[_NUMBERS.sub("#", row.unavailable).replace(_ONE, _SEVERAL)].append(row)
    return {_together(members): members for members in alike.values()}


def _together(rows: Sequence[Row]) -> str:
    reasons = list(dict.fromkeys(row.unavailable or "" for row in rows))
    numbers = [_NUMBERS.findall(reason) for reason in reasons]
    ranges = iter(
        column[0] if len(set(column)) == 1 else f"{min(column, key=float)} to {max(column, key=float)}"
        for column in zip(*numbers, strict=True)
    )
    worded = next((reason for reason in reasons if "there are" in reason), reasons[0])
    return _NUMBERS.sub(lambda _: next(ranges), worded)
