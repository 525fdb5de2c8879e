"""No combination of what a public edition shows is about fewer people than the smallest group.

Who is behind each number is worked out here once more, from the answers alone; whatever the program says
about that is not believed.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.report.privacy.edition import TOGETHER
from mtle_survey.report.privacy.leverage import Published
from mtle_survey.report.view import View
from mtle_survey.study import Study
from mtle_survey.table import Row
from tests.unit.report.studies import instrument, responses
from tests.unit.report.test_releases import study as later_study

MOMENTS = ("mean", "sd", "mean_change", "d_av", "median", "near_floor", "sem", "did_effect")
SMALLEST = 10
Person = str
Weights = dict[tuple[Person, str], float]


def study_of(
    n: int,
    lost: int,
    blanks: dict[str, list[int]],
    later_blanks: dict[str, list[int]],
    without_id: list[int],
    sites: list[int],
    audience: str = "public",
) -> Study:
    """Before and after, some lost, some unidentified, some questions not answered."""
    model = instrument()
    before = responses(model, "pre", range(n), blank={k: [i for i in v if i < n] for k, v in blanks.items()})
    m = n - lost
    after = responses(
        model,
        "post",
        range(m),
        rise=0.4,
        seed=2,
        blank={k: [i for i in v if i < m] for k, v in later_blanks.items()},
    )
    assert after.ids is not None
    after.ids[[i for i in without_id if i < m]] = None
    for wave, count in ((before, n), (after, m)):
        wave.fields["site"][:] = [str(sites[p % len(sites)]) for p in range(count)]
    return Study(
        model,
        {"pre": before, "post": after},
        respondent="teacher",
        title="A study",
        cluster="site",
        groups=("arm",),
        audience=audience,
        small_cell=SMALLEST,
    )


ORIGINAL: dict[int, Study] = {}


def shown(study: Study, *before: View) -> View:
    """The report of a study, after other reports about the same people."""
    known = tuple(view.edition.released for view in before if view.edition)
    view = View(study, known)
    ORIGINAL[id(view)] = study
    return view


class Answers:
    """The answers of a study by person and question, read without the help of the report."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.given: dict[str, dict[Person, dict[str, float]]] = {}
        for wave, found in study.answered_waves.items():
            assert wave is not None and found.ids is not None
            self.given[wave] = {
                str(found.ids[r]) if found.ids[r] is not None else f"{wave}/{r}": {
                    item: found.values[r, k]
                    for k, item in enumerate(found.items)
                    if np.isfinite(found.values[r, k])
                }
                for r in range(len(found))
            }
        self.sites = {
            str(found.ids[r]): {field: values[r] for field, values in found.fields.items()}
            for found in study.answered_waves.values()
            for r in range(len(found))
            if found.ids is not None
        }

    def sum_of(self, name: str, wave: str, people: set[Person]) -> Weights:
        """With what weight each answer enters the sum of a scale or item over some people."""
        items = self.items(name)
        weights: Weights = {}
        for person in people:
            answered = [i for i in items if i in self.given[wave][person]]
            weights |= {(person, i): 1.0 / len(answered) for i in answered}
        return weights

    def items(self, name: str) -> tuple[str, ...]:
        if name in self.study.instrument.scale:
            return self.study.instrument.scale_items(name)
        return (name,)

    def scored(self, name: str, wave: str) -> set[Person]:
        items = self.items(name)
        needed = (
            1 if len(items) == 1 else 2 if len(items) <= 3 else (len(items) + 1) // 2
        )  # two of two or three, else half
        return {p for p, answers in self.given[wave].items() if sum(i in answers for i in items) >= needed}

    def behind(self, row: Row, named: set[str]) -> dict[str, Weights]:
        """The sums, by wave, that a row tells; who is meant is found by how many it counts."""
        name = row.item or row.scale or ""
        if row.statistic == "did_effect":
            return self.between_arms(name)
        if row.contrast is not None:
            both = self.scored(name, "pre") & self.scored(name, "post")
            if row.group is not None:
                column, _, value = row.group.partition("=")
                people = {p for p in both if self.sites[p][column] == value}
                if value == TOGETHER:
                    people = {p for p in both if f"{column}={self.sites[p][column]}" not in named}
            else:
                people = both
            assert len(people) == row.n, row
            return {w: self.sum_of(name, w, people) for w in ("pre", "post")}
        assert row.wave is not None
        everybody = self.scored(name, row.wave)
        present = set(self.given["pre"]) & set(self.given["post"])
        complete = {p for p in everybody if all(i in self.given[row.wave][p] for i in self.items(name))}
        possible = (everybody, everybody & present, complete, complete & present)
        fitting = [people for people in possible if len(people) == row.n]
        assert fitting, row
        return {row.wave: self.sum_of(name, row.wave, fitting[0])}

    def between_arms(self, name: str) -> dict[str, Weights]:
        """The mean of one group less that of the other one, in each wave."""
        both = self.scored(name, "pre") & self.scored(name, "post")
        column = self.study.design["column"]
        found: dict[str, Weights] = {"pre": {}, "post": {}}
        for arm, sign in ((self.study.design["program"], 1.0), (self.study.design["comparison"], -1.0)):
            people = {p for p in both if self.sites[p][column] == arm}
            for wave, weights in found.items():
                own = self.sum_of(name, wave, people)
                weights |= {cell: sign * weight / len(people) for cell, weight in own.items()}
        return found


