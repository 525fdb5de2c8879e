"""Stata: ``.dta``."""

from __future__ import annotations

from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.statistics_files import read_statistics_file
from mtle_survey.readers.common.unrowed import grid_of_cells


def sniff(source: Source) -> Verdict | None:
    """Accept Stata files."""
    if source.kind != "stata":
        return None
    return Verdict(confidence=0.5, dialect="dta", reason="the file begins as Stata data do")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read codes with their labels; extended missing values are the codes ``a`` to ``z``."""
    content = read_statistics_file(source)
    return assemble(
        source,
        grid_of_cells(content.cells),
        platform="stata",
        dialect=verdict.dialect or "dta",
        reason=verdict.reason,
        columns=content.columns,
        header_records=0,
    )


READER = Reader(name="stata", label="Stata", sniff=sniff, read=read, aliases=("dta",))
