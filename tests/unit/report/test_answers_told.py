"""How much a public edition tells of single questions: each answer, the sides, the mean, or nothing."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.report.answers import item_answers
from mtle_survey.report.disclosure import put_together, sides
from mtle_survey.report.privacy.additive import Program, widths
from mtle_survey.report.privacy.beside_earlier import Earlier
from mtle_survey.report.privacy.claims import Claim
from mtle_survey.report.privacy.differences import parts_told
from mtle_survey.report.privacy.levels import Level, told_sums
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses


def study(n: int, counts: tuple[int, ...], later: tuple[int, ...] | None = None) -> Study:
    """A study in which one question is answered as told, and the others by chance."""
    model = instrument()
    waves = {"pre": responses(model, "pre", range(n)), "post": responses(model, "post", range(n), seed=2)}
    for wave, chosen in (("pre", counts), ("post", later or counts)):
        place = waves[wave].items.index("grow1")
        waves[wave].values[:, place] = np.repeat(np.arange(1.0, 6.0), chosen)
    return Study(model, waves, respondent="teacher", audience="public", small_cell=10)


def mean_of(view: View, wave: str) -> float | None:
    (row,) = view.description.where(item="grow1", wave=wave, statistic="mean")
    return row.estimate


@pytest.mark.parametrize(
    ("counts", "level"),
    [
        ((0, 0, 10, 10, 10), Level.EACH),
        ((0, 0, 12, 5, 13), Level.TOGETHER),
        ((3, 5, 12, 5, 5), Level.MEAN),
        ((10, 20, 17, 6, 1), Level.EACH),
    ],
    ids=["no small count", "small within a side", "a small side", "from fifty people on"],
)
def test_counts_are_put_together_first_and_then_give_way_to_the_mean(
    counts: tuple[int, ...], level: Level
) -> None:
    view = View(study(sum(counts), counts))
    assert view.release.answers_to("grow1", "pre") is level
    assert (mean_of(view, "pre") is not None) == (level in (Level.EACH, Level.MEAN))


def test_beside_answers_put_together_no_mean_gives_the_split() -> None:
    """12 in the middle and 18 above it, with the mean, are an equation for how many chose the last answer."""
    view = View(study(30, (0, 0, 12, 11, 7)))
    (shown,) = item_answers(view, "grow", ["grow1"], ("pre", "post")).items
    assert shown.answers[0].counts == (0, 12, 18)
    assert mean_of(view, "pre") is None


def test_a_mean_near_the_end_that_tells_of_the_few_is_not_shown() -> None:
    view = View(study(24, (1, 1, 2, 8, 12)))
    assert view.release.answers_to("grow1", "pre") is Level.NOTHING
    assert mean_of(view, "pre") is None


def test_in_a_small_study_it_is_not_told_who_moved_on_a_question() -> None:
    up = View(study(30, (10, 10, 10, 0, 0), (0, 10, 10, 10, 0)))
    (higher,) = up.study.changes.item_change.where(item="grow1", statistic="answered_higher")
    assert higher.estimate is None
    many = View(study(60, (20, 20, 20, 0, 0), (0, 20, 20, 20, 0)))
    (higher,) = many.study.changes.item_change.where(item="grow1", statistic="answered_higher")
    assert higher.estimate == 1.0


@pytest.mark.parametrize(("answers", "expected"), [(5, (3, 3, 9)), (4, (3, 7)), (7, (6, 4, 18)), (1, (1,))])
def test_answers_are_put_together_on_both_sides_of_the_middle(
    answers: int, expected: tuple[int, ...]
) -> None:
    counts = tuple(range(1, answers + 1))
    assert put_together(counts) == expected
    assert [place for group in sides(answers) for place in group] == list(range(answers))


def test_what_a_level_tells_are_sums_of_the_counts_of_answers() -> None:
    counts, codes = np.array([2, 3, 5, 9, 4]), np.arange(1.0, 6.0)
    assert tuple(told_sums(Level.EACH, codes) @ counts) == (2, 3, 5, 9, 4)
    assert tuple(told_sums(Level.TOGETHER, codes) @ counts) == (5, 5, 13)
    assert (told_sums(Level.MEAN, codes) @ counts).tolist() == [79.0]
    assert told_sums(Level.NOTHING, codes).shape == (0, 5)


def test_how_wide_hidden_counts_are_is_found_for_many_programs_at_once() -> None:
    """Three cells of 30 people; of the second program their sum with weights 1, 2, 3 is told as well."""
    each = np.eye(3)
    total = Program(told=np.ones((1, 3)), values=np.array([30.0]), hidden=each)
    mean = Program(told=np.array([[1.0, 1, 1], [1, 2, 3]]), values=np.array([30.0, 40.0]), hidden=each)
    wide, narrow = widths([total, mean], 40.0)
    assert wide == pytest.approx([30.0, 30.0, 30.0])
    assert narrow == pytest.approx([5.0, 10.0, 5.0])


def test_the_parts_that_follow_from_tables_of_overlapping_people() -> None:
    """Forty people and thirty of them tell of the other ten; two halves that overlap tell of no part."""
    everybody, first = np.ones(40, dtype=bool), np.arange(40) < 30
    assert sorted(parts_told([first, everybody])) == [10, 30]
    assert parts_told([first, np.arange(40) >= 20]).size == 0
    assert sorted(parts_told([first, ~first])) == [10, 30]


@pytest.mark.parametrize(
    ("before", "now", "level", "told"),
    [
        (40, 40, Level.TOGETHER, Level.TOGETHER),
        (40, 60, Level.TOGETHER, Level.NOTHING),
        (60, 120, Level.EACH, Level.EACH),
        (60, 100, Level.EACH, Level.NOTHING),
        (40, 60, Level.MEAN, Level.NOTHING),
    ],
    ids=["the same", "twenty more", "sixty more", "forty more", "a mean"],
)
def test_answers_are_told_again_of_the_same_or_where_every_part_is_large(
    before: int, now: int, level: Level, told: Level
) -> None:
    people = np.arange(120)
    claim = Claim(wave="pre", kind="item", name="help1", people=people < before, level=level)
    earlier = Earlier([claim])
    assert earlier.level("help1", "pre", people < now, level) is told
    others = Level.NOTHING if level is Level.MEAN else level
    assert earlier.level("help2", "pre", people < now, level) is others
