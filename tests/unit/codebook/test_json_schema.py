"""The JSON schema of a response accepts what the instrument allows, and nothing else."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from mtle_survey.codebook import codebook_bytes
from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.load import load_instrument, read_instrument
from tests.support import DEMO

RICH = DEMO.replace(
    "scales:\n",
    "  hours: {text: How many?, type: number, range: [0, 10]}\n"
    "  topics: {text: Which?, type: multiple, options: [Fractions, Functions]}\n"
    "scales:\n",
)


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(codebook_bytes(read_instrument(RICH.encode()), "jsonschema"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(
    "response",
    [
        {"a1": 5, "a2": None, "site": "1", "hours": 2.5, "topics": ["Fractions"]},
        {"a1": 8},
        {"added_by_the_platform": "x"},
    ],
)
def test_what_may_be_answered_is_valid(validator, response):
    assert validator.is_valid(response)


@pytest.mark.parametrize(
    "response", [{"a1": 6}, {"a1": "5"}, {"site": "3"}, {"hours": 11}, {"topics": ["Geometry"]}]
)
def test_anything_else_is_not(validator, response):
    assert not validator.is_valid(response)


def test_reasons_and_words_above_an_item_are_told():
    properties = json.loads(codebook_bytes(load_instrument("mtle"), "jsonschema"))["properties"]
    assert properties["emt_w1"]["title"].startswith("Think of your last ten mathematics lessons")
    assert {"const": 8, "title": "Does not apply to my role", "missing": "not_applicable"} in properties[
        "sls_e1"
    ]["oneOf"]


@pytest.mark.parametrize("name", [found.id for found in list_instruments()])
def test_every_shipped_instrument_has_a_valid_schema(name):
    schema = json.loads(codebook_bytes(load_instrument(name), "jsonschema"))
    Draft202012Validator.check_schema(schema)
    instrument = load_instrument(name)
    assert set(schema["properties"]) == set(instrument.item) | set(instrument.field)
