"""Opportunity sheets hold what both want and nobody's ratings; posters become a page per person."""

from __future__ import annotations

import shutil

import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from mtle_survey.errors import UsageError
from mtle_survey.report.build import build_document
from mtle_survey.report.opportunity_sheets import write_sheets
from mtle_survey.rules.points_told import points
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY

SAMPLE = REPOSITORY / "data" / "sample"


def test_a_sheet_per_school_with_both_forms(tmp_path):
    study = load_study(SAMPLE / "prime_school" / "study.yaml")
    written = write_sheets(study, tmp_path)
    assert len(written) == 22
    assert not any("School_L" in path.name for path in written), "its principal did not answer"
    found = study.standing.opportunities[-1]
    html = (tmp_path / "School_A.html").read_text(encoding="utf-8")
    for item in found.ratings:
        if item in found.of_unit("School A"):
            assert study.instrument.item[item].text in html
    assert "In place throughout" not in html, "no rating of anybody"
    assert "School B" not in html


def test_the_command_writes_them_beside_the_report(tmp_path):
    study = SAMPLE / "prime_school" / "study.yaml"
    done = CliRunner().invoke(
        app, ["report", str(study), "-o", str(tmp_path / "r.html"), "--sheets", str(tmp_path / "sheets")]
    )
    assert done.exit_code == 0, done.output
    assert "Wrote 22 sheets" in done.output


def test_sheets_need_informants_and_priorities(tmp_path):
    with pytest.raises(UsageError, match="several informants"):
        write_sheets(load_study(SAMPLE / "traj_bmt" / "study.yaml"), tmp_path)


def test_bullets_are_taken_off_points():
    text = "- First\n2) Second\n\n• Third\n  \n4 lessons planned"
    assert points(text) == ("First", "Second", "Third", "4 lessons planned")
    assert points(None) == ()


def test_a_table_of_posters_is_read_as_it_stands(tmp_path):
    (tmp_path / "posters.csv").write_text(
        "teacher,Beginning,Midway,Today\n"
        'T1,"- I kept to my room\n- No plan",I asked a colleague,"- We plan together"\n'
        "T2,,Nothing yet,\n",
        encoding="utf-8",
    )
    study = (SAMPLE / "traj_bmt" / "study.yaml").read_text(encoding="utf-8")
    study = study.replace("sitting.csv", "posters.csv").replace(
        "../../../instruments/traj_bmt.yaml", str(REPOSITORY / "instruments" / "traj_bmt.yaml")
    )
    (tmp_path / "study.yaml").write_text(study, encoding="utf-8")
    read = load_study(tmp_path / "study.yaml")
    assert list(read.standing.ruled["spring"]["points"]) == [4, 1]
    document = build_document(read)
    posters = next(section for section in document.sections if section.id == "posters")
    page = posters.blocks[1].blocks[0]
    cells = [[document.words(cell.text) for cell in row] for row in page.rows]
    assert cells == [["I kept to my room", "I asked a colleague", "We plan together"], ["No plan", "", ""]]


def test_posters_stay_out_of_public_editions_and_of_studies_that_do_not_ask(tmp_path):
    folder = shutil.copytree(SAMPLE / "traj_bmt", tmp_path / "traj_bmt")
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    text = text.replace("../../../instruments", str(REPOSITORY / "instruments"))
    for changed in (
        text.replace("audience: internal", "audience: public"),
        text.replace(", case_profiles: true", ""),
    ):
        (folder / "study.yaml").write_text(changed, encoding="utf-8")
        document = build_document(load_study(folder / "study.yaml"))
        assert "posters" not in {section.id for section in document.sections}