def told(view: View) -> list[Row]:
    """Every number with a unit that a report hands out."""
    rows = [*view.rows, *view.study.changes.item_change]
    return [r for r in rows if r.available and r.statistic in MOMENTS and not (r.scale and r.item)]


def recoverable(*views: View) -> list[tuple[str, list[Person]]]:
    """Sets of too few people about whom something follows from the numbers that reports tell together.

    A combination about a set alone exists when the numbers, with the columns of these people taken away,
    span a smaller space.
    """
    by_wave: dict[str, list[Weights]] = defaultdict(list)
    for view in views:
        answers = Answers(ORIGINAL[id(view)])
        named = {row.group for row in view.study.change_by_group if row.group}
        for row in told(view):
            for wave, weights in answers.behind(row, named).items():
                by_wave[wave].append(weights)
    found = []
    for wave, sums in by_wave.items():
        columns = sorted({cell for weights in sums for cell in weights})
        place = {cell: k for k, cell in enumerate(columns)}
        matrix = np.zeros((len(sums), len(columns)))
        for line, weights in enumerate(sums):
            for cell, weight in weights.items():
                matrix[line, place[cell]] = weight
        matrix = np.unique(matrix.round(12), axis=0)
        rank = np.linalg.matrix_rank(matrix, tol=1e-6)
        owner = np.array([person for person, _ in columns])
        for few in suspects(matrix, owner):
            if np.linalg.matrix_rank(matrix[:, ~np.isin(owner, few)], tol=1e-6) < rank:
                found.append((wave, few))
    return found


def suspects(matrix: np.ndarray, owner: np.ndarray) -> list[list[Person]]:
    """Everybody alone, the differences of any two sets told, and some small sets drawn by chance."""
    people = sorted(set(owner))
    sets = [frozenset(owner[line > 0]) for line in matrix]
    few = {a ^ b for a, b in combinations(set(sets), 2) if 0 < len(a ^ b) < SMALLEST}
    few |= {frozenset([p]) for p in people}
    rng = np.random.default_rng(1)
    patterns: dict[bytes, list[Person]] = defaultdict(list)
    for person in people:
        patterns[matrix[:, owner == person].tobytes()].append(person)
    rare = [p for alike in patterns.values() if len(alike) < SMALLEST for p in alike]
    for _ in range(20):
        drawn = rng.permutation(rare)[: SMALLEST - 1]
        few |= {frozenset(drawn.tolist())} if len(drawn) else set()
    return [sorted(f) for f in few]


def test_one_person_without_an_id_cannot_be_had_by_subtracting_two_tables() -> None:
    arguments: dict[str, Any] = {
        "n": 22,
        "lost": 0,
        "blanks": {},
        "later_blanks": {},
        "without_id": [4],
        "sites": [1],
    }
    assert told(shown(study_of(**arguments))), "there is something to subtract"
    assert recoverable(shown(study_of(**arguments))) == []
    assert recoverable(shown(study_of(**arguments, audience="internal"))), (
        "the attack works on the full numbers"
    )


