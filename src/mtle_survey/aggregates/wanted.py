"""Which sets of items are counted together."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Instrument, Scale
from mtle_survey.scores import administered_items

ItemSet = tuple[str | None, tuple[str, ...]]


def own_scales(instrument: Instrument) -> tuple[Scale, ...]:
    """The scales that name items themselves: those whose structure is asked for."""
    return tuple(scale for scale in instrument.scored_scales() if not scale.parts)


def item_sets(instrument: Instrument, present: frozenset[str]) -> Iterator[ItemSet]:
    """Every scale with its items, then None with the items of all scales.

    Parameters
    ----------
    instrument : Instrument
    present : frozenset of str
        The items that were asked.
    """
    yield from administered_items(instrument, present).items()
    every = dict.fromkeys(i for s in own_scales(instrument) for i in instrument.scale_items(s.id))
    yield None, tuple(item for item in every if item in present)
