"""Does every item run with its scale? The declared key, the labels in the file and the answers themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.table import Row, Table

FEWEST_FOR_AN_INTERVAL = 4
NEARLY_PERFECT = -0.999
NO_LABELS = "the file holds codes without labels"


def polarity_problems(
    instrument: Instrument, items: Table, label_orders: Mapping[str | None, Mapping[str, str]]
) -> Iterator[Problem]:
    """An interval wholly below zero is an error; a negative estimate alone is a note.

    In a sample of 24, correctly keyed items come out negative by chance often enough that the estimate
    alone must not stop an evaluation.

    Parameters
    ----------
    instrument : Instrument
    items : Table
        Item-rest correlations by scale, item and wave.
    label_orders : mapping of wave to mapping of item to str
        What each file says about the direction of its codes.
    """
    for r in items.where(statistic="item_rest_correlation"):
        if r.estimate is None or r.estimate >= 0:
            continue
        order = label_orders.get(r.wave, {}).get(str(r.item), NO_LABELS)
        yield _problem(instrument, r, "D201" if _wholly_negative(r) else "D202", order)


def _wholly_negative(r: Row) -> bool:
    """A perfect negative correlation has no interval, but leaves no doubt from four people on."""
    if r.conf_high is None:
        return (r.n or 0) >= FEWEST_FOR_AN_INTERVAL and (r.estimate or 0.0) < NEARLY_PERFECT
    return r.conf_high < 0


def _problem(instrument: Instrument, r: Row, code: str, label_order: str) -> Problem:
    item, scale = str(r.item), str(r.scale)
    keying = "reverse-keyed" if item in instrument.reverse_keyed(scale) else "keyed with its scale"
    return problem(
        code,
        item=item,
        found=f"item-rest correlation {r.estimate:.2f} in {r.wave or 'this file'} (n = {r.n})",
        wording=instrument.item[item].text,
        keying=keying,
        scale=scale,
        label_order=label_order,
        low=_two_decimals(r.conf_low),
        high=_two_decimals(r.conf_high),
        estimate=_two_decimals(r.estimate),
    )


def _two_decimals(value: float | None) -> str:
    return "not available" if value is None else f"{value:.2f}"
