"""Qualtrics tables: the modern three header rows, the older exporter's, and the legacy two."""

from __future__ import annotations

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.one_row import required_grid
from mtle_survey.readers.common.qsf import qsf_columns, with_definition
from mtle_survey.readers.common.qualtrics_columns import META_NAMES, import_ids, qualtrics_columns
from mtle_survey.readers.common.qualtrics_status import set_aside_by_status
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict

MODERN = "modern_3row"
SINGLE_QUOTED = "legacy_exporter_3row_single_quoted"
LEGACY = "legacy_v1"
STRIPPED = "stripped"
HEAD_RECORDS = 4
MARKS_NEEDED = 4


def sniff(source: Source) -> Verdict | None:
    """Recognise the row of ImportIds, the V1… names of the legacy export, or the metadata columns."""
    grid = source.grid
    if grid is None:
        return None
    for place in range(HEAD_RECORDS):
        record = grid.record(place)
        if import_ids(record):
            single = any(cell.strip().startswith("{'") for cell in record)
            dialect = SINGLE_QUOTED if single else MODERN
            return Verdict(
                confidence=1.0, dialect=dialect, reason=f"row {grid.rows[place]} holds Qualtrics ImportIds"
            )
    first, second = grid.record(0), grid.record(1)
    if first[:2] == ("V1", "V2") and second[:2] == ("ResponseID", "ResponseSet"):
        return Verdict(confidence=1.0, dialect=LEGACY, reason="V1, V2 … above ResponseID, ResponseSet")
    marks = [name for name in first if name in META_NAMES]
    if len(marks) >= MARKS_NEEDED:
        return Verdict(
            confidence=0.7,
            dialect=STRIPPED,
            reason=f"Qualtrics columns {', '.join(marks[:4])} but no row of ImportIds",
        )
    return None


def read(source: Source, verdict: Verdict, options: Options) -> RawTable:
    """Read the header rows, flag metadata, and set preview, test and spam responses aside."""
    grid = required_grid(source)
    names, wordings, ids, header_records = _header(grid, verdict.dialect)
    columns = with_definition(
        qualtrics_columns(names, wordings, ids, separator="-" if _joins_tightly(verdict.dialect) else " - "),
        grid.cells[header_records:],
        qsf_columns(options.definition),
    )
    set_aside, problems = set_aside_by_status(
        source.file, grid, columns, header_records, options.keep_preview
    )
    return assemble(
        source,
        grid,
        platform="qualtrics",
        dialect=verdict.dialect or STRIPPED,
        reason=verdict.reason,
        columns=columns,
        header_records=header_records,
        choice_separator=",",
        set_aside=set_aside,
        problems=problems + _row_missing(source.file, grid, verdict.dialect, header_records),
    )


def _joins_tightly(dialect: str) -> bool:
    """The older exporters join stem and statement by a hyphen without spaces."""
    return dialect in (SINGLE_QUOTED, LEGACY)


def _header(grid: Grid, dialect: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
    """Names, wordings, ImportIds (each maybe blank) and the number of header records."""
    blank = ("",) * grid.cells.shape[1]
    first, second = grid.record(0), grid.record(1)
    if dialect == LEGACY:
        names = tuple(
            label if name.startswith("V") and name[1:].isdigit() else name
            for name, label in zip(first, second, strict=True)
        )
        return names, second, blank, 2
    for place in range(HEAD_RECORDS):
        ids = import_ids(grid.record(place))
        if ids:
            wordings = grid.record(place - 1) if place > 1 else blank
            return (first if place else ids), wordings, ids, place + 1
    if _is_wording_row(first, second, grid):
        return first, second, blank, 2
    return first, blank, blank, 1


def _is_wording_row(first: tuple[str, ...], second: tuple[str, ...], grid: Grid) -> bool:
    """Whether the second record labels the metadata columns, where every response has a digit."""
    dated = [place for place, name in enumerate(first) if name in ("StartDate", "EndDate", "RecordedDate")]
    if not dated or not second:
        return False
    below = grid.cells[2:52]
    return all(
        second[place]
        and not any(c.isdigit() for c in second[place])
        and all(any(c.isdigit() for c in cell) for cell in below[:, place] if cell)
        for place in dated
    )


def _row_missing(file: str, grid: Grid, dialect: str, header_records: int) -> list[Problem]:
    """Say so when a tool has taken header rows away."""
    complete = 2 if dialect == LEGACY else 3
    if header_records == complete:
        return []
    found = f"{counted(header_records, 'header row')} where Qualtrics writes {complete}"
    return [problem("R030", file=file, row=int(grid.rows[0]), found=found)]


READER = Reader(name="qualtrics", label="Qualtrics", sniff=sniff, read=read, takes_definition=True)
