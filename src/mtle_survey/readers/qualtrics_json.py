"""Qualtrics responses as JSON or NDJSON: codes and labels side by side, and which questions were shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.qsf import qsf_columns, with_definition
from mtle_survey.readers.common.qualtrics_columns import qualtrics_columns
from mtle_survey.readers.common.qualtrics_status import set_aside_by_status
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.texts import value_text
from mtle_survey.readers.common.unrowed import grid_of_cells, table_of

DIALECT = "json"
MARKS = frozenset({"responseId", "values"})
SEPARATOR = ","


def sniff(source: Source) -> Verdict | None:
    """Recognise responses that hold ``values`` under a ``responseId``."""
    responses = _responses(source.document)
    if not responses or not all(set(r) >= MARKS for r in responses[:5] if r):
        return None
    if not any(responses):
        return None
    return Verdict(confidence=1.0, dialect=DIALECT, reason="responses with responseId and values")


def read(source: Source, verdict: Verdict, options: Options) -> RawTable:
    """Read the values of each response; the labels beside them say what their codes mean.

    A question that is not among a response's ``displayedFields`` was not shown to that person.
    """
    responses = _responses(source.document)
    if responses is None:
        raise MtleError([problem("R005", file=source.file, found=f"a {source.kind} file without responses")])
    values = [_texts(r.get("values")) for r in responses]
    names = list(dict.fromkeys(name for record in values for name in record))
    shown = [_shown(r) for r in responses]
    cells = table_of([_record(v, s, names) for v, s in zip(values, shown, strict=True)], len(names))
    labels = _labels(responses, values)
    columns = [
        replace(column, value_labels=labels.get(column.name, {}))
        for column in qualtrics_columns(names, [""] * len(names), names, separator=" - ")
    ]
    columns = _completed(columns, with_definition(columns, cells, qsf_columns(options.definition)))
    grid = grid_of_cells(cells)
    set_aside, problems = set_aside_by_status(source.file, grid, columns, 0, options.keep_preview)
    unseen = sum(1 for record in grid.cells for cell in record if cell is None)
    if unseen:
        problems = [*problems, _not_shown(source.file, unseen)]
    return assemble(
        source,
        grid,
        platform="qualtrics",
        dialect=verdict.dialect or DIALECT,
        reason=verdict.reason,
        columns=columns,
        header_records=0,
        set_aside=set_aside,
        problems=problems,
        choice_separator=SEPARATOR,
    )


def _not_shown(file: str, count: int) -> Problem:
    return problem("R037", file=file, found=counted(count, "cell"), count=count)


def _responses(document: Any) -> list[dict[str, Any]] | None:
    """The responses of a document; a line that could not be read is an empty one."""
    listed = document.get("responses") if isinstance(document, dict) else document
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        return None
    return listed


def _texts(values: object) -> dict[str, str]:
    """Cells by name; several choices are joined, as in the other kinds of export."""
    if not isinstance(values, dict):
        return {}
    return {
        str(name): SEPARATOR.join(map(value_text, value)) if isinstance(value, list) else value_text(value)
        for name, value in values.items()
    }


def _shown(response: Mapping[str, Any]) -> frozenset[str] | None:
    """The questions that the person saw; None where the response does not say."""
    shown = response.get("displayedFields")
    return frozenset(map(str, shown)) if isinstance(shown, list) else None


def _record(
    values: Mapping[str, str], shown: frozenset[str] | None, names: Sequence[str]
) -> list[str | None]:
    unseen = [shown is not None and name.startswith("QID") and name not in shown for name in names]
    return [
        values.get(name, None if hidden and values else "")
        for name, hidden in zip(names, unseen, strict=True)
    ]


def _labels(
    responses: Sequence[Mapping[str, Any]], values: Sequence[Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """By column, each code that occurs with its label; none where one code bears two labels."""
    found: dict[str, dict[str, str]] = {}
    contradicted = set()
    for response, record in zip(responses, values, strict=True):
        labels = response.get("labels")
        for name, label in labels.items() if isinstance(labels, dict) else ():
            code = record.get(str(name), "")
            if not isinstance(label, str) or not code or not str(name).startswith("QID"):
                continue
            if found.setdefault(str(name), {}).setdefault(code, label) != label:
                contradicted.add(str(name))
    return {name: labels for name, labels in found.items() if name not in contradicted}


def _completed(own: Sequence[RawColumn], defined: Sequence[RawColumn]) -> list[RawColumn]:
    """The definition's columns, with the labels that the export itself has where the definition has none."""
    return [
        b if b.value_labels else replace(b, value_labels=a.value_labels)
        for a, b in zip(own, defined, strict=True)
    ]


READER = Reader(name="qualtrics", label="Qualtrics", sniff=sniff, read=read, takes_definition=True)
