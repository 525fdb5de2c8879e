"""How a questionnaire is laid out for the indices: ranges, directions, and items with a right answer."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.screening.layout import Block, layout
from mtle_survey.screening.rule import CarelessRule
from tests.support import make_instrument

INSTRUMENT = """
id: mixed
version: 1.0.0
title: Two ranges
response_formats:
  agree5: {codes: [1, 2, 3, 4, 5], labels: [a, b, c, d, e]}
  tenths: {codes: [0, 2, 4, 6, 8, 10], labels: [f, g, h, i, j, k]}
items:
  a1: {text: One, format: agree5}
  a2: {text: Two, format: agree5}
  b1: {text: Three, format: tenths}
  b2: {text: Four, format: tenths}
  k1: {text: Knowledge, format: agree5, correct: [d]}
  k2: {text: More knowledge, format: agree5, correct: [a]}
  check: {text: Choose d., format: agree5, correct: [d]}
scales:
  a: {title: A, items: [a1, a2], reverse_keyed: [a2]}
  b: {title: B, items: [b1, b2]}
  whole: {title: Whole, parts: [a, b]}
scores:
  known: {rule: number_correct, inputs: {items: [k1, k2]}}
"""
ITEMS = ("a1", "a2", "b1", "b2")


def laid_out(folder, text=INSTRUMENT, items=ITEMS, rule=None):
    return layout(make_instrument(folder, text), items, rule or CarelessRule())


def test_codes_of_different_ranges_become_shares_of_their_range(tmp_path):
    plan = laid_out(tmp_path)
    common = plan.on_common_metric(np.array([[1.0, 5.0, 0.0, 10.0], [2.0, 4.0, 6.0, np.nan]]))
    np.testing.assert_allclose(common, [[0.0, 1.0, 0.0, 1.0], [0.25, 0.75, 0.6, np.nan]], rtol=0, atol=1e-12)
    keyed = plan.keyed(common)
    np.testing.assert_allclose(keyed, [[0.0, 0.0, 0.0, 1.0], [0.25, 0.25, 0.6, np.nan]], rtol=0, atol=1e-12)


def test_items_with_the_same_options_are_a_block_that_knows_which_are_reversed(tmp_path):
    assert laid_out(tmp_path).blocks == (
        Block(places=(0, 1), turned=(False, True)),
        Block(places=(2, 3), turned=(False, False)),
    )


@pytest.mark.parametrize(
    ("reversed_items", "both"), [(("a2",), True), ((), False), (("a1", "a2", "b1", "b2"), False)]
)
def test_a_questionnaire_has_both_directions_where_some_items_are_reversed_and_others_not(
    tmp_path, reversed_items, both
):
    text = INSTRUMENT.replace(", reverse_keyed: [a2]", "")
    for scale in "ab":
        own = [item for item in reversed_items if item[0] == scale]
        if own:
            text = text.replace(
                f"[{scale}1, {scale}2]", f"[{scale}1, {scale}2], reverse_keyed: [{', '.join(own)}]"
            )
    assert laid_out(tmp_path, text).both_directions is both


def test_halves_are_of_scales_with_items_of_their_own(tmp_path):
    assert laid_out(tmp_path, items=("b2", *ITEMS[:3])).halves == ((1, 2), (0, 3))


def test_items_rated_more_than_once_end_a_block_of_those_rated_once(tmp_path):
    """Each aspect is a block, and what follows them is a new one although its options are the same."""
    text = INSTRUMENT.replace(
        "  a2: {text: Two, format: agree5}",
        "  need: {text: Need, format: agree5, aspects: [now, wanted]}\n  a2: {text: Two, format: agree5}",
    )
    plan = laid_out(tmp_path, text, ("a1", "need__now", "need__wanted", "a2"))
    assert [block.places for block in plan.blocks] == [(0,), (1,), (2,), (3,)]
    assert [block.places for block in laid_out(tmp_path, text, ("a1", "a2")).blocks] == [(0, 1)]


@pytest.mark.parametrize(
    "rule", ["number_correct, inputs: {items: [k1, k2]}", "difference, inputs: {minuend: k1, subtrahend: k2}"]
)
def test_what_a_rule_scores_is_no_check_of_attention(tmp_path, rule):
    text = INSTRUMENT.replace("number_correct, inputs: {items: [k1, k2]}", rule)
    assert set(laid_out(tmp_path, text, (*ITEMS, "k1", "k2", "check")).instructed) == {6}


def test_a_question_of_a_knowledge_test_is_no_check_of_attention(tmp_path):
    plan = laid_out(tmp_path, items=(*ITEMS, "k1", "k2", "check"))
    assert plan.instructed == {6: (4.0,)}
    assert plan.scored.tolist() == [0, 1, 2, 3, 4, 5]
