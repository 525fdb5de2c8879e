from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.report.disclosure import Disclosure, put_together
from mtle_survey.table import Row

PUBLIC = Disclosure(public=True, smallest=10)
INTERNAL = Disclosure(public=False, smallest=10)


def test_an_internal_edition_shows_everything() -> None:
    assert INTERNAL.counts([1, 0, 3]) == (1, 0, 3)
    assert INTERNAL.row(Row(statistic="mean", estimate=3.0, n=2)).estimate == 3.0


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([20, 15, 30], (20, 15, 30)),
        ([20, 3, 15, 30], (20, None, None, 30)),  # one hidden cell could be subtracted from the total
        ([20, 3, 4, 30], (None, None, None, 30)),  # 7 hidden people are still fewer than 10
        ([20, 6, 7, 30], (20, None, None, 30)),
        ([0, 3, 12], (0, None, None)),
    ],
)
def test_small_cells_are_hidden_with_what_would_reveal_them(
    counts: list[int], shown: tuple[int | None, ...]
) -> None:
    assert PUBLIC.counts(counts) == shown


@given(st.lists(st.integers(0, 40), min_size=2, max_size=5))
def test_no_hidden_cell_can_be_worked_out_from_the_total(counts: list[int]) -> None:
    shown = PUBLIC.counts(counts)
    hidden = [c for c, s in zip(counts, shown, strict=True) if s is None]
    assert all(s is None or s == 0 or s >= 10 for s in shown)
    if not hidden:
        return
    nothing_left_to_hide = all(not s for s in shown)
    assert nothing_left_to_hide or (len(hidden) > 1 and sum(hidden) >= 10)


def test_a_result_from_few_people_becomes_unavailable_and_says_so() -> None:
    hidden = PUBLIC.row(Row(statistic="mean", estimate=3.0, conf_low=2.0, conf_high=4.0, p_value=0.1, n=9))
    assert hidden.estimate is None
    assert hidden.conf_low is None
    assert hidden.p_value is None
    assert hidden.unavailable == "n < 10, not shown"


def test_each_edition_says_which_it_is() -> None:
    assert PUBLIC.marking == "Public edition: groups of fewer than 10 are not shown"
    assert INTERNAL.marking == "Internal edition: not for release, shows small groups"


def test_a_result_is_shown_from_the_smallest_group_on_and_never_without_its_n() -> None:
    assert [PUBLIC.shows(n) for n in (None, 0, 9, 10, 11)] == [False, False, False, True, True]
    assert all(INTERNAL.shows(n) for n in (None, 0, 9))


def test_small_cells_of_a_distribution_matter_below_fifty_people() -> None:
    assert not PUBLIC.shows_all([20, 3, 26])
    assert PUBLIC.shows_all([20, 4, 26])
    assert PUBLIC.shows_all([20, 10, 19])
    assert INTERNAL.shows_all([20, 3, 26])


def test_hidden_cells_that_hold_just_enough_people_hide_each_other() -> None:
    assert PUBLIC.counts([20, 4, 6, 12]) == (20, None, None, 12)
    assert PUBLIC.counts([20, 4, 5, 12]) == (20, None, None, None)


def test_a_number_taken_away_keeps_its_n_only_where_that_may_be_shown() -> None:
    kept = [PUBLIC.without_number(Row(statistic="mean", estimate=1.0, n=n), "why").n for n in (0, 9, 10, 25)]
    assert kept == [0, None, 10, 25]


@pytest.mark.parametrize(
    ("counts", "sizes", "shown"),
    [
        ([12, 15, 20], [30, 32, 40], (12, 15, 20)),
        ([12, 15, 3], [30, 30, 30], (None, 15, None)),  # all thirty are told, and 27 of them would be
        ([0, 14, 12], [30, 30, 30], (0, 14, 12)),
        ([30, 14, 12], [30, 30, 30], (30, 14, 12)),
        ([4, 14, 12], [5, 30, 30], (None, None, 12)),  # five people: their number is hidden beside another
    ],
)
def test_how_many_of_each_group_is_told_where_neither_they_nor_the_others_are_few(
    counts: list[int], sizes: list[int], shown: tuple[int | None, ...]
) -> None:
    assert PUBLIC.counts_by_group(counts, sizes) == shown
    assert INTERNAL.counts_by_group(counts, sizes) == tuple(counts)


def test_answers_are_put_together_around_the_middle() -> None:
    assert put_together([1, 2, 3, 4, 5]) == (3, 3, 9)
    assert put_together([1, 2, 3, 4]) == (3, 7)
