"""How many answers are missing, and why, counted over people and questions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.view import View, Wave
from mtle_survey.responses import Missing

REASONS = {
    Missing.NOT_SHOWN: "Not shown",
    Missing.BLANK: "Left blank",
    Missing.NOT_APPLICABLE: "Does not apply",
    Missing.REFUSED: "Prefers not to say",
    Missing.DONT_KNOW: "Does not know",
    Missing.OTHER: "Other reason",
    Missing.INVALID: "Not valid",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Cells of one wave by question and state, over those who answered anything.

    Attributes
    ----------
    wave : str or None
    items : tuple of str
    people : int
    counts : (k, s) int array
        Columns are the states of ``Missing``, in its order.
    """

    wave: Wave
    items: tuple[str, ...]
    people: int
    counts: NDArray[np.int64]

    def total(self, state: Missing) -> int:
        """Cells in one state, over all questions."""
        return int(self.counts[:, state].sum())

    def of(self, item: int, state: Missing) -> int:
        """People in one state at one question."""
        return int(self.counts[item, state])

    def unanswered(self, item: int) -> int:
        """People without an answer to one question, whatever the reason."""
        return self.people - self.of(item, Missing.ANSWERED)

    def shown(self, item: int) -> int:
        """People to whom a question was shown: not those with another form, or who had broken off."""
        return self.people - self.of(item, Missing.NOT_SHOWN)

    def left_open(self, item: int) -> int:
        """People who were shown a question and gave no answer."""
        return self.shown(item) - self.of(item, Missing.ANSWERED)


def tally(view: View, wave: Wave) -> Tally:
    """Count one wave."""
    responses = view.study.waves[wave]
    states = responses.reasons[responses.answered]
    counts = [np.bincount(column, minlength=len(Missing)) for column in states.T]
    return Tally(
        wave=wave,
        items=responses.items,
        people=len(states),
        counts=np.array(counts, dtype=np.int64).reshape(len(responses.items), len(Missing)),
    )
