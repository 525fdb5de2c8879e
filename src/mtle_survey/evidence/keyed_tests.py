"""Tests with right answers: how hard and how telling each item is, and how consistent the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mtle_survey.evidence.scale_answers import Waves, gated
from mtle_survey.instrument.model import Instrument, ScoreRule
from mtle_survey.responses import Responses
from mtle_survey.rules.correct_answers import correctness
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.items.difficulty import difficulty
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation
from mtle_survey.stats.reliability.kr20 import kr20
from mtle_survey.table import Row, Table, row

RULE = "number_correct"


def keyed_tests(instrument: Instrument, waves: Waves, level: float) -> Table:
    """Difficulty and item-rest correlation of every item, and KR-20, for each test and wave.

    A test is a declared score by the rule ``number_correct``; its id stands in the column ``scale``.
    Difficulty counts everyone who answered the item; the others need complete answers, unless the score
    declares that a blank is a wrong answer.
    """
    rows: list[Row] = []
    for score in instrument.scores:
        if score.rule == RULE:
            for wave, responses in waves.items():
                rows += _test_rows(score, wave, responses, level)
    return Table.of(rows)


def _test_rows(score: ScoreRule, wave: str | None, responses: Responses, level: float) -> Iterator[Row]:
    items, answers = _answers(score.inputs.get("items", ()), responses)
    if not items:
        return
    if score.params.get("blank") == "wrong":
        answers = np.where(np.isnan(answers), 0.0, answers)[np.isfinite(answers).any(axis=1)]
    for item, estimate in zip(items, difficulty(answers, level), strict=True):
        yield row("difficulty", estimate, scale=score.id, item=item, wave=wave)
    complete = answers[np.isfinite(answers).all(axis=1)]
    if len(items) > 1 and len(complete):
        for item, estimate in zip(items, item_rest_correlation(complete, level), strict=True):
            yield row("item_rest_correlation", estimate, scale=score.id, item=item, wave=wave)
        yield row("kr20", gated(kr20(complete, level)), scale=score.id, wave=wave)


def _answers(declared: str | Sequence[str], responses: Responses) -> tuple[list[str], Array]:
    """The test's items that were asked, and (n, k) right or wrong answers."""
    asked = {}
    for item in (declared,) if isinstance(declared, str) else declared:
        right = correctness(responses, item)
        if right is not None:
            asked[item] = right
    empty = np.empty((len(responses), 0))
    return list(asked), np.column_stack(list(asked.values())) if asked else empty
