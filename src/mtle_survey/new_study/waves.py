"""Names and order of the waves, from what the files are called and when they were answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

_NAMED = (
    ("pre", r"pre|before|baseline|intake|start|t0"),
    ("mid", r"mid|midpoint|midyear|interim"),
    ("post", r"post|after|endline|exit|end|final"),
    ("followup", r"follow[ _-]?up|fu|delayed"),
)
_ORDER = tuple(name for name, _ in _NAMED)
_TERM = re.compile(r"(fall|autumn|winter|spring|summer|sp|fa)[ _-]?(?:20)?(\d{2})", re.IGNORECASE)
_COUNTED = re.compile(r"(?:wave|time|t|w)[ _-]?(\d)", re.IGNORECASE)
_EDGE = r"(?:^|[^a-z]){}(?:[^a-z]|$)"


def wave_names(files: Sequence[str | Path]) -> tuple[str, ...]:
    """One name for each file, none twice: pre, post, fall25 …; wave1, wave2 where the names say nothing."""
    names = [_name(Path(file).stem) for file in files]
    if None in names or len(set(names)) < len(names):
        return tuple(f"wave{place}" for place in range(1, len(files) + 1))
    return tuple(name for name in names if name is not None)


def in_time_order(names: Sequence[str], days: Sequence[str | None]) -> tuple[int, ...]:
    """Places of the waves in time order: by day where all are known, else by what their names mean."""
    places = range(len(names))
    if None not in days and len(set(days)) == len(days):
        return tuple(sorted(places, key=lambda place: days[place] or ""))
    if all(name in _ORDER for name in names):
        return tuple(sorted(places, key=lambda place: _ORDER.index(names[place])))
    return tuple(places)


def _name(stem: str) -> str | None:
    words = stem.casefold()
    for name, pattern in _NAMED:
        if re.search(_EDGE.format(f"(?:{pattern})"), words):
            return name
    if term := _TERM.search(words):
        return f"{term[1]}{term[2]}"
    if counted := re.search(_EDGE.format(_COUNTED.pattern), words):
        return f"wave{counted[1]}"
    return None
