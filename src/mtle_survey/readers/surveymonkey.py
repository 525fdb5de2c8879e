"""SurveyMonkey "All responses" as CSV or XLSX: stems above parts, options folded back into answers."""

from __future__ import annotations

import re

from mtle_survey.errors import Problem, problem
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.expanded import fold_exclusive
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.one_row import PlatformColumns, column_key, one_row_columns, required_grid
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.stems import Block, blocks, stem_columns

PLAIN_PARTS = frozenset({"response", "open-ended response", "reponse", "open-ended reponse"})
PLATFORM = PlatformColumns(
    meanings={
        "respondentid": "response_id",
        "collectorid": "",
        "startdate": "start",
        "enddate": "end",
        "datecreated": "start",
        "datemodified": "end",
        "ipaddress": "",
        "emailaddress": "",
        "firstname": "",
        "lastname": "",
    },
    personal=frozenset({"ipaddress", "emailaddress", "firstname", "lastname"}),
    pattern=re.compile(r"^Custom Data(?: \d+)?$", re.IGNORECASE),
)


def sniff(source: Source) -> Verdict | None:
    """Recognise the respondent's id in the first column and the row of parts below it."""
    if source.grid is None or column_key(source.grid.record(0)[0]) != "respondentid":
        return None
    if _has_parts(source.grid):
        reason = "Respondent ID first, and a second row of parts such as “Response”"
        return Verdict(confidence=1.0, dialect="two_rows", reason=reason)
    return Verdict(confidence=0.8, dialect="one_row", reason="Respondent ID first")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read one or two header rows; single choices spread over their options become one column."""
    grid = required_grid(source)
    problems: list[Problem] = []
    if _has_parts(grid):
        found = blocks(grid.record(0), grid.record(1))
        cells = grid.cells[2:]
        columns, cells, folded = fold_exclusive(stem_columns(found, PLAIN_PARTS), cells, found)
        header_records, dialect = 2, "expanded" if folded else "condensed"
        if folded:
            problems.append(_folded(source.file, folded))
    else:
        cells, header_records, dialect = grid.cells[1:], 1, "one_row"
        columns = one_row_columns(grid.record(0))
    return assemble(
        source,
        grid,
        platform="surveymonkey",
        dialect=dialect,
        reason=verdict.reason,
        columns=[PLATFORM.flag(column) for column in columns],
        header_records=header_records,
        cells=cells,
        problems=problems,
    )


def _has_parts(grid: Grid) -> bool:
    """Whether the second record holds parts: nothing under the id, and text elsewhere."""
    second = grid.record(1)
    return bool(second) and not second[0].strip() and any(part.strip() for part in second)


def _folded(file: str, folded: list[Block]) -> Problem:
    names = "; ".join(f"“{block.stem[:40]}”" for block in folded[:3])
    further = f" and {len(folded) - 3} more" if len(folded) > 3 else ""
    return problem("R032", file=file, row=1, found=f"{names}{further}", count=len(folded))


READER = Reader(name="surveymonkey", label="SurveyMonkey", sniff=sniff, read=read, aliases=("monkey",))
