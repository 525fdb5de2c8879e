"""Same input, same bytes: whatever the hash seed, the place, the time zone, the language and the clock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mtle_survey.report.privacy.ledger import FILE

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "data" / "sample"
RUN = "from mtle_survey.cli.main import run; run()"
ONE = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "LANG": "C"}
OTHER = {
    "PYTHONHASHSEED": "4242",
    "TZ": "Asia/Kathmandu",
    "LC_ALL": "en_US.UTF-8",
    "LANG": "en_US.UTF-8",
    "SOURCE_DATE_EPOCH": "86400",
    "COLUMNS": "40",
    "HOME": "/nonexistent",
}


def written(home: Path, study: str, surroundings: dict[str, str], started_in: Path) -> dict[str, bytes]:
    """Every file of a report with checklists, by its place in the folder; sheets where there are units."""
    shutil.copytree(ROOT / "instruments", home / "instruments")
    folder = home / "data" / "sample" / study
    shutil.copytree(SAMPLES / study, folder)
    file, out = folder / "study.yaml", home / "out"
    declared = file.read_text(encoding="utf-8")
    if "unit:" not in declared:  # of this one the public edition, in another language
        file.write_text(
            f"{declared.replace('audience: internal', 'audience: public')}\nlanguage: es\n", "utf-8"
        )
    started_in.mkdir()
    sheets = ["--sheets", str(out / "sheets")] if "unit:" in declared else []
    done = subprocess.run(
        [sys.executable, "-c", RUN, "report", str(file), "-o", str(out), "--checklists", *sheets],
        cwd=started_in,
        env={**os.environ, **surroundings, "TMPDIR": str(started_in)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(("study", "sheets"), [("prime_school", True), ("tpn_roles", False)])
def test_two_runs_in_different_surroundings_write_the_same_bytes(
    study: str, sheets: bool, tmp_path: Path
) -> None:
    one = written(tmp_path / "one", study, ONE, tmp_path / "here")
    other = written(tmp_path / "other place", study, OTHER, tmp_path / "there, far away")
    assert {Path(name).suffix for name in one} >= {".html", ".docx", ".pdf", ".xlsx", ".json"}
    assert any("checklists" in name for name in one)
    assert any(name.startswith("sheets") for name in one) is sheets
    assert (FILE in one) is not sheets, "a public report is entered in the ledger, whose secret is drawn anew"
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name] and name != FILE] == []
