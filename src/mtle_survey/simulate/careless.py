"""Answers given without reading: the same option all the way down, or any option at random."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.ordinal import ascending_codes
from mtle_survey.stats.estimate import Array

STRAIGHT_LINE = "straight_line"
RANDOM = "random"


def careless_records(share: float, finished: NDArray[np.bool_], rng: np.random.Generator) -> dict[int, str]:
    """Which records are careless, and how: straight-lining and at random in turn, either first.

    An exact share of all records, taken from those that reached the end.
    """
    order = rng.permutation(len(finished))
    chosen = order[finished[order]][: round(share * len(finished))]
    first = int(rng.integers(2))
    return {int(record): (STRAIGHT_LINE, RANDOM)[(first + turn) % 2] for turn, record in enumerate(chosen)}


def careless_answers(
    instrument: Instrument, items: Sequence[str], kind: str, rng: np.random.Generator
) -> Array:
    """One careless record: the codes of all items."""
    codes = [ascending_codes(instrument, item) for item in items]
    if kind == RANDOM:
        return np.array([rng.choice(options) for options in codes])
    option = int(rng.integers(2, 5))
    return np.array([options[min(option, len(options) - 1)] for options in codes])


def replace_careless(
    instrument: Instrument,
    items: Sequence[str],
    careless: dict[int, str],
    codes: Array,
    reasons: NDArray[np.uint8],
    rng: np.random.Generator,
) -> None:
    """Overwrite the careless records in place; they leave no item out."""
    for record, kind in sorted(careless.items()):
        codes[record] = careless_answers(instrument, items, kind, rng)
        reasons[record] = 0
