"""Scores: declared-range reversal, the half rule, reasons that reduce the number of items."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.scores import required_answers, score, units
from tests.support import DEMO, make_instrument, read

HEADER = "teacher,a1,a2,a3,a4,b1,b2\n"


def one(tmp_path, row, scale="voice", text=DEMO):
    instrument = make_instrument(tmp_path, text)
    filler = "\nfill,1,2,3,4,5,1"
    return float(score(read(tmp_path, instrument, HEADER + row + filler)).of(scale)[0])


def test_reversal_uses_the_declared_range_though_nobody_chose_its_ends(tmp_path):
    instrument = make_instrument(tmp_path)
    responses = read(tmp_path, instrument, HEADER + "x,4,4,2,4,3,3\ny,3,3,3,3,3,3\nz,2,2,4,2,3,3")
    assert list(score(responses).of("voice")) == [4.0, 3.0, 2.0]


def test_half_of_four_items_is_enough_and_less_is_not(tmp_path):
    assert one(tmp_path, "x,5,4,,,3,3") == 4.5
    assert np.isnan(one(tmp_path, "x,5,,,,3,3"))


def test_two_items_need_both(tmp_path):
    assert np.isnan(one(tmp_path, "x,5,4,3,2,3,", "support"))


def test_what_does_not_apply_reduces_the_items_but_never_below_two(tmp_path):
    assert one(tmp_path, "x,5,4,8,8,3,3") == 4.5
    assert np.isnan(one(tmp_path, "x,5,8,8,8,3,3"))
    assert np.isnan(one(tmp_path, "x,5,9,9,9,3,3"))


def test_a_total_scores_all_items_of_its_parts(tmp_path):
    assert one(tmp_path, "x,5,5,1,5,2,2", "whole") == pytest.approx((5 * 4 + 2 * 2) / 6)


def test_scores_on_the_items_of_several_waves_say_which_were_left_out(tmp_path):
    instrument = make_instrument(tmp_path)
    responses = read(tmp_path, instrument, HEADER + "x,5,4,2,1,3,3\ny,3,3,3,3,3,3")
    common = score(responses, only={"voice": ("a1", "a2", "a3")})
    assert (common.scales, common.administered["voice"]) == (("voice",), ("a1", "a2", "a3"))
    assert common.left_out == {"voice": ("a4",)}
    assert list(common.of("voice")) == [pytest.approx(13 / 3), 3.0]
    assert score(responses).left_out["voice"] == ()


def test_two_items_of_a_longer_scale_are_scored_and_one_is_not(tmp_path):
    instrument = make_instrument(tmp_path)
    for columns, scales in (
        ("a1,a2", ("voice",)),
        ("a1", ()),
        ("a2,b1", ("whole",)),
        ("b1,b2", ("support",)),
    ):
        answers = ",".join("3" for _ in columns.split(","))
        responses = read(tmp_path, instrument, f"teacher,{columns}\nx,{answers}\ny,{answers}")
        assert score(responses).scales == scales


def test_a_scale_of_one_item_is_that_item(tmp_path):
    single = DEMO.replace("items: [b1, b2]", "items: [b1]")
    assert one(tmp_path, "x,5,4,3,2,4,3", "support", single) == 4.0


def test_only_what_does_not_apply_is_taken_off_the_items(tmp_path):
    instrument = make_instrument(tmp_path)
    scores = score(read(tmp_path, instrument, HEADER + "x,5,8,9,,3,3\ny,8,8,8,4,3,8\nz,1,2,3,4,5,1"))
    voice = scores.scales.index("voice")
    assert scores.applicable[:, voice].tolist() == [3, 1, 4]
    assert scores.answered[:, voice].tolist() == [1, 1, 4]
    assert scores.required[:, voice].tolist() == [2, 2, 2]


TWO_RANGES = """
id: ranges
version: 1.0.0
title: Two ranges
response_formats:
  ones: {codes: [1, 2, 3, 4, 5], labels: [a, b, c, d, e]}
  twos: {codes: [2, 4, 6, 8], labels: [f, g, h, i]}
items:
  p: {text: One, format: ones}
  q: {text: Two, format: twos}
