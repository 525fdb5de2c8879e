"""Waves answered on different versions are scored on what is comparable, and the report says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mtle_survey.errors import MtleError, errors_in
from mtle_survey.instrument.load import read_instrument
from mtle_survey.report.blocks import TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.study_file import load_study
from mtle_survey.versions import differences
from tests.support import DEMO, REPOSITORY

WORKED = REPOSITORY / "data" / "sample" / "two_versions"
OLDER = DEMO.replace("version: 1.0.0", "version: 0.9.0")


def versions(**changed):
    """What separates an older version, with some words exchanged, from the current one."""
    text = OLDER
    for now, then in changed.values():
        assert now in text
        text = text.replace(now, then)
    found = differences(read_instrument(text.encode()), read_instrument(DEMO.encode()))
    return {one.item: one.what for one in found}


def test_another_version_number_alone_changes_nothing():
    assert versions() == {}


def test_what_differs_is_named():
    assert versions(a=("I speak up in meetings.", "I speak in meetings.")) == {"a4": "wording"}
    every = dict.fromkeys(("a1", "a2", "a3", "a4", "b1", "b2"), "answer options")
    assert versions(a=("Neither agree nor disagree", "Undecided")) == every
    assert set(versions(a=(", 9: Prefer not to answer", "")).values()) == {"ways out of answering"}


def test_case_and_spaces_make_no_other_question():
    assert versions(a=("I speak up in meetings.", "I speak up in  Meetings.")) == {}


def write(folder: Path, older: str) -> Path:
    (folder / "now.yaml").write_text(DEMO, encoding="utf-8")
    (folder / "then.yaml").write_text(older, encoding="utf-8")
    header = "teacher,site,a1,a2,a3,a4,b1,b2"
    rows = [f"t{n},1,{n % 5 + 1},2,3,{(n + 1) % 5 + 1},4,{n % 3 + 2}" for n in range(12)]
    for wave in ("pre", "post"):
        (folder / f"{wave}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    study = folder / "study.yaml"
    study.write_text(
        "title: Two versions\ninstrument: now.yaml\nrespondent: teacher\nwaves:\n"
        "  pre: {files: pre.csv, instrument: then.yaml}\n  post: {files: post.csv}\n",
        encoding="utf-8",
    )
    return study


def test_scores_rest_on_the_items_that_both_versions_ask_alike(tmp_path):
    older = OLDER.replace("I speak up in meetings.", "I speak in meetings.")
    study = load_study(write(tmp_path, older))
    assert study.common_items["voice"] == ("a1", "a2", "a3")
    post = study.waves["post"].values[:, :3]
    keyed = np.column_stack([post[:, 0], post[:, 1], 6 - post[:, 2]])
    assert np.allclose(study.scores["post"].of("voice"), keyed.mean(axis=1))
    assert [p.found for p in study.problems if p.code == "S004"] == ["a4 in pre: wording"]


def test_keys_of_the_current_version_hold_for_all_waves(tmp_path):
    older = OLDER.replace("reverse_keyed: [a3]", "reverse_keyed: []")
    study = load_study(write(tmp_path, older))
    assert np.array_equal(study.scores["pre"].of("voice"), study.scores["post"].of("voice"))


def test_an_item_that_is_new_is_no_difference(tmp_path):
    lines = [line for line in OLDER.splitlines() if not line.startswith("  a4:")]
    older = "\n".join(lines).replace(", a4]", "]")
    study = load_study(write(tmp_path, older))
    assert not [p for p in study.problems if p.code == "S004"]
    assert study.common_items["voice"] == ("a1", "a2", "a3")


def test_another_instrument_is_no_version(tmp_path):
    with pytest.raises(MtleError) as caught:
        load_study(write(tmp_path, OLDER.replace("id: demo", "id: other")))
    assert "not with another instrument" in caught.value.problems[0].why


def test_the_worked_example_reports_what_was_asked_otherwise():
    study = load_study(WORKED / "study.yaml")
    assert not errors_in(study.problems)
    assert study.common_items["equity"] == ("e1__in_place", "e2__in_place")
    document = build_document(study)
    table = next(b for b in document.blocks() if isinstance(b, TableBlock) and b.id == "table-versions-fall")
    told = [[document.words(cell.text) for cell in row] for row in table.rows]
    assert [row[0] for row in told] == ["e3__in_place", "e3__lead", "a3__in_place", "a3__lead"]
    assert told[0][1:4] == [
        "wording",
        "I treat all students alike.",
        "I work in a team to remove unfair differences in mathematics learning.",
    ]
    assert told[0][4] == "Own practice: equity and Own practice"
