"""What is shared points at nobody: no small count, and none that can be worked out."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.aggregates.file import tables_text
from mtle_survey.aggregates.of_rows import aggregates_of_rows
from mtle_survey.aggregates.protect import protected
from mtle_survey.aggregates.reliability import NO_TABLES, reliability_of_tables
from mtle_survey.aggregates.structure import explored_tables, structure_block
from mtle_survey.evidence.exploration import StructureRequest
from mtle_survey.instrument.model import Scale
from tests.unit.aggregates.made import ITEMS, answers, instrument, responses, study


def shared(values, k=10, categories=5, wave="pre"):
    model = instrument(tuple(range(1, categories + 1)))
    return model, protected(aggregates_of_rows(model, {wave: responses(model, values, wave)}), k)


def of(aggregates, scale):
    return next(b for b in aggregates.blocks if b.scale == scale)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(5, 400),
    st.integers(2, 6),
    st.integers(2, 15),
    st.floats(0.0, 0.2),
    st.integers(0, 10_000),
)
def test_no_count_from_one_to_just_below_the_smallest_is_ever_shared(n, categories, k, gaps, seed):
    values = answers(n, categories, seed)
    values[np.random.default_rng(seed).random(values.shape) < gaps] = np.nan
    _, found = shared(values, k, categories)
    for block in found.blocks:
        assert block.n == 0 or block.n >= k
        for counts in block.counts.values():
            assert min(counts.values()) >= k
        for table in block.tables.values():
            assert not ((table > 0) & (table < k)).any()
    for a, b in itertools.combinations([b for b in found.blocks if not b.withheld], 2):
        if set(a.items) & set(b.items):
            assert a.n == b.n or abs(a.n - b.n) >= k


def test_too_few_people_share_nothing_but_that():
    _, found = shared(answers(9))
    for block in found.blocks:
        assert (block.n, block.sums.size, block.counts, block.tables) == (0, 0, {}, {})
        assert block.withheld == "fewer than 10 people answered all of its items"


def test_a_rare_answer_takes_its_counts_and_every_table_of_its_item_with_it():
    values = answers(400)
    values[:, 0] = np.where(values[:, 0] == 5, 4, values[:, 0])
    values[:3, 0] = 5
    _, found = shared(values)
    block = of(found, "u")
    assert "u1" not in block.counts
    assert not any("u1" in pair for pair in block.tables)
    assert block.n == 400
    assert block.sums[0] == values[:, 0].sum()


def test_three_different_answers_are_given_away_by_mean_and_spread_so_the_block_goes():
    values = answers(400)
    values[:, 0] = 2 + (values[:, 0] > 3)
    values[:4, 0] = 1
    _, found = shared(values)
    block = of(found, "u")
    assert block.n == 0
    assert "rare answer to u1" in block.withheld
    assert of(found, "v").n == 400  # another scale's items tell nothing about it
    values[4:40, 0] = 4  # a fourth answer: mean and spread fit many counts
    _, found = shared(values)
    assert of(found, "u").n == 400
    assert "u1" not in of(found, "u").counts


def test_two_items_of_two_answers_are_given_away_by_one_product():
    rng = np.random.default_rng(3)
    values = np.where(rng.random((200, 10)) < 0.5, 1.0, 2.0)
    values[:, 1] = values[:, 0]
    values[:4, 1] = 3 - values[:4, 0]  # four people in the two cells off the diagonal
    _, found = shared(values, categories=2)
    assert "u1" in of(found, "u").withheld


def test_people_who_answered_one_scale_but_not_all_items_cannot_be_subtracted_out():
    values = answers(300)
    values[:3, 9] = np.nan  # three people left v5 out
    _, found = shared(values)
    assert of(found, "u").n == 300
    assert of(found, "v").n == 297
    for about in ("both", None):
        assert of(found, about).n == 0
        assert "scale u" in of(found, about).withheld


@pytest.mark.parametrize("many", [10, 30])
def test_many_who_left_an_item_out_hide_each_other(many):
    values = answers(300)
    values[:many, 9] = np.nan
    _, found = shared(values)
    assert [of(found, s).n for s in ("u", "v", "both", None)] == [300, *[300 - many] * 3]


@pytest.mark.parametrize("n", [10, 20])
def test_a_count_of_exactly_the_smallest_is_shared_and_so_is_a_table_of_such_counts(n):
    """Everybody answers 2, or half of them 2 and half 4 throughout: the cells hold ten people or nobody."""
    values = np.where(np.arange(n) < 10, 2.0, 4.0)[:, None] * np.ones(10)
    _, found = shared(values)
    for scale in ("u", "v", "both", None):
        block = of(found, scale)
        assert (block.n, block.withheld) == (n, "")
        assert set(block.tables) == set(block.pairs)
        for counts in block.counts.values():
            assert set(counts.values()) == {10}
        for table in block.tables.values():
            assert sorted(table[table > 0].tolist()) == [10] * (n // 10)


def overlapping(values):
    """Two scales that share the items u4 and u5, neither within the other."""
    model = instrument()
    first, second = Scale(id="u", title="U", items=ITEMS[:5]), Scale(id="w", title="W", items=ITEMS[3:8])
    model = model.model_copy(update={"scales": (first, second)})
    return protected(aggregates_of_rows(model, {"pre": responses(model, values, "pre")}), 10)


def test_as_many_people_are_not_yet_the_same_people():
    """Three left out u1 and three others v1: who answered one set and not the other could be worked out."""
    values = answers(300)
    assert [of(overlapping(values), scale).n for scale in ("u", "w")] == [300, 300]
    values[:3, 0], values[3:6, 5] = np.nan, np.nan
    found = overlapping(values)
    assert of(found, "u").n == 297
    assert "differ by a few from those of scale u" in of(found, "w").withheld


def test_what_too_few_people_answered_says_so_whatever_else_it_overlaps():
    values = answers(300)
    values[9:, 7] = np.nan
    found = overlapping(values)
    assert of(found, "u").n == 300
    assert of(found, "w").withheld == "fewer than 10 people answered all of its items"


def test_the_file_of_a_small_program_holds_no_table_but_still_serves_alpha_and_omega():
    made = study(60)
    found = protected(aggregates_of_rows(made.instrument, made.waves), 10)
    document = json.loads(tables_text(found))
    shown = [c for b in document["blocks"] for t in b["tables"] for row in t["counts"] for c in row]
    assert all(c == 0 or c >= 10 for c in shown)
    rows = reliability_of_tables(made.instrument, found, 0.95)
    theirs = made.consistency.coefficients
    for scale in ("u", "v", "both"):
        for statistic, method in (("alpha", "listwise/feldt"), ("omega_total", "ml1/implied")):
            a = rows.one(statistic=statistic, scale=scale, method=method)
            b = theirs.one(statistic=statistic, scale=scale, method=method)
            assert a is not None and b is not None and a.estimate is not None
            np.testing.assert_allclose(a.estimate, b.estimate, rtol=0, atol=1e-10)
        categorical = rows.one(statistic="omega_categorical", scale=scale)
        assert categorical is not None
        assert categorical.unavailable == NO_TABLES


def test_factors_of_protected_tables_fall_back_to_what_can_be_computed():
    made = study(260)
    found = protected(aggregates_of_rows(made.instrument, made.waves), 10)
    block = structure_block(made.instrument, found, None, ())
    assert block.cross_tables is None
    seen = explored_tables(made.instrument, block, StructureRequest(permutations=500))
    assert seen.choice.kind == "pearson"
    assert seen.choice.reason == "two-way tables were withheld"
    assert seen.panel is not None
    of_rows = made.structures.explored(None, (), correlation="pearson")
    assert seen.panel.consensus.value == of_rows.panel.consensus.value
    asked = explored_tables(made.instrument, block, StructureRequest(factors=2, correlation="polychoric"))
    assert "withheld" in asked.refusal


def test_a_smallest_count_of_one_would_hide_nothing():
    with pytest.raises(ValueError, match="at least 2"):
        shared(answers(50), k=1)


def test_answers_that_are_not_whole_numbers_are_not_tabled():
    model = instrument((1.0, 1.5, 2.0, 2.5, 3.0))
    values = answers(80) / 2 + 0.5
    found = aggregates_of_rows(model, {"pre": responses(model, values)})
    for told in (found, protected(found, 10)):
        assert {b.withheld for b in told.blocks} == {"its answers are not coded with whole numbers"}
    assert len(ITEMS) == 10
