"""Sentences about results, each made from whole rows; the design decides the verbs.

Without a comparison group scores "rose" or "fell" and there is "change": nothing in this file can say
why. A change whose interval includes zero is never called a rise, a fall, or "no change".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mtle_survey.report.changes import ScaleChange
from mtle_survey.report.format import NO_BREAK, Unit, count_of, estimate, interval_in_words, plain_number
from mtle_survey.report.inline import Strong, Text, Wording, listing, text
from mtle_survey.table import Row


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
    verb = {1: "rose", -1: "fell", 0: "went"}[c.direction]
    numbers = ", ".join(
        part
        for part in (
            estimate(c.change, c.unit),
            interval_in_words(c.change, c.unit),
            f"n{NO_BREAK}={NO_BREAK}{c.n}",
        )
        if part
    )
    remark = (
        " The interval includes zero: these answers do not show whether it rose or fell."
        if explained and c.direction == 0
        else ""
    )
    return text(
        Strong(title.text),
        f" {verb} from {estimate(c.mean_earlier, c.unit)} to {estimate(c.mean_later, c.unit)} "
        f"{on_the_scale(c.low, c.high)} ({numbers}).{remark}",
    )


def directions_sentence(c: ScaleChange) -> Text:
    """How many respondents rose, stayed and fell, as counts."""
    rows = (c.rose, c.same, c.fell)
    if not all(row.available for row in rows):
        return ()
    rose, same, fell = (count_of(row) for row in rows)
    return text(f"{rose} of {c.n} people rose, {same} stayed about the same, {fell} fell.")


def tally_sentence(changes: Sequence[ScaleChange]) -> Text:
    """How many scales rose, fell, or are uncertain."""
    known = [c for c in changes if c.change.available]
    rose, fell = sum(c.direction > 0 for c in known), sum(c.direction < 0 for c in known)
    uncertain = len(known) - rose - fell
    parts = [f"{_number_word(rose)} rose", f"{_number_word(fell)} fell"]
    if uncertain:
        parts.append(f"for {uncertain} the direction is uncertain")
    return text(f"Of {len(known)} outcome{'s' if len(known) != 1 else ''}, ", listing(parts), ".")


def level_sentence(title: str, means: Sequence[tuple[str | None, Row]], scale: str, unit: Unit) -> Text:
    """The means of a scale wave by wave, without a verdict."""
    parts = (
        f"{f'{wave} ' if wave else ''}{estimate(row, unit)} (n{NO_BREAK}={NO_BREAK}{row.n})"
        if row.available
        else f"{f'{wave}: ' if wave else ''}not given ({row.unavailable})"
        for wave, row in means
    )
    return text(Wording(title), f": mean {', '.join(parts)} {scale}.")


def design_sentence(design: Mapping[str, Any]) -> Text:
    """What the design allows the report to say."""
    if design.get("type") == "one_group":
        return text(
            "Everyone here took part in the program and there is no comparison group. The report can "
            "therefore say what changed and by how much, but not why."
        )
    return text(
        "Change is first described for everyone together; how the program group and the comparison group "
        "differ is shown in a section of its own. The groups may differ in other ways, too."
    )


def _number_word(n: int) -> str:
    return "none" if n == 0 else str(n)
