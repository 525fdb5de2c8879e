"""Change between categories: against R, brute force and published tables."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.stats.categorical.bhapkar import bhapkar
from mtle_survey.stats.categorical.bowker import bowker
from mtle_survey.stats.categorical.direction_of_moves import direction_of_moves
from mtle_survey.stats.categorical.mcnemar import mcnemar
from mtle_survey.stats.categorical.stuart_maxwell import stuart_maxwell
from mtle_survey.stats.categorical.symmetry_null import BATCH, symmetric_tables
from mtle_survey.stats.categorical.transitions import Transitions, transition_matrix
from tests.oracle.reference import CLOSED_FORM, load_cases
from tests.unit.stats.held_to import assert_held_to

TESTS = {"bowker": bowker, "stuart_maxwell": stuart_maxwell}
FAMILY = [(name, case) for name in TESTS for case in load_cases("categorical", name)]


@pytest.mark.parametrize(("name", "case"), FAMILY, ids=[f"{n}-{c.name}" for n, c in FAMILY])
def test_symmetry_and_margins_equal_r(name, case):
    estimate = TESTS[name](np.array(case.args["table"]))
    if "exact_p" not in case.expected:
        assert_held_to(estimate, case.expected)
        assert estimate.method == f"{name}/chi2"
        return
    assert estimate.method == f"{name}/monte_carlo"
    assert estimate.value == pytest.approx(case.expected["value"], rel=CLOSED_FORM)
    p = case.expected["exact_p"]
    assert estimate.p_value == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / 10_000))


def test_published_vision_table():
    (case,) = load_cases("categorical", "bhapkar")
    assert_held_to(bhapkar(np.array(case.args["table"])), case.expected)
    assert bowker(np.array(case.args["table"])).value == pytest.approx(19.1066, abs=5e-5)
    assert stuart_maxwell(np.array(case.args["table"])).value == pytest.approx(11.9566, abs=5e-5)


@pytest.mark.parametrize("case", load_cases("categorical", "mcnemar"), ids=lambda case: case.name)
def test_mcnemar_equals_the_binomial_test(case):
    for method in ("exact", "mid_p"):
        estimate = mcnemar(**case.args, p_method=method)
        assert estimate.p_value == pytest.approx(case.expected[method], rel=1e-9)
        assert estimate.method == f"mcnemar/{method}"
        assert estimate.interval.low <= estimate.value <= estimate.interval.high


def test_direction_of_moves_equals_published_interval():
    (case,) = load_cases("categorical", "direction_of_moves")
    moves = Transitions(categories=("no", "yes"), counts=np.array(case.args["table"]))
    estimate = direction_of_moves(moves)
    assert estimate.value == pytest.approx(22 / 48)
    assert_held_to(estimate, case.expected)
    assert estimate.p_value == mcnemar(26, 4, 48).p_value


def test_two_categories_reduce_to_mcnemar():
    table = np.array([[20, 30], [12, 40]])
    for test in (bowker, stuart_maxwell):
        estimate = test(table)
        assert estimate.value == pytest.approx(18**2 / 42)
        assert estimate.df == 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60))
def test_everyone_moves_up_stays_or_moves_down(rows):
    before, after = zip(*rows, strict=True)
    moves = transition_matrix(before, after, range(4))
    assert moves.up + moves.same + moves.down == moves.n == len(rows)
    swapped = transition_matrix(after, before, range(4))
    np.testing.assert_array_equal(swapped.counts, moves.counts.T)
    for test in (bowker, stuart_maxwell):
        one, other = test(moves.counts, draws=200), test(swapped.counts, draws=200)
        assert one.available == other.available
        if one.available:
            assert one.value == pytest.approx(other.value, abs=1e-8)
            assert 0.0 < one.p_value <= 1.0
    assert direction_of_moves(swapped).value == -direction_of_moves(moves).value


def test_adding_a_category_nobody_chose_changes_nothing():
    table = np.array([[30, 18, 11], [12, 40, 25], [10, 13, 28]])
    wider = np.insert(np.insert(table, 1, 0, axis=0), 1, 0, axis=1)
    for test in (bowker, stuart_maxwell, bhapkar):
        assert test(wider).value == pytest.approx(test(table).value, rel=CLOSED_FORM)
        assert test(wider).df == test(table).df


def test_monte_carlo_is_seeded_and_never_zero():
    table = np.array([[0, 9, 9], [0, 0, 9], [0, 0, 0]])
    assert bowker(table, seed=5) == bowker(table, seed=5)
    assert bowker(table).p_value > 0.0


def test_reasons_instead_of_numbers():
    still = np.diag([5, 6, 7])
    for test in (bowker, stuart_maxwell, bhapkar):
        assert "none of the 18" in test(still).unavailable
    apart = np.array([[5, 12, 0, 0], [11, 5, 0, 0], [0, 0, 5, 12], [0, 0, 13, 5]])
    assert "exchange nobody" in stuart_maxwell(apart).unavailable
    assert "Monte Carlo" in bhapkar(np.array([[6, 4], [1, 8]])).unavailable
    assert "same way" in bhapkar(np.array([[0, 40], [0, 0]])).unavailable
    assert "no respondent" in mcnemar(0, 0, 0).unavailable


def test_what_is_no_transition_table_is_refused():
    for table in (
        np.ones((2, 3)),
        np.array([[1, -1], [0, 2]]),
        np.array([[1.5, 0], [0, 2]]),
        np.array([[3]]),
    ):
        with pytest.raises(ValueError, match="square"):
            bowker(table)
    with pytest.raises(ValueError, match="not a category"):
        transition_matrix(["a"], ["z"], ["a", "b"])
    with pytest.raises(ValueError, match="impossible"):
        mcnemar(5, 6, 10)


def test_fewer_than_ten_movers_are_few():
    nine, ten = np.array([[20, 5], [4, 20]]), np.array([[20, 5], [5, 20]])
    for test in (bowker, stuart_maxwell):
        assert test(nine).method.endswith("monte_carlo")
        assert test(ten).method.endswith("chi2")


def test_one_mover_makes_a_category_count():
    table = np.array([[5, 12, 1], [15, 5, 0], [0, 0, 3]])
    assert stuart_maxwell(table).df == 2
    assert bowker(table).df == 2


def test_as_many_tables_are_drawn_as_asked_for():
    table = np.array([[20, 5], [4, 20]])
    drawn = np.concatenate(list(symmetric_tables(table, seed=1, draws=BATCH + 5)))
    assert len(drawn) == BATCH + 5
    np.testing.assert_array_equal(drawn[:, 0, 1] + drawn[:, 1, 0], 9)


def test_categories_are_named_once():
    with pytest.raises(ValueError, match="twice"):
        transition_matrix([1], [1], [1, 1])
