"""Why an error is accepted is printed as written in an internal report, and in no public one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from mtle_survey.errors import problem
from mtle_survey.report.build import write_reports
from tests.unit.report.studies import two_waves

REASON = "Jane <b>Smith</b> confirmed it"


def written(folder: Path, audience: str) -> dict[str, str]:
    """All that the files of a report hold, those of an archive together."""
    found = problem("D104", item="lead1", found="“7”", item_id="lead1", format="agree5", options="1 to 5")
    study = two_waves(60, 20, accept={"D104": REASON}, audience=audience, own_problems=[found])
    names = ("evaluation.html", "evaluation.xlsx", "evaluation.docx", "report.json")
    return {file.name: content(file) for file in write_reports(study, [folder / name for name in names])}


def content(file: Path) -> str:
    if not zipfile.is_zipfile(file):
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.fixture(scope="module")
def internal(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return written(tmp_path_factory.mktemp("internal"), "internal")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return written(tmp_path_factory.mktemp("public"), "public")


@pytest.mark.parametrize("name", ["evaluation.html", "evaluation.xlsx", "evaluation.docx", "report.json"])
def test_a_public_file_does_not_hold_the_reason(public: dict[str, str], name: str) -> None:
    assert "Smith" not in public[name]
    assert "D104" in public[name], "that it was accepted is told all the same"


def test_a_public_report_says_where_the_reason_stands(public: dict[str, str]) -> None:
    assert public["evaluation.html"].count("Accepted; the reason stands in the internal edition.") == 2


@pytest.mark.parametrize("name", ["evaluation.html", "evaluation.docx"])
def test_an_internal_report_prints_the_reason_and_takes_nothing_in_it_for_markup(
    internal: dict[str, str], name: str
) -> None:
    assert internal[name].count("Jane &lt;b&gt;Smith&lt;/b&gt; confirmed it") == 2
    assert "<b>Smith" not in internal[name]
