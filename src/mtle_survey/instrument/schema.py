"""The instrument grammar as a JSON schema, for editors that complete and check while one types."""

from __future__ import annotations

import json
from typing import Any

from mtle_survey.instrument.file_grammar import INSTRUMENT
from mtle_survey.instrument.grammar import (
    IDENTIFIER,
    Anything,
    Either,
    Flag,
    Key,
    ListOf,
    MapOf,
    Number,
    Record,
    Shape,
    Text,
)

_NUMBER_KEY = r"^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$"


def instrument_schema() -> dict[str, Any]:
    """The JSON schema (Draft 2020-12) of an instrument file.

    It describes the file as an editor's YAML parser reads it, where an unquoted ``1.0`` or ``true`` is no
    longer text; such values are allowed wherever the loader keeps them as text. References between parts
    (an unknown item in a scale) are beyond a schema and found by loading alone.
    """
    definitions: dict[str, Any] = {}
    root = _record(INSTRUMENT, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "mtle_survey instrument",
        **root,
        "$defs": definitions,
    }


def instrument_schema_text() -> str:
    """The schema as the published file holds it."""
    return json.dumps(instrument_schema(), indent=2, ensure_ascii=False) + "\n"


def _schema(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    match shape:
        case Text():
            return _text(shape)
        case Number():
            limits = {
                "minimum": shape.minimum,
                "maximum": shape.maximum,
                "exclusiveMinimum": shape.above,
            }
            return {"type": "number", **{key: value for key, value in limits.items() if value is not None}}
        case Flag():
            return {"type": "boolean"}
        case Anything():
            return {}
        case ListOf():
            return _list(shape, definitions)
        case MapOf():
            entry = _schema(shape.entry, definitions)
            return {"type": "object", "propertyNames": _key(shape.key), "additionalProperties": entry}
        case Record():
            name = shape.name.replace(" ", "_").replace("-", "_")
            if name not in definitions:
                definitions[name] = {}
                definitions[name] = _record(shape, definitions)
            return {"$ref": f"#/$defs/{name}"}
        case Either():
            kinds = [kind for kind in (shape.text, shape.listed, shape.mapped) if kind is not None]
            return {"anyOf": [_schema(kind, definitions) for kind in kinds]}


def _record(record: Record, definitions: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _described(key, definitions) for name, key in record.keys.items()}
    required = [name for name, key in record.keys.items() if key.required]
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }
    return {**schema, "required": required} if required else schema


def _described(key: Key, definitions: dict[str, Any]) -> dict[str, Any]:
    return {"description": key.about, **_schema(key.shape, definitions)}


def _text(shape: Text) -> dict[str, Any]:
    if shape.choices:
        return {"enum": list(shape.choices)}
    if shape.identifier:
        return {"type": "string", "pattern": IDENTIFIER}
    return {"type": ["string", "number", "boolean"]}


def _list(shape: ListOf, definitions: dict[str, Any]) -> dict[str, Any]:
    entry = _schema(shape.entry, definitions)
    listed: dict[str, Any] = {"type": "array", "items": entry}
    if shape.length is not None:
        listed |= {"minItems": shape.length, "maxItems": shape.length}
    return {"anyOf": [entry, listed]} if shape.alone else listed


def _key(shape: Text | Number) -> dict[str, Any]:
    if isinstance(shape, Number):
        return {"pattern": _NUMBER_KEY}
    return {"pattern": IDENTIFIER} if shape.identifier else {}
