"""One minute of chance over every kind of input; the long run is recorded in the documentation."""

from __future__ import annotations

import time
from importlib.util import find_spec

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.readers.common import statistics_child
from mtle_survey.readers.read import read_table
from tests.fuzz.mutate import mutated
from tests.fuzz.seeds import seeds
from tests.fuzz.session import turn
from tests.fuzz.targets import TARGETS
from tests.support import REAL_EXPORTS

SECONDS = 60


@pytest.mark.slow
def test_a_minute_of_changed_bytes():
    """Targets share the minute; each begins with the same bytes and changes them in the same order."""
    exports = REAL_EXPORTS if REAL_EXPORTS.is_dir() else None
    for name, target in TARGETS.items():
        begin = list(seeds(name, exports)) or [b"\1"]
        for data in begin:
            target(data)
        until = time.monotonic() + SECONDS / len(TARGETS)
        tried = 0
        for data in mutated(begin, seed=3):
            if time.monotonic() > until:
                break
            try:
                target(data)
            except Exception as error:
                raise AssertionError(f"{name} with {data!r}") from error
            tried += 1
        assert tried, name


@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not installed")
def test_the_coverage_guided_run_works_and_finds_what_escapes(tmp_path):
    turn("instrument_file", seed=1, seconds=2, folder=tmp_path, exports=None)
    assert '"exit": 0' in (tmp_path / "turns.jsonl").read_text()
    assert '"findings": []' in (tmp_path / "findings" / "runs.jsonl").read_text()


def test_a_statistics_file_that_kills_its_parser_is_a_located_problem(tmp_path, monkeypatch):
    broken = tmp_path / "child.py"
    broken.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    monkeypatch.setattr(statistics_child, "__file__", str(broken))
    (tmp_path / "damaged.sav").write_bytes(b"$FL2@(#) anything")
    with pytest.raises(MtleError) as refused:
        read_table(tmp_path / "damaged.sav")
    assert [(p.code, p.file) for p in refused.value.problems] == [("R040", str(tmp_path / "damaged.sav"))]
    assert "broke down" in refused.value.problems[0].found
