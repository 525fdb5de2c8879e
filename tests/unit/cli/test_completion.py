"""The shell offers instruments, scales, waves and files, and says nothing where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import DEMO


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    (tmp_path / "study.yaml").write_text(
        "instrument: demo.yaml\nwaves: {spring: {files: a.csv}, autumn: {files: b.csv}}\n", encoding="utf-8"
    )
    (tmp_path / "exports").mkdir()
    for name in ("a.csv", "b.csv", ".hidden"):
        (tmp_path / "exports" / name).write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("mtle reliability -i mtle_l", {"mtle_leader"}),
        ("mtle reliability -i demo.yaml x.csv --scale ", {"voice", "support", "whole"}),
        ("mtle reliability study.yaml --scale v", {"voice"}),
        ("mtle factors study.yaml --wave ", {"spring", "autumn"}),
        ("mtle factors -i demo.yaml pre=a.csv post=b.csv --wave p", {"pre", "post"}),
        ("mtle factors gone.yaml --wave ", set()),
        ("mtle reliability -i gone.yaml --scale ", set()),
        ("mtle report study.yaml --as ", {"html", "docx", "pdf", "xlsx", "json"}),
        ("mtle report study.yaml --as html,d", {"html,docx"}),
        ("mtle report study.yaml --as html,docx,pdf,xlsx,", {"html,docx,pdf,xlsx,json"}),
        ("mtle report study.yaml --by ", {"site"}),
        ("mtle factors study.yaml --invariance ", {"wave", "site"}),
        ("mtle compare study.yaml --extra b", {"bayes_factors"}),
        ("mtle factors study.yaml --rotation geo", {"geomin"}),
        ("mtle codebook demo.yaml --as qs", {"qsf"}),
        ("mtle codebook demo.yaml --form ", {"short"}),
        ("mtle new-study -i demo.yaml a.csv --primary voice,s", {"voice,support"}),
        ("mtle compare spring=exports/a", {"spring=exports/a.csv"}),
        ("mtle compare spring=exp", {"spring=exports/a.csv", "spring=exports/b.csv"}),
        ("mtle compare spring=gone/", set()),
        ("mtle compare stu", set()),
    ],
)
def test_the_shell_is_offered_what_is_there(folder, words, wanted):
    done = subprocess.run(
        [str(Path(sys.executable).with_name("mtle"))],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "_MTLE_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        },
    )
    assert "Traceback" not in done.stderr
    assert set(done.stdout.split()) == wanted
