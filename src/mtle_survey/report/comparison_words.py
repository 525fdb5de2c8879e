"""Sentences about a program group beside a comparison group, each made from whole rows."""

from __future__ import annotations

from mtle_survey.report.bands import ADJUSTABLE
from mtle_survey.report.between_groups import GroupDifference
from mtle_survey.report.changes import ScaleChange
from mtle_survey.report.format import (
    NO_BREAK,
    Unit,
    count_of,
    direction,
    estimate,
    interval_in_words,
    number,
    plain_number,
)
from mtle_survey.report.inline import Strong, Text, counted, text
from mtle_survey.table import Row


def between_sentence(between: GroupDifference) -> Text:
    """How the program group ended beside people who started alike, and whether that can be relied on."""
    title = Strong(between.scale.title)
    row = between.adjusted
    if not row.available:
        return text(title, f": the groups cannot be compared ({row.unavailable}).")
    ended = {
        1: "the program group ended higher",
        -1: "the program group ended lower",
        0: "neither group clearly ended higher",
    }[direction(row)]
    return text(
        title,
        f": of people who started alike, {ended} ({_numbers(row, between.unit)}).{_reliance(between)}",
    )


def _reliance(between: GroupDifference) -> str:
    """How alike the groups started, and what stands against the difference."""
    start = between.baseline
    if start.estimate is None:
        return " How alike the groups started is not known."
    apart = f" Start: {number(abs(start.estimate))} SD apart"
    if between.apart:
        return f"{apart}, more than {ADJUSTABLE}: too far for a fair comparison."
    if between.disagree:
        changes = f"{estimate(between.of_changes, between.unit)}, " + interval_in_words(
            between.of_changes, between.unit
        )
        return f"{apart}. Comparing their changes instead says otherwise ({changes})."
    return f"{apart}."


def of_program(c: ScaleChange, sites: str) -> Text:
    """How the program group moved by itself: "Program group: 3.10 to 3.45 on a 1–5 scale (…)."."""
    people: Text = ()
    if c.rose.available and c.fell.available:
        people = text("; ", counted(count_of(c.rose)), " rose, ", counted(count_of(c.fell)), " fell")
    return text(
        f" Program group: {estimate(c.mean_earlier, c.unit)} to {estimate(c.mean_later, c.unit)} "
        f"on a {plain_number(c.low)}–{plain_number(c.high)} scale ({_numbers(c.change, c.unit)}",
        people,
        f"){f'; {sites}' if sites else ''}.",
    )


def of_comparison(c: ScaleChange) -> str:
    """By how much the comparison group moved by itself."""
    return f" Comparison group: {_numbers(c.change, c.unit)}."


def _numbers(row: Row, unit: Unit) -> str:
    """The number, its interval and n: "+0.35, 95% CI [0.23, 0.47], n = 54"."""
    parts = (estimate(row, unit), interval_in_words(row, unit), f"n{NO_BREAK}={NO_BREAK}{row.n}")
    return ", ".join(part for part in parts if part)
