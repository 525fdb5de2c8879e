"""What every shipped instrument owes the people who answer it and the platforms that carry it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from tests.unit.instrument.shipped import IDS, aspects, rated, read, scale_items, scorable

ID = re.compile(r"[a-z][a-z0-9_]*")
NEGATION = re.compile(r"\b(not|never|no|none|nothing|cannot|without)\b|n't\b", re.IGNORECASE)
MOST_WORDS = 20


@pytest.fixture(params=IDS)
def definition(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read(request.param)


@pytest.mark.parametrize("instrument", IDS)
def test_old_and_new_yaml_parsers_read_the_same_file(instrument: str) -> None:
    assert read(instrument, (1, 1)) == read(instrument, (1, 2))


@pytest.mark.parametrize("instrument", IDS)
def test_the_file_bears_the_id_of_its_instrument(instrument: str) -> None:
    assert read(instrument)["id"] == instrument


def test_it_carries_version_language_notice_and_citation(definition: dict[str, Any]) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", definition["version"])
    assert definition["language"] == "en"
    assert len(definition["notice"].split()) > 20
    assert definition["citation"]


def test_ids_survive_on_every_platform_and_mean_one_thing(definition: dict[str, Any]) -> None:
    names = [
        *scorable(definition),
        *(item for item in definition["items"] if item not in scorable(definition)),
        *definition.get("scales", {}),
        *definition.get("scores", {}),
        *definition["fields"],
    ]
    assert [name for name in names if not ID.fullmatch(name) or len(name) > 26] == []
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_codes_labels_and_reasons_fit_together(definition: dict[str, Any]) -> None:
    for name, keys in definition.get("response_formats", {}).items():
        codes, reasons = keys["codes"], keys.get("nonresponse", {})
        assert codes == sorted(set(codes)), name
        assert len(keys["labels"]) == len(codes), name
        assert all(isinstance(label, str) for label in [*keys["labels"], *reasons.values()]), name
        assert all(not min(codes) <= code <= max(codes) for code in reasons), name
        assert len({*keys["labels"], *reasons.values()}) == len(codes) + len(reasons), name


def test_every_response_format_is_used_and_declared(definition: dict[str, Any]) -> None:
    assert set(scorable(definition).values()) == set(definition.get("response_formats", {}))


def test_each_item_is_short_and_worded_once(definition: dict[str, Any]) -> None:
    texts = {item: keys["text"] for item, keys in definition["items"].items()}
    assert {item: text for item, text in texts.items() if len(text.split()) > MOST_WORDS} == {}
    said = Counter(re.sub(r"\W+", " ", text).strip().casefold() for text in texts.values())
    assert [text for text, count in said.items() if count > 1] == []


def test_items_say_what_is_rather_than_what_is_not(definition: dict[str, Any]) -> None:
    items = definition["items"]
    assert [item for item in rated(definition) if NEGATION.search(items[item]["text"])] == []


def test_each_item_names_its_evidence(definition: dict[str, Any]) -> None:
    assert [item for item, keys in definition["items"].items() if len(keys.get("source", "")) < 20] == []


def test_scales_hold_known_items_and_each_item_has_one_home(definition: dict[str, Any]) -> None:
    known, homes = set(scorable(definition)), Counter()
    for scale, keys in definition.get("scales", {}).items():
        assert ("items" in keys) != ("parts" in keys), scale
        assert set(scale_items(definition, scale)) <= known, scale
        assert set(keys.get("reverse_keyed", ())) <= set(keys.get("items", ())), scale
        assert keys["kind"] in {"outcome", "condition", "background"}, scale
        homes.update(keys.get("items", ()))
    assert [item for item, count in homes.items() if count > 1] == []


def test_a_scale_scores_items_of_one_metric(definition: dict[str, Any]) -> None:
    formats = {
        item: definition["response_formats"][name]["codes"] for item, name in scorable(definition).items()
    }
    for scale in definition.get("scales", {}):
        assert len({tuple(formats[item]) for item in scale_items(definition, scale)}) == 1, scale


def test_forms_carry_known_items_once(definition: dict[str, Any]) -> None:
    for form, keys in definition["forms"].items():
        assert len(keys["items"]) == len(set(keys["items"])), form
        assert set(keys["items"]) <= set(definition["items"]), form
        assert set(keys.get("columns", {})) <= {*keys["items"], *scorable(definition)}, form
        headers = list(keys.get("columns", {}).values())
        assert len(headers) == len(set(headers)), form


def test_every_item_is_asked_in_some_form(definition: dict[str, Any]) -> None:
    asked = {item for keys in definition["forms"].values() for item in keys["items"]}
    assert set(definition["items"]) - asked == set()


def test_rules_read_what_exists(definition: dict[str, Any]) -> None:
    known = {
        *scorable(definition),
        *definition["items"],
        *definition.get("scales", {}),
        *definition["fields"],
    }
    for score, keys in definition.get("scores", {}).items():
        assert set(_leaves(keys["inputs"])) <= known, score


def test_declared_factors_hold_every_scored_item_once(definition: dict[str, Any]) -> None:
    structure = definition.get("structure")
    if structure is None:
        return
    held = [item for items in structure["factors"].values() for item in items]
    assert len(held) == len(set(held))
    scored = {item for scale in definition["scales"] for item in scale_items(definition, scale)}
    assert set(held) == scored
    assert set(structure["factors"]) <= set(definition["scales"])


def test_fields_are_ready_to_be_asked(definition: dict[str, Any]) -> None:
    roles = Counter(keys["role"] for keys in definition["fields"].values() if "role" in keys)
    assert all(
        roles[role] <= 1 for role in ("respondent", "unit", "informant", "cluster", "dose", "date", "consent")
    )
    for name, keys in definition["fields"].items():
        assert len(keys.get("codes", ())) == len(keys.get("labels", ())), name
        assert all(isinstance(label, str) for label in keys.get("labels", ())), name
        assert ("codes" in keys) == (keys["type"] in {"single", "multiple"}), name


def test_labels_survive_a_spreadsheet(definition: dict[str, Any]) -> None:
    """A bare 3-5 or 1/2 becomes a date the first time somebody opens the export."""
    groups = [*definition.get("response_formats", {}).values(), *definition["fields"].values()]
    labels = [label for keys in groups for label in keys.get("labels", ())]
    assert [label for label in labels if re.fullmatch(r"\d+\s*[-/]\s*\d+", label)] == []


def test_double_ratings_name_a_format_each(definition: dict[str, Any]) -> None:
    for item, keys in definition["items"].items():
        assert all(name in definition["response_formats"] for name in aspects(keys).values()), item


def _leaves(inputs: Any) -> list[str]:
    if isinstance(inputs, dict):
        return [leaf for value in inputs.values() for leaf in _leaves(value)]
    if isinstance(inputs, list):
        return [leaf for value in inputs for leaf in _leaves(value)]
    return [inputs]
