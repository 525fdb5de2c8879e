"""Whether day or month comes first is decided over a whole column, and said where it cannot be."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.errors import Severity
from mtle_survey.matching.days import DayOrder, no_such_day, read_days
from tests.support import DEMO, make_instrument, read

DAYS = st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2099, 12, 31)), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("texts", "order", "days"),
    [
        (["4/22/2016 19:57:50", "4/5/2016"], DayOrder.MONTH_FIRST, ("2016-04-22", "2016-04-05")),
        (["13/04/2026 23:12:23", "4/5/2026"], DayOrder.DAY_FIRST, ("2026-04-13", "2026-05-04")),
        (["03.04.2026"], DayOrder.DAY_FIRST, ("2026-04-03",)),
        (["4/5/2026", "5/5/2026"], DayOrder.UNKNOWN, (None, None)),
        (["5/5/2026"], DayOrder.DAY_FIRST, ("2026-05-05",)),
        (["13/04/2026", "4/13/2026"], DayOrder.BOTH, (None, None)),
        (["2019/10/13 11:50:46 PM GMT+5:30", "2025-01-02T10:00"], None, ("2019-10-13", "2025-01-02")),
        (["Jul 19, 2022", None, "", "soon"], None, ("2022-07-19", None, None, None)),
        (["31/02/2026"], None, (None,)),
        (["31/02/2026", "12/31/2025"], DayOrder.MONTH_FIRST, (None, "2025-12-31")),
        (["29/02/2025", "29/02/2024"], DayOrder.DAY_FIRST, (None, "2024-02-29")),
        (["2026-02-31", "Feb 30, 2026", "2026-13-01"], None, (None, None, None)),
        (["4/22/16"], DayOrder.MONTH_FIRST, ("2016-04-22",)),
    ],
)
def test_the_order_is_that_of_the_whole_column(texts, order, days):
    found = read_days(texts)
    assert (found.order, found.days) == (order, days)


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d"]))
def test_a_day_is_read_as_it_was_written_or_not_at_all(days, pattern):
    read_back = read_days([day.strftime(pattern) for day in days]).days
    assert all(got in (day.isoformat(), None) for got, day in zip(read_back, days, strict=True))


def table(*times):
    return "Timestamp,a1,a2,a3,a4\n" + "\n".join(f"{time},1,2,3,4" for time in times)


def test_times_that_settle_the_order_date_the_wave(tmp_path):
    responses = read(tmp_path, make_instrument(tmp_path), table("4/5/2026 9:00:00", "4/13/2026 9:00:00"))
    assert responses.recorded == ("2026-04-05", "2026-04-13", "2026-04-13")
    assert not [p for p in responses.problems if p.code == "D140"]


def test_times_that_do_not_are_located_and_not_used(tmp_path):
    responses = read(tmp_path, make_instrument(tmp_path), table("4/4/2026 9:00:00", "4/5/2026 9:00:00"))
    assert responses.recorded is None
    (found,) = [p for p in responses.problems if p.code == "D140"]
    assert (found.row, found.column, found.count, found.severity) == (2, "Timestamp", 2, Severity.NOTE)
    assert "“4/5/2026 9:00:00”" in found.found


def test_a_day_that_does_not_exist_is_told_as_such(tmp_path):
    text = DEMO.replace("fields:\n", "fields:\n  met: {title: Day, role: date}\n")
    rows = "met,a1,a2,a3,a4\n31/02/2026,1,2,3,4\n12/31/2025,1,2,3,4\n2026-02-31,1,2,3,4\n"
    responses = read(tmp_path, make_instrument(tmp_path, text), rows)
    (told,) = [p for p in responses.problems if p.code in ("D140", "D141")]
    assert (told.code, told.severity, told.item) == ("D141", Severity.WARNING, "met")
    assert (told.row, told.rows, told.count) == (2, (2, 4), 2)
    assert told.found == "“31/02/2026”, “2026-02-31”"
    assert "no such day" in told.why


def test_dates_that_are_open_are_told_apart_from_days_that_do_not_exist(tmp_path):
    responses = read(
        tmp_path, make_instrument(tmp_path), table("4/4/2026 9:00", "4/5/2026 9:00", "31/2/2026 9:00")
    )
    told = {p.code: p.rows for p in responses.problems if p.code in ("D140", "D141")}
    assert told == {"D140": (2, 3), "D141": (4,)}


@pytest.mark.parametrize(
    ("text", "impossible"),
    [("31/02/2026", True), ("13/13/2026", True), ("31.04.26", True), ("4/5/2026", False), ("soon", False)],
)
def test_a_date_is_impossible_only_if_neither_reading_is_a_day(text, impossible):
    assert no_such_day(text) is impossible


def test_a_declared_date_that_is_open_is_a_warning(tmp_path):
    text = DEMO.replace("fields:\n", "fields:\n  met: {title: Day, role: date}\n")
    rows = "met,a1,a2,a3,a4\n4/5/2026,1,2,3,4\n6/5/2026,1,2,3,4\n"
    responses = read(tmp_path, make_instrument(tmp_path, text), rows)
    assert [(p.severity, p.item, p.row) for p in responses.problems if p.code == "D140"] == [
        (Severity.WARNING, "met", 2)
    ]
    assert responses.fields["met"].tolist() == ["4/5/2026", "6/5/2026"]
