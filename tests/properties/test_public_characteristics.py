"""What people are, and why they left questions out, does not follow from public editions where they hide it.

A linear program holds everybody's possible values and all that the files count of them (``tests/attack``):
tables by wave, moves between values, how many the results of groups rest on, reasons by question and in all.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.attack.characteristics import attack
from tests.attack.editions import publish, publish_by_site, publish_in_turn
from tests.attack.questions import Found
from tests.attack.studies import SMALLEST, Recipe, described, study_of
from tests.attack.told import Told

PHASES = (Phase.explicit, Phase.generate)


def leaks(editions: list[Told], *, in_turn: bool = False) -> list[Found]:
    """What follows within fewer people than the smallest group."""
    return [found for found in attack(editions, SMALLEST, in_turn=in_turn) if found.leaks]


@settings(max_examples=8, phases=PHASES)
@given(recipe=described())
def test_nothing_hidden_of_people_follows_from_one_edition(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = publish(study_of(recipe), Path(folder))
        assert told is not None
        assert leaks([told]) == []


@settings(max_examples=5, phases=PHASES)
@given(recipe=described(), data=st.data())
def test_nothing_hidden_of_people_follows_from_two_editions(recipe: Recipe, data: st.DataObject) -> None:
    people = st.sets(st.integers(0, recipe.n - 1), min_size=min(recipe.n, 11))
    with tempfile.TemporaryDirectory() as folder:
        assert leaks(publish_in_turn(recipe, sorted(data.draw(people)), Path(folder))) == []


@settings(max_examples=3, phases=PHASES)
@given(recipe=described())
def test_nothing_hidden_of_people_follows_from_the_whole_and_its_sites(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        editions = publish_by_site(recipe, Path(folder))
        assert not editions or leaks(editions, in_turn=True) == []


def test_what_lasts_is_not_counted_in_a_wave_of_a_few_others(tmp_path: Path) -> None:
    """Roles in one wave, and how many were lost and late, say what they are in the other."""
    recipe = Recipe(
        n=63,
        lost=11,
        late=2,
        shapes=("middle", "poles", "ceiling"),
        sites=(2, 2, 2, 4, 3),
        design="comparison",
        roles=(3, 1, 2),
        seed=787875,
    )
    first = [1, 2, 3, 4, 6, 7, 11, 13, 14, 19, 20, 21, 25, 28, 31, 33, 38, 39, 43, 45, 48, 51, 55, 58, 60]
    editions = publish_in_turn(recipe, first, tmp_path)
    assert editions
    assert leaks(editions) == []


REASONED = Recipe(
    n=59,
    lost=13,
    late=6,
    shapes=("middle", "agree"),
    stay=0.2,
    blanks=0.01,
    sites=(4, 2, 2),
    reasons=0.7,
    seed=12899,
)


@pytest.mark.parametrize("blanks", [0.01, 0.2])
def test_reasons_of_all_questions_do_not_say_who_refused_one(blanks: float, tmp_path: Path) -> None:
    recipe = Recipe(**{**vars(REASONED), "blanks": blanks})
    told = publish(study_of(recipe), tmp_path)
    assert told is not None
    assert leaks([told]) == []


@pytest.mark.parametrize("table", ["table-sample", "table-missing"])
def test_the_attack_finds_what_is_merely_left_out(table: str, tmp_path: Path) -> None:
    """One small count taken out of full tables by hand, and reasons of all questions beside hidden ones."""
    recipe = Recipe(**{**vars(REASONED), "roles": (0, 0, 0, 0, 0, 1, 2, 2)})
    told = publish(study_of(recipe, audience="internal"), tmp_path)
    assert told is not None
    told.files.numbers[:] = [
        n for n in told.files.numbers if n["statistic"] not in ("missing", "not_applicable")
    ]
    told.files.tables.pop("table-missing-items", None)
    if table == "table-sample":
        (row,) = (row for row in told.files.tables[table] if row[1] == "Coach")
        row[2] = "n < 10, not shown"
    assert any((leak.about[1] == "role") == (table == "table-sample") for leak in leaks([told]))
