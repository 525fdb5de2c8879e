"""Numbers of two programs, matched by what they are, and how far apart they lie."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

KEY = ("model", "scale", "item", "factor", "wave", "group", "contrast", "statistic", "method")
VALUES = ("estimate", "conf_low", "conf_high", "std_error", "test_statistic", "df", "p_value", "n")
Key = tuple[str, ...]
Rows = Mapping[Key, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the numbers of two programs compare.

    Attributes
    ----------
    rows : int
        Rows that both have.
    numbers : int
        Numbers in them that both have.
    differences : mapping of (statistic, method, what) to (number of numbers, largest difference)
    only_here, only_there : mapping of (statistic, method) to int
        Rows that one of them has alone.
    """

    rows: int
    numbers: int
    differences: Mapping[Key, tuple[int, float]]
    only_here: Mapping[Key, int]
    only_there: Mapping[Key, int]


def of_report(path: Path) -> dict[Key, dict[str, float]]:
    """The numbers of a report.json."""
    numbers = json.loads(path.read_text(encoding="utf-8"))["numbers"].values()
    return _by_key(row for row in numbers if row.get("estimate") is not None)


def of_csv(path: Path) -> dict[Key, dict[str, float]]:
    """The numbers that the script in R wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["estimate"] not in ("NA", "")]
    return _by_key({k: None if v in ("NA", "") else v for k, v in row.items()} for row in rows)


def _by_key(rows: Iterable[Mapping[str, object]]) -> dict[Key, dict[str, float]]:
    return {
        tuple(str(row.get(part) or "") for part in KEY): {
            name: float(str(row[name])) for name in VALUES if row.get(name) is not None
        }
        for row in rows
    }


def agreement(here: Rows, there: Rows) -> Agreement:
    """Compare number by number; a difference is absolute, or relative where the number is above 1."""
    found: dict[Key, tuple[int, float]] = {}
    shared = [key for key in here if key in there]
    for key in shared:
        for name in here[key].keys() & there[key].keys():
            ours, theirs = here[key][name], there[key][name]
            apart = abs(ours - theirs) / max(1.0, abs(ours))
            place = (key[KEY.index("statistic")], key[KEY.index("method")], name)
            count, largest = found.get(place, (0, 0.0))
            found[place] = (count + 1, max(largest, math.inf if math.isnan(apart) else apart))
    return Agreement(
        rows=len(shared),
        numbers=sum(count for count, _ in found.values()),
        differences=found,
        only_here=_kinds(key for key in here if key not in there),
        only_there=_kinds(key for key in there if key not in here),
    )


def _kinds(keys: Iterable[Key]) -> dict[Key, int]:
    return dict(Counter((key[KEY.index("statistic")], key[KEY.index("method")]) for key in keys))
