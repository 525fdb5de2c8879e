"""Self-made codes: spellings that are one answer, neighbours one slip apart, and what chance would join."""

from __future__ import annotations

import itertools
import random
import string
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.linking.chance import (
    chance_of_one_apart,
    chance_of_one_edit,
    chance_of_same,
    same_value_shares,
)
from mtle_survey.linking.codes import code_name, normalise_element
from mtle_survey.linking.identifiers import plain_id
from mtle_survey.linking.neighbours import is_one_edit, one_edit_apart, one_element_apart


@pytest.mark.parametrize(
    "alike",
    [
        ("7", "07", " 7 ", "７", "July", "jul", "JUL."),
        ("O", "0", "o", "00"),
        ("I", "l", "1", "i", "L", "01"),
        ("Sept", "september", "9", "09"),
        ("K", "k", "Ｋ"),
        ("St. Mary", "st mary", "St-Mary"),
        ("", " ", None, "-"),
    ],
)
def test_spellings_of_one_answer_are_one(alike):
    assert len({normalise_element(text) for text in alike}) == 1


@pytest.mark.parametrize(("a", "b"), [("7", "70"), ("B", "8"), ("S", "5"), ("MAR", "MAY"), ("é", "e")])
def test_different_answers_stay_apart(a, b):
    assert normalise_element(a) != normalise_element(b)


@given(st.text(max_size=12))
def test_normalising_twice_changes_nothing(text):
    once = normalise_element(text)
    assert normalise_element(once) == once
    assert "-" not in once


def test_a_code_needs_four_answers_or_all_of_a_shorter_one():
    assert code_name(["7", "K", "2", "", "M"]) == "07-K-02--M"
    assert code_name(["7", "K", "2", None, ""]) is None
    assert code_name(["7", "K", "2"]) == "07-K-02"
    assert code_name(["7", "", "2"]) is None


@pytest.mark.parametrize(
    "text", ["@X@user.pk_string@X@", "${e://Field/id}", "[QID3-ChoiceTextEntryValue]", "{{code}}"]
)
def test_a_placeholder_is_nobody(text):
    assert plain_id(text) is None


def edits(a, b):
    """Optimal string alignment distance, by the textbook recurrence."""
    d = np.zeros((len(a) + 1, len(b) + 1), dtype=int)
    d[:, 0], d[0, :] = np.arange(len(a) + 1), np.arange(len(b) + 1)
    for i, j in itertools.product(range(1, len(a) + 1), range(1, len(b) + 1)):
        d[i, j] = min(d[i - 1, j] + 1, d[i, j - 1] + 1, d[i - 1, j - 1] + (a[i - 1] != b[j - 1]))
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            d[i, j] = min(d[i, j], d[i - 2, j - 2] + 1)
    return int(d[-1, -1])


short = st.text(alphabet="ab1", max_size=6)


@given(short, short)
def test_one_edit_is_the_distance_of_the_textbook(a, b):
    assert is_one_edit(a, b) == (edits(a, b) == 1)


@given(st.lists(short, max_size=12))
def test_neighbours_of_texts_are_those_of_comparing_all_with_all(texts):
    brute = {
        (i, j) for i, j in itertools.combinations(range(len(texts)), 2) if edits(texts[i], texts[j]) == 1
    }
    assert one_edit_apart(texts) == brute


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 4), max_size=25))
def test_neighbours_of_elements_are_those_of_comparing_all_with_all(codes):
    brute = {
        (i, j)
        for i, j in itertools.combinations(range(len(codes)), 2)
        if sum(x != y for x, y in zip(codes[i], codes[j], strict=True)) == 1
    }
    assert one_element_apart(codes) == brute


PUBLISHED = (1 / 12, 1 / 31, 0.08, 0.08, 0.15)


def test_chance_matches_are_those_of_the_formula():
    """Five elements: month, day, two letters, a digit."""
    assert chance_of_same(PUBLISHED) == pytest.approx(2.5806e-6, rel=1e-4)
    assert chance_of_one_apart(PUBLISHED) == pytest.approx(1.79785e-4, rel=1e-5)
    assert round(60 * 60 * chance_of_same(PUBLISHED), 3) == 0.009
    assert round(60 * 60 * chance_of_one_apart(PUBLISHED), 2) == 0.65
    assert round(400 * 400 * chance_of_same(PUBLISHED), 2) == 0.41
    assert round(400 * 400 * chance_of_one_apart(PUBLISHED), 1) == 28.8


