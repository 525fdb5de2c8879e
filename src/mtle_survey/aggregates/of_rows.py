"""Sums and tables of responses that are at hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mtle_survey.aggregates.model import Aggregates, Block, block_of_tables, withheld
from mtle_survey.aggregates.wanted import item_sets
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.stats.structure.correlation.cross_tables import cross_tables_of_responses

NOT_WHOLE = "its answers are not coded with whole numbers"


def aggregates_of_rows(instrument: Instrument, waves: Mapping[str | None, Responses]) -> Aggregates:
    """Every scale's and wave's complete responses as sums and tables, nothing withheld.

    Parameters
    ----------
    instrument : Instrument
    waves : mapping of wave to Responses
    """
    return Aggregates(
        instrument=instrument.id,
        version=instrument.version,
        sha256=instrument.sha256,
        small_cell=0,
        blocks=tuple(block for responses in waves.values() for block in _of_wave(instrument, responses)),
    )


def _of_wave(instrument: Instrument, responses: Responses) -> list[Block]:
    return [
        _block(instrument, responses, scale, items)
        for scale, items in item_sets(instrument, frozenset(responses.items))
        if items
    ]


def _block(instrument: Instrument, responses: Responses, scale: str | None, items: tuple[str, ...]) -> Block:
    answers = responses.values[:, [responses.items.index(i) for i in items]]
    complete = answers[np.isfinite(answers).all(axis=1)]
    whole = all(float(code).is_integer() for i in items for code in instrument.format_of(i).codes)
    tables = cross_tables_of_responses(complete if whole else complete[:0])
    block = block_of_tables(tables, items, wave=responses.wave, scale=scale)
    return block if whole else withheld(block, NOT_WHOLE)
