"""What people are is counted only where no other table, of this report or another, tells of a few."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.document import Document
from mtle_survey.report.privacy.facts import Fact, Facts
from mtle_survey.report.privacy.released import Released, known_facts
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses
from tests.unit.report.test_releases import study as later_study

RULE = Disclosure(public=True, smallest=3)


def fact(people: set[int], *, complete: bool = True) -> Fact:
    return Fact(wave="pre", name="role", people=frozenset(map(str, people)), complete=complete)


def decided(new: Fact, *before: Fact) -> bool:
    return Facts(RULE, {("fact", "role", "pre"): (new,)}, before).shows("role", "pre")


def test_the_same_people_or_quite_other_people_may_be_counted_again() -> None:
    one = fact(set(range(10)))
    assert decided(one)
    assert decided(one, one)
    assert decided(fact(set(range(10, 20)), complete=False), fact(set(range(10)), complete=False))
    assert not decided(fact({1, 2}))


def test_a_person_more_or_less_is_not_counted_again() -> None:
    one = fact(set(range(10)))
    assert not decided(fact(set(range(11))), one)
    assert not decided(fact(set(range(1, 10))), one)


def valued(roles: Sequence[str]) -> Fact:
    """People one after the other with their roles."""
    marks = frozenset(f"id:{p}|pre|role|{role}" for p, role in enumerate(roles))
    return Fact(wave="pre", name="role", people=marks, complete=True)


def test_newcomers_hide_each_other_where_enough_have_the_same_role() -> None:
    one = valued("tttttccccc")
    assert decided(valued("tttttccccc" + "ttt"), one)
    assert not decided(valued("tttttccccc" + "ttc"), one), "two of them and one would follow"
    assert not decided(fact(set(range(13))), fact(set(range(10)))), "their roles are not known"


def test_a_table_with_a_hidden_count_stands_beside_no_other_that_shares_people() -> None:
    one, part = fact(set(range(10))), fact(set(range(20)), complete=False)
    assert not decided(part, one)
    assert not decided(one, part)
    assert decided(part, part)


sets = st.lists(st.sets(st.integers(0, 9), min_size=1), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(sets)
def test_no_combination_of_tables_is_about_fewer_than_the_smallest_group(chosen: list[set[int]]) -> None:
    out: list[Fact] = []
    for people in chosen:
        if decided(fact(people), *out):
            out.append(fact(people))
    if not out:
        return
    matrix = np.array([[str(p) in f.people for p in range(10)] for f in out], dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    for size in range(1, RULE.smallest):
        for few in combinations(range(10), size):
            assert np.linalg.matrix_rank(np.delete(matrix, few, axis=1)) == rank


def test_people_are_recognised_behind_the_secret_of_the_ledger() -> None:
    told = Released(facts=(fact(set(range(10))),))
    hidden = told.marked("salt")
    assert not hidden.facts[0].people & told.facts[0].people
    assert known_facts([hidden], map(str, range(10))) == list(told.facts)
    assert Released.of_plain(hidden.to_plain(), "salt") == hidden


def rows_of(document: Document, table: str) -> list[list[str]]:
    """The rows of a table; none where it is left out because nothing in it may be told."""
    found = [b for b in document.blocks() if isinstance(b, TableBlock) and b.id == table]
    return [[document.words(cell.text) for cell in row] for b in found for row in b.rows]


def known(*studies: Study) -> tuple[Released, ...]:
    """What readers have from reports about these studies."""
    views = [View(study) for study in studies]
    return tuple(view.edition.released for view in views if view.edition)


def arms(study: Study, *before: Study) -> list[str]:
    rows = rows_of(build_document(study, known=known(*before)), "table-sample")
    return [row[2] for row in rows if row[1] in ("Program", "Other")]


def late(n: int) -> Study:
    made = later_study(range(n))
    for wave in made.waves.values():
        wave.fields["arm"][:] = ["pc"[p % 2] for p in range(len(wave))]
    return made


@pytest.mark.parametrize(("later", "told"), [(25, False), (34, False), (24, True)])
def test_the_one_who_came_late_is_not_told_by_the_table_of_the_sample(later: int, told: bool) -> None:
    """12 + 12 first, 13 + 12 then: the late one would be of the first kind; so would be 5 and 5 of ten."""
    assert [cell[0].isdigit() for cell in arms(late(24))] == [True, True]
    assert [cell for cell in arms(late(later), late(24)) if cell[0].isdigit()] == (
        [f"{later // 2} (50%)"] * 2 if told else []
    )


def test_amounts_are_not_told_for_one_person_more() -> None:
    first = rows_of(build_document(late(24)), "table-amounts")
    second = rows_of(build_document(late(25), known=known(late(24))), "table-amounts")
    assert first == [["Program hours", *["24", "9.9", "1.4"] * 2]]
    assert second == [], "a table that tells of nobody is left out"


def test_an_internal_report_counts_everything() -> None:
    model = instrument()
    one = Study(model, {None: responses(model, None, range(7))}, title="Seven")
    assert all(row[2][0].isdigit() for row in rows_of(build_document(one), "table-sample"))
