"""Checklists say what the study knows, leave a line for the rest, and say what to write there."""

from __future__ import annotations

import pytest

from mtle_survey.plugins import discover
from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.build import write_reports
from mtle_survey.report.checklists.checklist import Checklist
from mtle_survey.report.checklists.fill import BLANK, checklists
from mtle_survey.report.view import View
from mtle_survey.study import Question, Study
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY
from tests.unit.report.studies import one_wave, two_waves

ALL: dict[str, Checklist] = discover("mtle_survey.report.checklists", "CHECKLIST")


def answers(study: Study, name: str) -> dict[str, str]:
    document = checklists(View(study))
    (table,) = (b for b in document.blocks() if isinstance(b, TableBlock) and b.id == f"table-{name}")
    return {document.words(row[0].text).partition(":")[0]: document.words(row[1].text) for row in table.rows}


def sections(study: Study) -> list[str]:
    return [s.id for s in checklists(View(study)).sections]


@pytest.mark.parametrize("checklist", ALL.values(), ids=lambda c: c.name)
def test_every_point_says_what_to_write_and_the_source_is_named(checklist: Checklist) -> None:
    assert "(" in checklist.source and checklist.source.rstrip(".")[-1].isalnum()
    assert len({item.id for item in checklist.items}) == len(checklist.items)
    assert all(item.asks and item.write.endswith(".") for item in checklist.items)


def test_what_is_known_is_the_report_s_own_number() -> None:
    study = two_waves(primary=("lead",), questions=(Question(ask="Do they lead?", measures=("lead",)),))
    found = answers(study, "jars_quant")
    row = study.change.one(statistic="mean_change", scale="lead", headline=True)
    assert row is not None
    assert f"n = {row.n}" in found["Estimates"] and "Leading" in found["Estimates"]
    assert "Do they lead? (lead)" in found["Aims"]
    assert found["Flow"] == "21 people are in both pre and post; 3 were lost."
    assert answers(study, "cherries")["Items"].startswith("8 rated items in pre")


def test_what_nobody_can_know_is_a_line_to_write_on() -> None:
    found = answers(two_waves(), "cherries")
    assert found["Ethics"] == found["Incentives"] == BLANK
    assert found["Rates"] == BLANK, "without a roster there is no response rate"


def test_a_guideline_is_there_only_where_it_applies() -> None:
    assert sections(two_waves()) == ["jars_quant", "cherries", "cosmin"]
    comparing = {"type": "comparison", "column": "arm", "program": "p", "comparison": "c"}
    study = two_waves(design=comparing)
    assert sections(study)[-1] == "wwc"
    found = answers(study, "wwc")
    assert "Leading" in found["Reliability"] and "g = " in found["Baseline"]
    assert "attrition overall" in found["Attrition"]
    assert found["Assigned"] == "Answered pre: Program 16 and Other 8."
    estimates = answers(study, "jars_quant")["Estimates"]
    row = study.comparison.one(statistic="ancova_effect", scale="lead", headline=True)
    assert f"Leading: adjusted difference {row.estimate:+.2f}".replace("-", "−") in estimates


def test_checklists_of_informants_count_units_and_name_agreement() -> None:
    study = load_study(REPOSITORY / "data" / "sample" / "prime_school" / "study.yaml")
    found = answers(study, "grras")
    assert found["11"] == "11 of 12 units with all kinds of informants: Teacher 12 and Principal 11."
    assert found["13"].startswith("Equity: Gap +0.36 [")
    assert "Several kinds of informants (Teacher and Principal)" in answers(study, "jars_quant")["Design"]


def test_a_single_wave_without_identifiers_has_its_checklists_too() -> None:
    found = answers(one_wave(), "cosmin")
    assert "12 answered." in found["Sample"]
    assert found["Responsiveness"] == BLANK


def test_a_public_edition_s_checklists_keep_to_its_rule() -> None:
    found = answers(two_waves(8, 1, audience="public", primary=("lead",)), "jars_quant")
    assert found["Estimates"] == BLANK and found["Psychometrics"] == BLANK


def test_checklists_are_files_beside_the_report(tmp_path) -> None:
    study = two_waves()
    written = write_reports(
        study,
        [tmp_path / "report.json"],
        checked=[tmp_path / "checklists.docx", tmp_path / "checklists.html"],
    )
    assert [p.name for p in written] == ["report.json", "checklists.docx", "checklists.html"]
    page = (tmp_path / "checklists.html").read_text(encoding="utf-8")
    assert "CHERRIES" in page and BLANK in page
