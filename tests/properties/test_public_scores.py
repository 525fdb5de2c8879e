"""Who rose, stayed and fell on a scale does not follow from public editions where they hide it.

A linear program holds everybody's possible earlier and later scores and everything that the files tell of
them (``tests/attack``): means, mean changes of the whole and of groups, counts, bands, bars.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.attack.editions import publish, publish_by_site, publish_in_turn
from tests.attack.questions import Found
from tests.attack.scales import attack
from tests.attack.studies import SMALLEST, Recipe, recipes, study_of
from tests.attack.told import Told

PHASES = (Phase.explicit, Phase.generate)


def leaks(editions: list[Told], *, in_turn: bool = False) -> list[Found]:
    """What follows within fewer people than the smallest group."""
    return [found for found in attack(editions, SMALLEST, in_turn=in_turn) if found.leaks]


@settings(max_examples=6, phases=PHASES)
@given(recipe=recipes())
def test_nothing_hidden_of_scores_follows_from_one_edition(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = publish(study_of(recipe), Path(folder))
        assert told is not None
        assert leaks([told]) == []


@settings(max_examples=4, phases=PHASES)
@given(recipe=recipes(), data=st.data())
def test_nothing_hidden_of_scores_follows_from_two_editions(recipe: Recipe, data: st.DataObject) -> None:
    people = st.sets(st.integers(0, recipe.n - 1), min_size=min(recipe.n, 11))
    with tempfile.TemporaryDirectory() as folder:
        assert leaks(publish_in_turn(recipe, sorted(data.draw(people)), Path(folder))) == []


@settings(max_examples=2, phases=PHASES)
@given(recipe=recipes())
def test_nothing_hidden_of_scores_follows_from_the_whole_and_its_sites(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        editions = publish_by_site(recipe, Path(folder))
        assert not editions or leaks(editions, in_turn=True) == []


LATE = Recipe(n=61, late=12, lost=4, shapes=("middle", "agree", "poles"), stay=0.6, sites=(1, 2), seed=3)
ARM_LESS = Recipe(
    n=70, lost=2, shapes=("agree", "middle", "poles"), sites=(1, 2, 1), design="comparison", seed=5
)
NEAR_THE_BEST = Recipe(
    n=49, lost=1, late=11, shapes=("poles", "middle"), stay=0.9, sites=(3, 4, 4), seed=503554
)
BESIDE_THE_FLOOR = Recipe(
    n=37, lost=8, shapes=("floor", "poles", "ceiling", "ceiling", "floor"), sites=(1, 2), seed=489023
)
TWO_BARS = Recipe(
    n=40,
    lost=1,
    late=7,
    shapes=("ceiling",),
    stay=0.2,
    sites=(1, 2),
    design="retrospective",
    roles=(0, 0, 1, 3),
    seed=32697,
)
ONE_GROUP_ALONE = Recipe(
    n=22,
    lost=7,
    shapes=("poles", "agree", "ceiling"),
    stay=0.9,
    blanks=0.01,
    sites=(3,),
    design="comparison",
    roles=(0, 1),
    seed=795221,
)
WHOLE_LESS_A_SITE = Recipe(
    n=77,
    lost=3,
    late=9,
    shapes=("agree", "ceiling", "agree", "middle"),
    stay=0.2,
    sites=(2, 4, 4),
    seed=414080,
)


def test_late_responders_do_not_tell_of_those_who_were_there(tmp_path: Path) -> None:
    editions = publish_in_turn(LATE, range(LATE.late, LATE.n), tmp_path)
    assert len(editions) == 2
    assert leaks(editions) == []


@pytest.mark.parametrize(
    "recipe",
    [ARM_LESS, NEAR_THE_BEST, BESIDE_THE_FLOOR, TWO_BARS, ONE_GROUP_ALONE],
    ids=["groups", "room", "both ends", "bars", "few others"],
)
def test_other_numbers_of_a_scale_do_not_give_a_count_away(recipe: Recipe, tmp_path: Path) -> None:
    """Everybody less one group is the other; little room tells of the top; a mean and both ends."""
    told = publish(study_of(recipe), tmp_path)
    assert told is not None
    assert leaks([told]) == []


def test_the_whole_less_a_site_is_not_the_other_site(tmp_path: Path) -> None:
    editions = publish_by_site(WHOLE_LESS_A_SITE, tmp_path)
    assert len(editions) > 1
    assert leaks(editions, in_turn=True) == []


def test_the_ends_of_all_changes_are_told_nowhere(tmp_path: Path) -> None:
    """Rows of changes by their size, though without a number, would say how far one person moved."""
    told = publish(study_of(Recipe(n=30, shapes=("middle",), stay=0.2)), tmp_path)
    assert told is not None
    rows = [n for n in told.files.withheld if n["statistic"] == "change_share"]
    assert rows
    assert all(n.get("factor") is None for n in rows)


@pytest.mark.parametrize("left_out", ["improved", "near_ceiling"])
def test_the_attack_finds_scores_that_are_merely_left_out(left_out: str, tmp_path: Path) -> None:
    """A count taken out of full numbers by hand follows from those beside it."""
    told = publish(
        study_of(Recipe(n=30, lost=3, shapes=("agree", "middle"), seed=5), audience="internal"), tmp_path
    )
    assert told is not None
    gone = [n for n in told.files.numbers if n["statistic"] == left_out]
    told.files.numbers[:] = [n for n in told.files.numbers if n not in gone]
    told.files.withheld.extend({**n, "estimate": None, "unavailable": ""} for n in gone)
    found = leaks([told])
    assert any(leak.about[2] == left_out and leak.most - leak.least < 1.0 for leak in found)
