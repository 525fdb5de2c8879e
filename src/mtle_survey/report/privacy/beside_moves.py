"""Answers to one question beside who answered higher, alike and lower the next time.

Who moved is a sum over the cross-table of earlier and later answers, whose margins are the answers in each
wave. What the answers say of those who moved is found by linear programming.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure
from mtle_survey.report.privacy.additive import SLACK, Program, widths
from mtle_survey.report.privacy.levels import Level, Question, answers_to, codes_of, counted, told_sums
from mtle_survey.report.privacy.people import Mask, People
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study

Moves = tuple[str, Contrast]
_FREE = (Level.NOTHING, Level.TOGETHER)


def beside_moves(
    study: Study,
    people: People,
    moves: Iterable[Moves],
    levels: Mapping[Question, Level],
    rule: Disclosure,
) -> tuple[dict[Question, Level], set[Moves]]:
    """The levels that do not say who moved where that is hidden, and of which questions it is told.

    In small studies it is told of none: with the change of a scale, and who moved on its other questions, it
    would tell of those who moved on the last one. Where the answers alone would say it within the smallest
    group, less is told of them.

    Parameters
    ----------
    study : Study
    people : People
    moves : iterable of (item, contrast)
        Asked of enough people twice.
    levels : mapping of question to Level
        The most that may be told of the answers.
    rule : Disclosure
    """
    found = dict(levels)
    tables = {(item, contrast): _Crossing(study, people, item, contrast) for item, contrast in moves}
    hidden = [table for table in tables.values() if None in rule.counts(table.moved)]
    doubtful = [table for table in hidden if table.doubtful(found)]
    while doubtful:
        wide = widths([table.program(found) for table in doubtful], rule.smallest)
        narrow = [t for t, width in zip(doubtful, wide, strict=True) if width.min() < rule.smallest - SLACK]
        for question in {question for table in narrow for question in table.questions}:
            found[question] = found[question].less()
        doubtful = [table for table in narrow if table.doubtful(found)]
    return found, {
        key for key, table in tables.items() if table not in hidden and sum(table.moved) >= SMALL_STUDY
    }


class _Crossing:
    """The cross-table of one question between two waves, with those who answered once only.

    Its cells are those of the cross-table, row by row, then those who answered the first time only, then the
    second time only.
    """

    def __init__(self, study: Study, people: People, item: str, contrast: Contrast) -> None:
        self.questions = ((item, contrast.earlier), (item, contrast.later))
        self._codes = codes_of(study, item)
        given = [
            np.asarray(people.spread(wave, answers_to(study, item, wave), np.nan), dtype=np.float64)
            for _, wave in self.questions
        ]
        both: Mask = np.isfinite(given[0]) & np.isfinite(given[1])
        change = np.sign(given[1][both] - given[0][both])
        self.moved = tuple(int((change == sign).sum()) for sign in (1, 0, -1))
        k = len(self._codes)
        place = [np.searchsorted(self._codes, values[both]) for values in given]
        crossed = np.bincount(place[0] * k + place[1], minlength=k * k)
        alone = [counted(values[~both], self._codes) for values in given]
        self._cells = np.concatenate([crossed, *alone]).astype(np.float64)

    def doubtful(self, levels: Mapping[Question, Level]) -> bool:
        """Whether more is told of the answers than counts put together, which leave room for any moves."""
        return any(levels[question] not in _FREE for question in self.questions)

    def program(self, levels: Mapping[Question, Level]) -> Program:
        """What is told of the answers, and how many moved up, stayed and moved down."""
        margins = [
            told_sums(levels[question], self._codes) @ self._margin(wave)
            for wave, question in enumerate(self.questions)
        ]
        told, moves = np.vstack([self._sizes(), *margins]), self._moves()
        return Program(
            told=told, values=told @ self._cells, hidden=moves[np.asarray(self.moved, dtype=np.int64) > 0]
        )

    def _sizes(self) -> Array:
        """Those who answered twice, and those who did once."""
        k = len(self._codes)
        return np.repeat(np.eye(3), [k * k, k, k], axis=1)

    def _margin(self, wave: int) -> Array:
        """(k, c) the answers in one wave."""
        k = len(self._codes)
        each, none, one = np.eye(k), np.zeros((k, k)), np.ones(k)
        crossed = np.kron(each, one) if wave == 0 else np.kron(one, each)
        return np.hstack([crossed, each if wave == 0 else none, none if wave == 0 else each])

    def _moves(self) -> Array:
        """(3, c) who answered higher, alike and lower."""
        k = len(self._codes)
        change = np.sign(np.arange(k)[None, :] - np.arange(k)[:, None]).ravel()
        crossed = np.array([change == sign for sign in (1, 0, -1)], dtype=np.float64)
        return np.hstack([crossed, np.zeros((3, 2 * k))])
