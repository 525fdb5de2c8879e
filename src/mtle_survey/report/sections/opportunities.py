"""Joint priorities: what teacher and principal both want and neither sees in place."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.opportunities import MODEL, Opportunities, opportunity_table
from mtle_survey.report.blocks import Block, Cell, Column, Note, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, share, words
from mtle_survey.report.format import count_of, plain_number
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.report.opportunity_counts import counts_told
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether several informants marked priorities about the same units."""
    return bool(view.study.standing.opportunities)


def blocks(view: View) -> tuple[Block, ...]:
    """Across units, then unit by unit in an internal edition."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    found = view.study.standing.opportunities[-1]
    title = view.instrument.field[view.study.unit or ""].title
    yield Paragraph(
        text=text(
            "A joint priority is an indicator that every informant about a unit marks as a priority. It is "
            f"an opportunity where, besides, the mean of their ratings is at most "
            f"{plain_number(found.at_most)}: wanted by all, and not yet in place."
        )
    )
    yield _across(view, found)
    if not view.disclosure.public:
        yield from _by_unit(view, found, title)


def _across(view: View, found: Opportunities) -> TableBlock:
    table = opportunity_table((found,), view.study.confidence)
    about = {"model": MODEL, "wave": found.wave}
    indicators = [
        (
            view.instrument.item[item],
            table.one(statistic="joint_priority", item=item, **about),
            table.one(statistic="opportunity", item=item, **about),
        )
        for item in found.ratings
    ]
    if not view.disclosure.public:  # the order itself would tell of counts that are hidden
        indicators.sort(key=lambda entry: (-_number(entry[2]), -_number(entry[1])))
    return TableBlock(
        id="table-opportunities",
        caption=text("Joint priorities and opportunities"),
        columns=(
            Column(label=("Indicator",)),
            number_column("Units that answered"),
            number_column("Joint priority"),
            number_column("Opportunity"),
        ),
        rows=tuple(
            (
                words(_code(item.base or item.id), " ", Wording(item.text)),
                count((wanted.n if wanted else 0) or 0),
                *_shares(view, wanted, missing),
            )
            for item, wanted, missing in indicators
        ),
        note=text("Counts and percentages of the units where every informant answered both questions."),
    )


def _shares(view: View, wanted: Row | None, missing: Row | None) -> tuple[Cell, Cell]:
    """Joint priorities, and the opportunities among them; hidden where a part of the units is small."""
    if wanted is None or missing is None or not wanted.n:
        return NOTHING, NOTHING
    told, of = counts_told(view, wanted, missing), wanted.n
    shown = (
        share(count_of(row) if told else None, of, view.disclosure.hidden_count) for row in (wanted, missing)
    )
    return next(shown), next(shown)


def _number(row: Row | None) -> float:
    return 0.0 if row is None or row.estimate is None else row.estimate


def _code(base: str) -> str:
    return base.upper()


def _by_unit(view: View, found: Opportunities, title: str) -> Iterator[Block]:
    rows = []
    for unit in found.units:
        items = [view.instrument.item[item] for item in found.of_unit(unit)]
        told: Text = (
            text(
                *(
                    text("; " if place else "", f"{_code(i.base or i.id)} ", Wording(i.text.rstrip(".")))
                    for place, i in enumerate(items)
                ),
                ".",
            )
            if items
            else text("none: no indicator is wanted by all and rated low")
        )
        rows.append((words(Wording(unit)), count(len(items)), Cell(text=told)))
    yield Note(
        kind="internal",
        title=text("For the talk at each unit"),
        paragraphs=(
            text(
                "The list of a unit belongs to the people who answered about it: hand each unit its own "
                "line, never the table."
            ),
        ),
    )
    yield TableBlock(
        id="table-opportunities-units",
        caption=text("Opportunities unit by unit"),
        columns=(
            Column(label=(Wording(title),)),
            number_column("How many"),
            Column(label=("Opportunities",)),
        ),
        rows=tuple(rows),
    )


SECTION = ReportSection(
    name="opportunities", title="Joint priorities", order=56, applies=applies, blocks=blocks
)
