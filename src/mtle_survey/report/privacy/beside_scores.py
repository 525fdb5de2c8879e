"""Answers to the questions of a scale beside its scores: the score is a sum of the same answers.

Where the counts of a question put its answers together, the mean of the scale still says how the answers
within were split, if every other question leaves little room. Every way in which people can have answered,
given the scores and all that is told of the questions, is what a linear program ranges over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.additive import SLACK, widths
from mtle_survey.report.privacy.answer_cells import AnswerCells
from mtle_survey.report.privacy.claims import Claim, components
from mtle_survey.report.privacy.levels import Level, Question
from mtle_survey.report.privacy.people import People, Wave

if TYPE_CHECKING:
    from mtle_survey.study import Study

Place = tuple[Wave, int]


def beside_scores(
    study: Study, people: People, told: Iterable[Claim], levels: Mapping[Question, Level], rule: Disclosure
) -> dict[Question, Level]:
    """The levels that leave no hidden count of answers within the smallest group.

    While one is, less is told of a question that shares a scale with it: means go first, then counts put
    together, then single answers. What scores alone say of answers is not counted here; the questions must
    not say more of it.

    Parameters
    ----------
    study : Study
    people : People
    told : iterable of Claim
        The sums of scores that readers have or will have, and what they have of questions already.
    levels : mapping of question to Level
        The most that may be told.
    rule : Disclosure
    """
    found = dict(levels)
    tables = [table for table in _tables(study, people, told, found, rule) if table.doubtful(found)]
    alone = widths([table.program({}) for table in tables], rule.smallest)
    needed = [
        dict(zip(table.hidden({}), np.minimum(width, rule.smallest) - SLACK, strict=True))
        for table, width in zip(tables, alone, strict=True)
    ]
    doubtful = list(range(len(tables)))
    while doubtful:
        wide = widths([tables[k].program(found) for k in doubtful], rule.smallest)
        narrow = {
            k: [h for h, w in zip(tables[k].hidden(found), width, strict=True) if w < needed[k][h]]
            for k, width in zip(doubtful, wide, strict=True)
        }
        for k, counts in narrow.items():
            if counts:
                _tell_less(found, tables[k], [tables[k].items[hidden.item] for hidden in counts])
        doubtful = [k for k, counts in narrow.items() if counts and tables[k].doubtful(found)]
    return found


def _tables(
    study: Study,
    people: People,
    told: Iterable[Claim],
    levels: Iterable[Question],
    rule: Disclosure,
) -> Iterator[AnswerCells]:
    """The answers in each wave to the questions that scales join, with the sums of each that readers have."""
    place_of = components(study.instrument)
    items: dict[Place, list[str]] = defaultdict(list)
    for item, wave in levels:
        if item in place_of:
            items[wave, place_of[item]].append(item)
    claims: dict[Place, list[Claim]] = defaultdict(list)
    for claim in told:
        of_scale = claim.kind == "scale"
        first = study.scores[claim.wave].administered[claim.name][0] if of_scale else claim.name
        if first in place_of:
            claims[claim.wave, place_of[first]].append(claim)
    for place, here in items.items():
        yield AnswerCells(study, people, place[0], here, claims[place], rule)


def _tell_less(levels: dict[Question, Level], table: AnswerCells, given_away: Sequence[str]) -> None:
    """Tell less of one question: of one given away rather than of another one of its scales."""
    for level in (Level.MEAN, Level.TOGETHER, Level.EACH):
        for items in (given_away, table.items):
            of_these = [item for item in items if levels[item, table.wave] is level]
            if of_these:
                levels[of_these[-1], table.wave] = level.less()
                return
