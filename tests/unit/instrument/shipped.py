"""Shipped instrument files as plain data, read without the product's own loader."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[3] / "instruments"
IDS = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def read(instrument: str, version: tuple[int, int] = (1, 2)) -> dict[str, Any]:
    """The file as nested dicts; duplicate keys are errors."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = version
    return yaml.load((FOLDER / f"{instrument}.yaml").read_text(encoding="utf-8"))


def rated(definition: dict[str, Any]) -> list[str]:
    """Ids of the items that are answered on a response format, as declared."""
    return [item for item, keys in definition["items"].items() if "format" in keys or "aspects" in keys]


def aspects(keys: dict[str, Any]) -> dict[str, str]:
    """Aspect -> response format; empty for an item that is rated once."""
    declared = keys.get("aspects", {})
    return declared if isinstance(declared, dict) else dict.fromkeys(declared, keys["format"])


def scorable(definition: dict[str, Any]) -> dict[str, str]:
    """Id of everything that can be scored -> its response format; aspects stand for their item."""
    formats: dict[str, str] = {}
    for item in rated(definition):
        keys = definition["items"][item]
        expanded = {f"{item}__{aspect}": name for aspect, name in aspects(keys).items()}
        formats |= expanded or {item: keys["format"]}
    return formats


def scale_items(definition: dict[str, Any], scale: str) -> list[str]:
    """The items that a scale scores: its own, or those of its parts."""
    keys = definition["scales"][scale]
    if "items" in keys:
        return list(keys["items"])
    return [item for part in keys["parts"] for item in scale_items(definition, part)]
