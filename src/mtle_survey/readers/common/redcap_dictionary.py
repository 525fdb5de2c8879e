"""REDCap data dictionaries: what each variable asks, its choices, and which identify people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtle_survey.errors import MtleError, problem
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.html import plain_text

HEADERS = {
    "variable / field name": "name",
    "field_name": "name",
    "form name": "form",
    "form_name": "form",
    "field type": "kind",
    "field_type": "kind",
    "field label": "label",
    "field_label": "label",
    "choices, calculations, or slider labels": "choices",
    "select_choices_or_calculations": "choices",
    "identifier?": "identifier",
    "identifier": "identifier",
}
FIXED_CHOICES: Mapping[str, Mapping[str, str]] = {
    "yesno": {"1": "Yes", "0": "No"},
    "truefalse": {"1": "True", "0": "False"},
}
WITH_CHOICES = frozenset({"radio", "dropdown", "checkbox"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RedcapField:
    """One variable of a project."""

    name: str
    form: str
    kind: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)
    identifier: bool = False


def redcap_fields(grid: Grid | None, file: str) -> dict[str, RedcapField]:
    """The variables of a data dictionary, by name.

    Raises
    ------
    MtleError
        R038, if the table is no data dictionary.
    """
    header = grid.record(0) if grid is not None else ()
    places = {
        HEADERS[key]: place
        for place, name in enumerate(header)
        if (key := name.strip().casefold()) in HEADERS
    }
    if grid is None or not {"name", "form", "kind", "label", "choices"} <= set(places):
        raise MtleError([problem("R038", file=file, found="no REDCap data dictionary")])
    found = {}
    for place in range(1, len(grid.rows)):
        record = grid.record(place)
        kind = record[places["kind"]].strip().casefold()
        name = record[places["name"]].strip()
        found[name] = RedcapField(
            name=name,
            form=record[places["form"]].strip(),
            kind=kind,
            label=plain_text(record[places["label"]]),
            choices=FIXED_CHOICES.get(kind)
            or (split_choices(record[places["choices"]]) if kind in WITH_CHOICES else {}),
            identifier="identifier" in places and record[places["identifier"]].strip().casefold() == "y",
        )
    return found


def split_choices(text: str) -> dict[str, str]:
    """Codes and labels of ``1, Never | 2, Always, or nearly``: the first comma ends the code."""
    found = {}
    for choice in text.split("|"):
        code, comma, label = choice.partition(",")
        if comma and code.strip():
            found[code.strip()] = plain_text(label)
    return found


def exported_code(code: str) -> str:
    """A choice's code as it stands in a checkbox column's name: lower case, ``-`` as ``_``."""
    return code.casefold().replace("-", "_")
