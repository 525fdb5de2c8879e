"""The proof of polarity tells all three witnesses: the declared key, the labels in the file, the answers."""

from __future__ import annotations

import pytest

from mtle_survey import Study
from tests.support import make_instrument, read

LABELS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")


def export(third, cell):
    rows = ["teacher,a1,a2,a3,a4"]
    for i in range(30):
        level = 1 + i % 5
        a, b = level, min(5, max(1, level + i % 2))
        rows.append(f"t{i},{cell(a)},{cell(b)},{cell(third(a))},{cell(a)}")
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("cell", "order"),
    [(lambda v: LABELS[v - 1], "read by their labels"), (str, "codes without labels")],
)
def test_an_item_keyed_the_wrong_way_is_told_with_all_three_witnesses(tmp_path, cell, order):
    instrument = make_instrument(tmp_path)
    responses = read(tmp_path, instrument, export(lambda a: a, cell))
    (only,) = [
        p for p in Study(instrument, {None: responses}).problems if p.code == "D201" and "voice" in p.why
    ]
    assert only.item == "a3"
    for witness in ("I keep my ideas to myself.", "reverse-keyed", order, "item-rest correlation -"):
        assert witness in only.why


def test_a_reversed_item_that_runs_as_declared_is_sound(tmp_path):
    instrument = make_instrument(tmp_path)
    responses = read(tmp_path, instrument, export(lambda a: 6 - a, str))
    assert not [p for p in Study(instrument, {None: responses}).problems if p.code in ("D201", "D202")]
