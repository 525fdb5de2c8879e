"""What is declared about careless responding, and how flags combine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FAMILIES: Mapping[str, str] = {
    "longstring": "invariance",
    "irv": "invariance",
    "mahalanobis": "distance",
    "psychometric_synonyms": "consistency",
    "psychometric_antonyms": "consistency",
    "even_odd": "consistency",
    "person_total": "consistency",
    "time_per_item": "time",
    "relative_time": "time",
    "instructed_items": "instructed",
}
"""Indices of one family see the same thing; only different families count as independent signs."""

FEWEST_RESPONDENTS = 50
FEWEST_ITEMS = 20
FAMILIES_NEEDED = 2
RULE = (
    "at least two independent kinds of signs, one of them time, an instructed item, or one answer through "
    "questions of both directions"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarelessRule:
    """What the study declares before looking at results.

    Attributes
    ----------
    exclude : bool
        Whether responses that meet the rule are left out and counted; by default they are flagged and kept.
    indices : tuple of str
        The indices that count; all by default.
    instructed : mapping of item id to codes
        Right answers of items that everybody should answer alike, besides those of the instrument.
    pages : mapping of header to item ids
        Columns that hold the seconds spent on a page, and the rated items on it.
    cluster : str or None
        Field by which flags are compared between sites.
    """

    exclude: bool = False
    indices: tuple[str, ...] = tuple(FAMILIES)
    instructed: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cluster: str | None = None
