"""What changed between two reports, and why: their numbers by id, and their manifests."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mtle_survey.errors import UsageError
from mtle_survey.report.writers.report_json import SCHEMA

FILE = "report.json"
SAME = 1e-9
LEADING = ("mean_change", "ancova_effect")  # the change; where groups are compared, their difference
Kind = Literal["data", "instrument", "options", "rules", "program"]
Record = Mapping[str, Any]
_NUMBERS = ("estimate", "conf_low", "conf_high", "p_value", "n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One thing that numbers depend on and that differs between two reports.

    Attributes
    ----------
    kind : {"data", "instrument", "options", "rules", "program"}
    what : str
        Such as ``post: post.csv`` or ``confidence``.
    before, after : str
        Empty where the report has none.
    """

    kind: Kind
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A number that differs, or that only one of the reports has.

    Attributes
    ----------
    id : str
    before, after : mapping or None
        The whole records; None where a report has none.
    """

    id: str
    before: Record | None
    after: Record | None

    @property
    def conclusion_changed(self) -> bool:
        """Whether the interval of a change lies elsewhere: above zero, below it, or across.

        A number that only one of the reports gives says nothing about the other's conclusion.
        """
        old, new = _side(self.before), _side(self.after)
        return None not in (old, new) and old != new

    @property
    def size(self) -> float:
        """The difference in standard errors; infinite where a number came or went."""
        old, new = (None if r is None else r.get("estimate") for r in (self.before, self.after))
        if old is None or new is None:
            return 0.0 if old is new else math.inf
        error = max((r.get("std_error") or 0.0 for r in (self.before or {}, self.after or {})), default=0.0)
        return float(abs(new - old) / error if error else abs(new - old))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two reports side by side.

    Attributes
    ----------
    causes : tuple of Cause
    moved : tuple of Moved
        Changes of everyone first, and of them those whose conclusion differs; then by size.
    compared : int
        Numbers that either report holds.
    """

    causes: tuple[Cause, ...]
    moved: tuple[Moved, ...]
    compared: int


def read_report(path: Path) -> dict[str, Any]:
    """The report of a folder, or of one file.

    Raises
    ------
    UsageError
        There is no such report, or it is none.
    """
    file = path / FILE if path.is_dir() else path
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError(f"there is no {file}; name a folder that mtle report wrote, or its {FILE}") from None
    except ValueError:
        content = None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise UsageError(f"{file} is not the {FILE} of a report")
    return content


def difference(before: Record, after: Record) -> Difference:
    """What differs from one report to another."""
    old, new = before["numbers"], after["numbers"]
    ids = list(dict.fromkeys((*old, *new)))
    moved = [
        Moved(id=i, before=old.get(i), after=new.get(i)) for i in ids if not _alike(old.get(i), new.get(i))
    ]
    primary = after["manifest"]["rules"]["primary"]
    moved.sort(key=lambda m: (_weight(m, primary), -m.size))
    return Difference(
        causes=tuple(_causes(before["manifest"], after["manifest"])), moved=tuple(moved), compared=len(ids)
    )


def _weight(moved: Moved, primary: Sequence[str]) -> tuple[bool, bool, bool]:
    """What a reader looks for first: what leads a report, its conclusions, the primary scales."""
    record = moved.after or moved.before or {}
    leads = record.get("statistic") in LEADING and record.get("headline") and not record.get("group")
    return not leads, not moved.conclusion_changed, record.get("scale") not in primary


def _alike(old: Record | None, new: Record | None) -> bool:
    if old is None or new is None:
        return old is new
    if old.get("unavailable") != new.get("unavailable"):
        return False
    return all(_same(old.get(name), new.get(name)) for name in _NUMBERS)


def _same(old: float | None, new: float | None) -> bool:
    if old is None or new is None:
        return old is new
    return math.isclose(old, new, rel_tol=SAME, abs_tol=SAME)


def _side(record: Record | None) -> int | None:
    """Of a change or a difference: 1 when its interval lies above zero, -1 below, 0 across; else None."""
    if record is None or record.get("statistic") not in (*LEADING, "lmm_change", "did_effect"):
        return None
    low, high = record.get("conf_low"), record.get("conf_high")
    if low is None or high is None:
        return None
    return int(low > 0) - int(high < 0)


def _causes(old: Record, new: Record) -> Iterator[Cause]:
    yield from _files(old["inputs"], new["inputs"], "wave")
    yield from _files(old["decisions"], new["decisions"], "key")
    yield from _keys("instrument", old["instrument"], new["instrument"])
    yield from _keys("options", old["options"], new["options"])
    yield from _keys("rules", old["rules"], new["rules"])
    yield from _keys("program", old["program"], new["program"])


def _files(old: Sequence[Record], new: Sequence[Record], name: str) -> Iterator[Cause]:
    """Files whose bytes differ; one that was renamed is the same."""
    before = {(f[name], f["sha256"]): f for f in old}
    after = {(f[name], f["sha256"]): f for f in new}
    gone = [f for key, f in before.items() if key not in after]
    come = [f for key, f in after.items() if key not in before]
    for place in dict.fromkeys((*(f[name] for f in gone), *(f[name] for f in come))):
        out, into = ([f for f in files if f[name] == place] for files in (gone, come))
        for k in range(max(len(out), len(into))):
            first, second = (files[k] if k < len(files) else None for files in (out, into))
            yield Cause(
                kind="data",
                what=f"{place or 'answers'}: {(second or first or {}).get('file')}",
                before=_file(first),
                after=_file(second),
            )


def _file(found: Record | None) -> str:
    if found is None:
        return ""
    counted = found.get("responses") is not None
    responses = f"{found['responses']} responses, " if counted else ""
    return f"{responses}{str(found['sha256'])[:8]}"


def _keys(kind: Kind, old: Record, new: Record) -> Iterator[Cause]:
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            for cause in _keys(kind, before, after):
                yield Cause(kind=kind, what=f"{name}: {cause.what}", before=cause.before, after=cause.after)
        elif before != after:
            yield Cause(kind=kind, what=name, before=_plain(before), after=_plain(after))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text[:8] if len(text) == 64 and set(text) <= set("0123456789abcdef") else text
