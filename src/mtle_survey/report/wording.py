"""Sentences about results, each made from whole rows; the design decides the verbs.

Without a comparison group scores "rose" or "fell" and there is "change": nothing in this file can say
why. A change whose interval includes zero is never called a rise, a fall, or "no change".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mtle_survey.report.changes import ScaleChange
from mtle_survey.report.format import (
    NO_BREAK,
    Unit,
    direction,
    estimate,
    interval,
    interval_in_words,
    p_value,
    plain_number,
)
from mtle_survey.report.inline import Italic, Strong, Text, Wording, text
from mtle_survey.table import Row

CHANCE = "One of several scales can stand out by chance."


def on_the_scale(low: float, high: float) -> str:
    """The possible range in words."""
    return f"on a scale from {plain_number(low)} to {plain_number(high)}"


def change_sentence(c: ScaleChange, *, explained: bool = True) -> Text:
    """What happened to a scale's mean, with the number, the interval and n.

    ``explained`` adds what an interval around zero means, where no heading says so.
    """
    title = Wording(c.scale.title)
    if not c.change.available:
        return text(title, f": the change cannot be given ({c.change.unavailable}).")
    if c.uniform:
        return text(Strong(title.text), _uniform(c))
    lucky = c.by_chance and c.direction != 0 and not c.lost_to_sites
    verb = {1: "rose", -1: "fell", 0: "went"}[0 if lucky else c.direction]
    remark = (
        " The interval includes zero: these answers do not show whether it rose or fell."
        if explained and c.direction == 0
        else ""
    )
    return text(
        Strong(title.text),
        f" {verb} from {estimate(c.mean_earlier, c.unit)} to {estimate(c.mean_later, c.unit)} "
        f"{on_the_scale(c.low, c.high)} ({_numbers(c)}){_beside_sites(c)}.{remark}",
        among_several(c.together) if lucky and c.together is not None else "",
    )


def remembered_sentence(c: ScaleChange) -> Text:
    """Where people see themselves at the end, and where, looking back, they put their start."""
    title = Wording(c.scale.title)
    if not c.change.available:
        return text(title, f": now against looking back cannot be given ({c.change.unavailable}).")
    return text(
        Strong(title.text),
        f": looking back, people put their start at {estimate(c.mean_earlier, c.unit)}, and now at "
        f"{estimate(c.mean_later, c.unit)} {on_the_scale(c.low, c.high)} ({_numbers(c)}){_beside_sites(c)}.",
        f" {CHANCE}" if c.by_chance and c.direction and not c.lost_to_sites else "",
    )


def among_several(adjusted: Row, *, by_chance: bool = True) -> Text:
    """The p of one of several primary scales, adjusted for their number, or why there is none.

    ``by_chance`` says that the scale can stand out as it does by chance.
    """
    if adjusted.estimate is None:
        return text(" No ", Italic("p"), f" is given: {adjusted.unavailable}.")
    held = f" {CHANCE}" if by_chance else ""
    return text(" Test (Holm): ", Italic("p"), f" {p_value(adjusted.estimate)}.{held}")


def _numbers(c: ScaleChange) -> str:
    """The change, its interval and the people it rests on."""
    n = f"n{NO_BREAK}={NO_BREAK}{c.n}"
    return ", ".join(
        part
        for part in (
            estimate(c.change, c.unit_beside_target),
            interval_in_words(c.change, c.unit_beside_target),
            n,
        )
        if part
    )


def _uniform(c: ScaleChange) -> str:
    """What happened where everyone's score moved alike, so that there is no interval."""
    n = f"n{NO_BREAK}={NO_BREAK}{c.n}"
    scale = on_the_scale(c.low, c.high)
    if c.change.estimate == 0.0:
        mean = estimate(c.mean_earlier, c.unit)
        return f": nobody's score changed; the mean is {mean} {scale} both times ({n})."
    return (
        f": everyone changed by the same amount, {estimate(c.change, c.unit)}; the mean is "
        f"{estimate(c.mean_earlier, c.unit)} and then {estimate(c.mean_later, c.unit)} {scale} ({n})."
    )


def _beside_sites(c: ScaleChange) -> str:
    """That the direction is lost once sites are taken into account; empty where it is not."""
    if c.across_sites is None or c.direction == 0 or direction(c.across_sites) != 0:
        return ""
    bounds = interval(c.across_sites, c.unit)
    if not bounds:
        return ""
    told = f"is {bounds}" if c.sites_told else "includes zero"
    return f"; taking sites into account the interval {told}, so it is not certain"


def level_sentence(title: str, means: Sequence[tuple[str | None, Row]], scale: str, unit: Unit) -> Text:
    """The means of a scale wave by wave with their intervals, without a verdict.

    Why there is none is said once where it is the same in every wave.
    """
    reasons = {row.unavailable for _, row in means}
    if len(reasons) == 1 and not any(row.available for _, row in means):
        return text(Wording(title), f": the mean cannot be given ({reasons.pop()}).")
    parts = (
        f"{f'{wave} ' if wave else ''}{estimate(row, unit)} "
        f"({', '.join(filter(None, (interval_in_words(row, unit), f'n{NO_BREAK}={NO_BREAK}{row.n}')))})"
        if row.available
        else f"{f'{wave}: ' if wave else ''}not given ({row.unavailable})"
        for wave, row in means
    )
    return text(Wording(title), f": mean {', '.join(parts)} {scale}.")


def design_sentence(
    design: Mapping[str, Any], *, surveys: int, followed: bool, remembered: bool = False
) -> Text:
    """What the design allows the report to say: nothing about change where nobody was asked twice.

    ``remembered`` says that people were asked once, and looked back at their start.
    """
    if remembered:
        return text(
            "Nobody was asked at the start: what is compared is how people see themselves now and how they "
            "remember their start. Memory, and the wish to have grown, can make such a change larger or "
            "smaller than it was; and there is nobody to compare them with, so nothing is said of why."
        )
    if surveys == 1:
        return text("One survey: it says where people stood, not whether anything changed.")
    if not followed:
        return text(
            "Nobody could be followed from one wave to the next: the report says where people stood in each "
            "wave, not how anybody changed."
        )
    if design.get("type") == "one_group":
        return text(
            "There is no comparison group: the report can say what changed and by how much, but not why."
        )
    if design.get("assignment") == "random":
        return text(
            "People were assigned to the groups by lot; what is said of a difference holds for those who "
            "stayed."
        )
    return text(
        "The groups were not formed by lot: a difference between them need not come from the program."
    )
