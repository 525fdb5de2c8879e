"""How much is told of the answers to a question: each, the sides of the middle, the mean, or nothing."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure, put_together
from mtle_survey.report.privacy.claims import field_of
from mtle_survey.report.privacy.people import Wave, people_of
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study

Question = tuple[str, Wave]
MOVED = "moved"  # in place of a level, of the scores of those of whom it may be told who rose and fell


class Level(StrEnum):
    """What is told of the answers to a question in a wave.

    How many gave each answer, how many answered below the middle, in the middle and above it, the mean, or
    nothing. Of answers put together no mean is told beside them: n, the three counts and the mean are all
    sums of the same few counts, and often leave one way only to have answered. The counts come first, because
    they say how many agreed, which is what a director asks; the mean stands where even they cannot.
    """

    EACH = "each"
    TOGETHER = "together"
    MEAN = "mean"
    NOTHING = ""

    def less(self) -> Level:
        """What is told instead where this would give somebody away."""
        return Level.TOGETHER if self is Level.EACH else Level.NOTHING


def answers_to(study: Study, item: str, wave: Wave) -> Array:
    """(r,) the answers to an item by the responses of a wave; nan where there is none."""
    responses = study.waves[wave]
    return np.asarray(responses.values[:, responses.items.index(item)], dtype=np.float64)


def codes_of(study: Study, item: str) -> Array:
    """(a,) the codes of an item's answers, in order."""
    return np.array(study.instrument.format_of(item).codes, dtype=np.float64)


def counted(values: Array, codes: Array) -> NDArray[np.int64]:
    """(a,) how many gave each answer."""
    return np.asarray((values[:, None] == codes).sum(axis=0), dtype=np.int64)


def told_sums(level: Level, codes: Array) -> Array:
    """(m, a) the sums of the counts of answers that a level tells."""
    each = np.eye(len(codes))
    match level:
        case Level.EACH:
            return each
        case Level.TOGETHER:
            return np.array(
                [put_together(column) for column in each.astype(int).tolist()], dtype=np.float64
            ).T
        case Level.MEAN:
            return codes[None, :]
    return each[:0]


def beside_small_parts(study: Study) -> bool:
    """Whether reports about fewer than fifty people each are written together with this one."""
    whole = study.part.among
    if whole is None:
        return False
    values = field_of(whole, people_of(whole), study.part.by)
    sizes = Counter(str(value) for value in values if value is not None)
    return any(size < SMALL_STUDY for size in sizes.values())


def by_themselves(study: Study, rule: Disclosure) -> dict[Question, Level]:
    """The most that may be told of each question if nothing else were told.

    Where reports of small parts are written beside it is nothing of fewer than fifty people: each would tell
    of those of the others.
    """
    counts = {
        (item, wave): counted(answers_to(study, item, wave), codes_of(study, item))
        for wave, responses in study.waves.items()
        for item in responses.items
    }
    fewest = SMALL_STUDY if beside_small_parts(study) else 0
    return {
        question: _by_itself(given.tolist(), rule) if given.sum() >= fewest else Level.NOTHING
        for question, given in counts.items()
    }


def _by_itself(plain: list[int], rule: Disclosure) -> Level:
    if rule.shows_all(plain):
        return Level.EACH
    return Level.TOGETHER if rule.shows_all(put_together(plain)) else Level.MEAN
