"""What a local page that was killed left behind is deleted when the next one starts, and nothing else is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mtle_survey.app.leftovers import remove_leftovers
from mtle_survey.app.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there, folders are deleted by their age")
HOLD = """
import signal
from mtle_survey.app.workspace import Workspace
workspace = Workspace()
(workspace.folder / "answers.csv").write_text("teacher,a1")
print(workspace.folder, flush=True)
signal.pause()
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def page(temporary: Path) -> tuple[subprocess.Popen[str], Path]:
    """A page of its own, and its folder."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    assert started.stdout is not None
    return started, Path(started.stdout.readline().strip())


def test_a_killed_page_is_cleared_away_and_one_that_runs_is_not(temporary: Path) -> None:
    killed, left = page(temporary)
    running, kept = page(temporary)
    try:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert (left / "answers.csv").exists(), "a killed program cannot delete anything"
        workspace = Workspace()
        assert not left.exists()
        assert (kept / "answers.csv").exists()
        workspace.remove()
    finally:
        running.kill()
        running.wait()
    assert list(temporary.glob("mtle-app-*")) == [kept]


def ended() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("name", ["mtle-app-notes", "mtle-apps-{}-x", "mtle-app-{}", "my-mtle-app-{}-x"])
def test_folders_with_other_names_are_not_touched(temporary: Path, name: str) -> None:
    folder = temporary / name.format(ended())
    folder.mkdir()
    remove_leftovers()
    assert folder.exists()


def test_a_link_is_never_followed(temporary: Path) -> None:
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "thesis.txt").write_text("mine")
    (temporary / f"mtle-app-{ended()}-x").symlink_to(elsewhere, target_is_directory=True)
    remove_leftovers()
    assert (elsewhere / "thesis.txt").read_text() == "mine"
