"""How often each answer to each item was given."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.evidence.scale_answers import Waves
from mtle_survey.responses import Responses
from mtle_survey.stats.description.shares import shares
from mtle_survey.table import Row, Table, row


def category_use(waves: Waves, level: float) -> Table:
    """Share of each declared answer among those who answered, per item and wave; an unused one has share 0.

    The answer's code stands as ``factor``.
    """
    return Table.of(r for wave, responses in waves.items() for r in _of_wave(wave, responses, level))


def _of_wave(wave: str | None, responses: Responses, level: float) -> Iterator[Row]:
    here = responses.values[responses.answered]
    for place, item in enumerate(responses.items):
        given = here[:, place]
        codes = np.array(responses.instrument.format_of(item).codes)
        chosen = given[:, None] == codes
        counted = np.repeat(np.isfinite(given)[:, None], codes.size, axis=1)
        for code, estimate in zip(codes, shares(chosen, counted, level, "a share"), strict=True):
            yield row("category_share", estimate, item=item, factor=f"{code:g}", wave=wave)
