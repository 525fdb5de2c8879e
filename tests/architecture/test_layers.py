"""The house keeps its layers, its heavy imports lazy and its kernels pure."""

from __future__ import annotations

import configparser
import subprocess
import sys

from mtle_survey.plugins import discover
from tests.support import REPOSITORY

HEAVY = (
    "pandas",
    "scipy.stats",
    "matplotlib",
    "pingouin",
    "statsmodels",
    "sklearn",
    "factor_analyzer",
    "pydantic",
    "ruamel",
    "openpyxl",
    "docx",
    "rich.table",
)


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_command_starts_without_a_heavy_import():
    loaded = modules_after("import mtle_survey.cli.main")
    assert not [name for name in HEAVY if name in loaded]


def test_a_study_is_computed_without_pandas_or_scipy_stats():
    loaded = modules_after("import mtle_survey.study, mtle_survey.reading, mtle_survey.study_file")
    assert not [
        name for name in ("pandas", "scipy.stats", "matplotlib", "pingouin", "statsmodels") if name in loaded
    ]


def test_import_contracts_hold():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())",
        ],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_plugin_is_in_its_independence_contract():
    contracts = configparser.ConfigParser()
    contracts.read(REPOSITORY / ".importlinter", encoding="utf-8")
    listed = {line for name in contracts.sections() for line in contracts[name].get("modules", "").split()}
    found = {
        f"mtle_survey.{package}.{name}"
        for package, constant in (
            ("readers", "READER"),
            ("checks", "CHECK"),
            ("report.sections", "SECTION"),
            ("report.writers", "WRITER"),
            ("rules", "RULE"),
            ("exchange.platforms", "PLATFORM"),
        )
        for name in discover(f"mtle_survey.{package}", constant)
    }
    assert len(found) > 50
    assert found <= listed
