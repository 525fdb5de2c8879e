"""Whether one score rose before another, in a sentence."""

from __future__ import annotations

from mtle_survey.evidence.order import MODEL, Order
from mtle_survey.report.format import direction, estimate, interval_in_words
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.report.view import View
from mtle_survey.table import Row

_LABELS = {1: "In the expected order", -1: "The other way round", 0: "Cannot say which came first"}


def order_label(view: View, order: Order) -> str:
    """The answer to a declared order as a label; empty without a row."""
    lead = _lead(view, order)
    return "" if lead is None else _LABELS[_came(view, order, lead)]


def _lead(view: View, order: Order) -> Row | None:
    table = view.shown(view.study.changes.order)
    about = {"scale": order.first, "with_": order.then, "contrast": order.contrast}
    return table.one(statistic="order_difference", **about)


def gain(view: View, order: Order, scale: str, period: int) -> Row | None:
    """The gain of a scale in the first (0) or second (1) period, of the people with all six scores."""
    return view.shown(view.study.changes.order).one(
        statistic="mean_change",
        model=MODEL,
        scale=scale,
        contrast=order.periods[period].name,
        factor=order.name,
    )


def _came(view: View, order: Order, lead: Row) -> int:
    """1 in the expected order, -1 the other way round, 0 where that cannot be said.

    An order of gains takes two gains: where one score merely fell later than the other, none came first.
    """
    where = direction(lead) if lead.available else 0
    if not where:
        return 0
    early, late = (order.first, order.then) if where > 0 else (order.then, order.first)
    gains = (gain(view, order, early, 0), gain(view, order, late, 1))
    return where if all(row is not None and _rose(row) for row in gains) else 0


def _rose(row: Row) -> bool:
    """Whether a gain is clearly one; where everybody gained the same there is no interval."""
    return direction(row) > 0 or (row.std_error == 0.0 and (row.estimate or 0.0) > 0.0)


def order_sentence(view: View, order: Order) -> Text:
    """What the answers say to a declared order, with the number, its interval and n; empty without a row."""
    lead = _lead(view, order)
    if lead is None:
        return ()
    if not lead.available:
        return text(f"Which came first cannot be said: {lead.unavailable}.")
    came = _came(view, order, lead)
    said = {
        1: text("The gains came in the expected order"),
        -1: text("The gains came the other way round"),
        0: text("These answers do not show which came first"),
    }[came]
    parts = ", ".join(p for p in (estimate(lead), interval_in_words(lead), f"n = {lead.n}") if p)
    first, then = (view.instrument.scale[name].title for name in (order.first, order.then))
    return text(
        said,
        f" ({parts}). The number is how much more of the gain of ",
        Wording(first),
        " than of ",
        Wording(then),
        " fell into the first period, in standard deviations of the first wave. ",
        "It settles no order here: the two gains that an order takes are not both clearly above zero. "
        if direction(lead) and not came
        else "",
        "An order in time is no proof that one brought about the other.",
    )
