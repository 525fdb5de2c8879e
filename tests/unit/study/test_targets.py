"""A declared target is judged or refused, never read past."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from mtle_survey.errors import MtleError, UsageError
from mtle_survey.study import Question, Study
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY, make_instrument, read

SAMPLE = REPOSITORY / "data" / "sample"


def refused(tmp_path: Path, target: str) -> list[tuple[str, str, str]]:
    """Code, what was found and the remedy of each problem of a study with a target."""
    study = (SAMPLE / "study.yaml").read_text(encoding="utf-8")
    study = study.replace("{change: 0.3}", target).replace("../../", f"{REPOSITORY}/")
    for name in ("pre", "mid", "post"):
        study = study.replace(f"{name}.csv", str(SAMPLE / f"{name}.csv"))
    path = tmp_path / "study.yaml"
    path.write_text(study, encoding="utf-8")
    with pytest.raises(MtleError) as stopped:
        load_study(path)
    return [(p.code, p.found, p.fix) for p in stopped.value.problems]


@pytest.mark.parametrize("key", ["share", "mean", "improved"])
def test_a_target_that_would_not_be_judged_is_refused_and_told_what_is(tmp_path: Path, key: str) -> None:
    found = refused(tmp_path, f"{{change: 0.3, {key}: 0.5}}")
    assert [code for code, *_ in found] == ["I010"]
    assert f"“{key}” in the target" in found[0][1] and "line 16" in found[0][1]
    assert "Known keys: change" in found[0][2]


def test_a_slip_of_the_pen_is_named(tmp_path: Path) -> None:
    found = refused(tmp_path, "{chagne: 0.3}")
    assert ("I010", "Did you mean “change”? Known keys: change.") in [(code, fix) for code, _, fix in found]


def test_a_target_without_a_change_is_refused(tmp_path: Path) -> None:
    assert [code for code, *_ in refused(tmp_path, "{}")] == ["I012"]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ({"change": 0.3, "share": 0.5}, "“share” in the target"),
        ({"chagne": 0.3}, "Did you mean “change”?"),
        ({}, "a target without change"),
        ({"change": "0.3"}, "it is a number"),
        ({"change": float("nan")}, "it is a number"),
        ({"change": True}, "it is a number"),
    ],
)
def test_python_refuses_what_the_file_refuses(target: dict[str, float], told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        Question(ask="Do they lead?", target=target)


def test_a_target_that_can_be_judged_is_taken() -> None:
    assert Question(ask="Do they lead?", target={"change": -0.2}).target == {"change": -0.2}


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"primary": ("voise",)}, "Did you mean “voice”?"),
        ({"questions": (Question(ask="?", measures=("nope",)),)}, "“nope” under measures"),
        ({"meaningful_step": {"nope": 0.2}}, "“nope” under meaningful_step"),
        ({"design": {"type": "comparison", "column": "site"}}, "program and comparison is missing"),
        ({"audience": "Public"}, "audience 'Public'"),
    ],
)
def test_a_study_in_python_is_held_to_the_rules_of_the_file(
    tmp_path: Path, settings: dict[str, Any], told: str
) -> None:
    instrument = make_instrument(tmp_path)
    responses = read(tmp_path, instrument, "a1,a2,a3,a4\n1,2,3,4")
    assert Study(instrument, {None: responses}, primary=("voice",)).primary == ("voice",)
    with pytest.raises(UsageError, match=re.escape(told)):
        Study(instrument, {None: responses}, **settings)
