"""Exports that were put into the wrong wave are found by when they were answered."""

from __future__ import annotations

import shutil

from mtle_survey import load_study
from mtle_survey.errors import Severity
from mtle_survey.linking.wave_dates import date_problems
from tests.support import DEMO, REPOSITORY, make_instrument, read

SAMPLE = REPOSITORY / "data" / "sample"


def study(folder, pre, post, dates=("2025-09-01", "2026-05-18")):
    for name in ("pre.csv", "post.csv"):
        shutil.copy(SAMPLE / name, folder / name)
    path = folder / "study.yaml"
    path.write_text(
        f"instrument: mtle\nwaves:\n  pre: {{files: {pre}, date: {dates[0]}}}\n"
        f"  post: {{files: {post}, date: {dates[1]}}}\nrespondent: teacher\n",
        encoding="utf-8",
    )
    return load_study(path)


def codes(found, severity):
    return {p.code for p in found.problems if p.severity is severity}


def test_swapped_exports_are_an_error(tmp_path):
    assert "P018" in codes(study(tmp_path, "post.csv", "pre.csv"), Severity.ERROR)


def test_declared_dates_that_run_backwards_are_an_error(tmp_path):
    found = study(tmp_path, "pre.csv", "post.csv", ("2026-05-18", "2025-09-01"))
    assert "P019" in codes(found, Severity.WARNING)


def test_a_date_of_a_wave_that_is_no_day_is_a_warning(tmp_path):
    found = study(tmp_path, "pre.csv", "post.csv", ("2025-02-31", "May 2026"))
    told = [p for p in found.problems if p.code == "P020"]
    assert [(p.severity, p.found) for p in told] == [
        (Severity.WARNING, "pre: “2025-02-31”"),
        (Severity.WARNING, "post: “May 2026”"),
    ]
    assert "No such day exists" in told[0].why and "not written as one day" in told[1].why
    assert told[0].file.endswith("study.yaml")


def test_the_right_order_raises_nothing(tmp_path):
    found = study(tmp_path, "pre.csv", "post.csv")
    assert not {"P018", "P019"} & {p.code for p in found.problems}


def test_swapped_plain_tables_are_found_by_the_declared_date(tmp_path):
    instrument = make_instrument(
        tmp_path, DEMO.replace("  site:", "  day: {title: Day, role: date, type: date}\n  site:")
    )
    header = "teacher,day,a1,a2,a3,a4\n"
    texts = {
        "pre": "x,2026-05-04,1,2,3,4\ny,2026-05-05,2,2,2,2",
        "post": "x,2025-09-01,1,2,3,4\ny,2025-09-02,2,2,2,2",
    }
    waves = {
        wave: read(tmp_path, instrument, header + text, f"{wave}.csv", wave=wave)
        for wave, text in texts.items()
    }
    assert [p.code for p in date_problems(waves, ["pre", "post"], {})] == ["P018"]
    assert [p.code for p in date_problems(waves, ["post", "pre"], {})] == []
