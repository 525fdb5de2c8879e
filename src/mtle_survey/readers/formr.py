"""formr results as JSON, with or without the item table."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.texts import value_text
from mtle_survey.readers.common.unrowed import cells_of_records, grid_of_cells

MARKS = frozenset({"session", "created", "modified", "ended"})
MEANINGS = {"session": "response_id", "created": "start", "modified": "", "ended": "end", "expired": ""}
MARKED_AS_REVERSED = re.compile(r"\d+R$")


def sniff(source: Source) -> Verdict | None:
    """Recognise a list of flat objects with formr's own keys."""
    records = source.document
    if (
        not isinstance(records, list)
        or not records
        or not all(isinstance(record, dict) for record in records)
    ):
        return None
    if not set(records[0]) >= MARKS:
        return None
    return Verdict(confidence=1.0, dialect="json", reason="objects with session, created, modified and ended")


def read(source: Source, verdict: Verdict, options: Options) -> RawTable:
    """Read each object as a record; wording and labels come from the item table, if there is one."""
    if not isinstance(source.document, list) or not all(
        isinstance(record, dict) for record in source.document
    ):
        raise MtleError(
            [problem("R005", file=source.file, found=f"a {source.kind} file, not a list of results")]
        )
    records = [{str(key): value_text(value) for key, value in record.items()} for record in source.document]
    names, cells = cells_of_records(records)
    items = _items(options.definition)
    columns = [_column(place, name, items.get(name, {})) for place, name in enumerate(names)]
    marked = [name for name in names if MARKED_AS_REVERSED.search(name)]
    problems: list[Problem] = []
    if marked:
        problems.append(problem("R041", file=source.file, found=", ".join(marked), count=len(marked)))
    return assemble(
        source,
        grid_of_cells(cells),
        platform="formr",
        dialect=verdict.dialect or "json",
        reason=verdict.reason,
        columns=columns,
        header_records=0,
        problems=problems,
        choice_separator=", ",
    )


def _items(definition: Source | None) -> dict[str, dict[str, Any]]:
    """The item table, by item name."""
    if definition is None:
        return {}
    table = definition.document.get("items") if isinstance(definition.document, dict) else None
    if not isinstance(table, list):
        raise MtleError([problem("R038", file=definition.file, found="no formr item table")])
    return {str(item.get("name")): item for item in table if isinstance(item, dict)}


def _column(position: int, name: str, item: dict[str, Any]) -> RawColumn:
    column = RawColumn(
        position=position, name=name, metadata=name in MEANINGS, meaning=MEANINGS.get(name, "")
    )
    wording = item.get("label_parsed") or item.get("label") or ""
    return replace(column, question=plain_text(str(wording)) or None, value_labels=_labels(item))


def _labels(item: dict[str, Any]) -> dict[str, str]:
    """Labels of the choices; a row of rating buttons labels only its two ends, by place and not by value."""
    choices = item.get("choices")
    if not isinstance(choices, dict):
        return {}
    labels = {str(code): plain_text(str(label)) for code, label in choices.items()}
    numbers = re.findall(r"-?\d+", str(item.get("type_options") or ""))
    if item.get("type") == "rating_button" and len(labels) == 2 and numbers:
        ends = (numbers[0], numbers[1]) if len(numbers) > 1 else ("1", numbers[0])
        return dict(zip(ends, labels.values(), strict=True))
    return labels


READER = Reader(name="formr", label="formr", sniff=sniff, read=read, takes_definition=True)
