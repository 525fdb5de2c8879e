"""Rules of the instruments beside the mtle survey."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.rules import chosen_options
from mtle_survey.rules.count_at_least import count_at_least
from mtle_survey.rules.count_chosen import count_chosen
from mtle_survey.rules.difference import difference
from mtle_survey.rules.need import need
from mtle_survey.rules.priority_gaps import priority_gaps
from mtle_survey.rules.reaches import reaches
from mtle_survey.rules.roles_held import roles_held
from mtle_survey.rules.trajectory_shape import trajectory_shape


def column(*values):
    return np.array(values, dtype=object)


def test_a_difference_needs_both_sides():
    inputs = {"minuend": column(4.0, 2.0, None), "subtrahend": column(1.5, 3.0, 2.0)}
    assert list(difference(inputs, {}, 3)[""]) == [2.5, -1.0, None]


def test_counting_says_out_of_how_many():
    items = np.array([[3, 4, 2], [1, None, 4], [None, None, None]], dtype=object)
    result = count_at_least({"items": items}, {"threshold": 3}, 3)
    assert list(result[""]) == [2, 1, None]
    assert list(result["of"]) == [3, 2, 0]


def test_an_opportunity_is_wanted_and_not_there_yet():
    rating = np.array([[1, 2, 4], [1, None, 2]], dtype=object)
    priority = np.array([[1, 0, 1], [1, 1, None]], dtype=object)
    result = priority_gaps({"rating": rating, "priority": priority}, {"at_most": 2}, 2)
    assert list(result[""]) == [1, 1]
    assert list(result["of"]) == [3, 1]


def test_unequal_lists_of_indicators_are_a_mistake():
    lists = {"rating": np.ones((1, 2), dtype=object), "priority": np.ones((1, 3), dtype=object)}
    with pytest.raises(ValueError, match="same indicators"):
        priority_gaps(lists, {"at_most": 2}, 1)


@pytest.mark.parametrize(
    ("ratings", "shape"),
    [
        ((3, 5, 2), "falling"),
        ((2, 4, 2), "flat"),
        ((1, 3, 4), "early"),
        ((1, 2, 4), "late"),
        ((1, 2, 3), "steady"),
        ((1, None, 3), None),
        ((None, 2, 3), None),
    ],
)
def test_shapes_are_tested_in_their_order(ratings, shape):
    inputs = dict(zip(("beginning", "midway", "today"), map(column, ratings), strict=True))
    assert trajectory_shape(inputs, {"falling": 1, "bend": 0.5}, 1)[""][0] == shape


@pytest.mark.parametrize(
    ("group", "show", "coach", "classroom", "roles", "breadth", "nexus"),
    [
        (1.0, 3.0, 4.0, "Yes", "facilitator, coach", 2, 1),
        (1.0, 3.0, 4.0, "No", "facilitator, coach", 2, 0),
        (1.0, 2.5, 1.0, "Yes", "none", 0, 0),
        (None, 3.0, 1.0, "Yes", "facilitator", 1, 1),
        (None, 1.0, 1.0, "Yes", None, None, None),
        (3.0, 1.0, 1.0, None, "facilitator", 1, None),
        (None, None, None, "Yes", None, None, None),
    ],
)
def test_a_role_is_held_when_one_of_its_activities_is_monthly(
    group, show, coach, classroom, roles, breadth, nexus
):
    inputs = {
        "facilitator": np.array([[group, show]], dtype=object),
        "coach": column(coach),
        "classroom": column(classroom),
    }
    result = roles_held(inputs, {"threshold": 3}, 1)
    assert (result[""][0], result["breadth"][0], result["nexus"][0]) == (roles, breadth, nexus)


def test_a_need_is_importance_less_adequacy():
    inputs = {"importance": column(4.0, 3.0, None), "adequacy": column(1.5, 3.5, 2.0)}
    assert list(need(inputs, {}, 3)[""]) == [2.5, -0.5, None]


def test_exceptions_to_a_claim_about_everyone_are_told_from_the_unknown():
    assert list(reaches({"score": column(4.0, 3.99, None)}, {"threshold": 4}, 3)[""]) == [1, 0, None]


def test_chosen_options_are_counted_and_a_blank_is_no_zero():
    chosen = np.full(3, None, dtype=object)
    chosen[0], chosen[1] = ("E1", "T3"), ()
    assert list(count_chosen({"question": chosen}, {}, 3)[""]) == [2, 0, None]


def test_options_are_found_in_cells_of_several():
    options = ("Grades K-2", "Grades 3-5", "Other, please say")
    assert chosen_options("Grades K-2, Other, please say", options) == ("Grades K-2", "Other, please say")
    assert chosen_options("Grades 3-5;Grades K-2", options) == ("Grades K-2", "Grades 3-5")
    assert chosen_options(None, options) == ()
