"""Google Forms, downloaded from Sheets or from the form itself."""

from __future__ import annotations

import re

from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.one_row import (
    PlatformColumns,
    column_key,
    one_row_columns,
    required_grid,
    with_shared_stems,
)
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict

TIMESTAMPS = frozenset(
    {
        "timestamp",
        "zeitstempel",
        "horodateur",
        "タイムスタンプ",
        "marcatemporal",
        "marcadetiempo",
        "carimbodedata/hora",
        "informazionicronologiche",
        "tijdstempel",
        "tidsstempel",
        "tidsstämpel",
        "aikaleima",
        "sygnaturaczasowa",
        "отметкавремени",
        "zamandamgası",
        "时间戳记",
        "時間戳記",
        "타임스탬프",
    }
)
PLATFORM = PlatformColumns(
    meanings={
        **dict.fromkeys(TIMESTAMPS, "end"),
        "emailaddress": "",
        "username": "",
        "score": "",
        "punkte": "",
    },
    personal=frozenset({"emailaddress", "username"}),
)
GRID_HEADER = re.compile(r"(?P<stem>.*\S)\s*\[(?P<row>[^\[\]]+)\]", re.DOTALL)
FORM_DOWNLOAD = re.compile(r"\d{4}/\d{1,2}/\d{1,2} .*(?:GMT|UTC|[AP]M|[ECMP][SD]T)")


def sniff(source: Source) -> Verdict | None:
    """Recognise the timestamp column, whose name follows the account's language."""
    if source.grid is None:
        return None
    first = source.grid.record(0)[0]
    if column_key(first) not in TIMESTAMPS or not _has_times(source.grid):
        return None
    dialect = "form_download" if _from_form(source.grid) else "sheets"
    return Verdict(confidence=0.9, dialect=dialect, reason=f"first column “{first}” holds times")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read the header; ``Question [Row]`` headers become rows of a grid."""
    grid = required_grid(source)
    columns = with_shared_stems(one_row_columns(grid.record(0)), GRID_HEADER)
    return assemble(
        source,
        grid,
        platform="googleforms",
        dialect=verdict.dialect or "sheets",
        reason=verdict.reason,
        columns=[PLATFORM.flag(column) for column in columns],
        header_records=1,
        choice_separator=";" if _from_form(grid) else ", ",
    )


def _has_times(grid: Grid) -> bool:
    """Whether the first column holds digits, or nothing yet."""
    return all(any(c.isdigit() for c in cell) for cell in grid.cells[1:20, 0] if cell)


def _from_form(grid: Grid) -> bool:
    """The form's own download writes the year first and names the time zone."""
    return any(FORM_DOWNLOAD.match(cell) for cell in grid.cells[1:20, 0] if cell)


READER = Reader(name="googleforms", label="Google Forms", sniff=sniff, read=read, aliases=("google",))
