"""The sentence on whether means may be compared says what was found, and what was only assumed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mtle_survey.evidence.invariance import climb
from mtle_survey.evidence.occasions import Comparison
from mtle_survey.instrument.model import Instrument, Item, ResponseFormat, Scale
from mtle_survey.report.invariance_words import listed, may_means_be_compared

ITEMS = ("a1", "a2", "a3", "a4")


def instrument(categories: int) -> Instrument:
    codes = tuple(range(1, categories + 1))
    return Instrument(
        id="small",
        version="1.0.0",
        title="Small",
        response_formats={"f": ResponseFormat(codes=codes, labels=tuple(map(str, codes)))},
        items=tuple(Item(id=i, text=i, format="f") for i in ITEMS),
        scales=(Scale(id="a", title="A", items=ITEMS),),
    )


def groups(cuts: tuple[float, ...], n: int = 260, seed: int = 1) -> Comparison:
    rng = np.random.default_rng(seed)
    answers = tuple(
        np.digitize(0.8 * rng.standard_normal((n, 1)) + 0.6 * rng.standard_normal((n, 4)), cuts) + 1.0
        for _ in range(2)
    )
    return Comparison(
        kind="group", over="g", wave=None, names=("x", "y"), items=ITEMS, answers=answers, left_out={}
    )


def test_three_categories_leave_thresholds_to_be_assumed_and_it_is_said() -> None:
    comparison = groups((-0.5, 0.5))
    (ladder,) = climb(instrument(3), comparison, None).ladders
    said = may_means_be_compared(comparison, ladder)
    assert said.startswith("May the groups’ means (x and y) be compared? Yes, as far as 520 people")
    assert "Equal thresholds are assumed, not tested" in said


def test_four_categories_are_tested_throughout() -> None:
    comparison = groups((-0.8, 0.0, 0.8))
    (ladder,) = climb(instrument(4), comparison, None).ladders
    assert "assumed" not in may_means_be_compared(comparison, ladder)
    assert ladder.found.estimator == "wlsmv"
    for n, told in (((150, 149), True), ((150, 150), False)):
        said = may_means_be_compared(comparison, replace(ladder, found=replace(ladder.found, n=n)))
        assert ("With fewer than 300 people a difference can stay unseen." in said) is told


def test_ordered_answers_of_few_categories_do_not_step_down_to_numbers() -> None:
    comparison = groups((-0.8, 0.0, 0.8), n=120)
    (ladder,) = climb(instrument(4), comparison, None).ladders
    assert ladder.steps_down == ()
    assert "at least 200" in may_means_be_compared(comparison, ladder)


def test_names_are_listed_as_words_list_them() -> None:
    assert listed(["pre", "mid", "post"]) == "pre, mid and post"
