"""What is fuzzed, and what must hold whatever the bytes: a stated refusal, or every record accounted for.

A target takes bytes and raises only if the promise is broken. ``MtleError`` carries located problems and
``UsageError`` says that something cannot be meant; both are answers. Anything else is a finding.
"""

from __future__ import annotations

import atexit
import csv
import io
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from mtle_survey.errors import MtleError, Severity, UsageError
from mtle_survey.instrument.load import read_instrument
from mtle_survey.instrument.model import Instrument
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.kind import find_kind
from mtle_survey.readers.read import read_table
from mtle_survey.reading import FileSpec, read_wave
from mtle_survey.responses import Missing, Responses
from mtle_survey.study import Study
from mtle_survey.study_file import load_study
from tests.fuzz.choices import Choices
from tests.support import DEMO

STATISTICS_FILES = ("spss", "spss_portable", "stata")
HEADERS = [
    *("a1", "a2", "a3", "a4", "b1", "b2", "Q1_1", "teacher", "site", "I speak up in meetings.", "", "Status"),
    *("ResponseId", "StartDate", "Finished", "Duration (in seconds)", "t_Page Submit", "email", "submitdate"),
    *("lastpage", "record_id", "redcap_event_name", "demo_complete", "a___1", "_uuid", "_submission_time"),
    *("Timestamp", "ID", "Start time", "Completion time", "Respondent ID", "Response", "#", "Network ID"),
    *("Time Started", "Date Submitted", "Submission Date", "KEY", '{"ImportId":"QID1"}', "V1", "ResponseID"),
]
CELLS = [
    *("1", "2", "3", "4", "5", "8", "9", "", " ", "Agree", "Strongly agree", "strongly  AGREE", "Disagree"),
    *("Does not apply to my role", "Prefer not to answer", "4 - Agree", "Agree (4)", "6", "-99", "4.0", "４"),
    *("N/A", "NA", "Jun-25", "3.58E+14", "#REF!", "=1+1", "@X@user@X@", "${e://Field/x}", "T01", "t01", "T1"),
    *("00123", "123.0", "North", "South", "1", "2,3", "Survey Preview", "0", "True", "12/11/2025", "\u00a04"),
    *("Agree\u200b", "A1", "a;b", '"', "\n", "é", "Ê", "<b>Agree</b>", "&nbsp;Agree", "nan", "inf", "1e400"),
]
STUDY = """
title: Fuzzed
instrument: demo.yaml
waves:
  pre: {files: pre.csv}
  post: {files: post.csv}
respondent: teacher
cluster: site
"""
DECISIONS = ("corrections", "links", "withdrawn", "roster", "sessions")


@cache
def folder() -> Path:
    """Where the fuzzed files are written: in memory, if the machine offers it."""
    memory = Path("/dev/shm")
    path = Path(tempfile.mkdtemp(prefix="mtle-fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    (path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    answers = "teacher,site,a1,a2,a3,a4,b1,b2\nT01,North,1,2,3,4,5,1\nT02,South,5,4,3,2,1,5\n"
    for wave in ("pre", "post"):
        (path / f"{wave}.csv").write_text(answers, encoding="utf-8")
    return path


@cache
def instrument() -> Instrument:
    return read_instrument(DEMO.encode())


def _refused(error: MtleError) -> None:
    assert any(p.severity is Severity.ERROR for p in error.problems), "refused without an error"
    assert all(p.found and p.why and p.fix for p in error.problems), "a problem without words"


def _accounted(table: RawTable) -> None:
    rows = [*table.rows.tolist(), *(row for entry in table.excluded for row in entry.rows)]
    assert sorted(rows) == list(range(min(rows), min(rows) + table.records)), "records do not add up"
    assert table.cells.shape == (len(table.rows), len(table.columns))
    assert all(cell is None or isinstance(cell, str) for cell in table.cells.ravel())


def _coded(responses: Responses) -> None:
    shape = (len(responses), len(responses.items))
    assert responses.values.shape == responses.reasons.shape == shape
    assert np.array_equal(np.isnan(responses.values), responses.reasons != Missing.ANSWERED), "reasons"
    for source in responses.sources:
        aside = sum(len(entry.rows) for entry in source.excluded)
        assert source.records == len(responses) + aside, "responses do not add up"


def export(data: bytes) -> None:
    """Bytes as an export of any platform, found from the content."""
    try:
        if find_kind(data, "x") in STATISTICS_FILES:
            return
    except MtleError:
        pass
    path = folder() / "export"
    path.write_bytes(data)
    try:
        table = read_table(path)
    except MtleError as error:
        _refused(error)
        return
    _accounted(table)


def statistics_file(data: bytes) -> None:
    """Bytes as an SPSS or Stata file, whose library is written in C."""
    path = folder() / "export.sav"
    start = (b"$FL2@(#)", b"$FL3@(#)", b"<stata_dta>", b"")[data[0] % 4] if data else b""
    path.write_bytes(start + data[1:])
    try:
        table = read_table(path)
    except MtleError as error:
        _refused(error)
        return
    _accounted(table)


def table_bytes(choices: Choices) -> bytes:
    """A delimited table whose headers and cells are now and then those of real exports."""
    width, height = 1 + choices.number(9), 1 + choices.number(7)
    records = [
        [_cell(choices, HEADERS if r < 1 + choices.number(1) else CELLS) for _ in range(width)]
        for r in range(height)
    ]
    quoting = choices.one_of([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    delimiter = choices.one_of(",;\t")
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=quoting, delimiter=delimiter).writerows(records)
    return buffer.getvalue().encode(choices.one_of(["utf-8", "utf-8-sig", "utf-16", "cp1252"]), "replace")


def _cell(choices: Choices, usual: list[str]) -> str:
    place = choices.number(255)
    return choices.text() if place >= 240 else usual[place % len(usual)]


def matched(data: bytes) -> None:
    """A table read, matched to an instrument, validated, screened, linked and scored."""
    choices = Choices(data)
    waves = {}
    try:
        for wave in ("pre", "post"):
            path = folder() / f"{wave}-fuzzed.csv"
            path.write_bytes(table_bytes(choices))
            waves |= read_wave([FileSpec(path=str(path))], instrument(), wave)
    except MtleError as error:
        _refused(error)
        return
    for responses in waves.values():
        _coded(responses)
    study = Study(instrument(), waves)
    assert all(p.found and p.why and p.fix for p in study.problems)
    for wave, scores in study.scores.items():
        assert len(scores.values) == len(waves[wave]), "scores do not add up"
    assert study.flow is not None


def instrument_file(data: bytes) -> None:
    """Bytes as an instrument file."""
    try:
        read_instrument(data)
    except MtleError as error:
        _refused(error)


def study_file(data: bytes) -> None:
    """Bytes as a study file beside two exports."""
    path = folder() / "study.yaml"
    path.write_bytes(data)
    _opened(path)


def decision_files(data: bytes) -> None:
    """Bytes as the evaluator's own files: corrections, links, the roster and so on."""
    choices = Choices(data)
    kept = choices.one_of(DECISIONS)
    (folder() / f"{kept}.csv").write_bytes(choices.rest())
    path = folder() / "decided.yaml"
    path.write_text(f"{STUDY}{kept}: {kept}.csv\n", encoding="utf-8")
    _opened(path)


def _opened(path: Path) -> None:
    try:
        study = load_study(path)
        assert all(p.found and p.why and p.fix for p in study.problems)
    except MtleError as error:
        _refused(error)
    except UsageError as error:
        assert str(error), "refused without a word"


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (export, matched, instrument_file, study_file, decision_files)
}
