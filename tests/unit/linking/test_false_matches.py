"""The promise of near matches, kept in simulated waves whose true pairs are known."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from mtle_survey.linking.codes import code_name
from mtle_survey.linking.exact import exact_people
from mtle_survey.linking.fuzzy import TOLERATED_SHARE, neighbours, united
from mtle_survey.linking.odds import find_odds, left_over

LETTERS = "AABBCCCDDEEFFGGHHIJJJKKKLLLMMMMNOPPQRRRSSSSTTUVWXYZ"
RUNS = 80


@dataclass
class Outcome:
    true: int = 0
    false: int = 0
    expected: float = 0.0
    kept_true: int = 0
    kept_false: int = 0


def draw_code(draw, elements):
    """Birth month, letter, siblings, letter, digit, letter; their answers are not equally frequent."""
    siblings = draw.choices(range(6), [0.16, 0.38, 0.26, 0.12, 0.05, 0.03])[0]
    parts = (draw.randint(1, 12), draw.choice(LETTERS), siblings, draw.choice(LETTERS), draw.randint(0, 9))
    return [str(part) for part in (*parts, draw.choice(LETTERS))][:elements]


def slipped(draw, code):
    place = draw.randrange(len(code))
    return [*code[:place], draw_code(draw, len(code))[place], *code[place + 1 :]]


def once(codes):
    names = [code_name(code) for code in codes]
    return {name: i for i, name in enumerate(names) if names.count(name) == 1}


def one_study(draw, elements, n, stayed, total):
    pre = [draw_code(draw, elements) for _ in range(n)]
    post = [slipped(draw, pre[i]) if draw.random() < 0.2 else pre[i] for i in range(stayed)]
    post += [draw_code(draw, elements) for _ in range(n - stayed)]
    first, second = once(pre), once(post)
    people = exact_people([first, second], str, [], frozenset()).people
    stable = [{} for _ in people]
    found = neighbours(people, 2, stable, frozenset(), str, elements=True)
    groups = united(people, stable, frozenset(), found.unique)
    odds = find_odds(people, str, elements=True)
    expected = odds.fuzzy(*(left_over(people, str, a, b, elements=True) for a, b in ((0, 1), (1, 0))))
    true = 0
    for group in groups:
        names = {sheet: name for i in group for sheet, name in people[i].items()}
        true += first[names[0]] == second[names[1]] < stayed
    false = len(groups) - true
    total.true, total.false, total.expected = (
        total.true + true,
        total.false + false,
        total.expected + expected,
    )
    if expected <= TOLERATED_SHARE * len(groups):
        total.kept_true, total.kept_false = total.kept_true + true, total.kept_false + false


@pytest.mark.parametrize(("elements", "n", "stayed"), [(5, 24, 18), (5, 60, 45), (6, 60, 45)])
def test_no_more_than_a_twentieth_of_the_joined_pairs_are_wrong(elements, n, stayed):
    draw = random.Random(11)
    total = Outcome()
    for _ in range(RUNS):
        one_study(draw, elements, n, stayed, total)
    assert total.kept_false <= TOLERATED_SHARE * (total.kept_true + total.kept_false)
    assert total.false <= 1.5 * total.expected + 3
    assert total.kept_true > 0.6 * total.true
