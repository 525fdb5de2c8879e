"""No hidden count follows from the files of public editions: not from one, and not from two together.

A linear program holds everybody's possible answers and everything that the files tell of them
(``tests/attack``). A count that an edition hides has to stay open by at least the smallest group.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.attack.editions import publish, publish_by_site, publish_in_turn
from tests.attack.questions import Found, attack
from tests.attack.studies import SMALLEST, Recipe, recipes, study_of
from tests.attack.told import Told

PHASES = (
    Phase.explicit,
    Phase.generate,
)  # a smaller study that leaks says no more, and takes minutes to find


def leaks(editions: list[Told]) -> list[Found]:
    """What follows within fewer people than the smallest group."""
    return [found for found in attack(editions, SMALLEST) if found.leaks]


@settings(max_examples=8, phases=PHASES)
@given(recipe=recipes())
def test_nothing_hidden_follows_from_one_edition(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = publish(study_of(recipe), Path(folder))
        assert told is not None
        assert leaks([told]) == []


@settings(max_examples=6, phases=PHASES)
@given(recipe=recipes(), data=st.data())
def test_nothing_hidden_follows_from_two_editions(recipe: Recipe, data: st.DataObject) -> None:
    people = st.sets(st.integers(0, recipe.n - 1), min_size=min(recipe.n, 11))
    with tempfile.TemporaryDirectory() as folder:
        assert leaks(publish_in_turn(recipe, sorted(data.draw(people)), Path(folder))) == []


@settings(max_examples=3, phases=PHASES)
@given(recipe=recipes())
def test_nothing_hidden_follows_from_the_whole_and_its_sites(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        editions = publish_by_site(recipe, Path(folder))
        assert not editions or leaks(editions) == []


EACH_AND_SCORE = Recipe(
    n=31,
    lost=5,
    shapes=("ceiling", "ceiling", "floor", "agree", "agree"),
    stay=0.9,
    blanks=0.01,
    sites=(2, 3, 2, 3, 4),
    seed=976375,
)
MOVES_AND_CHANGE = Recipe(
    n=21,
    lost=6,
    late=4,
    shapes=("ceiling", "poles", "floor"),
    stay=0.9,
    sites=(3,),
    design="retrospective",
    seed=822194,
)
SMALL_AND_LARGER = Recipe(
    n=36,
    lost=6,
    shapes=("agree", "agree", "poles", "ceiling", "poles"),
    stay=0.9,
    sites=(2, 3, 1, 2, 2, 3),
    design="retrospective",
    seed=319746,
)
SIDES_OF_A_SITE = Recipe(
    n=66, lost=11, shapes=("middle", "poles", "floor", "floor"), sites=(1, 4, 4, 3), seed=724718
)
MEANS_OF_A_SITE = Recipe(
    n=44,
    lost=5,
    late=1,
    shapes=("middle", "middle", "poles"),
    stay=0.2,
    sites=(4, 3, 4, 3, 3),
    seed=404144,
)

SIDES_OF_BOTH = Recipe(
    n=42,
    shapes=("floor", "poles", "agree", "middle", "agree"),
    stay=0.9,
    blanks=0.01,
    sites=(3, 2),
    design="retrospective",
    seed=952562,
)


SITE_NEAR_THE_END = Recipe(
    n=75,
    lost=6,
    shapes=("poles", "ceiling", "agree", "poles", "ceiling"),
    rise=0.4,
    blanks=0.01,
    sites=(3, 2),
    design="retrospective",
    seed=456120,
)
WHOLE_OF_BOTH_ENDS = Recipe(
    n=32,
    lost=8,
    late=5,
    shapes=("poles", "floor", "floor", "middle", "poles"),
    stay=0.9,
    sites=(3, 1, 2, 3),
    design="retrospective",
    seed=456893,
)


@pytest.mark.parametrize("recipe", [EACH_AND_SCORE, MOVES_AND_CHANGE], ids=["answers", "moves"])
def test_other_questions_and_the_score_do_not_give_a_question_away(recipe: Recipe, tmp_path: Path) -> None:
    """Every answer to one question, or who moved on two of three, with the mean of the scale near its end."""
    told = publish(study_of(recipe), tmp_path)
    assert told is not None
    assert leaks([told]) == []


def test_a_later_report_does_not_tell_of_those_of_a_smaller_one_before(tmp_path: Path) -> None:
    first = [1, 2, 10, 13, 14, 15, 19, 23, 25, 26, 31]
    editions = publish_in_turn(SMALL_AND_LARGER, first, tmp_path)
    assert len(editions) == 2
    assert leaks(editions) == []


@pytest.mark.parametrize(
    "recipe",
    [SIDES_OF_A_SITE, MEANS_OF_A_SITE, SIDES_OF_BOTH, SITE_NEAR_THE_END, WHOLE_OF_BOTH_ENDS],
    ids=["sides", "means", "sides of both and a score", "a site near the end", "the whole of both ends"],
)
def test_a_site_beside_the_whole_does_not_give_its_answers_away(recipe: Recipe, tmp_path: Path) -> None:
    """The sides of a site with every answer of the whole; its means with the sides; scores of all sites."""
    editions = publish_by_site(recipe, tmp_path)
    assert len(editions) > 1
    assert leaks(editions) == []


def test_the_attack_finds_what_is_merely_left_out(tmp_path: Path) -> None:
    """Full numbers of which small counts are left out by hand give hidden answers away, to the person."""
    recipe = Recipe(n=30, lost=3, shapes=("agree", "middle", "poles"), seed=5)
    told = publish(study_of(recipe, audience="internal"), tmp_path)
    assert told is not None
    told.chosen = [c for c in told.chosen if not 0 < c.value < SMALLEST]
    told.moved = []
    found = leaks([told])
    assert found
    assert any(leak.most - leak.least < 0.5 for leak in found)