def test_shares_are_counted_from_the_codes():
    assert same_value_shares([("a", "x"), ("a", "y"), ("b", "z"), ("b", "w")]) == (0.5, 0.25)


def test_chance_of_one_edit_bounds_what_drawn_texts_show():
    draw = random.Random(4)
    texts = ["".join(draw.choice("abcd") for _ in range(draw.choice((5, 6)))) for _ in range(1500)]
    seen = len(one_edit_apart(texts)) / (len(texts) * (len(texts) - 1) / 2)
    bound = chance_of_one_edit(texts)
    assert seen <= bound <= 2.5 * seen


def test_chance_of_one_edit_is_close_for_texts_of_one_length():
    draw = random.Random(5)
    texts = ["".join(draw.choice("abcdef") for _ in range(6)) for _ in range(2500)]
    seen = len(one_edit_apart(texts)) / (len(texts) * (len(texts) - 1) / 2)
    assert chance_of_one_edit(texts) == pytest.approx(seen, rel=0.1)


def independent_draws(codes):
    """Every combination of the elements' answers, with its chance."""
    columns = list(zip(*codes, strict=True))
    weights = [{v: column.count(v) / len(codes) for v in set(column)} for column in columns]
    return [
        (value, np.prod([w[v] for w, v in zip(weights, value, strict=True)]))
        for value in itertools.product(*weights)
    ]


def slips(x, y):
    """In how many ways one character replaced, exchanged with the next, added or left out turns x into y."""
    places = range(len(x) - 1)  # the last place is empty
    replaced = sum(
        x[i] != y[i] and all((x[i], y[i])) and x[:i] + x[i + 1 :] == y[:i] + y[i + 1 :] for i in places
    )
    exchanged = sum(
        x[i] != x[i + 1] and all(x[i : i + 2]) and y == (*x[:i], x[i + 1], x[i], *x[i + 2 :]) for i in places
    )
    added = sum(
        a[:i] == b[:i] and b[i] != "" and a[i:-1] == b[i + 1 :] for a, b in ((x, y), (y, x)) for i in places
    )
    return replaced + exchanged + added


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=12))
def test_the_chance_of_one_edit_is_the_expected_number_of_slips_between_independent_draws(texts):
    longest = max(map(len, texts))
    draws = independent_draws([(*text, *[""] * (longest + 1 - len(text))) for text in texts])
    expected = sum(p * q * slips(x, y) for (x, p), (y, q) in itertools.product(draws, draws))
    assert chance_of_one_edit(texts) == pytest.approx(expected, abs=1e-12)


def test_nobody_has_no_chance_of_a_slip():
    assert chance_of_one_edit([]) == 0.0


@settings(max_examples=20)
@given(st.lists(st.tuples(*[st.sampled_from("abcd")] * 3), min_size=1, max_size=20))
def test_chances_are_shares_of_all_pairs_of_independent_draws(codes):
    """Every combination of the elements' answers, weighted by their shares, compared with every other."""
    combinations = independent_draws(codes)
    apart = {0: 0.0, 1: 0.0}
    for (a, p), (b, q) in itertools.product(combinations, combinations):
        differ = sum(x != y for x, y in zip(a, b, strict=True))
        if differ in apart:
            apart[differ] += p * q
    shares = same_value_shares(codes)
    assert chance_of_same(shares) == pytest.approx(apart[0])
    assert chance_of_one_apart(shares) == pytest.approx(apart[1])


def test_ten_thousand_texts_are_compared_in_seconds():
    draw = random.Random(6)
    texts = [
        "".join(draw.choice(string.ascii_uppercase + string.digits) for _ in range(8)) for _ in range(10_000)
    ]
    start = time.perf_counter()
    one_edit_apart(texts)
    assert time.perf_counter() - start < 10
