"""Qualtrics exports as XML: one element per answer, named by its ImportId."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.qsf import qsf_columns, with_definition
from mtle_survey.readers.common.qualtrics_columns import qualtrics_columns
from mtle_survey.readers.common.qualtrics_status import set_aside_by_status
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.unrowed import cells_of_records, grid_of_cells

DIALECT = "xml"


def sniff(source: Source) -> Verdict | None:
    """Recognise the root element and the record id."""
    root = source.document
    if not isinstance(root, Element) or root.tag != "Responses" or root.find("Response/_recordId") is None:
        return None
    return Verdict(confidence=1.0, dialect=DIALECT, reason="Responses with a _recordId each")


def read(source: Source, verdict: Verdict, options: Options) -> RawTable:
    """Read each Response element as a record; there is no wording in it but for a definition's."""
    if not isinstance(source.document, Element):
        raise MtleError([problem("R005", file=source.file, found=f"a {source.kind} file, not XML")])
    records = [
        {child.tag: child.text or "" for child in record} for record in source.document.iterfind("Response")
    ]
    names, cells = cells_of_records(records)
    columns = with_definition(
        qualtrics_columns(names, [""] * len(names), names, separator=" - "),
        cells,
        qsf_columns(options.definition),
    )
    grid = grid_of_cells(cells)
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


READER = Reader(name="qualtrics", label="Qualtrics", sniff=sniff, read=read, takes_definition=True)
