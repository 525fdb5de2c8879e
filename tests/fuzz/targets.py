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
import zipfile
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
SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOOK = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r0" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="answers" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    SHEET: f"<worksheet {_MAIN}><sheetData>"
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>a2</t></is></c></row>'
    '<row r="2"><c r="A2"><v>4</v></c><c r="B2" t="e"><v>#REF!</v></c></row>'
    '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3"><f>1+1</f></c></row></sheetData></worksheet>',
    TEXTS: f'<sst {_MAIN} count="1" uniqueCount="1"><si><t>a1</t></si></sst>',
}
DEFINED = {
    "redcap": "record_id,redcap_event_name,a1,chk___1,chk____99,demo_complete\n1,pre,2,0,1,2\n2,pre,,0,0,\n",
    "limesurvey": 'id;submitdate;lastpage;startlanguage;Q[SQ001];b1\n1;2025-01-01;3;en;A1;"Y"\n2;;1;en;;\n',
    "formr": '[{"session":"s","created":"2020-01-01","modified":"","ended":null,"a1":"3","a2R":2}]',
    "qualtrics": 'ResponseId,Status,Q1_1\nResponse ID,Type,"Voice - x"\n"{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""status""}","{""ImportId"":""QID1_1""}"\nR_1,IP Address,Agree\nR_2,Survey Preview,\n',
}
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
    _read(path)


def workbook(data: bytes) -> None:
    """Bytes as the one sheet of a spreadsheet file, beside its texts."""
    choices = Choices(data)
    parts = {**BOOK, choices.one_of([SHEET, TEXTS, "xl/workbook.xml"]): choices.rest()}
    path = folder() / "export.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    _read(path)


def definition(data: bytes) -> None:
    """Bytes as a platform's definition of the questionnaire, beside an export of that platform."""
    choices = Choices(data)
    platform, content = choices.one_of(list(DEFINED.items()))
    (folder() / "definition").write_bytes(choices.rest())
    path = folder() / "defined"
    path.write_text(content, encoding="utf-8")
    _read(path, platform=platform, definition=folder() / "definition")


def _read(path: Path, **options: object) -> None:
    try:
        table = read_table(path, **options)
    except MtleError as error:
        _refused(error)
        return
    _accounted(table)


def statistics_file(data: bytes) -> None:
    """Bytes as an SPSS or Stata file, whose library is written in C."""
    path = folder() / "export.sav"
    start = (b"$FL2@(#)", b"$FL3@(#)", b"<stata_dta>", b"")[data[0] % 4] if data else b""
    path.write_bytes(start + data[1:])
    _read(path)


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
    target.__name__: target
    for target in (
        export,
        matched,
        instrument_file,
        study_file,
        decision_files,
        definition,
        workbook,
        statistics_file,
    )
}
