"""The reference pages are what the code says today, and no statistic is missing from the dossier."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys

import pytest

from tests.architecture.test_statistics import STATISTICS
from tests.oracle.measure import EXPECTED, MEASURED, fingerprint
from tests.support import REPOSITORY

TOLERANCES = runpy.run_path(str(REPOSITORY / "docs" / "tools" / "tolerances.py"))
ROUNDED = 1.05  # measurements are kept with two digits
FOUND = json.loads(MEASURED.read_text(encoding="utf-8"))
DOSSIER = (REPOSITORY / "docs" / "reference" / "dossier.md").read_text(encoding="utf-8")


def test_the_reference_pages_are_current():
    done = subprocess.run(
        [sys.executable, "docs/tools/make_reference.py", "--check"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", STATISTICS)
def test_a_statistic_has_its_row_in_the_dossier(name):
    statistic = STATISTICS[name]
    assert f"[{statistic.label}](statistics.md) `{statistic.name}` |".replace("|", "") in DOSSIER.replace(
        "|", ""
    )


@pytest.mark.parametrize("name", STATISTICS)
def test_a_statistic_was_measured_against_its_present_reference(name):
    assert name in FOUND, "run `make docs`, which measures every statistic against its reference"
    measured = FOUND[name]
    assert measured["oracle"] == fingerprint(name), "the reference values changed: run `make docs`"
    assert measured["tests"]
    assert measured["largest_difference"] <= 1.5 * measured["tolerance"]  # both are rounded
    document = json.loads(
        (REPOSITORY / "tests" / "oracle" / "expected" / f"{name}.json").read_text(encoding="utf-8")
    )
    assert measured["compared"] or document["generator"] == "published"


@pytest.mark.parametrize("name", FOUND)
def test_a_tolerance_wider_than_that_of_a_formula_says_why(name):
    document = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    allowed = FOUND[name]["tolerance"]
    why = TOLERANCES["reason"](name, allowed, document["generator"] == "published")
    assert bool(why) == (allowed > ROUNDED * TOLERANCES["CLOSED_FORM"])
    if why == TOLERANCES["SEARCHES"]:
        assert allowed <= ROUNDED * TOLERANCES["SEARCH"]
