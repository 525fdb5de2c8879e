"""SPSS: ``.sav``, ``.zsav`` and ``.por``."""

from __future__ import annotations

from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.statistics_files import read_statistics_file
from mtle_survey.readers.common.unrowed import grid_of_cells

DIALECTS = {"spss": "sav", "spss_portable": "por"}


def sniff(source: Source) -> Verdict | None:
    """Accept the two kinds of SPSS file."""
    if source.kind not in DIALECTS:
        return None
    return Verdict(confidence=0.5, dialect=DIALECTS[source.kind], reason="the file begins as SPSS data do")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read codes with their labels and declared missing values."""
    content = read_statistics_file(source)
    return assemble(
        source,
        grid_of_cells(content.cells),
        platform="spss",
        dialect=verdict.dialect or DIALECTS.get(source.kind, ""),
        reason=verdict.reason,
        columns=content.columns,
        header_records=0,
    )


READER = Reader(name="spss", label="SPSS", sniff=sniff, read=read, aliases=("sav", "zsav", "por"))
