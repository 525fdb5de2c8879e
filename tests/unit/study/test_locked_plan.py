"""A plan is locked before results are seen, and the report says what was done differently."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mtle_survey import load_study
from mtle_survey.errors import MtleError
from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document
from tests.support import put_study
from tests.unit.cli.test_commands import run
from tests.unit.study.test_study import STUDY, people

QUESTIONS = "questions:\n  - {ask: Do they speak up?, measures: [voice], target: {change: 0.3}}\n"
LOCKED = STUDY + QUESTIONS + "cluster: site\n"


def locked(folder: Path, text: str = LOCKED) -> Path:
    """A study locked before there are any exports."""
    study = put_study(folder, text)
    assert run("plan", "--lock", str(study)).exit_code == 0
    put_study(folder, text + "plan: plan.lock.json\n", pre=people(20), post=people(20, shift=1))
    return study


def deviating(document: Document) -> list[list[str]]:
    tables = [b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-deviations"]
    return [[document.words(cell.text) for cell in row] for table in tables for row in table.rows]


def test_a_study_that_keeps_to_its_plan_says_so(tmp_path: Path) -> None:
    document = build_document(load_study(locked(tmp_path)))
    assert deviating(document) == []
    words = json.dumps([str(b) for b in document.blocks()])
    assert "The analysis follows that plan." in words


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("primary: [voice]", "primary: [support]", ["Primary", "voice", "support"]),
        (
            "target: {change: 0.3}",
            "target: {change: 0.1}",
            ["Question “Do they speak up?”", "voice; target change 0.3", "voice; target change 0.1"],
        ),
        ("cluster: site", "options: {confidence: 0.9}", ["Confidence", "0.95", "0.9"]),
        (
            "primary",
            "meaningful_step: {voice: 0.5}\nprimary",
            ["Meaningful step: voice", "nothing declared", "0.5"],
        ),
    ],
)
def test_every_deviation_is_listed(tmp_path: Path, old: str, new: str, row: list[str]) -> None:
    study = locked(tmp_path)
    study.write_text(study.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert deviating(build_document(load_study(study))) == [row]


def test_a_changed_reverse_keying_is_a_deviation(tmp_path: Path) -> None:
    study = locked(tmp_path)
    instrument = tmp_path / "demo.yaml"
    instrument.write_text(
        instrument.read_text("utf-8").replace("reverse_keyed: [a3]", "reverse_keyed: []"), "utf-8"
    )
    (row,) = deviating(build_document(load_study(study)))
    assert row[0] == "Scoring" and row[1].startswith("SHA-256")


def test_a_lock_is_written_once_and_is_the_same_each_time(tmp_path: Path) -> None:
    study = locked(tmp_path)
    again = run("plan", "--lock", str(study))
    assert again.exit_code == 2 and "is locked already" in again.stderr
    other = tmp_path / "other.json"
    assert run("plan", "--lock", str(study), "-o", str(other)).exit_code == 0
    assert other.read_bytes() == (tmp_path / "plan.lock.json").read_bytes()


def test_a_lock_needs_a_study_file() -> None:
    assert run("plan", "--lock").exit_code == 2


@pytest.mark.parametrize("change", ["edit", "remove", "other"])
def test_a_lock_that_was_touched_stops_the_report(tmp_path: Path, change: str) -> None:
    study = locked(tmp_path)
    file = tmp_path / "plan.lock.json"
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    content["plan"]["primary"] = ["support"]
    if change == "remove":
        file.unlink()
    else:
        file.write_text(json.dumps(content) if change == "edit" else "[]", encoding="utf-8")
    with pytest.raises(MtleError) as refused:
        load_study(study)
    assert [p.code for p in refused.value.problems] == ["T071"]
