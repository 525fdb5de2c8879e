"""Why answers are missing is kept apart, and what begins to apply is a result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mtle_survey import Study
from mtle_survey.evidence.missing import REASONS, missing_by_reason, tally
from mtle_survey.responses import Missing
from tests.support import make_instrument, read

PRE = """
teacher,a1,a2,a3,a4
t1,1,8,3,4
t2,2,8,,4
t3,3,9,3,4
t4,4,2,3,4
t5,,,,
"""
POST = """
teacher,a1,a2,a3,a4
t1,1,3,3,8
t2,2,8,3,8
t3,3,2,3,4
t4,4,2,3,4
"""


@pytest.fixture
def study(tmp_path):
    instrument = make_instrument(tmp_path)
    waves = {
        "pre": read(tmp_path, instrument, PRE, "pre.csv", wave="pre"),
        "post": read(tmp_path, instrument, POST, "post.csv", wave="post"),
    }
    return Study(instrument, waves)


def test_every_reason_has_a_row_and_the_total_is_the_headline(study):
    rows = study.description.where(statistic="missing", item="a2", wave="pre")
    shares = {r.method: r.estimate for r in rows}
    assert shares == {
        "wilson": 0.25,
        "not_shown": 0,
        "blank": 0,
        "refused": 0.25,
        "dont_know": 0,
        "other": 0,
        "invalid": 0,
    }
    assert [r.method for r in rows if r.headline] == ["wilson"]
    blank = study.description.one(statistic="missing", item="a3", wave="pre", method="blank")
    assert (blank.estimate, blank.n) == (0.25, 4)


def test_what_begins_to_apply_is_counted_among_the_linked(study):
    began = study.applicability.one(statistic="became_applicable", item="a2")
    assert began.n == 3, "t3 refused the first time and is in no denominator"
    assert began.estimate == pytest.approx(1 / 3)
    ceased = study.applicability.one(statistic="ceased_to_apply", item="a4", contrast="post - pre")
    assert (ceased.estimate, ceased.n) == (0.5, 4)
    assert {r.item for r in study.applicability} == {"a2", "a4"}
    assert study.compared.where(statistic="became_applicable", item="a2").rows


@settings(deadline=None, max_examples=30)
@given(states=arrays.arrays(np.uint8, (7, 4), elements=st.sampled_from([int(m) for m in Missing])))
def test_reasons_add_up_to_what_is_missing_of_what_was_shown(answers, states):
    values = np.where(states == Missing.ANSWERED, 3.0, np.nan)
    given_ = replace(answers, values=values, reasons=states, rows=np.arange(7))
    rows = list(missing_by_reason(None, tally(given_.items, (given_,)), 0.95))
    here = states[(states == Missing.ANSWERED).any(axis=1)]
    for k, item in enumerate(given_.items):
        shown = here[:, k] != Missing.NOT_SHOWN
        absent = shown & ~np.isin(here[:, k], [Missing.ANSWERED, Missing.NOT_APPLICABLE])
        of_shown = [r for r in rows if r.item == item and r.method != "not_shown"]
        if shown.any():
            assert sum(r.estimate * r.n for r in of_shown) == pytest.approx(absent.sum())
        else:
            assert all(r.unavailable for r in of_shown)
    assert len(rows) == len(REASONS) * len(given_.items)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    return read(folder, make_instrument(folder), PRE)