scales:
  both: {title: Both, items: [p, q], score: {method: METHOD}}
fields:
  teacher: {title: Code, role: respondent}
"""


@pytest.mark.parametrize(
    ("method", "ends", "step", "unit", "of_three_and_four"),
    [
        ("mean", (1.5, 6.5), 1.5, 1.0, 3.5),
        ("sum", (3.0, 13.0), 3.0, 2.0, 7.0),
        ("pomp", (0.0, 100.0), 30.0, 20.0, 40.0),
    ],
)
def test_the_metric_of_a_score_follows_from_the_declared_ranges(
    tmp_path, method, ends, step, unit, of_three_and_four
):
    """Items from 1 to 5 and from 2 to 8: their mean runs from 1.5 to 6.5 in steps of 1.5."""
    instrument = make_instrument(tmp_path, TWO_RANGES.replace("METHOD", method))
    scores = score(read(tmp_path, instrument, "teacher,p,q\nx,3,4\ny,1,2\nz,5,8"))
    assert (scores.low["both"], scores.high["both"]) == pytest.approx(ends)
    assert (scores.step["both"], scores.unit["both"]) == pytest.approx((step, unit))
    assert list(scores.of("both")) == pytest.approx([of_three_and_four, *ends])
    assert units(instrument, "both", ("p", "q")) == pytest.approx(unit)


def test_a_total_is_not_scored_when_a_part_was_not_asked(tmp_path):
    instrument = make_instrument(tmp_path)
    scores = score(read(tmp_path, instrument, "teacher,a1,a2,a3,a4\nx,1,2,3,4\ny,2,2,2,2"))
    assert scores.scales == ("voice",)


def test_sum_is_items_times_mean_and_pomp_is_percent_of_the_possible(tmp_path):
    summed = DEMO.replace("reverse_keyed: [a3]}", "reverse_keyed: [a3], score: {method: sum}}")
    pomp = DEMO.replace("reverse_keyed: [a3]}", "reverse_keyed: [a3], score: {method: pomp}}")
    assert one(tmp_path, "x,5,4,,4,3,3", text=summed) == pytest.approx(4 * 13 / 3)
    assert one(tmp_path, "x,5,5,1,5,3,3", text=pomp) == 100.0
    assert one(tmp_path, "x,1,1,5,1,3,3", text=pomp) == 0.0


@pytest.mark.parametrize(
    ("k", "applicable", "minimum", "needed"),
    [
        (1, 1, None, 1),
        (2, 2, None, 2),
        (3, 3, None, 2),
        (4, 4, None, 2),
        (5, 5, None, 3),
        (8, 8, None, 4),
        (8, 3, None, 2),
        (8, 1, None, 2),
        (3, 3, 0.67, 2),
        (4, 4, 0.75, 3),
        (5, 5, 0.8, 4),
        (4, 4, 1.0, 4),
        (8, 4, 3, 3),
        (8, 4, 0.5, 2),
        (6, 6, 0.67, 4),
        (8, 2, 1.0, 2),
        (8, 1, 0.5, 1),
        (14, 14, 0.8, 12),  # 11 of 14 are .79 at two decimals
        (19, 19, 0.8, 16),  # and so are 15 of 19
    ],
)
def test_required_answers(k, applicable, minimum, needed):
    assert required_answers(k, np.array([applicable]), minimum)[0] == needed


@given(
    st.lists(
        st.lists(st.sampled_from(["1", "2", "3", "4", "5", "", "8", "9"]), min_size=6, max_size=6),
        min_size=2,
        max_size=8,
    )
)
def test_a_score_stays_in_its_range_and_depends_on_its_own_row_alone(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("scores")
    instrument = make_instrument(folder)
    text = HEADER + "\n".join(f"t{i}," + ",".join(r) for i, r in enumerate(rows))
    scores = score(read(folder, instrument, text)).of("voice")
    known = scores[np.isfinite(scores)]
    assert ((known >= 1) & (known <= 5)).all()
    back = HEADER + "\n".join(f"t{i}," + ",".join(r) for i, r in reversed(list(enumerate(rows))))
    np.testing.assert_array_equal(score(read(folder, instrument, back)).of("voice")[::-1], scores)
