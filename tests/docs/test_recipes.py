"""The recipes for one new file, followed as the page gives them, in a copy of the package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.page_blocks import steps
from tests.outside import needs_r
from tests.support import REPOSITORY

PAGE = REPOSITORY / "docs" / "how-to" / "add-one-file.md"
EXPORT = "ourtool_id,teacher,lead_1,lead_2,lead_3\n1,ann,4,5,2\n2,ben,2,1,4\n3,cai,3,,3\n"


def follow(home: Path) -> None:
    """Write every file of the page, and add every entry to the file it names."""
    target = ""
    adding = False
    for step in steps(PAGE):
        if step.directive:
            target, adding = step.text, step.what == "entry"
        elif target:
            path = home / target
            if adding:
                before, brace, after = path.read_text(encoding="utf-8").rpartition("}")
                path.write_text(before + step.text + brace + after, encoding="utf-8")
            else:
                assert not path.exists(), f"{target} would not be a new file"
                path.write_text(step.text, encoding="utf-8")
            target = ""


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A copy of the repository's sources in which every recipe has been followed."""
    copy = tmp_path_factory.mktemp("recipes")
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("src", "instruments", "tests"):
        shutil.copytree(REPOSITORY / name, copy / name, ignore=skip)
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    follow(copy)
    (copy / "export.csv").write_text(EXPORT, encoding="utf-8")
    return copy


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        words,
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(home / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def mtle(home: Path, *words: str) -> str:
    return run(home, sys.executable, "-m", "mtle_survey.cli.main", *words).stdout


def test_a_reader_recognises_its_exports(home):
    assert "read as ourtool" in mtle(home, "validate", "export.csv", "-i", "ours")


def test_an_instrument_is_found_by_its_id(home):
    assert "Our questions" in mtle(home, "instruments", "list")


def test_a_rule_scores(home):
    document = json.loads(mtle(home, "score", "export.csv", "-i", "ours", "--format", "json"))
    assert [row["best"] for row in document["rows"]] == [5, 2, 3]


def test_a_check_reports_its_problem(home):
    said = mtle(home, "validate", "export.csv", "-i", "ours")
    assert "NOTE Q900  hardly anybody answered" in said
    assert "With fewer than 5 responses" in said


def test_a_section_and_a_format_are_in_the_report(home):
    mtle(home, "report", "export.csv", "-i", "ours", "--id", "teacher", "--as", "html,txt", "-o", "out")
    assert "We thank everyone who answered Our questions." in (home / "out" / "evaluation.html").read_text()
    assert (home / "out" / "evaluation.txt").read_text().splitlines()[-1] == "Thanks"


@needs_r
def test_a_statistic_is_held_to_its_reference(home):
    run(home, "Rscript", "tests/oracle/R/lambda1.R")
    checks = ("tests/unit/stats/reliability/test_lambda1.py", "tests/architecture/test_statistics.py")
    done = run(home, sys.executable, "-m", "pytest", "-q", "-k", "lambda1", "-p", "no:cacheprovider", *checks)
    assert "4 passed" in done.stdout
