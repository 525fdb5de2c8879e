"""Read the declared fields of one file: groups bear one name in every wave."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import FieldDefinition, Instrument
from mtle_survey.matching.damaged_values import PLACEHOLDER
from mtle_survey.normalise import amount_in, normalise_label
from mtle_survey.raw_table import CodedColumn, ExportTable
from mtle_survey.readers.common.damage import ERROR_VALUE


def read_fields(
    table: ExportTable,
    instrument: Instrument,
    positions: Mapping[str, int],
    named: Mapping[str, NDArray[np.object_]],
) -> tuple[dict[str, NDArray[np.object_]], list[Problem]]:
    """Field values in their declared spelling; placeholders and error values are none.

    Parameters
    ----------
    table : ExportTable
    instrument : Instrument
    positions : mapping of field id to index into the columns
    named : mapping of field id to (n,) object array
        Cells without surrounding spaces, None where blank.
    """
    fields: dict[str, NDArray[np.object_]] = {}
    problems: list[Problem] = []
    for field in instrument.fields:
        if field.id not in named:
            continue
        if field.role == "respondent":
            fields[field.id] = named[field.id]
            continue
        cells, meant = CodedColumn.of(named[field.id]), list[object]()
        spelling = _spelling(field)
        for text in cells.texts:
            declared = None if text is None else spelling.get(normalise_label(text))
            code = None if text is None or declared else _kind(field, text)
            meant.append((declared or text) if code in (None, "D110", "D137") else None)
            if text is not None and code is not None:
                rows = table.rows[cells.where((text,))].tolist()
                problems.append(_problem(code, table, field, positions[field.id], text, rows))
        fields[field.id] = cells.mapped(meant)
    return fields, problems


def _spelling(field: FieldDefinition) -> dict[str, str]:
    if not field.labels:
        return {}
    spelling = dict(zip(map(normalise_label, field.codes), field.labels, strict=False))
    return spelling | {normalise_label(label): label for label in field.labels}


def _kind(field: FieldDefinition, text: str) -> str | None:
    """The code of what is odd about a value that is no declared option; None for a free one."""
    if PLACEHOLDER.search(text):
        return "D133"
    if ERROR_VALUE.fullmatch(text):
        return "D136"
    if field.type == "number" and amount_in(text) is None:
        return "D137"
    return "D110" if field.labels else None


def _problem(
    code: str, table: ExportTable, field: FieldDefinition, place: int, text: str, rows: list[int]
) -> Problem:
    return problem(
        code,
        file=table.file,
        row=rows[0],
        rows=rows,
        item=field.id,
        count=len(rows),
        column=table.columns[place].name,
        found=f"“{text[:60]}”",
        item_id=field.id,
        options=" / ".join(field.labels),
    )
