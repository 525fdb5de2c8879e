"""LimeSurvey CSV: headings as codes, texts or both; blanks that were never shown told from blanks left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.grid import Grid, build_grid
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.lime_document import lime_document
from mtle_survey.readers.common.lss import LimeQuestion, lime_questions
from mtle_survey.readers.common.one_row import (
    CODE_AND_TEXT,
    PlatformColumns,
    column_key,
    one_row_columns,
    required_grid,
    with_shared_stems,
)
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.stems import blocks, has_stem_row, stem_columns

PLATFORM = PlatformColumns(
    meanings={
        "id": "response_id",
        "responseid": "response_id",
        "answerid": "response_id",
        "antwortid": "response_id",
        "submitdate": "end",
        "datesubmitted": "end",
        "startdate": "start",
        "datestarted": "start",
        "startlanguage": "language",
        "interviewtime": "duration",
        **dict.fromkeys(
            ("lastpage", "seed", "token", "datestamp", "datelastaction", "ipaddr", "ipaddress"), ""
        ),
        **dict.fromkeys(("refurl", "referrerurl"), ""),
    },
    personal=frozenset({"ipaddr", "ipaddress", "token"}),
    pattern=re.compile(r"^(?:group|question)Time\d+$|(?:^|\s)(?:group|question) time:", re.IGNORECASE),
)
CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\[[^\[\]\s]*\]){1,2}")
TEXT_WITH_PART = re.compile(r"(?P<stem>.*\S)\s*\[(?P<row>.*)\]", re.DOTALL)
FIRST = frozenset({"responseid", "answerid", "antwortid", "antwort-id", "iddelaréponse", "idderespuesta"})
YES_NO = frozenset({"yes", "no", "ja", "nein", "oui", "non", "sí", "si", "sì", "sim", "não", "nee"})
NOT_SHOWN = "N/A"
MOST = 0.8
ALMOST_ALL = 0.95


def sniff(source: Source) -> Verdict | None:
    """Recognise LimeSurvey's own columns, or headings made of codes in brackets."""
    if source.grid is None:
        return None
    names = source.grid.record(0)
    keys = {column_key(name) for name in names}
    if {"submitdate", "lastpage"} <= keys:
        return Verdict(confidence=1.0, dialect="code", reason="submitdate and lastpage")
    if any(name.startswith("submitdate. ") for name in names):
        return Verdict(confidence=1.0, dialect="codetext", reason="“submitdate. …” among the headings")
    if {"datesubmitted", "lastpage"} <= keys:
        return Verdict(confidence=1.0, dialect="text", reason="Date submitted and Last page")
    bracketed = sum(1 for name in names if name.rstrip().endswith("]"))
    if column_key(names[0]) in FIRST and bracketed:
        return Verdict(confidence=0.9, dialect="text", reason=f"“{names[0]}” first, and parts in brackets")
    codes = sum(1 for name in names if CODE.fullmatch(name.strip()))
    if codes >= 3 and codes * 2 > len(names):
        return Verdict(confidence=0.6, dialect="code", reason=f"{codes} headings of the form Q[SQ001]")
    return None


def read(source: Source, verdict: Verdict, options: Options) -> RawTable:
    """Read the headings, with their wording from a structure file if one is given."""
    grid, told_apart = _with_blanks_told_apart(source)
    if has_stem_row(grid):
        columns, header_records, heading = (
            stem_columns(blocks(grid.record(0), grid.record(1)), frozenset()),
            2,
            "stems",
        )
    else:
        heading = verdict.dialect or "text"
        columns, header_records = _columns(grid, heading), 1
    known = _structure(options.definition)
    columns = [PLATFORM.flag(_with_structure(column, known)) for column in columns]
    cells, unseen = _never_shown(grid.cells[header_records:], columns)
    problems: list[Problem] = []
    if told_apart or unseen:
        count = sum(1 for record in cells for cell in record if cell is None)
        problems.append(problem("R037", file=source.file, found=counted(count, "cell"), count=count))
    return assemble(
        source,
        grid,
        platform="limesurvey",
        dialect=heading,
        reason=verdict.reason,
        columns=columns,
        header_records=header_records,
        cells=cells,
        problems=problems,
    )


def _with_blanks_told_apart(source: Source) -> tuple[Grid, bool]:
    """The grid, with None for unquoted empty cells if the file quotes everything else.

    LimeSurvey writes nothing at all for a question that was not shown, and ``""`` for one left blank.
    """
    grid = required_grid(source)
    if source.kind != "delimited":
        return grid, False
    tokeniser = source.raw_tokeniser()
    told_apart = build_grid(tokeniser.records(), source.file, skip=len(grid.preamble))
    quoted, bare = tokeniser.quoted, tokeniser.bare
    if quoted < ALMOST_ALL * (quoted + bare) or not any(
        cell is None for row in told_apart.cells for cell in row
    ):
        return grid, False
    return told_apart, True


def _columns(grid: Grid, heading: str) -> list[RawColumn]:
    columns = one_row_columns(grid.record(0))
    if heading == "code":
        return [replace(column, question=None) for column in columns]
    if heading == "codetext":
        return [_split_code(column) for column in columns]
    return with_shared_stems(columns, TEXT_WITH_PART)


def _split_code(column: RawColumn) -> RawColumn:
    found = CODE_AND_TEXT.fullmatch(column.name.strip())
    if found is None:
        return column
    part = TEXT_WITH_PART.fullmatch(found.group("text"))
    statement = plain_text(part.group("row")) if part and "[" in found.group("code") else None
    return replace(
        column, name=found.group("code"), question=plain_text(found.group("text")), statement=statement
    )


def _structure(definition: Source | None) -> dict[str, LimeQuestion]:
    if definition is None:
        return {}
    document = lime_document(definition)
    if document is None:
        raise MtleError(
            [problem("R038", file=definition.file, found="no LimeSurvey structure (LSS or .txt)")]
        )
    return lime_questions(document)


def _with_structure(column: RawColumn, known: Mapping[str, LimeQuestion]) -> RawColumn:
    """Wording and answer texts for a column whose code the structure knows."""
    name = column.name.strip()
    found = known.get(name) or known.get(re.sub(r"_([A-Za-z0-9]+)$", r"[\1]", name))
    if found is None:
        return column
    wording = f"{found.stem} [{found.part}]" if found.part else found.stem
    return replace(
        column, question=wording or None, statement=found.part or None, value_labels=dict(found.value_labels)
    )


def _never_shown(cells: NDArray[np.object_], columns: list[RawColumn]) -> tuple[NDArray[np.object_], bool]:
    """None for the “N/A” that full answers write for a yes-or-no question that was not shown."""
    places = []
    for place, column in enumerate(columns):
        distinct = {cell.strip() for cell in set(cells[:, place]) if cell}
        if not column.metadata and NOT_SHOWN in distinct:
            others = {cell.casefold() for cell in distinct - {NOT_SHOWN}}
            if others <= YES_NO:
                places.append(place)
    if not places:
        return cells, False
    cells = cells.copy()
    for place in places:
        cells[cells[:, place] == NOT_SHOWN, place] = None
    return cells, True


READER = Reader(
    name="limesurvey", label="LimeSurvey", sniff=sniff, read=read, aliases=("lime",), takes_definition=True
)
