"""A mean at the very end of a scale says what everybody answered: a public edition does not show it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.report.privacy.bounds import any_score_possible
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses


def study(audience: str, *, one_lower: bool) -> Study:
    model = instrument()
    wave = responses(model, None, range(24))
    wave.values[:, wave.items.index("help1")] = 5.0
    wave.values[0, wave.items.index("help1")] = 4.0 if one_lower else 5.0
    return Study(model, {None: wave}, title="One wave", audience=audience)


def mean(found: Study, item: str) -> float | None:
    (row,) = View(found).description.where(statistic="mean", item=item)
    return row.estimate


@pytest.mark.parametrize("one_lower", [True, False])
def test_a_mean_that_tells_what_everybody_answered_is_withheld(one_lower: bool) -> None:
    assert mean(study("internal", one_lower=one_lower), "help1") is not None
    assert mean(study("public", one_lower=one_lower), "help1") is None


def brute(sets: list[list[bool]], scores: list[int]) -> bool:
    """Whether every person can have each end of 1 to 3, the others whole numbers: by trying all."""
    people = len(scores)
    tables = np.array(np.meshgrid(*[[1, 2, 3]] * people)).reshape(people, -1)
    for chosen in sets:
        keep = tables[chosen].sum(axis=0) == np.array(scores)[chosen].sum()
        tables = tables[:, keep]
    inside = np.any(sets, axis=0)
    return all({1, 3} <= set(tables[p]) for p in range(people) if inside[p])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_who_could_have_any_score_is_found_as_by_trying_everything(data: st.DataObject) -> None:
    people = data.draw(st.integers(2, 6))
    scores = data.draw(st.lists(st.integers(1, 3), min_size=people, max_size=people))
    mask = st.lists(st.booleans(), min_size=people, max_size=people).filter(any)
    sets = data.draw(st.lists(mask, min_size=1, max_size=3))
    found = any_score_possible([np.array(s) for s in sets], np.array(scores, dtype=float), 1.0, 3.0)
    assert found or not brute(sets, scores), "what whole numbers allow, numbers allow"
    if len(sets) == 1:
        assert found == brute(sets, scores)
