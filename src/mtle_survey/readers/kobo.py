"""KoboToolbox, ODK Central and the older formhub: XForms with paths for names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.kobo_repeats import is_repeat, with_parents
from mtle_survey.readers.common.one_row import PlatformColumns, one_row_columns, required_grid
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict

CENTRAL, KOBO, FORMHUB, REPEAT = "odk_central", "kobo", "formhub", "kobo_repeat"
NOTHING = "n/a"
PERSONAL_NAMES = frozenset(
    {
        "username",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "imei",
        "submittername",
        "submitterid",
    }
)
PLATFORM = PlatformColumns(
    meanings={
        "start": "start",
        "end": "end",
        "key": "response_id",
        "meta/instanceid": "response_id",
        "formhub/uuid": "",
        **dict.fromkeys(
            ("today", "audit", "submissiondate", "attachmentspresent", "attachmentsexpected"), ""
        ),
        **dict.fromkeys(("reviewstate", "devicename", "edits", "formversion"), ""),
        **dict.fromkeys(PERSONAL_NAMES, ""),
    },
    personal=PERSONAL_NAMES,
    pattern=re.compile(
        r"^_(?:id|uuid|submission_time|validation_status|notes|status|submitted_by|tags|index|_version__|version_?)$"
        r"|^_(?:parent|submission)_"
    ),
)
SERVER_PERSONAL = frozenset({"_submitted_by"})
POSITION = re.compile(r"^_(?P<place>.+)_(?:latitude|longitude|altitude|precision)$")


def sniff(source: Source) -> Verdict | None:
    """Recognise the columns that the servers add."""
    if source.grid is None:
        return None
    names = set(source.grid.record(0))
    if {"SubmissionDate", "KEY"} <= names:
        return Verdict(confidence=1.0, dialect=CENTRAL, reason="SubmissionDate and KEY")
    if is_repeat(source.grid):
        return Verdict(confidence=1.0, dialect=REPEAT, reason="_parent_table_name and _parent_index")
    if not {"_uuid", "_submission_time"} <= names and not names & {"meta/instanceID", "formhub/uuid"}:
        return None
    dialect = FORMHUB if "formhub/uuid" in names and NOTHING in source.grid.cells[1:50] else KOBO
    found = names & {"_uuid", "_submission_time", "meta/instanceID", "formhub/uuid"}
    return Verdict(confidence=1.0, dialect=dialect, reason=", ".join(sorted(found)))


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read the header; a question's id is the last part of its path.

    The sheet of a repeated group has a record for each repetition, with the answers of its form added.
    """
    grid = required_grid(source)
    dialect = verdict.dialect or KOBO
    problems: list[Problem] = []
    if is_repeat(grid):
        grid, problems = with_parents(source, grid)
    names = grid.record(0)
    places = {match.group("place") for name in names if (match := POSITION.match(name))}
    separator = "-" if dialect == CENTRAL else "/"
    several = _options_of_several(names, separator)
    columns = [
        _column(column, places, separator, is_option=column.name in several)
        for column in one_row_columns(names)
    ]
    cells = grid.cells[1:]
    if dialect == FORMHUB:
        cells, count = without_placeholders(cells)
        problems.append(
            problem("R033", file=source.file, found=f"“{NOTHING}” in {counted(count, 'cell')}", count=count)
        )
    return assemble(
        source,
        grid,
        platform="kobo",
        dialect=dialect,
        reason=verdict.reason,
        columns=columns,
        header_records=1,
        cells=cells,
        problems=problems,
        choice_separator=" ",
    )


def _column(column: RawColumn, places: set[str], separator: str, *, is_option: bool) -> RawColumn:
    """One column, flagged; its id is the last part of its path, unless it is an option of a multi-select."""
    flagged = PLATFORM.flag(column)
    located = column.name in places or POSITION.match(column.name) is not None
    path = column.name.split(separator)
    return replace(
        flagged,
        meaning="response_id" if column.name == "_uuid" else flagged.meaning,
        import_id=path[-1] if len(path) > 1 and not is_option and not flagged.metadata else None,
        statement=path[-1] if is_option else None,
        personal=flagged.personal or located or column.name in SERVER_PERSONAL,
        metadata=flagged.metadata or POSITION.match(column.name) is not None,
    )


def _options_of_several(names: Sequence[str], separator: str) -> set[str]:
    """Columns that are options of a multi-select, whose joined column also stands in the file."""
    present = set(names)
    return {name for name in names if separator in name and name.rsplit(separator, 1)[0] in present}


def without_placeholders(cells: NDArray[np.object_]) -> tuple[NDArray[np.object_], int]:
    """Cells in which formhub's sign for nothing is a blank, and how many there were."""
    chosen = cells == NOTHING
    return np.where(chosen, "", cells), int(chosen.sum())


READER = Reader(
    name="kobo",
    label="KoboToolbox or ODK",
    sniff=sniff,
    read=read,
    aliases=("odk", "kobotoolbox", "formhub", "ona"),
)
