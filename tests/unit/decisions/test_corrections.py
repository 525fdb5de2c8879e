"""Corrections of single cells: made before scoring, in the ledger, and located when they cannot be."""

from __future__ import annotations

import pytest

from mtle_survey.decisions.ledger import told_outside
from mtle_survey.errors import MtleError, Severity
from mtle_survey.report.build import build_document
from mtle_survey.report.document import texts_of
from tests.unit.decisions.studies import CORRECTIONS, found, people, refused, study_of


def test_a_correction_is_made_before_scoring_and_stands_in_the_ledger(tmp_path):
    text = people(14).replace("t03,2,Yes,1,", "t03,2,Yes,44,")
    assert "44" in text
    files = {"corrections.csv": CORRECTIONS + "pre.csv,5,a1,44,4,typo confirmed with the teacher,AB"}
    study = study_of(tmp_path, "corrections: corrections.csv\n", files, pre=text)
    assert study.waves["pre"].values[3, 0] == 4
    assert not found(study.problems, "D104")
    assert [(d.count, d.reason) for d in study.decisions] == [(1, "typo confirmed with the teacher (AB)")]
    assert "row 5" in study.decisions[0].where
    assert [(f.key, len(f.sha256)) for f in study.decided.files] == [("corrections", 64)]
    assert "“44” to “4”" in study.decisions[0].what


def test_a_correction_may_mend_an_id_so_that_the_person_is_found(tmp_path):
    post = people(14, shift=1).replace("t05,", "t55,", 1)
    files = {"c.csv": CORRECTIONS + "post.csv,7,teacher,t55,t05,see sign-in sheet,AB"}
    study = study_of(tmp_path, "corrections: c.csv\n", files, post=post)
    assert study.links.between["pre", "post"].exact == 14


def test_a_public_report_counts_corrections_and_shows_no_cell_no_row_and_no_reason(tmp_path):
    """What somebody had answered, in which row, and what the teacher said about it is nobody's business."""
    text = people(14).replace("t03,2,Yes,1,", "t03,2,Yes,44,")
    lines = "pre.csv,5,a1,44,4,Mrs. Ruiz confirmed it,AB\npre.csv,6,a1,4,3,Mr. Vance as well,AB"
    made = study_of(tmp_path, "corrections: c.csv\n", {"c.csv": CORRECTIONS + lines}, pre=text)

    def told(audience):
        made.audience = audience
        document = build_document(made)
        words = (document.words(content) for block in document.blocks() for content in texts_of(block))
        return "\n".join(words)

    assert "“44” to “4”" in told("internal") and "Mrs. Ruiz" in told("internal")
    outside = told("public")
    assert "Cells corrected" in outside
    assert not [secret for secret in ("“44”", "Ruiz", "Vance", "row 5", "row 6") if secret in outside]
    (entry,) = told_outside(made.decisions)
    assert (entry.what, entry.where, entry.count, entry.reason) == ("cells corrected", "", 2, "")


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("pre.csv,5,a1,3,4,typo,AB", "T104", "“1”"),
        ("pre.csv,99,a1,1,4,typo,AB", "T105", "row 99"),
        ("mid.csv,5,a1,1,4,typo,AB", "T105", "no export is called “mid.csv”"),
        ("pre.csv,5,a9,1,4,typo,AB", "T105", "no column"),
        ("pre.csv,five,a1,1,4,typo,AB", "T105", "“five” is no row"),
        ("pre.csv,5,a1,1,4,,AB", "T103", "a blank cell"),
        ("pre.csv,5,a1,1,4,typo,", "T103", "a blank cell"),
    ],
)
def test_a_correction_that_cannot_be_made_is_an_error_at_its_line(tmp_path, line, code, says):
    files = {"c.csv": CORRECTIONS + "pre.csv,2,a2,3,3,checked,AB\n" + line}
    try:
        problems = study_of(tmp_path, "corrections: c.csv\n", files).problems
    except MtleError as error:
        problems = error.problems
    fault = found(problems, code)[0]
    assert fault.severity is Severity.ERROR
    assert fault.file.endswith("c.csv")
    assert fault.row == 3
    assert says in fault.found


def test_a_file_of_decisions_must_be_there_with_its_columns(tmp_path):
    absent = found(refused(tmp_path, "corrections: gone.csv\n"), "T101")
    assert absent[0].file.endswith("gone.csv")
    files = {"links.csv": "wave_a,id_a,wave_b,id_b,decison,reason,initials\n"}
    missing = found(refused(tmp_path, "links: links.csv\n", files), "T102")
    assert missing[0].column == "decision"
    assert "decison" in missing[0].fix


def test_damage_that_was_corrected_is_no_longer_told(tmp_path):
    text = people(14).replace("t03,2,Yes,1,", "#N/A,2,Yes,1,")
    assert "#N/A" in text
    assert found(study_of(tmp_path, pre=text).problems, "D135")
    files = {"corrections.csv": CORRECTIONS + "pre.csv,5,teacher,#N/A,t03,the lookup failed,AB"}
    problems = study_of(tmp_path, "corrections: corrections.csv\n", files, pre=text).problems
    assert not found(problems, "D135")
    assert not found(problems, "R046")
