"""The local page as a person meets it who never opens a terminal: from exports to saved reports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.visits import Visit, violations
from tests.support import REPOSITORY

pytestmark = pytest.mark.browser
SAMPLE = REPOSITORY / "data" / "sample"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program as it runs, and the address that it printed."""
    started = subprocess.Popen(
        [sys.executable, "-m", "mtle_survey.cli.main", "app", "--no-browser"],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stderr is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{20,}/", started.stderr.readline())
    assert found is not None
    yield started, found.group()
    started.terminate()
    started.wait(20)


def folders(place: Path) -> list[Path]:
    return list(place.glob("mtle-app-*"))


@pytest.mark.parametrize("width", [1200, 400])
def test_from_exports_to_saved_reports(
    browser: Any, program: tuple[subprocess.Popen[str], str], tmp_path: Path, width: int
) -> None:
    started, address = program
    page = browser.new_page(viewport={"width": width, "height": 900}, accept_downloads=True)
    page.set_default_timeout(180_000)
    visit = Visit(page, address)

    def looks_right() -> None:
        assert violations(page) == []
        wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide <= window

    looks_right()
    page.set_input_files("#exports", [SAMPLE / "post.csv", SAMPLE / "pre.csv"])
    page.get_by_role("button", name="Look at them").press("Enter")
    assert page.get_by_label("Wave of pre.csv").input_value() == "pre"
    assert page.get_by_label("Column that says who answered").input_value() == "teacher"
    looks_right()
    page.get_by_label("Title of the report").fill("Our year")
    page.get_by_label("Leadership identity").check()
    page.get_by_role("button", name="Check the answers").press("Enter")
    assert "warning" in page.get_by_role("status").inner_text()
    looks_right()
    page.get_by_role("button", name="Make the report").press("Enter")
    page.get_by_role("heading", name="The report is ready").wait_for()
    looks_right()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save the web page").click()
    saved.value.save_as(tmp_path / "evaluation.html")
    assert "<h1>Our year</h1>" in (tmp_path / "evaluation.html").read_text(encoding="utf-8")
    page.get_by_role("link", name="Read it in the browser").click()
    assert page.title() == "Our year"
    assert visit.messages == []
    assert {url.startswith(address) for url in visit.requests if not url.startswith("data:")} == {True}
    assert len(folders(tmp_path)) == 1
    page.goto(address)
    page.get_by_role("button", name="Delete everything").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Everything was deleted"
    assert started.wait(20) == 0
    assert folders(tmp_path) == []
    page.close()


def test_ended_from_outside_it_deletes_its_files_too(
    program: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    started, _ = program
    assert len(folders(tmp_path)) == 1
    started.terminate()
    started.wait(20)
    assert folders(tmp_path) == []