def test_an_unanswered_question_does_not_tell_of_the_one_who_left_it_out() -> None:
    """A total and its parts, or a scale and its items, differ in the weights of one person's answers."""
    arguments: dict[str, Any] = {
        "n": 24,
        "lost": 0,
        "blanks": {"lead2": [3]},
        "later_blanks": {},
        "without_id": [],
        "sites": [1],
    }
    assert recoverable(shown(study_of(**arguments))) == []
    assert recoverable(shown(study_of(**arguments, audience="internal")))


def test_the_last_small_site_cannot_be_had_as_the_total_less_the_others() -> None:
    study = study_of(40, 0, {}, {}, [], [1, 1, 1, 2])
    assert any(r.group for r in told(shown(study))), "two sites of at least ten are shown"
    three = study_of(34, 0, {}, {}, [], [1] * 6 + [2] * 6 + [3] * 2)
    groups = {r.group for r in told(shown(three)) if r.group and r.group.startswith("site")}
    assert "site=3" not in groups
    assert recoverable(shown(three)) == []


few_rows = st.lists(st.integers(0, 40), max_size=3, unique=True)
blanks = st.fixed_dictionaries({}, optional=dict.fromkeys(("lead1", "lead2", "grow1", "help1"), few_rows))


@settings(max_examples=25, deadline=None)
@given(
    n=st.integers(11, 44),
    lost=st.integers(0, 14),
    blank=blanks,
    later=blanks,
    without_id=few_rows,
    sites=st.lists(st.sampled_from([1, 2]), min_size=1, max_size=5),
)
def test_nothing_follows_about_fewer_people_than_the_smallest_group(
    n: int, lost: int, blank: Any, later: Any, without_id: list[int], sites: list[int]
) -> None:
    study = study_of(n, min(lost, n - 2), blank, later, without_id, sites)
    assert recoverable(shown(study)) == []


@settings(max_examples=15, deadline=None)
@given(
    first=st.sets(st.integers(0, 39), min_size=11, max_size=40),
    come=st.sets(st.integers(0, 39), max_size=14),
    gone=st.sets(st.integers(0, 39), max_size=4),
)
def test_nothing_follows_about_a_few_people_from_two_reports_together(
    first: set[int], come: set[int], gone: set[int]
) -> None:
    one = shown(later_study(sorted(first)))
    two = shown(later_study(sorted((first | come) - gone)), one)
    assert recoverable(one, two) == []


def test_without_the_ledger_two_reports_would_tell_of_the_one_who_came_late() -> None:
    one, two = shown(later_study(range(24))), shown(later_study(range(25)))
    assert recoverable(one) == recoverable(two) == []
    assert recoverable(one, two)
    assert recoverable(one, shown(later_study(range(25)), one)) == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_what_is_accepted_never_allows_a_combination_about_few(data: st.DataObject) -> None:
    """Any overlapping groups of 14 people, k = 4: all sets of three people and fewer are tried."""
    people, smallest = 14, 4
    sets = data.draw(
        st.lists(st.lists(st.booleans(), min_size=people, max_size=people), min_size=1, max_size=6)
    )
    published = Published(np.ones(people, dtype=np.int64), 1, smallest)
    accepted = [
        chosen for chosen in sets if published.try_to_add(np.array(chosen, dtype=float)[None, :, None])
    ]
    matrix = np.array(accepted, dtype=float).reshape(-1, people)
    rank = np.linalg.matrix_rank(matrix) if len(matrix) else 0
    for size in range(1, smallest):
        for few in combinations(range(people), size):
            rest = np.delete(matrix, few, axis=1)
            assert not len(rest) or np.linalg.matrix_rank(rest) == rank


@pytest.mark.parametrize(("n", "accepted"), [(9, False), (10, True)])
def test_groups_of_the_smallest_size_are_shown_and_smaller_ones_are_not(n: int, accepted: bool) -> None:
    published = Published(np.array([n, 20]), 1, 10)
    assert published.try_to_add(np.array([[[1.0], [0.0]]])) is accepted
    assert published.try_to_add(np.array([[[1.0], [1.0]]])) is True
    assert published.try_to_add(np.array([[[0.0], [1.0]]])) is accepted
