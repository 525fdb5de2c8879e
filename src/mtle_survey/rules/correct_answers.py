"""Right, wrong or unanswered: an item with a declared answer as 1, 0 or nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses
from mtle_survey.screening.layout import right_codes


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
        right = np.isin(values, right_codes(responses.instrument, item))
        return np.where(np.isnan(values), np.nan, right.astype(float))
    if item_id not in responses.texts:
        return None
    wanted = {normalise_label(answer) for answer in item.correct}
    given = responses.texts[item_id]
    return np.array([np.nan if t is None else float(normalise_label(str(t)) in wanted) for t in given])
