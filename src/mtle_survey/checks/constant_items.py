"""Items that everyone answered alike."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import CarelessRule

FEWEST_ANSWERS = 5


def constant_items(parts: Collection[Responses], _rule: CarelessRule) -> Iterator[Problem]:
    """Rated items with at least five answers, all of them the same."""
    first = next(iter(parts))
    answers = np.zeros(len(first.items), dtype=np.int64)
    low, high = np.full(len(first.items), np.inf), np.full(len(first.items), -np.inf)
    for part in parts:
        here = np.isfinite(part.values)
        answers += here.sum(axis=0)
        low = np.minimum(low, np.where(here, part.values, np.inf).min(axis=0, initial=np.inf))
        high = np.maximum(high, np.where(here, part.values, -np.inf).max(axis=0, initial=-np.inf))
    for k, item in enumerate(first.items):
        if answers[k] >= FEWEST_ANSWERS and low[k] == high[k]:
            yield problem(
                "D203",
                file=first.sources[0].file,
                column=first.columns.get(item),
                item=item,
                found=f"{counted(int(answers[k]), 'answer')} of {low[k]:g}",
            )


CHECK = constant_items
