"""How many codes would agree by chance between groups that have nobody in common."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.linking.odds import Odds, find_odds


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
