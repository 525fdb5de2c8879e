"""Numbers that rest on little say so, and say what would be enough."""

from __future__ import annotations

import pytest

from mtle_survey.evidence.cautions import agreement_caution, cautions
from mtle_survey.table import Row, Table
from tests.unit.evidence.studies import alike, make_study

PRE, POST = [1, 2, 3, 4] * 8, [2, 2, 4, 4] * 8


def told(folder, n):
    waves = {"pre": alike(PRE[:n]), "post": alike(POST[:n])}
    return {c.kind: c.sentence for c in make_study(folder, waves).changes.cautions}


def test_few_pairs_and_few_people_are_told_apart(tmp_path):
    few = told(tmp_path, 11)
    assert "rests on 11 people" in few["pairs"]
    assert "Below 12" in few["pairs"]
    assert "Below 30" in few["model"]
    assert set(told(tmp_path, 12)) == {"model"}
    assert not told(tmp_path, 32)


def test_what_is_refused_needs_no_caution(tmp_path):
    assert not told(tmp_path, 4)


def test_few_degrees_of_freedom_name_the_sites_that_would_do():
    row = Row(statistic="ancova_effect", scale="lead", method="CR2", df=1.99, estimate=0.3, n=34)
    (caution,) = cautions((Table((row,)),), ("lead",))
    assert "2.0 degrees of freedom" in caution.sentence
    assert "10 sites" in caution.sentence
    assert "comparison" in caution.sentence
    assert not cautions((Table((row,)),), ("plan",))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Row(statistic="icc_a1", estimate=0.6, n=29), True),
        (Row(statistic="icc_a1", estimate=0.6, n=30), False),
        (Row(statistic="ac1", estimate=0.6, n=12), True),
        (Row(statistic="icc_a1", unavailable="9 units with both answers; 10 are needed", n=9), False),
        (Row(statistic="ac2", estimate=0.6, n=4, group="school=North"), False),
        (Row(statistic="informant_gap", estimate=0.6, n=12), False),
    ],
)
def test_agreement_of_few_units_is_read_by_its_interval(row, told):
    enough = Row(statistic="kappa", estimate=0.7, n=40)
    found = agreement_caution([enough, row], "units")
    assert found.startswith("With fewer than 30 units agreement is hardly known (Koo & Li, 2016)") is told
    assert bool(found) is told
