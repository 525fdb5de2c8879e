"""What spreadsheet programs do to answers is seen; ordinary answers are not accused."""

from __future__ import annotations

import pytest

from mtle_survey.readers.common.damage import dates_among_answers, lost_leading_zeros, scientific_numbers


def test_a_range_that_became_a_month_is_seen():
    assert dates_among_answers(["1-5", "Jun-25", "26-100", "Jun-25", "", None]) == ["Jun-25"]
    assert dates_among_answers(["6-Jan", "None", "Many"]) == ["6-Jan"]


@pytest.mark.parametrize(
    "cells", [["Jan-25", "Feb-25"], ["May", "June"], ["2026-01-05 00:00:00"], ["1", "2"], []]
)
def test_columns_of_dates_are_left_alone(cells):
    assert dates_among_answers(cells) == []


def test_shortened_numbers_are_seen():
    assert scientific_numbers(["3.58E+14", "358", "3,5E+14", "E4", "1e5x"]) == ["3,5E+14", "3.58E+14"]


@pytest.mark.parametrize(
    ("cells", "lost"),
    [
        (["94305", "10001", "60601", "544", "2139"], ["2139", "544"]),
        (["94305", "00544", "2139"], []),
        (["94305", "1000", "1000000", "94306"], []),
        (["1", "2", "10"], []),
        (["94305", "AB", "94301"], []),
        ([], []),
    ],
)
def test_lost_leading_zeros(cells, lost):
    assert lost_leading_zeros(cells) == lost


def test_damage_is_located_at_its_first_cell(read):
    table = read("id,size\n1,1-5\n2,Jun-25\n3,26-100\n4,Jun-25\n5,more\n6,3.58E+14\n")
    found = [(p.code, p.row, p.column, p.found, p.count) for p in table.problems]
    assert found == [("R043", 3, "size", "“Jun-25”", 2), ("R044", 7, "size", "“3.58E+14”", 1)]
