"""Qualtrics exports for SPSS."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.qualtrics_columns import META_NAMES, qualtrics_columns
from mtle_survey.readers.common.qualtrics_status import set_aside_by_status
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.statistics_files import read_statistics_file
from mtle_survey.readers.common.unrowed import grid_of_cells

DIALECT = "sav"
MARKS_NEEDED = 4


def sniff(source: Source) -> Verdict | None:
    """Recognise the metadata columns by their names, which stand in the file as they are."""
    if source.kind != "spss":
        return None
    marks = [name for name in sorted(META_NAMES) if _name_in(source.data, name)]
    if len(marks) < MARKS_NEEDED or "Status" not in marks:
        return None
    return Verdict(confidence=0.9, dialect=DIALECT, reason=f"Qualtrics columns {', '.join(marks[:4])}")


def read(source: Source, verdict: Verdict, options: Options) -> RawTable:
    """Read codes and labels, flag metadata, and set preview, test and spam responses aside."""
    content = read_statistics_file(source)
    names = [column.name for column in content.columns]
    wordings = [column.question or "" for column in content.columns]
    spoken = ["Duration (in seconds)" if name == "Duration__in_seconds_" else name for name in names]
    flagged = qualtrics_columns(spoken, wordings, [""] * len(names), separator=" - ")
    columns = [
        replace(flag, name=column.name, value_labels=column.value_labels, missing_codes=column.missing_codes)
        for flag, column in zip(flagged, content.columns, strict=True)
    ]
    grid = grid_of_cells(content.cells)
    set_aside, problems = set_aside_by_status(source.file, grid, columns, 0, options.keep_preview)
    return assemble(
        source,
        grid,
        platform="qualtrics",
        dialect=DIALECT,
        reason=verdict.reason,
        columns=columns,
        header_records=0,
        set_aside=set_aside,
        problems=problems,
        choice_separator=",",
    )


def _name_in(data: bytes, name: str) -> bool:
    """Whether the dictionary of long names in the file has this one."""
    return f"={name}\t".encode() in data or f"={name}\x00".encode() in data


READER = Reader(name="qualtrics", label="Qualtrics", sniff=sniff, read=read)
