"""The published schema is current, valid, and agrees with the loader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from mtle_survey.instrument.find import list_instruments, resource_dir
from mtle_survey.instrument.schema import instrument_schema, instrument_schema_text
from mtle_survey.instrument.template import new_instrument
from tests.unit.instrument.definitions import definition
from tests.unit.instrument.faults import FAULTS

VALIDATOR = Draft202012Validator(instrument_schema())
SHAPE_FAULTS = ("I010", "I012", "I013", "I014", "I015", "I016", "I019", "I020")


def _as_an_editor_reads_it(text: str) -> Any:
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


def test_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(instrument_schema())


def test_the_committed_file_is_current() -> None:
    assert (resource_dir() / "instrument.schema.json").read_text(encoding="utf-8") == instrument_schema_text()


@pytest.mark.parametrize("found", list_instruments(), ids=lambda found: found.id)
def test_every_shipped_instrument_validates(found: Any) -> None:
    VALIDATOR.validate(_as_an_editor_reads_it(found.path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("text", [definition(), new_instrument("demo")])
def test_what_loads_cleanly_validates(text: str) -> None:
    VALIDATOR.validate(_as_an_editor_reads_it(text))


@pytest.mark.parametrize("code", SHAPE_FAULTS)
def test_misfits_of_shape_are_caught_by_the_schema_too(code: str) -> None:
    text = FAULTS[code]
    assert isinstance(text, str)
    assert list(VALIDATOR.iter_errors(_as_an_editor_reads_it(text)))


def test_text_that_looks_like_something_else_is_allowed_where_the_loader_keeps_it() -> None:
    for code in ("I017", "I018"):
        text = FAULTS[code]
        assert isinstance(text, str)
        VALIDATOR.validate(_as_an_editor_reads_it(text))
