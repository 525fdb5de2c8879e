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
    interval,
    interval_in_words,
    number,
    p_value,
    plain_number,
)
from mtle_survey.report.held_against import held_against
from mtle_survey.report.inline import Italic, Strong, Text, counted, text
from mtle_survey.report.wording import among_several
from mtle_survey.table import Row


def between_sentence(between: GroupDifference, *, brief: bool = False) -> Text:
    """How the program group ended beside people who started alike, and whether that can be relied on.

    ``brief`` leaves to a legend that people who started alike are compared, and how far apart is too far.
    """
    title = Strong(between.scale.title)
    row = between.adjusted
    if not row.available:
        return text(title, f": the groups cannot be compared ({row.unavailable}).")
    numbers = _numbers(row, between.unit)
    if between.apart and brief:
        apart = f": the groups started {_apart(between.baseline)} SD apart, too far for a fair comparison "
        return text(title, apart, f"(the difference, for the record alone: {numbers}).")
    if between.apart:
        return text(
            title,
            f": the groups started {_apart(between.baseline)} SD apart, more than {ADJUSTABLE}: too far for "
            "a fair comparison. The adjusted difference is given for the record alone "
            f"({numbers}).",
        )
    ended = {
        1: "the program group ended higher",
        -1: "the program group ended lower",
        0: "neither group clearly ended higher",
    }[direction(row)]
    of_whom = "" if brief else "of people who started alike, "
    return text(
        title,
        f": {of_whom}{ended} ({numbers}).",
        _test(between, brief),
        _reliance(between),
    )


def _test(between: GroupDifference, brief: bool) -> Text:
    """The p of a primary scale, adjusted for their number, or why none is given; empty for other scales."""
    adjusted, p = between.p_holm, between.adjusted.p_value
    if adjusted is None:
        return ()
    if adjusted.estimate is None or p is None:
        return among_several(adjusted)
    if between.tests == 1:
        return text(" Test of the one primary scale: ", Italic("p"), f" {p_value(p)}.")
    chance = between.by_chance and direction(between.adjusted) != 0
    if brief:
        return among_several(adjusted, by_chance=chance)
    return text(
        f" Test with Holm’s adjustment for {between.tests} primary scales: ",
        Italic("p"),
        f" {p_value(adjusted.estimate)}. Unadjusted: ",
        Italic("p"),
        f" {p_value(p)}.",
        " One of several scales can stand out like this by chance." if chance else "",
    )


def _reliance(between: GroupDifference) -> str:
    """How alike the groups started, and what stands against the difference."""
    start = between.baseline
    if start.estimate is None:
        return " How alike the groups started is not known."
    apart = f" Start: {_apart(start)} SD apart."
    if between.disagree:
        changes = f"{estimate(between.of_changes, between.unit)}, " + interval_in_words(
            between.of_changes, between.unit
        )
        other = between.conclusions[1]
        return f"{apart} Comparing their changes instead says otherwise: {other} ({changes})."
    return apart


def _apart(start: Row) -> str:
    """How far apart the groups started, whichever was ahead."""
    return number(abs(start.estimate or 0.0), beside=held_against(start))


def of_program(c: ScaleChange, sites: str, *, brief: bool = False) -> Text:
    """How the program group moved by itself: "Program group: 3.10 to 3.45 on a 1–5 scale (…)."."""
    people: Text = ()
    if c.rose.available and c.fell.available:
        people = text("; ", counted(count_of(c.rose)), " rose, ", counted(count_of(c.fell)), " fell")
    moved = _numbers(c.change, c.unit_beside_target, brief)
    return text(
        f" Program group: {estimate(c.mean_earlier, c.unit)} to {estimate(c.mean_later, c.unit)} "
        f"on a {plain_number(c.low)}–{plain_number(c.high)} scale ({moved}",
        people,
        f"){f'; {sites}' if sites else ''}.",
    )


def of_comparison(c: ScaleChange, *, brief: bool = False) -> str:
    """By how much the comparison group moved by itself."""
    return f" Comparison group: {_numbers(c.change, c.unit, brief)}."


def _numbers(row: Row, unit: Unit, brief: bool = False) -> str:
    """The number, its interval and n: "+0.35, 95% CI [0.23, 0.47], n = 54"; in brief "+0.35 [0.23, …"."""
    n = f"n{NO_BREAK}={NO_BREAK}{row.n}"
    if brief:
        return f"{estimate(row, unit)} {interval(row, unit)}".rstrip() + f", {n}"
    return ", ".join(part for part in (estimate(row, unit), interval_in_words(row, unit), n) if part)
