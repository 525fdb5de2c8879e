"""Every number of a report has a name that outlives the run."""

from __future__ import annotations

import re

import pytest

from mtle_survey.report.number_ids import number_id, number_ids
from mtle_survey.report.view import View
from mtle_survey.table import Row
from tests.unit.report.studies import two_waves


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            Row(
                statistic="mean_change",
                scale="lead",
                contrast="post - pre",
                method="paired_t",
                headline=True,
            ),
            "lead.mean_change.post-pre",
        ),
        (
            Row(statistic="mean_change", scale="lead", contrast="post - pre", method="CR2", headline=False),
            "lead.mean_change.post-pre@CR2",
        ),
        (
            Row(statistic="mean", scale="lead", wave="pre", group="site=North Hill"),
            "lead.mean.pre.site=North_Hill",
        ),
        (
            Row(statistic="item_rest_correlation", scale="lead", item="lead1", wave="pre"),
            "lead.lead1.item_rest_correlation.pre",
        ),
        (
            Row(statistic="did_effect", scale="lead", contrast="(post - pre) x (program - comparison)"),
            "lead.did_effect.post-pre_x_program-comparison",
        ),
    ],
)
def test_id_says_what_the_number_is_about(row: Row, expected: str) -> None:
    assert number_id(row) == expected


def test_id_of_what_the_report_leads_with_does_not_depend_on_the_number() -> None:
    first = {number_id(r) for r in View(two_waves()).change if r.headline}
    assert first == {number_id(r) for r in View(two_waves(rise=0.2)).change if r.headline}


def test_every_number_of_a_study_has_its_own_id_fit_for_prose() -> None:
    rows = View(two_waves()).rows
    ids = number_ids(rows)
    assert len(ids) == len(rows)
    assert not [i for i in ids if re.search(r"[\s{}\[\]()\"'`<>,;:]", i)]


def test_rows_whose_names_differ_in_signs_alone_are_told_apart_whatever_their_order() -> None:
    one = Row(statistic="mean", scale="lead", wave="pre", group="site=A & B")
    other = Row(statistic="mean", scale="lead", wave="pre", group="site=A / B")
    plain = Row(statistic="mean", scale="lead", wave="pre", group="site=A - B")
    ids = number_ids([one, plain])
    assert len(ids) == 2
    assert dict(number_ids([one, other, plain])) == dict(number_ids([plain, other, one]))
