"""What the header rows of Qualtrics say about each column."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence

from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.wording import own_statements

IMPORT_ID = re.compile(r"""\s*\{["']ImportId["']""")
MOST = 0.8
MEANINGS = {
    "startdate": "start",
    "enddate": "end",
    "status": "status",
    "duration": "duration",
    "duration (in seconds)": "duration",
    "finished": "finished",
    "progress": "progress",
    "_recordid": "response_id",
    "responseid": "response_id",
    "userlanguage": "language",
}
PERSONAL = frozenset(
    {
        "ipaddress",
        "recipientlastname",
        "recipientfirstname",
        "recipientemail",
        "externaldatareference",
        "externalreference",
        "emailaddress",
        "name",
        "locationlatitude",
        "locationlongitude",
        "locationaccuracy",
    }
)
OTHER_META = frozenset({"responseset", "recordeddate", "distributionchannel"})
META_NAMES = frozenset(
    {
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "ResponseID",
        "ResponseSet",
        "RecipientLastName",
        "RecipientFirstName",
        "RecipientEmail",
        "ExternalReference",
        "ExternalDataReference",
        "LocationLatitude",
        "LocationLongitude",
        "DistributionChannel",
        "LocationAccuracy",
        "UserLanguage",
    }
)
PLATFORM_NAME = re.compile(
    r"_(?:First Click|Last Click|Page Submit|Click Count|Browser|Version|Operating System|Resolution)$"
    r"|(?:^|_)DO(?:_|$)|_DO_| - (?:Parent )?Topics$"
)
PLATFORM_ID = re.compile(
    r"_(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION)$|^RO-"
)


def import_ids(record: Sequence[str]) -> tuple[str, ...]:
    """The ImportId of each cell, blank where a cell has none; empty unless this is the row of ImportIds."""
    filled = [cell for cell in record if cell.strip()]
    marked = sum(1 for cell in filled if IMPORT_ID.match(cell))
    if not filled or marked < MOST * len(filled):
        return ()
    return tuple(_import_id(cell) for cell in record)


def _import_id(cell: str) -> str:
    if not IMPORT_ID.match(cell):
        return ""
    try:
        content = json.loads(cell)
    except ValueError:
        try:
            content = ast.literal_eval(cell.strip())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return ""
    if not isinstance(content, dict):
        return ""
    stem, choice = str(content.get("ImportId", "")), content.get("choiceId")
    return f"{stem}_{choice}" if choice is not None else stem


def qualtrics_columns(
    names: Sequence[str], wordings: Sequence[str], ids: Sequence[str], *, separator: str
) -> list[RawColumn]:
    """Columns with their wording, what is each one's own of it, and the platform's flags."""
    questions = [plain_text(wording) for wording in wordings]
    statements: list[str | None] = [None] * len(names)
    for places in _same_question(names, ids).values():
        own = own_statements([questions[place] for place in places], separator)
        for place, statement in zip(places, own, strict=True):
            statements[place] = statement
    columns = []
    for position, name in enumerate(names):
        key = _meta_key(name, ids[position])
        columns.append(
            RawColumn(
                position=position,
                name=name,
                question=questions[position] or None,
                import_id=ids[position] or None,
                statement=statements[position],
                meaning=MEANINGS.get(key, ""),
                personal=key in PERSONAL,
                metadata=key in MEANINGS
                or key in PERSONAL
                or key in OTHER_META
                or _is_platform(name, ids[position]),
            )
        )
    return columns


def _meta_key(name: str, import_id: str) -> str:
    """What a column of the platform is called, in lower case; blank for a question's column."""
    if import_id.startswith("QID"):
        return ""
    return name.casefold() if name in META_NAMES or not import_id else import_id.casefold()


def _is_platform(name: str, import_id: str) -> bool:
    return bool(PLATFORM_NAME.search(name) or PLATFORM_ID.search(import_id))


def _same_question(names: Sequence[str], ids: Sequence[str]) -> dict[str, list[int]]:
    """Positions of the columns of each question: by ImportId, else by name up to its last underscore."""
    groups: dict[str, list[int]] = {}
    for place, (name, import_id) in enumerate(zip(names, ids, strict=True)):
        found = re.match(r"(?:\d+_)?QID\d+", import_id)
        stem = found.group() if found else re.sub(r"[_#][^_#]*$", "", name)
        groups.setdefault(stem, []).append(place)
    return groups
