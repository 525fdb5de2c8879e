"""A public edition of a comparison spares what the design is about: the difference between its groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mtle_survey.report.view import View
from mtle_survey.study import Question, Study
from tests.properties.test_disclosure_properties import recoverable, shown
from tests.unit.report.studies import instrument, responses

EFFECTS = ("baseline_g", "ancova_effect", "did_effect")
PEOPLE, SITES, COHORTS = 120, 12, 6


def compared(
    lost: tuple[int, int], blank: float = 0.03, *, others: tuple[str, ...] = ("c",), **options: Any
) -> Study:
    """120 people at 12 sites, in 6 cohorts; whole sites are in the program or not.

    Parameters
    ----------
    lost : tuple of int
        How many of each group do not come back.
    blank : float
        The share of questions left out.
    others : tuple of str
        The comparison groups, which take turns among the sites outside the program.
    """
    base = instrument()
    fields = [field.model_dump() for field in base.fields]
    codes = tuple(str(k) for k in range(1, COHORTS + 1))
    fields.append({"id": "cohort", "title": "Cohort", "type": "single", "codes": codes, "labels": codes})
    model = instrument(fields=tuple(fields))
    rng = np.random.default_rng(3)
    site = np.arange(PEOPLE) // (PEOPLE // SITES)
    arm = np.array(["p" if s % 2 == 0 else others[s // 2 % len(others)] for s in site])
    gone = {
        int(person)
        for inside, count in zip((arm == "p", arm != "p"), lost, strict=True)
        for person in rng.choice(np.flatnonzero(inside), count, replace=False)
    }
    waves = {}
    for wave, rise, seed in (("pre", 0.0, 1), ("post", 0.5, 2)):
        people = [p for p in range(PEOPLE) if wave == "pre" or p not in gone]
        left_out = {i: np.flatnonzero(rng.random(len(people)) < blank).tolist() for i in model.rated_items}
        waves[wave] = responses(model, wave, people, rise=rise, seed=seed, blank=left_out)
        waves[wave].fields["arm"][:] = arm[people]
        waves[wave].fields["site"][:] = [str(site[p] + 1) for p in people]
        waves[wave].fields["cohort"] = np.array(
            [str(1 + (7 * p + p // 5) % COHORTS) for p in people], dtype=object
        )
    settings = {"audience": "public", "primary": ["lead"], "groups": ("cohort",), **options}
    return Study(
        model,
        waves,
        respondent="teacher",
        title="A comparison",
        cluster="site",
        design={
            "type": "comparison",
            "column": "arm",
            "program": "p",
            "comparison": others if len(others) > 1 else others[0],
        },
        **settings,
    )


def told_effects(view: View, scale: str) -> set[str]:
    return {r.statistic for r in view.study.comparison if r.scale == scale and r.available}


@pytest.mark.parametrize("lost", [(0, 0), (2, 3), (4, 8)])
def test_the_primary_difference_is_told_and_other_results_give_way(lost: tuple[int, int]) -> None:
    view = shown(compared(lost))
    assert told_effects(view, "lead") >= {*EFFECTS}
    guard = view.edition and view.edition.guard
    assert guard is not None
    hidden = {key[0] for key in guard.bundles.keys() - guard.shown}
    assert {"item change", "group"} <= hidden, "with blanks all over, something had to"
    assert ("contrast", "lead", "post - pre") in guard.shown
    assert recoverable(view) == []


def test_what_a_question_asks_about_comes_before_what_nobody_asked_about() -> None:
    """The total leads where nothing else is said; beside its parts, with blanks, it cannot stand."""
    asked = [Question(ask="Do they grow?", measures=("grow",))]
    view = shown(compared((2, 3), primary=["grow"]))
    also = shown(compared((2, 3), primary=["lead"], questions=asked))
    for scale in ("grow",):
        assert told_effects(view, scale) >= {*EFFECTS}
        assert told_effects(also, scale) >= {*EFFECTS}
    assert told_effects(also, "lead") >= {*EFFECTS}
    assert not told_effects(also, "whole") & {*EFFECTS}
    assert recoverable(also) == []


def test_each_of_several_comparison_groups_is_compared() -> None:
    """The effect against each group stands on the sums of that group and the program."""
    view = View(compared((0, 0), 0.0, others=("c", "w")))
    told = {
        (r.contrast, r.n)
        for r in view.study.comparison
        if r.statistic == "did_effect" and r.scale == "lead" and r.available
    }
    assert told == {
        ("(post - pre) x (program - c)", 90),
        ("(post - pre) x (program - w)", 90),
    }


def numbers_of_a_group(view: View, column: str) -> dict[str, set[int]]:
    """By group, on how many people its results rest, and how many are counted in it wave by wave."""
    found: dict[str, set[int]] = {}
    for row in view.rows:
        if row.available and row.n and row.contrast == "post - pre" and (row.group or "").startswith(column):
            found.setdefault((row.group or "").partition("=")[2], set()).add(row.n)
    return found


@pytest.mark.parametrize("lost", [(0, 0), (4, 8), (10, 16)])
def test_no_two_numbers_of_a_small_group_differ_by_a_few_people(lost: tuple[int, int]) -> None:
    """Its results rest on the same people, and the table of groups gives way where it counts a few more."""
    view = View(compared(lost, groups=()))
    for column in ("site", "arm", "cohort"):
        for name, sizes in numbers_of_a_group(view, column).items():
            small = {n for n in sizes if n < 50}
            assert all(a == b or abs(a - b) >= 10 for a in small for b in sizes), (column, name, sizes)
            for wave in ("pre", "post"):
                if view.release.shows_fact(column, wave):
                    counted = int((view.study.waves[wave].fields[column] == name).sum())
                    assert all(n == counted or abs(n - counted) >= 10 for n in sizes), (column, name)


def test_groups_are_counted_where_their_results_rest_on_all_of_them() -> None:
    view = View(compared((0, 0), 0.0))
    assert view.release.shows_fact("arm", "pre")
    assert numbers_of_a_group(view, "arm") == {"p": {60}, "c": {60}}
