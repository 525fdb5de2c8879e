"""Indices of relevance by judges, against base R and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.content_validity.aiken_v import aiken_v
from mtle_survey.stats.content_validity.item_cvi import item_cvi
from mtle_survey.stats.content_validity.scale_cvi_average import scale_cvi_average
from mtle_survey.stats.content_validity.scale_cvi_universal import scale_cvi_universal
from tests.oracle.reference import CLOSED_FORM, load_cases

SIX = np.array([[4, 3], [3, 3], [4, 2], [4, 4], [3, np.nan], [4, 3]], dtype=float)


@pytest.mark.parametrize("statistic", [item_cvi, aiken_v], ids=lambda f: f.__name__)
def test_every_item_agrees_with_r(statistic):
    for case in load_cases("content_validity", statistic.__name__):
        found = statistic(case.data)
        for name, values in {
            "value": [one.value for one in found],
            "low": [one.interval.low for one in found],
            "high": [one.interval.high for one in found],
        }.items():
            np.testing.assert_allclose(values, case.expected[name], rtol=0, atol=CLOSED_FORM)


@pytest.mark.parametrize("statistic", [scale_cvi_average, scale_cvi_universal], ids=lambda f: f.__name__)
def test_the_scale_agrees_with_r(statistic):
    for case in load_cases("content_validity", statistic.__name__):
        assert statistic(case.data).value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)


def test_a_judge_who_skips_an_item_does_not_count_for_it():
    first, second = item_cvi(SIX)
    assert (first.value, first.n) == (1.0, 6)
    assert (second.value, second.n) == (0.8, 5)
    assert scale_cvi_average(SIX).value == pytest.approx(0.9)
    assert scale_cvi_universal(SIX).value == 0.5


def test_an_item_that_nobody_rated_has_no_index():
    unrated = np.column_stack([SIX[:, 0], np.full(6, np.nan)])
    for statistic in (item_cvi, aiken_v):
        assert "no judge" in statistic(unrated)[1].unavailable
        assert statistic(unrated)[1].n == 0
    nothing = scale_cvi_average(np.full((6, 2), np.nan))
    assert (nothing.n, nothing.unavailable) == (0, "no item was rated")
    assert "1 of 2 items" in scale_cvi_average(unrated).unavailable
    assert "not rated" in scale_cvi_universal(unrated).unavailable


def test_all_at_the_top_is_one_and_all_at_the_bottom_is_nothing():
    top, bottom = aiken_v(np.array([[4.0, 1.0], [4.0, 1.0]]))
    assert (top.value, bottom.value) == (1.0, 0.0)
    assert top.interval.high == 1.0
    assert bottom.interval.low == 0.0


def test_ratings_outside_the_scale_are_a_mistake():
    with pytest.raises(ValueError, match="between 1 and 4"):
        item_cvi(np.array([[5.0]]))
    with pytest.raises(ValueError, match="judges by items"):
        aiken_v(np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="exceed"):
        aiken_v(np.array([[1.0]]), low=2.0, high=2.0)
