"""Responses by the items that were answered: everyone with an answer is in exactly one pattern."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.normal_data import normal_data

NAN = np.nan


@pytest.mark.parametrize(
    ("x", "listwise"),
    [(np.full((3, 2), NAN), False), ([[1.0, NAN], [NAN, 2.0]], True), (np.empty((0, 2)), False)],
)
def test_where_nobody_counts_there_is_no_pattern(x, listwise) -> None:
    found = normal_data(x, listwise)
    assert (found.patterns, found.n, found.p) == ((), 0, 2)


def test_one_respondent_is_a_pattern_without_spread() -> None:
    (only,) = normal_data([[1.0, NAN, 3.0]], listwise=False).patterns
    assert (only.n, only.items.tolist(), only.mean.tolist()) == (1, [0, 2], [1.0, 3.0])
    assert not only.covariance.any()


def test_patterns_come_in_the_order_of_their_first_respondent() -> None:
    x = [[1.0, NAN], [NAN, NAN], [2.0, 4.0], [3.0, NAN], [4.0, 8.0]]
    first, second = normal_data(x, listwise=False).patterns
    assert (first.n, first.items.tolist(), first.mean.tolist()) == (2, [0], [2.0])
    assert (second.n, second.mean.tolist(), second.covariance.tolist()) == (
        2,
        [3.0, 6.0],
        [[1.0, 2.0], [2.0, 4.0]],
    )
    assert normal_data(x, listwise=True).n == 2
