"""An instrument in the making: the parts read so far, and what is known of the broken ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mtle_survey.instrument.model import (
    FieldDefinition,
    Form,
    Item,
    ResponseFormat,
    Scale,
    ScoreRule,
    Structure,
)
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.shape_reader import BROKEN
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import Path


@dataclass(slots=True)
class Draft:
    """Parts by id, in declared order.

    Attributes
    ----------
    raw : mapping
        The values of the file's keys as the grammar read them.
    aspects : mapping of item id to ids
        The ids that a declared item stands for: itself, or one per aspect.
    broken : mapping of section to ids
        Parts whose own definition has an error; references to them are not reported again.
    """

    raw: Mapping[str, Any]
    problems: ProblemList
    formats: dict[str, ResponseFormat] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    aspects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scales: dict[str, Scale] = field(default_factory=dict)
    scores: dict[str, ScoreRule] = field(default_factory=dict)
    fields: dict[str, FieldDefinition] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    structure: Structure | None = None
    broken: dict[str, set[str]] = field(default_factory=dict)

    def section(self, name: str) -> dict[str, dict[str, Any]]:
        """The readable entries of a section; the others are remembered as broken."""
        entries: Mapping[str, Any] = self.raw.get(name, {})
        self.broken[name] = {key for key, value in entries.items() if value is BROKEN}
        return {key: value for key, value in entries.items() if value is not BROKEN}

    def is_broken_item(self, item_id: str) -> bool:
        """Whether an id belongs to an item whose definition could not be read."""
        broken = self.broken.get("items", set())
        return item_id in broken or item_id.rpartition("__")[0] in broken

    def knows_item(self, item_id: str, path: Path) -> bool:
        """Whether a reference names one readable item; if not, the reason is reported."""
        if item_id in self.items:
            return True
        if self.aspects.get(item_id, (item_id,)) != (item_id,):
            self.problems.add("I051", path, f"“{item_id}”", choices=", ".join(self.aspects[item_id]))
        elif not self.is_broken_item(item_id):
            self.problems.add("I050", path, f"“{item_id}”", suggestion=did_you_mean(item_id, self.items))
        return False

    def rated(self, item_id: str, path: Path) -> bool:
        """Whether a reference names a rated item; if not, the reason is reported."""
        if not self.knows_item(item_id, path):
            return False
        item = self.items[item_id]
        if not item.rated:
            self.problems.add("I054", path, f"“{item_id}”", item=item_id, type=item.type)
        return item.rated

    def rated_list(self, item_ids: Iterable[str], path: Path) -> tuple[str, ...]:
        """The references of a list that name rated items, each once; the others are reported."""
        kept: list[str] = []
        for place, item_id in enumerate(item_ids):
            if item_id in kept:
                self.problems.add("I053", (*path, place), f"“{item_id}”", item=item_id)
            elif self.rated(item_id, (*path, place)):
                kept.append(item_id)
        return tuple(kept)
