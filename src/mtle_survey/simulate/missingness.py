"""Answers that are missing, each for a known reason."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument, Reason
from mtle_survey.responses import Missing
from mtle_survey.simulate.recipe import MissingShares

_OPTIONS = (Reason.NOT_APPLICABLE, Reason.REFUSED, Reason.DONT_KNOW, Reason.OTHER)


def nonresponse_option(instrument: Instrument, item: str, reason: int) -> str | None:
    """The code of the first option of an item's format that gives this reason, or None."""
    options = instrument.format_of(item).nonresponse
    return next((code for code, option in options.items() if Missing.of(option.reason) == reason), None)


def draw_reasons(
    instrument: Instrument,
    items: Sequence[str],
    shares: MissingShares,
    records: int,
    rng: np.random.Generator,
) -> NDArray[np.uint8]:
    """The state of every rated cell, completely at random.

    Parameters
    ----------
    items : sequence of str
        In the order in which they are shown; breaking off leaves the rest not shown.

    Returns
    -------
    (records, k) uint8 array of ``Missing``
    """
    reasons = np.full((records, len(items)), Missing.ANSWERED, dtype=np.uint8)
    chance = rng.random(reasons.shape)
    for k, item in enumerate(items):
        start = 0.0
        for reason in _OPTIONS:
            if nonresponse_option(instrument, item, Missing.of(reason)) is None:
                continue
            end = start + getattr(shares, reason.value)
            reasons[(chance[:, k] >= start) & (chance[:, k] < end), k] = Missing.of(reason)
            start = end
        reasons[(chance[:, k] >= start) & (chance[:, k] < start + shares.skipped), k] = Missing.BLANK
    stops = np.sort(rng.permutation(records)[: round(shares.broke_off * records)])
    for record in stops:
        reasons[record, int(rng.integers(len(items) // 4, len(items))) :] = Missing.NOT_SHOWN
    return reasons
