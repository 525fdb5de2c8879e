"""The name under which a number of the report is found again: in report.json, in texts, in comparisons.

The id of a row is what it is about, the statistic, when and who, joined by full stops::

    identity.mean_change.post-pre              mean change of the scale identity, everyone with both waves
    identity.mean.pre                          mean at the first wave
    identity.mean_change.post-pre.site=North   the same change, in one group
    identity.idn_q1.item_rest_correlation.pre  a statistic of an item within its scale
    identity.mean_change.post-pre@CR2          another method than the one that the report leads with
    efa.F1.idn_q1.loading.pre                  a model comes first

One id stands for a whole row: a number, its interval, its n and its p-value, which are never cited apart.
It holds no space and none of ``{}[]()"'`<>,;:``, so that it can stand in prose and in a file of any kind.
It says nothing about the number itself: the id stays when the data change.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from mtle_survey.table import Row

_BETWEEN_WAVES = re.compile(r"\s*[-\N{MINUS SIGN}]\s*")
_UNSAFE = re.compile(r"[^\w=+\-/]+")
_HASH_LENGTH = 6


def number_id(row: Row) -> str:
    """The id of a row: stable from run to run, readable, and the same for the same question.

    Two different rows share an id only when their names differ in nothing but signs and spaces;
    ``number_ids`` tells such rows apart.
    """
    about = (row.model, row.scale, row.item, row.factor, row.with_, row.statistic)
    occasion = _BETWEEN_WAVES.sub("-", row.contrast) if row.contrast else None
    parts = (*about, row.wave, occasion, row.group)
    name = ".".join(_safe(part) for part in parts if part is not None)
    return f"{name}@{_safe(row.method)}" if row.headline is False and row.method else name


def number_ids(rows: Iterable[Row]) -> Mapping[str, Row]:
    """Rows by id, in their order; rows that would share an id bear a mark made of their full identity."""
    by_name: dict[str, list[Row]] = defaultdict(list)
    ordered = list({row.identity(): row for row in rows}.values())
    for row in ordered:
        by_name[number_id(row)].append(row)
    return {
        name if len(by_name[name]) == 1 else f"{name}~{_mark(row)}": row
        for row in ordered
        for name in (number_id(row),)
    }


def _safe(part: str) -> str:
    return _UNSAFE.sub("_", part).strip("_") or "_"


def _mark(row: Row) -> str:
    identity = "\x1f".join("" if part is None else str(part) for part in row.identity())
    return hashlib.sha256(identity.encode()).hexdigest()[:_HASH_LENGTH]
