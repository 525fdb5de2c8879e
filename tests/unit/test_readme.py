"""What the README shows works."""

from __future__ import annotations

import re

from tests.support import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    (block,) = re.findall(r"```python\n(.*?)```", README, flags=re.S)
    page = tmp_path / "evaluation.html"
    exec(compile(block.replace("reports/evaluation.html", str(page)), "README.md", "exec"), {})
    assert page.stat().st_size > 10_000


def test_every_link_within_the_repository_leads_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (REPOSITORY / target).exists(), target


def test_every_command_it_names_exists():
    from typer.testing import CliRunner

    from mtle_survey.cli.main import app

    for name in set(re.findall(r"`mtle ([\w-]+)", README)):
        assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0, name
