"""Indices of careless responding: the published formulas, and what must not depend on chance or on gaps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mtle_survey.stats.careless.alike_pairs import item_pairs
from mtle_survey.stats.careless.concentration import concentration
from mtle_survey.stats.careless.even_odd import even_odd
from mtle_survey.stats.careless.instructed_items import instructed_items
from mtle_survey.stats.careless.irv import irv
from mtle_survey.stats.careless.longstring import longest_run_through_both, longstring, mean_run
from mtle_survey.stats.careless.mahalanobis import mahalanobis, mahalanobis_p
from mtle_survey.stats.careless.pair_sums import pair_sums
from mtle_survey.stats.careless.person_index import as_answers
from mtle_survey.stats.careless.person_total import person_total
from mtle_survey.stats.careless.psychometric_antonyms import psychometric_antonyms
from mtle_survey.stats.careless.psychometric_synonyms import psychometric_synonyms
from mtle_survey.stats.careless.relative_time import relative_time
from mtle_survey.stats.careless.time_per_item import time_per_item
from tests.oracle.reference import CLOSED_FORM, load_cases

NAN = math.nan


def held(values, expected):
    np.testing.assert_allclose(values, np.array(expected, dtype=float), rtol=0, atol=CLOSED_FORM)


def only(statistic):
    return {case.name: case for case in load_cases("careless", statistic)}


def test_longest_and_mean_run():
    cases = only("longstring")
    held(longstring(cases["longest"].data).values, cases["longest"].expected["values"])
    held(mean_run(cases["mean_run"].data).values, cases["mean_run"].expected["values"])
    one = np.array(cases["one_person"].args["x"], dtype=float)
    assert longstring(one).values[0] == cases["one_person"].expected["values"] == 4
    assert mean_run(one).values[0] == 2


def test_variability():
    cases = only("irv")
    held(irv(cases["sd"].data).values, cases["sd"].expected["values"])
    one = irv(np.array(cases["one_person"].args["x"], dtype=float)).values[0]
    assert round(one, 5) == 0.94281
    held(irv(np.array([[1.0, 5.0, NAN], [2.0, NAN, NAN]])).values, [math.sqrt(8), NAN])
    assert irv(np.full((1, 12), 1.1)).values[0] == 0.0, "the mean of twelve 1.1 is not 1.1 in binary"


def test_distance_over_the_answered_items():
    for case in only("mahalanobis").values():
        distance = mahalanobis(case.data).values
        held(distance, case.expected["values"])
        held(mahalanobis_p(distance, np.isfinite(case.data).sum(axis=1)), case.expected["p"])


@pytest.mark.parametrize(
    ("name", "kernel"), [("synonyms", psychometric_synonyms), ("antonyms", psychometric_antonyms)]
)
def test_pairs_that_are_alike_or_opposite(name, kernel):
    case = only(f"psychometric_{name}")[name]
    R = pair_sums(case.data).correlation()
    assert item_pairs(R, opposite=name == "antonyms").tolist() == case.expected["pairs"]
    held(kernel(case.data).values, case.expected["values"])


def test_even_and_odd_halves():
    case = only("even_odd")["six_scales"]
    held(even_odd(case.data, case.args["scales"]).values, case.expected["values"])
    with_a_short_one = [*case.args["scales"], case.args["scales"][0][:3]]
    held(even_odd(case.data, with_a_short_one).values, case.expected["values"])
    assert not even_odd(case.data, case.args["scales"][:4]).unavailable
    assert "3 scales" in even_odd(case.data, case.args["scales"][:3]).unavailable


def test_person_against_the_others():
    case = only("person_total")["leave_one_out"]
    held(person_total(case.data).values, case.expected["values"])
    two = np.array([[1.0, 2.0, 4.0, 4.0], [2.0, 1.0, 5.0, 3.0]])
    held(person_total(two).values, [np.corrcoef(two)[0, 1]] * 2)


def test_times():
    pages = only("time_per_item")["pages"]
    held(time_per_item(pages.data, pages.args["items"]).values, pages.expected["values"])
    totals = only("relative_time")["totals"]
    seconds = np.array(totals.args["seconds"], dtype=float)
    held(relative_time(seconds).values, totals.expected["values"])
    held(relative_time(np.array([50.0, 200.0]), median=100.0).values, [0.5, 2.0])


def test_instructed_items():
    case = only("instructed_items")["two_items"]
    right = [list(codes) for codes in case.args["right"]]
    held(instructed_items(case.data[:, case.args["columns"]], right).values, case.expected["values"])


def test_flags_in_a_group():
    case = only("concentration")["sites"]
    found = concentration(np.array(case.args["flagged"]), np.array(case.args["sizes"]))
    held(found, case.expected["values"])
    # Six of ten are flagged, five of them among the eight: 30 of the 45 ways to choose the eight have 5 or 6.
    held(concentration(np.array([5, 1]), np.array([8, 2]))[:1], [30 / 45])


def test_a_gap_does_not_cut_a_run():
    whole = np.full((1, 12), 3.0)
    gappy = whole.copy()
    gappy[0, [4, 8]] = NAN
    assert longstring(whole).values[0] == 12
    assert longstring(gappy).values[0] == 10


def test_a_run_through_both_directions():
    x = np.array([[5, 5, 5, 1, 1, 1], [3, 3, 3, 3, 3, 2], [4, 4, 2, 2, 2, 2], [2, NAN, 2, 2, 4, 4]])
    turned = [False, False, True, True, False, False]
    runs = longest_run_through_both(x, turned).values
    assert runs.tolist() == [3, 5, 4, 3]
    assert longest_run_through_both(x, [False] * 6).values.tolist() == [0, 0, 0, 0]
    assert np.isnan(longest_run_through_both(np.full((1, 6), NAN), turned).values[0])


def test_nobody_there_is_not_a_straight_line():
    empty = np.full((2, 12), NAN)
    for kernel in (longstring, irv, person_total):
        assert np.isnan(kernel(empty).values).all()


def test_a_straight_line_has_no_correlation_and_no_variation():
    generator = np.random.default_rng(3)
    trait = generator.normal(size=(80, 1))
    x = np.rint(3 + trait + 0.2 * generator.normal(size=(80, 8)))
    x[0] = 3
    assert np.isnan(psychometric_synonyms(x).values[0])
    assert irv(x).values[0] == 0


def test_the_same_values_on_every_run():
    x = load_cases("careless", "psychometric_synonyms")[0].data
    np.testing.assert_array_equal(psychometric_synonyms(x).values, psychometric_synonyms(x).values)


def test_what_cannot_be_computed_says_what_is_needed():
    few = np.random.default_rng(1).integers(1, 6, (30, 8)).astype(float)
    assert "40 respondents" in mahalanobis(few).unavailable
    twins = np.repeat(np.random.default_rng(1).integers(1, 6, (60, 4)).astype(float), 2, axis=1)
    assert "positive definite" in mahalanobis(twins).unavailable
    assert "positive definite" in mahalanobis(twins[:, [0, 1, 2, 4, 6]]).unavailable
    assert "below -0.60 in this sample; 5 are needed" in psychometric_antonyms(few).unavailable
    assert "above 0.60 in this sample; 5 are needed" in psychometric_synonyms(few).unavailable
    assert "4 are needed" in even_odd(few, [range(4), range(4, 8)]).unavailable
    assert instructed_items(few[:, :0], []).unavailable
    assert relative_time(np.full(5, NAN)).unavailable


@pytest.mark.parametrize(
    "call",
    [
        lambda: as_answers(np.ones(3)),
        lambda: longest_run_through_both(np.ones((2, 3)), [True]),
        lambda: as_answers(np.array([[np.inf]])),
        lambda: time_per_item(np.ones((2, 2)), [3]),
        lambda: time_per_item(np.ones((2, 1)), [0]),
        lambda: instructed_items(np.ones((2, 2)), [[1]]),
        lambda: concentration(np.array([3]), np.array([2])),
        lambda: concentration(np.array([3, 0]), np.array([2, 9])),
    ],
)
def test_a_mistake_of_the_program_is_not_passed_over(call):
    with pytest.raises(ValueError, match=r"."):
        call()


MATRICES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 30), st.integers(1, 9)),
    elements=st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, NAN]),
)


@settings(deadline=None, max_examples=60)
@given(x=MATRICES)
def test_bounds_and_the_order_of_people(x):
    order = np.random.default_rng(0).permutation(len(x))
    answered = np.isfinite(x).sum(axis=1)
    runs = longstring(x).values
    assert (np.isnan(runs) == (answered == 0)).all()
    assert (runs[answered > 0] >= 1).all()
    assert (runs[answered > 0] <= answered[answered > 0]).all()
    for kernel in (longstring, mean_run, irv, person_total):
        values = kernel(x).values
        np.testing.assert_allclose(kernel(x[order]).values, values[order], rtol=1e-9, atol=1e-9)
    for kernel in (person_total, psychometric_synonyms, psychometric_antonyms):
        values = kernel(x).values
        assert (np.abs(values[np.isfinite(values)]) <= 1).all()


@settings(deadline=None, max_examples=40)
@given(x=MATRICES, cut=st.integers(0, 30))
def test_sums_of_parts_are_the_sums_of_the_whole(x, cut):
    whole, parts = pair_sums(x), pair_sums(x[:cut]) + pair_sums(x[cut:])
    np.testing.assert_array_equal(whole.products, parts.products)
    np.testing.assert_array_equal(whole.squares, parts.squares)
    np.testing.assert_array_equal(whole.counts, parts.counts)
    np.testing.assert_array_equal(whole.sums, parts.sums)
    assert whole.respondents == parts.respondents
    np.testing.assert_allclose(
        person_total(x).values[:cut], person_total(x[:cut], whole).values, rtol=1e-12, equal_nan=True
    )


@settings(deadline=None, max_examples=30)
@given(x=MATRICES)
def test_reversing_every_answer_changes_no_distance_and_no_variability(x):
    np.testing.assert_allclose(irv(x).values, irv(6 - x).values, rtol=0, atol=1e-12)
    first, second = mahalanobis(x), mahalanobis(6 - x)
    assert first.unavailable == second.unavailable
    np.testing.assert_allclose(first.values, second.values, rtol=1e-6, atol=1e-6)


def test_respondents_are_those_who_answered_anything():
    x = np.array([[1.0, NAN], [NAN, NAN], [3.0, 2.0]])
    assert pair_sums(x).respondents == 2
