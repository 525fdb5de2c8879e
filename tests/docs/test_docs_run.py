"""Every command of ours and of Python that the documentation shows is run, and prints what the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.page_blocks import Command, commands, same_line, steps
from tests.support import REAL_EXPORTS, REPOSITORY

DOCS = REPOSITORY / "docs"
PAGES = [
    page
    for page in (REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))
    if "\n$ mtle " in page.read_text(encoding="utf-8")
]


def run(command: Command, folder: Path, exit_code: int) -> None:
    """Run one command as a reader would and find the shown lines in what it says, in their order."""
    done = subprocess.run(
        ["bash", "-c", '"$@"; exit $?', "bash", sys.executable, *command.words],  # at a shell, as readers are
        cwd=folder,
        input=command.typed,
        capture_output=True,
        text=True,
        env={**os.environ, **at_home(folder), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    said = re.sub(r"[─\s]+", " ", done.stderr + " " + done.stdout)
    assert done.returncode == exit_code, f"$ {command.line}\n{done.stderr}"
    place = 0
    for line in command.shown:
        if line.strip() == "…":
            continue
        match = same_line(line).search(said, place)
        assert match, (
            f"$ {command.line}\ndoes not say, in this place:\n{line}\nbut:\n{done.stdout[:3000]}{done.stderr}"
        )
        place = match.end()


def at_home(folder: Path) -> dict[str, str]:
    """A home folder of its own, since some commands write there; what is kept for speed stays where it is."""
    cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    return {"HOME": str(folder), "XDG_CACHE_HOME": cache}


def bring(name: str, folder: Path) -> None:
    """A real export that lies outside the repository; the rest of the page needs it."""
    found = next(REAL_EXPORTS.rglob(name), None) if REAL_EXPORTS.exists() else None
    if found is None:
        pytest.skip(f"needs {name}, a public export that is not part of the repository")
    shutil.copy(found, folder / name)


def copy(path: str, folder: Path) -> None:
    """Part of the repository, under the same path or ``as`` another one."""
    source, _, name = path.partition(" as ")
    target = folder / (name or source)
    target.parent.mkdir(parents=True, exist_ok=True)
    (shutil.copytree if (REPOSITORY / source).is_dir() else shutil.copy)(REPOSITORY / source, target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_a_page_can_be_followed(page, tmp_path):
    file_name, exit_code, ran = "", 0, 0
    for step in steps(page):
        if step.directive:
            match step.what:
                case "file":
                    file_name = step.text
                case "exit":
                    exit_code = int(step.text)
                case "copy":
                    copy(step.text, tmp_path)
                case "needs":
                    bring(step.text, tmp_path)
                case other:
                    raise AssertionError(f"{page.name}: unknown directive {other}")
        elif file_name:
            (tmp_path / file_name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file_name).write_text(step.text, encoding="utf-8")
            file_name = ""
        elif step.what == "console":
            for command in commands(step.text):
                if command.words:
                    run(command, tmp_path, exit_code)
                    ran += 1
            exit_code = 0
    assert ran, "a page with commands runs at least one"


def test_every_link_between_pages_leads_somewhere():
    for page in DOCS.rglob("*.md"):
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)\s:#]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), f"{page.relative_to(REPOSITORY)}: {target}"
