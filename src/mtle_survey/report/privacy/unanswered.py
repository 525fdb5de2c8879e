"""Why questions are left without an answer: how much of it is told of each question, and of all together.

How many answered stands beside every result, so that how many did not is known. Of one question the reasons
are told all together or not at all. How often a reason was given to all questions is told where that leaves
open, as far as the numbers of answers do, how often it was given to each. That a question was left blank says
no more than that it was not answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.privacy.additive import SLACK, Program, widths
from mtle_survey.responses import Missing
from mtle_survey.table import Row

if TYPE_CHECKING:
    from mtle_survey.study import Study

_OF_REASONS = frozenset({"missing", "not_applicable"})


def told_of_a_question(counts: Sequence[int], smallest: int) -> bool:
    """Whether it is told how many gave each reason: none of them are a few."""
    return not any(0 < n < smallest for n in counts)


def totals_may_be_told(waves: Iterable[NDArray[np.int64]], smallest: int) -> bool:
    """Whether it may be told how often each reason was given to all questions of a wave.

    Parameters
    ----------
    waves : iterable of (i, r) int array
        How many gave each reason, by question; in the first column how many left it blank.
    smallest : int
        The fewest people that anything may be about.
    """
    programs = [_program(counts, smallest, totals=totals) for counts in waves for totals in (True, False)]
    programs = [program for program in programs if len(program.hidden)]
    found = widths(programs, smallest)
    return all(
        (wide >= np.minimum(alone, smallest) - 2 * SLACK).all()
        for wide, alone in zip(found[::2], found[1::2], strict=True)
    )


def _program(counts: NDArray[np.int64], smallest: int, *, totals: bool) -> Program:
    questions, reasons = counts.shape
    of_questions = np.kron(np.eye(questions), np.ones(reasons))
    of_reasons = np.kron(np.ones(questions), np.eye(reasons))
    open_rows = np.array([told_of_a_question(row.tolist(), smallest) for row in counts], dtype=np.bool_)
    cells = np.eye(counts.size)
    told_cells = cells[np.repeat(open_rows, reasons)]
    told = np.vstack([of_questions, told_cells, *((of_reasons,) if totals else ())])
    named = np.tile(np.arange(reasons) > 0, questions)
    hidden = np.repeat(~open_rows, reasons) & (counts.ravel() > 0) & named
    return Program(told=told, values=told @ counts.ravel(), hidden=cells[hidden])


class Reasons:
    """Of which questions it is told why people left them out.

    Parameters
    ----------
    study : Study
        As the edition analyses it.
    smallest : int
        The fewest people that anything may be about.
    """

    def __init__(self, study: Study, smallest: int) -> None:
        self._study, self._smallest = study, smallest

    def shows(self, row: Row) -> bool:
        """Whether a row may be shown as far as it tells why people left a question out."""
        if row.statistic not in _OF_REASONS or row.item is None or row.contrast or row.group:
            return True
        responses = self._study.waves[row.wave]
        states = responses.reasons[responses.answered, responses.items.index(row.item)]
        counts = np.bincount(states, minlength=len(Missing))[Missing.ANSWERED + 1 :]
        return told_of_a_question(counts.tolist(), self._smallest)
