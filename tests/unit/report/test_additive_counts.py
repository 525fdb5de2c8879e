"""Counts that add up to each other: what is hidden stays hidden, whatever is added and subtracted."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.additive import shown_sums
from mtle_survey.report.privacy.families import Families, moves_hide
from mtle_survey.table import Row

SMALLEST = 3
PUBLIC = Disclosure(public=True, smallest=10)


def two_way(rows: int, columns: int) -> np.ndarray:
    """The sums that a table shows: its total, the rows, the columns, the cells."""
    return np.vstack(
        [
            np.ones((1, rows * columns)),
            np.kron(np.eye(rows), np.ones(columns)),
            np.kron(np.ones(rows), np.eye(columns)),
            np.eye(rows * columns),
        ]
    )


def tables_that_fit(sums: np.ndarray, counts: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """Every table of whole numbers that agrees with what is shown, found by trying all."""
    cells = sums.shape[1]
    most = int(counts[0])
    fitting = [
        table
        for table in product(range(most + 1), repeat=cells - 1)
        if sum(table) <= most
        for whole in (np.array([*table, most - sum(table)]),)
        if np.array_equal(sums[shown] @ whole, counts[shown])
    ]
    return np.array([np.array([*t, most - sum(t)]) for t in fitting])


def hidden_range(
    sums: np.ndarray, counts: np.ndarray, shown: np.ndarray, of: np.ndarray
) -> tuple[float, float]:
    """The least and the most that a sum can be, given the counts that are shown."""
    least, most = (
        linprog(sign * of, A_eq=sums[shown], b_eq=counts[shown], bounds=(0, None)).fun for sign in (1, -1)
    )
    return least, -most


@settings(max_examples=40, deadline=None)
@given(cells=st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_no_hidden_count_is_known_within_the_smallest_group(cells: list[int]) -> None:
    sums, table = two_way(2, 2), np.array(cells)
    counts = sums @ table
    told = np.arange(len(sums)) == 0
    shown = shown_sums(sums, table, SMALLEST, given=told, open_to=np.ones(len(sums), dtype=bool))
    assert not ((counts[shown & ~told] > 0) & (counts[shown & ~told] < SMALLEST)).any()
    if shown.sum() == 1:  # nothing but the total
        return
    fitting = tables_that_fit(sums, counts, shown) @ sums.T
    for hidden in np.flatnonzero(~shown & (counts > 0)):
        assert np.ptp(fitting[:, hidden]) >= SMALLEST


def test_a_hidden_row_total_cannot_be_had_by_way_of_the_columns() -> None:
    """One hidden cell is what its row leaves over, until more of the row and the column are hidden."""
    table = np.array([[12, 4, 11], [15, 20, 13], [11, 14, 16]])
    sums = two_way(3, 3)
    counts = (sums @ table.ravel()).astype(float)
    one_by_one = np.ones(len(sums), dtype=bool)
    one_by_one[7 + 1] = False
    assert hidden_range(sums, counts, one_by_one, sums[8]) == pytest.approx((4, 4))
    told = np.arange(len(sums)) < 7
    shown = shown_sums(sums, table.ravel(), 10, given=told, open_to=np.ones(len(sums), dtype=bool))
    assert shown[:7].all() and not shown[8]
    for hidden in np.flatnonzero(~shown):
        least, most = hidden_range(sums, counts, shown, sums[hidden])
        assert most - least >= 10 - 1e-6


@pytest.mark.parametrize("counts", [[20, 3, 15, 30], [20, 6, 7, 30], [0, 3, 12], [20, 4, 5, 12]])
def test_the_rule_for_one_row_is_the_same_as_linear_programming_finds(counts: list[int]) -> None:
    sums = np.vstack([np.ones(len(counts)), np.eye(len(counts))])
    shown = PUBLIC.counts(counts)
    told = np.array([True, *(n is not None for n in shown)])
    for place, n in enumerate(shown):
        if n is None and sum(c for c, s in zip(counts, shown, strict=True) if s is None) >= 10:
            least, most = hidden_range(sums, np.array([sum(counts), *counts], float), told, sums[place + 1])
            assert most - least >= 10 - 1e-6


def shares(statistics: dict[str, int], n: int, **about: str) -> list[Row]:
    return [Row(statistic=s, estimate=c / n, n=n, method="m", **about) for s, c in statistics.items()]


CROSSING = [[24, 10], [10, 2]]


def crossing(table: list[list[int]]) -> list[Row]:
    n = sum(map(sum, table))
    return [
        Row(
            statistic="transition_share",
            estimate=c / n,
            n=n,
            factor=str(i),
            with_=str(j),
            item="role",
            contrast="b - a",
        )
        for i, row in enumerate(table)
        for j, c in enumerate(row)
    ]


def test_who_stayed_is_not_told_where_a_hidden_cell_follows_from_it() -> None:
    """Margins 34 and 12, 10 up, 10 down, 26 stayed: two stayed at the top, by subtraction."""
    moves = shares({"moved_up": 10, "moved_down": 10, "stayed": 26}, 46, item="role", contrast="b - a")
    families = Families(PUBLIC, [*crossing(CROSSING), *moves])
    assert not moves_hide(np.array(CROSSING), PUBLIC)
    assert not any(families.shows(row) for row in (*moves, *crossing(CROSSING)))
    open_table = [[24, 10], [10, 12]]
    moves = shares({"moved_up": 10, "moved_down": 10, "stayed": 36}, 56, item="role", contrast="b - a")
    families = Families(PUBLIC, [*crossing(open_table), *moves])
    assert all(families.shows(row) for row in (*moves, *crossing(open_table)))


def test_the_few_between_two_ways_to_count_those_who_rose_are_not_told() -> None:
    rose = shares({"improved": 25, "same": 15, "declined": 0}, 40, scale="lead", contrast="b - a")
    near = {"reliable_improved": 20, "reliable_same": 20, "reliable_declined": 0}
    far = {"reliable_improved": 15, "reliable_same": 25, "reliable_declined": 0}
    for counts, told in ((near, False), (far, True)):
        reliable = shares(counts, 40, scale="lead", contrast="b - a")
        families = Families(PUBLIC, [*rose, *reliable])
        assert all(families.shows(row) for row in rose)
        assert {families.shows(row) for row in reliable} == {told}


def test_what_is_worked_out_from_hidden_counts_is_hidden_with_them() -> None:
    about = {"scale": "lead", "contrast": "b - a"}
    derived = Row(statistic="probability_of_improvement", estimate=0.6, n=30, method="ties_half", **about)
    other = Row(statistic="mean_change", estimate=0.3, n=30, method="paired_t", **about)
    small = shares({"improved": 15, "same": 12, "declined": 3}, 30, **about)
    large = shares({"improved": 15, "same": 15, "declined": 0}, 30, **about)
    assert not Families(PUBLIC, [*small, derived]).shows(derived)
    assert Families(PUBLIC, [*small, other]).shows(other)
    assert Families(PUBLIC, [*large, derived]).shows(derived)


@settings(max_examples=40, deadline=None)
@given(
    groups=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=4),
)
def test_counts_of_groups_hide_each_other_beside_the_count_of_all(groups: list[tuple[int, int]]) -> None:
    counts, sizes = [yes for yes, _ in groups], [yes + no for yes, no in groups]
    shown = PUBLIC.counts_by_group(counts, sizes)
    hidden = [(c, s) for c, s, n in zip(counts, sizes, shown, strict=True) if n is None]
    assert all(n is None or n == 0 or n >= 10 for n in shown)
    assert all(n is None or s - n == 0 or s - n >= 10 for n, s in zip(shown, sizes, strict=True))
    assert len(hidden) != 1 or hidden[0][0] in (0, hidden[0][1]) or all(n is None for n in shown), (
        "one hidden group would be the rest"
    )
