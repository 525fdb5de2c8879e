"""Scores of few people near an end of their scale, which would tell how single questions were answered."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtle_survey.report.batch import write_batch
from mtle_survey.report.privacy.additive import Program, any_narrow
from mtle_survey.report.privacy.ledger import read_ledger
from mtle_survey.report.privacy.protect import NEAR_AN_END
from mtle_survey.report.privacy.released import Released
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses, two_waves


def study(n: int, answers: tuple[int, ...], lowest: int = 1) -> Study:
    """People who answer all questions about support alike in turn, one of them the lowest to the first."""
    model = instrument()
    wave = responses(model, "pre", range(n))
    for item in ("help1", "help2"):
        wave.values[:, wave.items.index(item)] = np.resize(answers, n)
    wave.values[0, wave.items.index("help1")] = lowest
    return Study(model, {"pre": wave}, title="A study", audience="public", small_cell=10)


def support(made: Study) -> tuple[float | None, str | None]:
    (row,) = View(made).description.where(scale="help", item=None, wave="pre", statistic="mean")
    return row.estimate, row.unavailable


def test_a_mean_of_few_near_the_end_is_withheld_with_the_reason() -> None:
    """Twelve with 5 or 4, one of whom once chose 1: from the mean at most three can have chosen it."""
    assert support(study(12, (5, 4))) == (None, NEAR_AN_END)


@pytest.mark.parametrize(
    ("n", "answers"),
    [(12, (3, 4, 2)), (40, (5, 4)), (60, (5, 5, 4))],
    ids=["in the middle", "of more people", "from fifty people on"],
)
def test_it_is_told_in_the_middle_of_the_more_people(n: int, answers: tuple[int, ...]) -> None:
    estimate, reason = support(study(n, answers))
    assert estimate is not None
    assert reason is None


def test_near_the_end_it_is_told_where_nobody_answered_far_from_it() -> None:
    """What nobody answered is no secret count; how many of twelve chose 4 and 5 stays open."""
    estimate, _ = support(study(12, (5, 4), lowest=4))
    assert estimate == pytest.approx(4.5, abs=0.05)


def test_a_count_is_narrow_only_below_what_it_has_to_be() -> None:
    """Of 30 people with the sum 40 of 1, 2 and 3, at most 10 gave a 2."""
    told = Program(
        told=np.array([[1.0, 1, 1], [1, 2, 3]]), values=np.array([30.0, 40.0]), hidden=np.eye(3)[[1]]
    )
    assert any_narrow(told, np.array([10.5]))
    assert not any_narrow(told, np.array([10.0]))


@pytest.fixture
def releases(tmp_path: Path) -> list[Released]:
    """What a region of two sites and its sites told, whose principals are asked about."""
    base = instrument()
    scales = tuple(s.model_copy(update={"about": "principal"}) if s.id == "help" else s for s in base.scales)
    region = two_waves(
        n=60, lost=0, model=base.model_copy(update={"scales": scales}), audience="public", cluster="site"
    )
    write_batch(region, "site", tmp_path, ["report.json"])
    return [entry.content for entry in read_ledger(tmp_path / "releases.json").entries]


def test_people_of_a_site_are_known_again_without_the_questions_about_the_principal(
    releases: list[Released],
) -> None:
    """Else two reports about the same people would pass for reports about different ones."""
    whole, *sites = (frozenset().union(*(t.people for t in r.told)) for r in releases)
    assert len(sites) == 2
    assert all(len(site) >= 20 and site < whole for site in sites)


def test_the_ledger_knows_the_sums_that_each_report_told(releases: list[Released]) -> None:
    sums = [
        max((len(t.people), t.values) for t in r.told if (t.name, t.wave) == ("lead", "pre"))
        for r in releases
    ]
    (n, (whole,)), *sites = sums
    assert n == sum(size for size, _ in sites)
    assert whole == pytest.approx(sum(value for _, (value,) in sites))
