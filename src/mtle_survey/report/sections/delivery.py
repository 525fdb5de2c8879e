"""What was delivered: hours planned, held and taken part in, activity by activity."""

from __future__ import annotations

from collections import defaultdict

from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, words
from mtle_survey.report.format import number, percent
from mtle_survey.report.inline import Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether records of sessions were read."""
    return bool(view.study.delivery.rows)


def blocks(view: View) -> tuple[Block, ...]:
    """One sentence over all activities, then a row for each."""
    activities: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in view.study.delivery:
        activities[(row.group or "").partition("=")[2]][row.statistic] = row
    planned = [found["planned_hours"].estimate for found in activities.values()]
    held = sum(found["held_hours"].estimate or 0.0 for found in activities.values())
    known = [hours for hours in planned if hours is not None]
    opening = f"{number(held, 1)} hours were held in {len(activities)} activities"
    if known and len(known) == len(planned) and sum(known) > 0:
        opening += f", {percent(held / sum(known), 1)} of the {number(sum(known), 1)} that were planned"
    return (
        Paragraph(text=text(f"{opening}. Change can only follow from what took place.")),
        TableBlock(
            id="table-delivery",
            caption=text("Hours planned, held and taken part in"),
            columns=(
                Column(label=("Activity",)),
                number_column("Planned"),
                number_column("Held"),
                number_column("People"),
                number_column("Hours per person"),
            ),
            rows=tuple(
                (
                    words(Wording(name)),
                    _hours(found.get("planned_hours")),
                    _hours(found.get("held_hours")),
                    _people(view, found),
                    _hours(found.get("mean_hours")) if _shown(view, found) else NOTHING,
                )
                for name, found in activities.items()
            ),
            note=text(
                "From the records of attendance. A session lasted as long as the longest stay in it; hours "
                "per person are the mean of those who came at all."
            ),
        ),
    )


def _shown(view: View, found: dict[str, Row]) -> bool:
    return view.disclosure.shows(next(iter(found.values())).n)


def _people(view: View, found: dict[str, Row]) -> Cell:
    n = next(iter(found.values())).n
    return count(n if _shown(view, found) else None, view.disclosure.hidden)


def _hours(row: Row | None) -> Cell:
    if row is None or row.estimate is None:
        return NOTHING
    return Cell(text=(number(row.estimate, 1),), value=row.estimate)


SECTION = ReportSection(name="delivery", title="What was delivered", order=53, applies=applies, blocks=blocks)
