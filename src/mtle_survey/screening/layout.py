"""How the rated items of a wave lie on the page: blocks, directions, halves and instructed items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument, Item
from mtle_survey.matching.options import Mode, Options
from mtle_survey.screening.rule import CarelessRule
from mtle_survey.stats.estimate import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Neighbouring items with the same options.

    Attributes
    ----------
    places : tuple of int
        Columns among the rated items, in the order in which they are asked.
    turned : tuple of bool
        Which of them are reverse-keyed.
    """

    places: tuple[int, ...]
    turned: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The rated items of a wave as the indices need them.

    Attributes
    ----------
    scored : (k,) int array
        Columns of the items that are not instructed.
    low, span : (k,) float array
        Smallest code and declared range of each of them.
    blocks : tuple of Block
    both_directions : bool
        Whether the questionnaire holds items of both directions.
    halves : tuple of tuple of int
        For each scale with items of its own, places among ``scored``.
    reversed_places : (k,) bool array
        Which of ``scored`` are reverse-keyed in some scale.
    instructed : mapping of column to right codes
    """

    scored: NDArray[np.int64]
    low: Array
    span: Array
    blocks: tuple[Block, ...]
    both_directions: bool
    halves: tuple[tuple[int, ...], ...]
    reversed_places: NDArray[np.bool_]
    instructed: Mapping[int, tuple[float, ...]]

    def on_common_metric(self, values: Array) -> Array:
        """Raw codes of the scored items as shares of the declared range; not reversed."""
        return np.asarray((values[:, self.scored] - self.low) / self.span)

    def keyed(self, common: Array) -> Array:
        """The same after reversal."""
        return np.where(self.reversed_places, 1.0 - common, common)


def layout(instrument: Instrument, items: Sequence[str], rule: CarelessRule) -> Layout:
    """Lay out the rated items that a wave holds."""
    instructed = _instructed(instrument, items, rule)
    scored = [k for k in range(len(items)) if k not in instructed]
    place = {items[k]: p for p, k in enumerate(scored)}
    against = frozenset().union(*(instrument.reverse_keyed(s.id) for s in instrument.scales))
    formats = [instrument.format_of(items[k]) for k in scored]
    turned = np.array([items[k] in against for k in scored], dtype=bool)
    return Layout(
        scored=np.array(scored, dtype=np.int64),
        low=np.array([f.low for f in formats]),
        span=np.array([f.high - f.low for f in formats]),
        blocks=_blocks(instrument, items, scored, against),
        both_directions=bool(turned.any() and not turned.all()),
        halves=tuple(
            tuple(sorted(place[i] for i in s.items if i in place)) for s in instrument.scales if s.items
        ),
        reversed_places=turned,
        instructed=instructed,
    )


def _instructed(
    instrument: Instrument, items: Sequence[str], rule: CarelessRule
) -> dict[int, tuple[float, ...]]:
    """Items with a right answer that enter no score, and those that the study names."""
    in_scores = {i for s in instrument.scored_scales() for i in instrument.scale_items(s.id)}
    for rule_score in instrument.scores:
        for source in rule_score.inputs.values():
            in_scores.update([source] if isinstance(source, str) else source)
    right: dict[int, tuple[float, ...]] = {}
    for k, item_id in enumerate(items):
        item = instrument.item[item_id]
        if item_id in rule.instructed:
            right[k] = rule.instructed[item_id]
        elif item.correct and item_id not in in_scores:
            right[k] = right_codes(instrument, item)
    return right


def right_codes(instrument: Instrument, item: Item) -> tuple[float, ...]:
    """The codes of an item's right answers, declared as codes or as labels."""
    options = Options(instrument.format_of(item.id))
    found = (options.read(answer, Mode.EITHER) for answer in item.correct)
    return tuple(answer.code for answer in found if answer is not None)


def _blocks(
    instrument: Instrument, items: Sequence[str], scored: Sequence[int], against: frozenset[str]
) -> tuple[Block, ...]:
    """Stretches of items with one response format; items rated more than once form a block per aspect."""
    finished: list[list[int]] = []
    current: dict[str | None, list[int]] = {}
    for k in scored:
        item = instrument.item[items[k]]
        if (item.aspect is None) != (None in current):
            current = {}
        block = current.get(item.aspect)
        if block is None or instrument.item[items[block[-1]]].format != item.format:
            block = current[item.aspect] = []
            finished.append(block)
        block.append(k)
    return tuple(Block(places=tuple(b), turned=tuple(items[k] in against for k in b)) for b in finished)
