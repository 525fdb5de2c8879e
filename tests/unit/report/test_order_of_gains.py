"""What a report says of a declared order of gains: an order takes two gains."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from mtle_survey.evidence.order import Order
from mtle_survey.report.inline import plain
from mtle_survey.report.order_words import order_label, order_sentence
from mtle_survey.report.view import View
from tests.unit.evidence.studies import alike, make_study

WAVES = ("w1", "w3", "w5")
ORDER = Order(first="lead", then="plan", waves=WAVES)
START = np.array([2, 3, 4, 2, 3, 4, 2, 3, 4, 2, 3, 4])
SOME = np.array([1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0])
NONE = np.zeros(12, dtype=np.int64)
ALL = np.ones(12, dtype=np.int64)


def told(
    folder: Path, lead: Sequence[np.ndarray], plan: Sequence[np.ndarray]
) -> tuple[str, str, float | None]:
    """The label and the sentence of a study whose two scales move by so much in the two periods."""
    waves = {}
    for place, wave in enumerate(WAVES):
        first, then = (START + sum(moves[:place], NONE) for moves in (lead, plan))
        waves[wave] = {**alike(first.tolist()), "b1": then.tolist(), "b2": then.tolist()}
    study = make_study(folder, waves)
    object.__setattr__(study.changes, "orders", (ORDER,))
    view = View(study)
    low = study.changes.order.one(statistic="order_difference").conf_low
    return order_label(view, ORDER), plain(order_sentence(view, ORDER), {}), low


def test_gains_one_after_the_other_are_in_order(tmp_path: Path) -> None:
    label, sentence, _ = told(tmp_path, (SOME, NONE), (NONE, SOME))
    assert label == "In the expected order"
    assert sentence.startswith("The gains came in the expected order (+")
    assert "settles no order" not in sentence


def test_a_gain_that_everybody_shares_is_one(tmp_path: Path) -> None:
    label, _, _ = told(tmp_path, (ALL, NONE), (NONE, SOME))
    assert label == "In the expected order"


def test_gains_the_other_way_round_are_said_to_be_so(tmp_path: Path) -> None:
    label, sentence, _ = told(tmp_path, (NONE, SOME), (SOME, NONE))
    assert label == "The other way round"
    assert sentence.startswith("The gains came the other way round (")


@pytest.mark.parametrize(
    ("lead", "plan"),
    [((NONE, -SOME), (NONE, NONE)), ((NONE, -SOME), (-SOME, NONE)), ((SOME, NONE), (NONE, NONE))],
    ids=["one fell late", "both fell", "the other never rose"],
)
def test_a_score_that_fell_later_has_not_risen_first(
    tmp_path: Path, lead: tuple[np.ndarray, ...], plan: tuple[np.ndarray, ...]
) -> None:
    label, sentence, low = told(tmp_path, lead, plan)
    assert low is not None and low > 0, "relatively, the first moved earlier"
    assert label == "Cannot say which came first"
    assert sentence.startswith("These answers do not show which came first (+")
    assert "the two gains that an order takes are not both clearly above zero" in sentence
