"""Whether one score rose before another, in a sentence."""

from __future__ import annotations

from mtle_survey.evidence.order import Order
from mtle_survey.report.format import direction, estimate, interval_in_words
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.report.view import View
from mtle_survey.table import Row

_LABELS = {1: "In the expected order", -1: "The other way round", 0: "Cannot say which came first"}


def order_label(view: View, order: Order) -> str:
    """The answer to a declared order as a label; empty without a row."""
    lead = _lead(view, order)
    return "" if lead is None else _LABELS[direction(lead) if lead.available else 0]


def _lead(view: View, order: Order) -> Row | None:
    table = view.shown(view.study.changes.order)
    return table.one(statistic="order_difference", scale=order.first, with_=order.then)


def order_sentence(view: View, order: Order) -> Text:
    """What the answers say to a declared order, with the number, its interval and n; empty without a row."""
    lead = _lead(view, order)
    if lead is None:
        return ()
    if not lead.available:
        return text(f"Which came first cannot be said: {lead.unavailable}.")
    said = {
        1: text("The gains came in the expected order"),
        -1: text("The gains came the other way round"),
        0: text("These answers do not show which came first"),
    }[direction(lead)]
    parts = ", ".join(p for p in (estimate(lead), interval_in_words(lead), f"n = {lead.n}") if p)
    first, then = (view.instrument.scale[name].title for name in (order.first, order.then))
    return text(
        said,
        f" ({parts}). The number is how much more of the gain of ",
        Wording(first),
        " than of ",
        Wording(then),
        " fell into the first period, in standard deviations of the first wave. An order in time is no proof "
        "that one brought about the other.",
    )
