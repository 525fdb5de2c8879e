"""Microsoft Forms, as XLSX or CSV."""

from __future__ import annotations

import re

from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.one_row import (
    PlatformColumns,
    column_key,
    one_row_columns,
    required_grid,
    with_shared_stems,
)
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict

PLATFORM = PlatformColumns(
    meanings={
        "id": "response_id",
        "starttime": "start",
        "completiontime": "end",
        "email": "",
        "name": "",
        "lastmodifiedtime": "",
        "totalpoints": "",
        "quizfeedback": "",
        "gradepostedtime": "",
        "language": "language",
    },
    personal=frozenset({"email", "name"}),
    pattern=re.compile(r"^(?:Points|Feedback)\s+-\s"),
)
MARKS = ("id", "starttime", "completiontime")
LIKERT_HEADER = re.compile(r"(?P<stem>.*\S)\s*[\n\r]\s*\.?\s*(?P<row>.+)", re.DOTALL)


def sniff(source: Source) -> Verdict | None:
    """Recognise the first three columns."""
    if source.grid is None or tuple(map(column_key, source.grid.record(0)[:3])) != MARKS:
        return None
    dialect = "xlsx" if source.kind == "workbook" else "csv"
    return Verdict(confidence=1.0, dialect=dialect, reason="ID, Start time and Completion time first")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read the header; statements of a Likert question stand below their stem, after a line break."""
    grid = required_grid(source)
    columns = with_shared_stems(one_row_columns(grid.record(0)), LIKERT_HEADER)
    return assemble(
        source,
        grid,
        platform="msforms",
        dialect=verdict.dialect or "csv",
        reason=verdict.reason,
        columns=[PLATFORM.flag(column) for column in columns],
        header_records=1,
        choice_separator=";",
    )


READER = Reader(
    name="msforms",
    label="Microsoft Forms",
    sniff=sniff,
    read=read,
    aliases=("microsoftforms", "microsoft", "forms"),
)
