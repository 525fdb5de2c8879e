"""The same answer throughout a block that holds items of both directions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses

FEWEST_ITEMS = 8


def straightlining(responses: Responses) -> Iterator[Problem]:
    """Respondents who gave one code to all answered items of a response format with reversed items.

    Raw codes in the order of the questionnaire. At least eight items of that format must be answered, and
    at least one of them reverse-keyed: otherwise one answer throughout may be what a person means.

    References
    ----------
    Johnson, J. A. (2005). Ascertaining the validity of individual protocols from web-based personality
    inventories. Journal of Research in Personality, 39(1), 103-129. https://doi.org/10.1016/j.jrp.2004.09.009
    """
    instrument = responses.instrument
    against = frozenset().union(*(instrument.reverse_keyed(s.id) for s in instrument.scales))
    for name in instrument.response_formats:
        place = [k for k, item in enumerate(responses.items) if instrument.item[item].format == name]
        reversed_items = np.array([responses.items[k] in against for k in place], dtype=bool)
        if len(place) < FEWEST_ITEMS or not reversed_items.any():
            continue
        block = responses.values[:, place]
        answered = np.isfinite(block)
        counts = answered.sum(axis=1)
        low = np.where(answered, block, np.inf).min(axis=1)
        high = np.where(answered, block, -np.inf).max(axis=1)
        flagged = (counts >= FEWEST_ITEMS) & (low == high) & (answered & reversed_items).any(axis=1)
        for i in np.flatnonzero(flagged):
            yield problem(
                "Q001",
                file=responses.sources[responses.source_index[i]].file,
                row=int(responses.rows[i]),
                found=f"{int(counts[i])} answers of {low[i]:g}",
                format=name,
            )


CHECK = straightlining
