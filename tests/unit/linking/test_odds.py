"""How many codes would agree by chance between groups that have nobody in common."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.linking.odds import Odds, find_odds, left_over


def test_every_earlier_code_meets_every_later_one():
    odds = Odds(0.01, 0.02)
    np.testing.assert_allclose(odds.exact(50, 40), 20.0, rtol=0, atol=1e-12)
    np.testing.assert_allclose(odds.fuzzy(50, 40), 40.0, rtol=0, atol=1e-12)


def test_nobody_agrees_with_nobody():
    none = find_odds([], str.casefold, elements=False)
    assert (none.same, none.near) == (0.0, 0.0)
    assert (none.exact(10, 10), none.fuzzy(10, 10)) == (0.0, 0.0)


def test_codes_that_are_all_alike_always_agree():
    alike = find_odds([{0: "ABCD"}, {0: "abcd"}, {1: "ABCD"}], str.casefold, elements=False)
    np.testing.assert_allclose(alike.same, 1.0, rtol=0, atol=1e-12)


def test_assigned_identifiers_have_no_odds():
    assert math.isnan(Odds().exact(3, 4))


def test_elements_of_a_code_are_compared_whole():
    """Month and letter, two answers to each, all four combinations: a quarter agree, a half are one apart."""
    people = [{0: f"{month}-{letter}"} for month in ("01", "12") for letter in "AB"]
    odds = find_odds(people, str, elements=True)
    np.testing.assert_allclose([odds.same, odds.near], [0.25, 0.5], rtol=0, atol=1e-12)
    typed = find_odds(people, str, elements=False)
    np.testing.assert_allclose(typed.same, 0.125, rtol=0, atol=1e-12)  # both digits of a month, and a letter


def test_typed_codes_of_different_lengths_are_compared_place_by_place():
    """The second and the third place are empty in one of two people."""
    typed = find_odds([{0: "A"}, {0: "ABC"}], str, elements=False)
    np.testing.assert_allclose(typed.same, 0.25, rtol=0, atol=1e-12)


def test_who_is_left_over_has_no_record_in_the_other_sheet_and_a_code_worth_matching():
    people = [{0: "07-A-2-M", 1: "07-A-2-M"}, {0: "03-B-1-K"}, {0: "11-C-0-J"}, {1: "05-D-4-Z"}]
    assert left_over(people, str, 0, 1, elements=True) == 2
    assert left_over(people, str, 1, 0, elements=True) == 1
