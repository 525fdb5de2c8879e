"""Reverse-keyed items in sums and tables, over the declared range as everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mtle_survey.aggregates.model import Block
from mtle_survey.aggregates.wanted import own_scales
from mtle_survey.instrument.model import Instrument


def keyed(block: Block, instrument: Instrument) -> Block:
    """The block as its scale keys the items; the block of all items as the first scale of each keys it."""
    if block.withheld:
        return block
    scales = [instrument.scale[block.scale]] if block.scale else list(own_scales(instrument))
    ends: dict[str, int] = {}
    for item in block.items:
        scale = next(s.id for s in scales if item in instrument.scale_items(s.id))
        if item in instrument.reverse_keyed(scale):
            form = instrument.format_of(item)
            ends[item] = round(form.low + form.high)
    return turned(block, ends)


def turned(block: Block, ends: Mapping[str, int]) -> Block:
    """The block with some items' answers replaced by lowest + highest − answer.

    Parameters
    ----------
    block : Block
    ends : mapping of item to int
        Lowest and highest possible answer of the items to turn, added up.
    """
    shift = np.array([ends.get(item, 0) for item in block.items], dtype=np.int64)
    sign = np.array([-1 if item in ends else 1 for item in block.items], dtype=np.int64)
    signed = sign * block.sums
    products = (
        block.n * np.outer(shift, shift)
        + np.outer(shift, signed)
        + np.outer(signed, shift)
        + np.outer(sign, sign) * block.products
    )
    counts = {
        item: {ends[item] - code: given[code] for code in reversed(given)} if item in ends else given
        for item, given in block.counts.items()
    }
    tables = {
        (a, b): table[:: -1 if a in ends else 1, :: -1 if b in ends else 1]
        for (a, b), table in block.tables.items()
    }
    return replace(block, sums=block.n * shift + signed, products=products, counts=counts, tables=tables)
