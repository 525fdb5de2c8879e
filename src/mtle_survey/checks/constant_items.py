"""Items that everyone answered alike."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses

FEWEST_ANSWERS = 5


def constant_items(responses: Responses) -> Iterator[Problem]:
    """Rated items with at least five answers, all of them the same."""
    for k, item in enumerate(responses.items):
        answers = responses.values[:, k]
        answers = answers[np.isfinite(answers)]
        if len(answers) >= FEWEST_ANSWERS and answers.min() == answers.max():
            yield problem(
                "D203",
                file=responses.sources[0].file,
                column=responses.columns.get(item),
                item=item,
                found=f"{len(answers)} answers of {answers[0]:g}",
            )


CHECK = constant_items
