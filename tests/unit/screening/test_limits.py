"""From how many people, items and answers on a response is judged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mtle_survey.screening.rule import CarelessRule
from mtle_survey.screening.screen import screen
from tests.support import make_instrument, read
from tests.unit.checks.long_instrument import INSTRUMENT, ITEMS, people, table

AGAINST_THE_SAMPLE = {"psychometric_synonyms", "psychometric_antonyms", "person_total"}


def responses(folder, x):
    return read(folder, make_instrument(folder, INSTRUMENT), table(x))


@pytest.mark.parametrize(
    ("respondents", "items", "enough"), [(50, 20, True), (49, 20, False), (50, 19, False)]
)
def test_people_are_compared_from_fifty_respondents_and_twenty_items_on(tmp_path, respondents, items, enough):
    set_apart = CarelessRule(instructed=dict.fromkeys(ITEMS[items:], (4.0,)))
    unavailable = screen((responses(tmp_path, people(respondents)),), set_apart).unavailable
    told = f"needs 50 respondents and 20 rated items; there are {respondents} and {items}"
    refused = {index for index in AGAINST_THE_SAMPLE if told in unavailable.get(index, "")}
    assert refused == (set() if enough else AGAINST_THE_SAMPLE)
    assert enough is AGAINST_THE_SAMPLE.isdisjoint(unavailable)


def test_time_is_judged_where_half_of_the_items_were_answered(tmp_path):
    x = people()
    x[0, 12:], x[1, 11:] = np.nan, np.nan
    timed = replace(responses(tmp_path, x), timing=np.where(np.arange(60) < 2, 90.0, 300.0))
    found = screen((timed,))
    assert found.indices["relative_time"][0] == pytest.approx(0.3)
    assert np.isnan(found.indices["relative_time"][1]), "eleven of 24 answers: who stops early is not fast"
    assert found.flags["relative_time"].tolist() == [True] + [False] * 59
