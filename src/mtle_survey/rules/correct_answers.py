"""Right, wrong or unanswered: an item with a declared answer as 1, 0 or nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Item
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses


def correctness(responses: Responses, item_id: str) -> NDArray[np.float64] | None:
    """(n,) 1 where the answer is a declared right one, 0 where it is another, nan where there is none.

    None where the item was not asked, or declares no right answer. Right answers are given as codes or
    labels of the response format, or as the words of an option; words are compared ignoring letter case,
    spaces and markup.
    """
    item = responses.instrument.item[item_id]
    if not item.correct:
        return None
    if item_id in responses.items:
        values = responses.values[:, responses.items.index(item_id)]
        right = np.isin(values, _right_codes(item, responses))
        return np.where(np.isnan(values), np.nan, right.astype(float))
    if item_id not in responses.texts:
        return None
    wanted = {normalise_label(answer) for answer in item.correct}
    given = responses.texts[item_id]
    return np.array([np.nan if t is None else float(normalise_label(str(t)) in wanted) for t in given])


def _right_codes(item: Item, responses: Responses) -> list[float]:
    declared = responses.instrument.format_of(item.id)
    labels = {normalise_label(t): c for t, c in zip(declared.labels, declared.codes, strict=True) if t}
    found = []
    for answer in item.correct:
        code = labels.get(normalise_label(answer))
        found.append(float(answer) if code is None else code)
    return found
