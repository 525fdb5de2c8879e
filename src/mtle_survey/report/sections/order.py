"""Did one thing rise before another? The declared order of gains, and its reverse."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.order import Order
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval, words
from mtle_survey.report.format import unit_of
from mtle_survey.report.inline import Italic, Wording, text
from mtle_survey.report.order_words import gain, order_sentence
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Table


def applies(view: View) -> bool:
    """Whether an order of gains was declared and people can be followed."""
    return bool(view.study.changes.order)


def blocks(view: View) -> tuple[Block, ...]:
    """For each declared order: what was expected, the gains, and what the answers say."""
    table = view.shown(view.study.changes.order)
    return tuple(block for order in _orders(view) for block in _order(view, table, order))


def _orders(view: View) -> tuple[Order, ...]:
    return tuple(dict.fromkeys(q.order for q in view.study.questions if q.order is not None))


def _order(view: View, table: Table, order: Order) -> Iterator[Block]:
    first, then = (view.instrument.scale[name] for name in (order.first, order.then))
    early, middle, late = order.waves
    begin, turn, end = (Wording(wave) for wave in order.waves)
    yield Paragraph(
        text=text(
            *("The evaluation expected ", Wording(first.title), " to rise first, from ", begin, " to ", turn),
            *(", and ", Wording(then.title), " to follow, from ", turn, " to ", end, "."),
        )
    )
    gains = [(scale, [gain(view, order, scale.id, period) for period in (0, 1)]) for scale in (first, then)]
    if all(row is not None for _, rows in gains for row in rows):
        yield TableBlock(
            id=f"table-order-{_id(order)}",
            caption=text("Early and late gains of the people with all six scores"),
            columns=(
                Column(label=("Scale",)),
                number_column(Italic("n")),
                number_column(f"{early} to {middle} [CI]"),
                number_column(f"{middle} to {late} [CI]"),
            ),
            rows=tuple(
                (
                    scale_name(scale),
                    count(rows[0].n if rows[0] else None),
                    *(value_with_interval(row, unit_of(scale)) for row in rows),
                )
                for scale, rows in gains
            ),
        )
    said = order_sentence(view, order)
    if said:
        yield Paragraph(text=said)
    yield from _ranks(view, table, order)


def _id(order: Order) -> str:
    return "-".join((order.first, order.then, *order.waves))


def _ranks(view: View, table: Table, order: Order) -> Iterator[TableBlock]:
    rows: list[tuple[Cell, ...]] = []
    for one, other in ((order.first, order.then), (order.then, order.first)):
        found = table.one(statistic="order_spearman", scale=one, with_=other, contrast=order.crossed)
        if found is not None:
            titles = [view.instrument.scale[name].title for name in (one, other)]
            rows.append(
                (
                    words("Early gain of ", Wording(titles[0]), ", late gain of ", Wording(titles[1])),
                    count(found.n),
                    value_with_interval(found),
                )
            )
    if rows:
        yield TableBlock(
            id=f"table-order-ranks-{_id(order)}",
            caption=text("Do those who gained most early in one gain most late in the other?"),
            columns=(Column(label=("Gains",)), number_column(Italic("n")), number_column("Rank r [CI]")),
            rows=tuple(rows),
            note=text("Spearman's rank correlation, in the expected order and in its reverse."),
        )


SECTION = ReportSection(name="order", title="Which rose first", order=44, applies=applies, blocks=blocks)
