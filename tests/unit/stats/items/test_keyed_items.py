"""Difficulty and KR-20 of right and wrong answers, against R and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.items.difficulty import difficulty
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.kr20 import kr20
from tests.oracle.reference import CLOSED_FORM, load_cases


def test_every_difficulty_agrees_with_r():
    for case in load_cases("items", "difficulty"):
        found = difficulty(case.data)
        for name, values in {
            "value": [one.value for one in found],
            "low": [one.interval.low for one in found],
            "high": [one.interval.high for one in found],
        }.items():
            np.testing.assert_allclose(values, case.expected[name], rtol=0, atol=CLOSED_FORM)


def test_kr20_agrees_with_the_printed_formula_and_psych():
    for case in load_cases("reliability", "kr20"):
        found = kr20(case.data)
        assert found.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
        assert found.interval.low == pytest.approx(case.expected["low"], abs=CLOSED_FORM)
        assert found.interval.high == pytest.approx(case.expected["high"], abs=CLOSED_FORM)
        assert found.value == pytest.approx(alpha(case.data).value, abs=1e-12)


def test_who_did_not_answer_does_not_count():
    (share,) = difficulty(np.array([1.0, 0.0, np.nan, 1.0]))
    assert (share.value, share.n) == (pytest.approx(2 / 3), 3)


def test_an_item_that_nobody_answered_has_no_difficulty():
    assert difficulty(np.full((3, 1), np.nan))[0].unavailable


def test_everyone_alike_leaves_no_reliability():
    assert kr20(np.ones((5, 3))).unavailable


@pytest.mark.parametrize("statistic", [difficulty, kr20])
def test_codes_are_no_right_and_wrong_answers(statistic):
    with pytest.raises(ValueError, match="1 for right"):
        statistic(np.array([[1.0, 2.0], [3.0, 1.0]]))
