"""What the words of verdicts on the first page mean."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.report.bands import ADJUSTABLE
from mtle_survey.report.inline import Reference, Text, text
from mtle_survey.report.verdicts import Verdict
from mtle_survey.report.view import View

_TOGETHER = " Primary scales must also pass the test adjusted for their number (Holm)."


def verdict_legend(view: View, verdicts: set[Verdict], *, counted_people: bool) -> Text:
    """What the words above mean, for those that occur, and where the step of single people stands."""
    meanings = _compared_meanings(view, verdicts) if view.compares_groups else _meanings(view, verdicts)
    return text(
        "In parentheses: the average difference between people who started alike, or the average change; its "
        "confidence interval (CI: the values these answers are compatible with); the people it rests on."
        if view.compares_groups
        else "In parentheses: the average change, its confidence interval (CI: the changes these answers are "
        "compatible with) and the people it rests on.",
        *meanings,
        *(
            (
                " Which step of the own score counts a person as having risen or fallen: ",
                Reference(table_of_changes(view)),
                ".",
            )
            if counted_people
            else ()
        ),
    )


def table_of_changes(view: View) -> str:
    """The table that tells of every outcome's change, and from which step a person counts."""
    if view.remembered:
        return "table-remembered"
    return "table-each-group" if view.compares_groups else "table-change"


def _meanings(view: View, verdicts: set[Verdict]) -> Iterator[str]:
    sites = "; where a second interval takes sites into account, both do" if view.study.cluster else ""
    if verdicts & {"rose", "fell"}:
        yield f" Rose, fell: the whole interval lies on that side of zero{sites}."
    yield from _beside_target(verdicts)
    if _several(view):
        yield _TOGETHER
    or_sites = ", or the one that takes sites into account," if view.study.cluster else ""
    or_test = "or the test of several scales together is not passed, " if _several(view) else ""
    if "cannot say" in verdicts:
        yield (
            f" Cannot say: the interval{or_sites} holds values on both sides of zero, or of the target, "
            f"{or_test}so these answers do not show which is true."
        )


def _compared_meanings(view: View, verdicts: set[Verdict]) -> Iterator[str]:
    yield (
        " Program group higher, lower: the whole interval of the difference lies on that side of zero, the "
        f"groups started within {ADJUSTABLE} standard deviations (SD) of each other, and comparing their "
        "changes says the same; otherwise: cannot say."
    )
    if _several(view):
        yield _TOGETHER
    yield from _beside_target(verdicts)


def _several(view: View) -> bool:
    """Whether several scales are judged together."""
    return len(view.study.primary) > 1


def _beside_target(verdicts: set[Verdict]) -> Iterator[str]:
    if "met" in verdicts:
        yield " Met: the whole interval reaches the target."
    if "not met" in verdicts:
        yield " Not met: the whole interval lies short of the target."
