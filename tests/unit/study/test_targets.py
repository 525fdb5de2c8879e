"""A declared target is judged or refused, never read past."""

from __future__ import annotations

from pathlib import Path

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY

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
