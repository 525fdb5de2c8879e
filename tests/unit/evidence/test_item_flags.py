"""What is worth a look is remarked on, with its number; what is sound is not; nothing is dropped."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.item_flags import flag_rows
from mtle_survey.report.reliability_words import remark
from tests.unit.evidence.survey import ITEMS, answers, instrument, responses, study

N = 200


def flags(given, **options):
    found = study(responses(given, **options))
    return found.consistency.flags(found.description)


def kinds(given, item=None, scale="plan", **options):
    return {f.kind: f for f in flags(given, **options) if f.scale == scale and f.item == item}


def test_a_sound_item_gets_no_remark():
    given = answers(N)
    assert not kinds(given, "plan1")


def test_a_weak_item_is_remarked_on_by_how_weak_it_is():
    rng = np.random.default_rng(1)
    given = answers(N)
    given["plan1"] = rng.integers(1, 6, N).astype(float)
    found = kinds(given, "plan1")
    assert found["item_rest_very_weak"].weight == "serious"
    assert "item_rest_weak" not in found
    assert found["alpha_gain"].value > 0.02
    mixed = np.where(rng.random(N) < 0.45, answers(N)["plan1"], given["plan1"])
    given["plan1"] = mixed
    assert kinds(given, "plan1")["item_rest_weak"].weight == "look"
    assert 0.20 <= kinds(given, "plan1")["item_rest_weak"].value < 0.30


def test_the_gain_is_that_of_alpha_without_the_item():
    given = answers(N)
    given["plan1"] = np.random.default_rng(1).integers(1, 6, N).astype(float)
    found = study(responses(given))
    whole = found.reliability.one(statistic="alpha", scale="plan", headline=True).estimate
    without = found.items.one(statistic="alpha_if_dropped", scale="plan", item="plan1").estimate
    assert kinds(given, "plan1")["alpha_gain"].value == pytest.approx(without - whole)


def test_two_items_that_say_the_same_are_named_as_a_pair():
    given = answers(N)
    given["plan2"] = given["plan1"].copy()
    given["plan2"][:3] = 3.0
    pair = kinds(given, "plan1")["redundant_pair"]
    assert pair.with_ == "plan2"
    assert pair.value > 0.80
    assert "plan2" in remark(pair)


def test_answers_that_hardly_vary_are_remarked_on():
    given = answers(N)
    given["plan1"] = np.where(np.arange(N) < 170, 3.0, given["plan1"])
    found = kinds(given, "plan1")
    assert found["one_category"].value >= 0.80
    assert "%" in remark(found["one_category"])
    assert "one_category" not in kinds(answers(N), "plan2")


def test_unused_answers_are_counted_against_the_declared_ones():
    given = answers(N, top=4)
    found = kinds(given, "plan1")["unused_answers"]
    assert found.value == 1.0
    assert found.short == "1 of 5 answers unused"


def test_items_left_out_are_remarked_on_in_two_degrees():
    given = answers(N)
    given["plan1"], given["plan2"] = given["plan1"].copy(), given["plan2"].copy()
    given["plan1"][:12], given["plan2"][:24] = np.nan, np.nan
    assert kinds(given, "plan1")["missing"].weight == "look"
    assert kinds(given, "plan2")["missing_much"].weight == "serious"
    assert not {"missing", "missing_much"} & set(kinds(given, "plan3"))


def test_extreme_shapes_are_remarked_on():
    given = answers(N)
    given["plan1"] = np.where(np.arange(N) < 4, 5.0, 1.0)
    assert {"skewness", "kurtosis", "one_category"} <= set(kinds(given, "plan1"))


def test_a_scale_with_many_people_at_its_end_is_remarked_on():
    given = {item: np.where(np.arange(N) < 40, 5.0, column) for item, column in answers(N).items()}
    found = kinds(given)["near_ceiling"]
    assert found.short == "many people at the top"
    assert found.value > 0.15


def test_items_that_have_little_or_too_much_in_common_are_remarked_on():
    rng = np.random.default_rng(2)
    noise = {item: rng.integers(1, 6, N).astype(float) for item in answers(N)}
    assert kinds(noise)["mean_correlation_low"].value < 0.15
    same = dict(answers(N))
    for item in ITEMS["plan"][1:]:
        same[item] = np.where(rng.random(N) < 0.9, same["plan1"], same[item])
    assert kinds(same)["mean_correlation_high"].value > 0.50


def test_totals_do_not_repeat_the_remarks_on_their_parts_items():
    given = answers(N)
    given["plan1"] = np.random.default_rng(1).integers(1, 6, N).astype(float)
    assert not [f for f in flags(given) if f.scale == "whole" and f.item is not None]


def test_the_one_correlation_of_two_items_is_no_remark_about_each():
    rng = np.random.default_rng(3)
    given = answers(N) | {"pair1": rng.integers(1, 6, N).astype(float)}
    found = [f for f in flags(given) if f.scale == "pair"]
    assert {f.kind for f in found} == {"mean_correlation_low"}


def test_nine_people_are_too_few_for_any_remark():
    rng = np.random.default_rng(1)
    noise = {item: rng.integers(1, 6, 10).astype(float) for item in answers(10)}
    assert flags(noise)
    assert not flags({item: column[:9] for item, column in noise.items()})


def test_remarks_are_rows_with_the_number_that_led_to_them():
    given = answers(N)
    given["plan1"] = np.random.default_rng(1).integers(1, 6, N).astype(float)
    found = flags(given)
    rows = flag_rows(found)
    assert len(rows) == len(found) > 0
    row = rows.one(statistic="flag_item_rest_very_weak", item="plan1")
    assert (
        row.estimate
        == study(responses(given))
        .items.one(statistic="item_rest_correlation", scale="plan", item="plan1")
        .estimate
    )
    assert row.method == "cut_off/0.2"


def test_nothing_is_dropped():
    given = answers(N)
    given["plan1"] = np.random.default_rng(1).integers(1, 6, N).astype(float)
    found = study(responses(given))
    assert found.scores[None].administered["plan"] == ITEMS["plan"]
    assert len(instrument().scale["plan"].items) == 4
