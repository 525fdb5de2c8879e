"""What a terminal says of problems: errors first and in full, the rest counted, lines that fit."""

from __future__ import annotations

import io

import pytest

from mtle_survey.cli.problem_text import failure_text, problem_text
from mtle_survey.errors import Problem, problem
from tests.support import put_study
from tests.unit.cli.test_commands import run

WRONG = "teacher,a1,a2,a3,a4\nt1,7,2,3,4\nt2,1,7,3,4\n,1,2,3,4\n"


STUDY = """instrument: demo.yaml
waves:
  pre: {files: pre.csv}
  post: {files: post.csv}
respondent: teacher
"""


def out_of_range(row: int, why: str = "x") -> Problem:
    return problem(
        "D104", file="pre.csv", row=row, item="a1", found="“7”", item_id=why, format="f", options="o"
    )


def test_what_alike_problems_share_is_told_once_and_their_places_one_by_one():
    told = problem_text([out_of_range(row) for row in (3, 4, 5, 6, 7)])
    assert told.count("ERROR D104") == told.count("  why") == told.count("  fix") == 1
    assert [line for line in told.splitlines() if "where" in line] == [
        f"  where  pre.csv, row {row} (a1)" for row in (3, 4, 5)
    ]
    assert "… and 2 more of this kind" in told


def test_different_reasons_are_told_each():
    told = problem_text([out_of_range(3, "a1"), out_of_range(4, "a2")])
    assert told.count("  why") == 2
    assert told.count("  fix") == 1


def test_a_count_that_was_told_is_not_told_again():
    once = problem("P009", found="4 people", count=4)
    again = problem("R042", file="a.csv", found="“IPAddress”, “Email”", count=2)
    told = problem_text([once, again])
    assert "4 people\n" in told and "“Email” (2 in all)" in told


def test_after_an_error_warnings_and_notes_are_counted_by_kind():
    others = [problem("R019", file="a.csv", row=r, found="row") for r in (2, 3)]
    told = failure_text([*others, out_of_range(3), problem("P003", file="a.csv", found="1 response")])
    before, after = told.split("Besides, 1 warning, 2 notes; mtle validate shows them all:")
    assert "ERROR D104" in before and "R019" not in before
    assert after.split("\n")[1:3] == ["  P003  responses without an ID (1)", "  R019  blank rows (2)"]
    assert told.count("  why") == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_lines_fit_the_terminal_and_files_get_them_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wrapped = problem_text([out_of_range(3)], Terminal())
    assert max(map(len, wrapped.splitlines())) <= 80
    assert "\n         " in wrapped, "continued under the text, not under the label"
    assert " ".join(wrapped.split()) == " ".join(problem_text([out_of_range(3)]).split())


def test_a_stopped_command_prints_its_errors_before_anything_else(tmp_path):
    study = put_study(tmp_path, STUDY, pre=WRONG, post=WRONG)
    done = run("score", str(study))
    assert done.exit_code == 1
    assert done.stderr.startswith("ERROR")
    assert "WARNING" not in done.stderr and "NOTE" not in done.stderr
    assert "mtle validate shows them all" in done.stderr
    whole = run("validate", str(study))
    assert "WARNING P003" in whole.stdout and "NOTE" in whole.stdout
