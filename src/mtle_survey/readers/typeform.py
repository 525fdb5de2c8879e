"""Typeform: a hash first, network id and times last, markup in the headers."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.one_row import PlatformColumns, column_key, one_row_columns, required_grid
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict

PLATFORM = PlatformColumns(
    meanings={
        "#": "response_id",
        "startdate(utc)": "start",
        "submitdate(utc)": "end",
        "stagedate(utc)": "",
        "networkid": "",
        "tags": "",
        "ending": "",
        "responsetype": "finished",
    },
    personal=frozenset({"networkid"}),
)


def sniff(source: Source) -> Verdict | None:
    """Recognise the hash column and what stands at the end."""
    if source.grid is None:
        return None
    keys = [column_key(name) for name in source.grid.record(0)]
    if keys[0] != "#" or not {"networkid", "submitdate(utc)"} & set(keys):
        return None
    return Verdict(
        confidence=1.0, dialect="csv", reason="# first, Network ID or Submit Date (UTC) at the end"
    )


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read the header without its markup; a multi-select has a column named by each option."""
    grid = required_grid(source)
    columns = [
        PLATFORM.flag(replace(column, name=plain_text(column.name) if "<" in column.name else column.name))
        for column in one_row_columns(grid.record(0))
    ]
    return assemble(
        source,
        grid,
        platform="typeform",
        dialect=verdict.dialect or "csv",
        reason=verdict.reason,
        columns=columns,
        header_records=1,
    )


READER = Reader(name="typeform", label="Typeform", sniff=sniff, read=read)
