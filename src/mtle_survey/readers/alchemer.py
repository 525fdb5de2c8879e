"""Alchemer (formerly SurveyGizmo): ``Row:Question`` headers, times and status in front."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.one_row import PlatformColumns, column_key, one_row_columns, required_grid
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict

PLATFORM = PlatformColumns(
    meanings={
        "responseid": "response_id",
        "timestarted": "start",
        "datesubmitted": "end",
        "status": "finished",
        "language": "language",
        **dict.fromkeys(
            (
                "contactid",
                "legacycomments",
                "comments",
                "sessionid",
                "referer",
                "extendedreferer",
                "useragent",
            ),
            "",
        ),
        **dict.fromkeys(
            ("ipaddress", "longitude", "latitude", "country", "city", "state/region", "postal", "tags"), ""
        ),
    },
    personal=frozenset({"ipaddress", "longitude", "latitude", "postal"}),
    pattern=re.compile(r"^(?:SessionID|Referer|User Agent)$"),
)


def sniff(source: Source) -> Verdict | None:
    """Recognise the times and the status among the first columns."""
    if source.grid is None:
        return None
    first = [column_key(name) for name in source.grid.record(0)[:8]]
    if not {"timestarted", "datesubmitted", "status"} <= set(first):
        return None
    return Verdict(confidence=1.0, dialect="csv", reason="Time Started, Date Submitted and Status in front")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read the header and split rows of a grid from the question they share."""
    grid = required_grid(source)
    columns = _with_rows(one_row_columns(grid.record(0)))
    return assemble(
        source,
        grid,
        platform="alchemer",
        dialect=verdict.dialect or "csv",
        reason=verdict.reason,
        columns=[PLATFORM.flag(column) for column in columns],
        header_records=1,
        choice_separator=";",
    )


def _with_rows(columns: Sequence[RawColumn]) -> list[RawColumn]:
    """Statements for headers that share what stands after a colon, which both parts may hold too."""
    endings = Counter(ending for column in columns for ending in {column.name, *_endings(column.name)})
    found = []
    for column in columns:
        shared = next((ending for ending in _endings(column.name) if endings[ending] > 1), None)
        if shared is None:
            found.append(column)
        else:
            row = plain_text(column.name[: -len(shared) - 1]).rstrip(":")
            found.append(replace(column, question=f"{plain_text(shared)} - {row}", statement=row))
    return found


def _endings(name: str) -> list[str]:
    """What stands after each colon, longest first."""
    return [
        name[place + 1 :]
        for place, character in enumerate(name)
        if character == ":" and name[place + 1 :].strip()
    ]


READER = Reader(name="alchemer", label="Alchemer", sniff=sniff, read=read, aliases=("surveygizmo",))
