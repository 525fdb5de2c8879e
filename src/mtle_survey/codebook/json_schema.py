"""The data that an instrument gives, as a JSON schema of one response, for programs that check data."""

from __future__ import annotations

import json
from typing import Any

from mtle_survey.codebook.rows import CodebookRow, Option, codebook_rows
from mtle_survey.codebook.words import asked_words
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.parts.formats import number_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(instrument: Instrument) -> dict[str, Any]:
    """A JSON schema (draft 2020-12) of one response: a property per item and field, by its id.

    A rated answer is one of the declared codes; an option that gives a reason instead of a value bears
    ``missing``, the reason. Every property may be null, for answers that were not given.
    """
    return {
        "$schema": DIALECT,
        "title": instrument.title,
        "description": instrument.notice or f"One response to {instrument.id}.",
        "version": instrument.version,
        "type": "object",
        "properties": {row.id: _property(row) for row in codebook_rows(instrument)},
        "additionalProperties": True,
    }


def json_schema_text(instrument: Instrument) -> str:
    """The same as indented JSON."""
    return json.dumps(json_schema(instrument), indent=2, ensure_ascii=False) + "\n"


def _property(row: CodebookRow) -> dict[str, Any]:
    asked = ": ".join(part for part in (row.stem, asked_words(row.text, row.aspect)) if part)
    return {"title": asked, **_answers(row)}


def _answers(row: CodebookRow) -> dict[str, Any]:
    if row.type in ("multiple", "rank"):
        one = {"type": "string", "enum": [option.code for option in row.options]}
        return {"type": ["array", "null"], "items": one, "uniqueItems": True}
    if row.options:
        return {"oneOf": [*(_option(row, option) for option in row.options), {"type": "null"}]}
    if row.type == "number":
        limits = {"minimum": row.low, "maximum": row.high}
        return {"type": ["number", "null"], **{key: one for key, one in limits.items() if one is not None}}
    if row.type == "date":
        return {"type": ["string", "null"], "format": "date"}
    return {"type": ["string", "null"]}


def _option(row: CodebookRow, option: Option) -> dict[str, Any]:
    """A code as a number where the item is rated, else as text."""
    number = number_of(option.code) if row.format is not None else None
    code: float | int | str = (
        option.code if number is None else int(number) if number.is_integer() else number
    )
    said = {"const": code, "title": option.label or option.code}
    return said | ({"missing": option.reason} if option.reason else {})
