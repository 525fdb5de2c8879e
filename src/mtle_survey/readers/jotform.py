"""Jotform: the submission date first, choices of a multi-select on lines of one cell."""

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
        "submissiondate": "end",
        "submissionid": "response_id",
        "lastupdatedate": "",
        "ip": "",
        "firstname": "",
        "lastname": "",
        "email": "",
        "e-mail": "",
    },
    personal=frozenset({"ip", "firstname", "lastname", "email", "e-mail"}),
)
MATRIX_HEADER = re.compile(r"(?P<stem>.*\S)\s*(?:>>|\[)\s*(?P<row>[^\[\]]+?)\]?", re.DOTALL)


def sniff(source: Source) -> Verdict | None:
    """Recognise the first column; ODK Central's, which has no space, also ends in KEY."""
    if source.grid is None:
        return None
    names = source.grid.record(0)
    if names[0].strip().casefold() != "submission date" or "KEY" in names or column_key(names[-1]) == "key":
        return None
    return Verdict(confidence=0.9, dialect="csv", reason="Submission Date first")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read the header; rows of a matrix stand after ``>>`` or in brackets."""
    grid = required_grid(source)
    columns = with_shared_stems(one_row_columns(grid.record(0)), MATRIX_HEADER)
    return assemble(
        source,
        grid,
        platform="jotform",
        dialect=verdict.dialect or "csv",
        reason=verdict.reason,
        columns=[PLATFORM.flag(column) for column in columns],
        header_records=1,
        choice_separator="\n",
    )


READER = Reader(name="jotform", label="Jotform", sniff=sniff, read=read)
