"""Answers to the questions of a scale beside its scores: the score is a sum of the same answers.

Where the counts of a question put its answers together, the mean of the scale still says how the answers
within were split, if every other question leaves little room. Every way in which people can have answered,
given the scores and all that is told of the questions, is what a linear program ranges over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.additive import SLACK, widths
from mtle_survey.report.privacy.answer_cells import AnswerCells, Hidden
from mtle_survey.report.privacy.answer_tables import EVERYBODY, AnswerTables, Place
from mtle_survey.report.privacy.claims import Claim
from mtle_survey.report.privacy.levels import Level, Question
from mtle_survey.report.privacy.released import Known
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study


def beside_scores(
    study: Study, known: Known, scores: Sequence[Claim], levels: Mapping[Question, Level], rule: Disclosure
) -> dict[Question, Level]:
    """The levels that leave no hidden count of answers within the smallest group.

    While one is, less is told of a question that shares a scale with it: means go first, then counts put
    together, then single answers.

    Parameters
    ----------
    study : Study
    known : Known
        What readers have already.
    scores : sequence of Claim
        The sums of scores that they will have.
    levels : mapping of question to Level
        The most that may be told.
    rule : Disclosure
    """
    found = dict(levels)
    told = {question for question, level in levels.items() if level is Level.EACH}
    tables = AnswerTables(study, known, rule, told)
    doubtful = {place: table for place, table in _everybodys(tables, scores) if table.doubtful(found)}
    while doubtful:
        wide = widths([table.program(found) for table in doubtful.values()], rule.smallest)
        narrow = {
            place: table
            for (place, table), width in zip(doubtful.items(), wide, strict=True)
            if (given_away := list(_given_away(tables, place, table.hidden(found), width)))
            and _tell_less(found, table, given_away)
        }
        doubtful = {place: table for place, table in narrow.items() if table.doubtful(found)}
    return found


def _everybodys(tables: AnswerTables, scores: Sequence[Claim]) -> Iterator[tuple[Place, AnswerCells]]:
    """The answers of everybody in each wave to the questions that scales join."""
    for place in tables.places:
        if place[2] == EVERYBODY:
            yield place, tables.table(place, [claim for claim in scores if tables.of(claim) == place[:2]])


def _given_away(
    tables: AnswerTables, place: Place, hidden: Sequence[Hidden], width: Array
) -> Iterator[Hidden]:
    """The hidden counts that are not as wide as they have to be."""
    if (width < tables.smallest - SLACK).any():
        needed = tables.needed(place, hidden) - SLACK
        yield from (count for count, w, least in zip(hidden, width, needed, strict=True) if w < least)


def _tell_less(levels: dict[Question, Level], table: AnswerCells, given_away: Sequence[Hidden]) -> bool:
    """Tell less of one question: of one given away rather than of another one of its scales."""
    own = [table.items[count.item] for count in given_away]
    for level in (Level.MEAN, Level.TOGETHER, Level.EACH):
        for items in (own, table.items):
            of_these = [item for item in items if levels[item, table.wave] is level]
            if of_these:
                levels[of_these[-1], table.wave] = level.less()
                return True
    return False
