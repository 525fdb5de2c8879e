"""A number of a public edition is told where sums over exactly its people are, and not beside nearly them."""

from __future__ import annotations

import pytest

from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses
from tests.unit.report.test_public_comparisons import compared

HELP = ("help1", "help2")


def study(lost: int, silent: int) -> Study:
    """Sixty people, some of whom do not come back, and some who do and leave two questions out."""
    model = instrument()
    stayed = 60 - lost
    blank = {item: list(range(silent)) for item in HELP}
    waves = {
        "pre": responses(model, "pre", range(60)),
        "post": responses(model, "post", range(stayed), rise=0.5, seed=2, blank=blank),
    }
    return Study(model, waves, respondent="teacher", title="A study", audience="public")


def starts(view: View) -> set[str]:
    """The scales whose start is compared between those who stayed and those who were lost."""
    found = view.study.attrition.where(statistic="baseline_g")
    return {row.scale or "" for row in found if row.available}


def test_the_start_of_those_who_stayed_is_not_told_beside_nearly_the_same_people() -> None:
    """48 stayed, 45 of them answered about support again: the three are the difference of two sums."""
    assert starts(View(study(12, 0))) == {"lead", "grow", "whole", "help"}
    assert starts(View(study(12, 3))) == {"lead", "grow", "whole"}
    assert "help" in starts(View(study(12, 14))), "fourteen hide each other"


@pytest.mark.parametrize("lost", [(0, 0), (4, 8), (10, 16)])
def test_a_model_of_everybody_is_told_where_all_its_waves_and_changes_are(lost: tuple[int, int]) -> None:
    view = View(compared(lost))
    assert view.edition is not None
    guard = view.edition.guard
    models = [row for row in view.study.everyone if row.statistic == "lmm_change"]
    for row in models:
        about = (("wave", "pre"), ("wave", "post"), ("contrast", row.contrast))
        all_told = all((kind, row.scale, of) in guard.shown for kind, of in about)
        assert row.available == all_told, row
    assert {row.available for row in models} == {True, False}


def test_an_error_of_measurement_rests_on_people_whose_sum_is_told() -> None:
    view = View(compared((0, 0)))
    assert view.edition is not None
    guard = view.edition.guard
    rows = [r for r in view.reliability if r.statistic == "sem" and r.scale and r.wave and r.group is None]
    assert any(r.available for r in rows) and not all(r.available for r in rows)
    for row in rows:
        if row.available:
            behind = [
                k
                for k in (("wave", row.scale, row.wave), ("complete", row.scale, row.wave))
                if k in guard.shown
            ]
            assert row.n in {guard.n(*key) for key in behind}
