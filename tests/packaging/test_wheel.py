"""The wheel is complete, installs, works away from the repository, and is the same bytes every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.support import REPOSITORY

pytest.importorskip("hatchling", reason="building needs hatchling, which the dev extra installs")

EPOCH = "1735689600"
SOURCES = ("src", "instruments", "pyproject.toml", "README.md", "LICENSE")
STUDY = """
title: Away from home
instrument: mtle
waves:
  pre: {files: exports/pre.csv, forms: [pre]}
  post: {files: exports/post.csv, forms: [post]}
respondent: teacher
primary: [identity]
options: {bootstrap: 200}
"""


def build(source: Path, target: Path, kind: str = "wheel") -> Path:
    """Build from a folder, without fetching anything."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)],
        cwd=source,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        check=True,
    )
    (built,) = target.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(REPOSITORY, tmp_path_factory.mktemp("wheel") / "dist")


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """A fresh environment that holds the wheel and sees the libraries of this one."""
    home = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


def run(installed: Path, folder: Path, *arguments: str) -> str:
    """Run the installed command in a folder outside the repository."""
    done = subprocess.run(
        [str(installed / "bin" / "mtle"), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_everything_it_reads_is_inside(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"mtle_survey/_instruments/{p.name}" for p in (REPOSITORY / "instruments").glob("*.yaml")}
    package = REPOSITORY / "src"
    wanted |= {
        p.relative_to(package).as_posix()
        for p in (package / "mtle_survey").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert wanted <= inside
    assert not [name for name in inside if "__pycache__" in name or name.startswith("tests")]


def test_the_source_archive_holds_what_a_build_and_the_tests_need(tmp_path):
    with tarfile.open(build(REPOSITORY, tmp_path / "dist", "sdist")) as archive:
        inside = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    for name in ("pyproject.toml", "CITATION.cff", "CONTRIBUTING.md", ".importlinter", "docs/index.md"):
        assert name in inside, name
    assert {"instruments/mtle.yaml", "tests/oracle/reference.py", "data/sample/study.yaml"} <= inside


@pytest.mark.slow
def test_it_writes_a_report_in_a_fresh_environment(installed, tmp_path):
    assert "validate" in run(installed, tmp_path, "--help")
    assert "mtle_leader" in run(installed, tmp_path, "instruments", "list")
    run(installed, tmp_path, "simulate", "mtle", "-n", "30", "-o", "exports")
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    run(installed, tmp_path, "report", "study.yaml", "-o", "out")
    assert {p.suffix for p in (tmp_path / "out").iterdir()} >= {".html", ".docx", ".pdf", ".xlsx"}
    code = "import mtle_survey; print(mtle_survey.__file__)"
    where = subprocess.run(
        [str(installed / "bin" / "python"), "-c", code],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.startswith(str(installed))


@pytest.mark.slow
def test_the_same_sources_make_the_same_bytes(tmp_path):
    wheels = []
    for name in ("one", "another"):
        home = tmp_path / name
        home.mkdir()
        for source in SOURCES:
            origin = REPOSITORY / source
            if origin.is_dir():
                shutil.copytree(origin, home / source, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(origin, home / source)
            os.utime(home / source, (len(wheels) * 1_000_000 + 1_600_000_000,) * 2)
        wheels.append(build(home, tmp_path / f"dist-{name}").read_bytes())
    assert wheels[0] == wheels[1]


def test_the_citation_names_this_version():
    citation = YAML(typ="safe").load((REPOSITORY / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]


@pytest.mark.parametrize(
    ("words", "place", "wanted"), [("mtle ", 1, "reliability"), ("mtle report --", 2, "--as")]
)
def test_the_shell_completes_commands_and_options(words, place, wanted):
    done = subprocess.run(
        [str(Path(sys.executable).with_name("mtle"))],
        env={
            **os.environ,
            "_MTLE_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(place),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert wanted in done.stdout.split(), done.stderr
