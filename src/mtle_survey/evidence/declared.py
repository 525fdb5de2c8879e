"""What a study file says about change: its grammar, the settings that follow, and what does not fit."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mtle_survey.evidence.on_request import EXTRAS
from mtle_survey.evidence.order import Order
from mtle_survey.instrument.file_grammar import ID, PROSE
from mtle_survey.instrument.grammar import Either, Key, ListOf, MapOf, Number, Record, Text
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.suggest import did_you_mean

PER_SCALE = MapOf(entry=Number(above=0))
EXTRA = ListOf(entry=Text(choices=tuple(EXTRAS)), alone=True)

ORDER = Record(
    "order",
    {
        "first": Key(ID, "The scale expected to rise from the first wave to the second.", required=True),
        "then": Key(ID, "The scale expected to follow, from the second to the third.", required=True),
        "waves": Key(ListOf(entry=ID, length=3), "Three waves in time order.", required=True),
    },
)

AUDIENCES = ("internal", "public")

TARGET = Record(
    "target",
    {
        "change": Key(
            Number(),
            "The change to be reached, in points of the score; below zero where a fall is wanted.",
            required=True,
        )
    },
)

SELECTED = Record(
    "selected",
    {
        "scale": Key(ID, "The scale by whose score people were chosen.", required=True),
        "below": Key(Number(), "The score below which people were chosen."),
        "above": Key(Number(), "The score above which people were chosen."),
        "mean": Key(Number(), "Mean score of all from whom they were chosen.", required=True),
        "sd": Key(Number(above=0), "Standard deviation of those scores.", required=True),
    },
)

DESIGN = Record(
    "design",
    {
        "type": Key(Text(choices=("one_group", "comparison")), "The design.", required=True),
        "column": Key(PROSE, "The field that holds the group."),
        "program": Key(PROSE, "Its value for participants of the program."),
        "comparison": Key(
            Either(text=PROSE, listed=ListOf(entry=PROSE)), "Its value for the comparison group, or for each."
        ),
        "assignment": Key(
            Text(choices=("random", "chosen")), "How people came into the groups; default chosen."
        ),
        "selected": Key(SELECTED, "That people were chosen for low or high scores."),
    },
)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that a study file says and that cannot be carried out.

    Attributes
    ----------
    code : str
        T003 with a reason, or T004 with a suggestion.
    place : tuple of str
        Where in the file.
    found, reason : str
    """

    code: str
    place: tuple[str, ...]
    found: str
    reason: str


def change_settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of ``Study`` that are about change."""
    settings = {key: values[key] for key in ("meaningful_step", "smallest_effect", "unit") if key in values}
    extras = values.get("options", {}).get("extras")
    return settings if extras is None else {**settings, "extras": extras}


def declared_order(question: Mapping[str, Any]) -> Order | None:
    """The order of gains that a question asks about."""
    entry = question.get("order")
    if entry is None:
        return None
    first, second, third = entry["waves"]
    return Order(first=entry["first"], then=entry["then"], waves=(first, second, third))


def misfits(values: Mapping[str, Any], waves: Collection[str], instrument: Instrument) -> Iterator[Misfit]:
    """Scales and waves that do not exist, and designs that are not complete."""
    for key in ("meaningful_step", "smallest_effect"):
        for scale in values.get(key, {}):
            yield from _scale((key, scale), scale, instrument)
    yield from _design(values.get("design", {}), instrument)
    for question in values.get("questions", ()):
        order = question.get("order")
        if order:
            for scale in (order["first"], order["then"]):
                yield from _scale(("questions",), scale, instrument)
            for wave in order["waves"]:
                if wave not in waves and "cohorts" not in values:
                    yield Misfit("T003", ("questions",), f"“{wave}”", f"The waves are {', '.join(waves)}.")
    if "unit" in values:
        yield from _unit(values["unit"], instrument)


def target_fault(target: Mapping[str, Any]) -> str:
    """Why the target of a question cannot be judged, by the grammar of a study file; empty if it can."""
    known = ", ".join(TARGET.keys)
    for key in target:
        if key not in TARGET.keys:
            return f"“{key}” in the target of a question: {did_you_mean(key, TARGET.keys)}known keys: {known}"
    for key, entry in TARGET.keys.items():
        value = target.get(key)
        if value is None and entry.required:
            return f"a target without {key}: write {{'{key}': 0.3}}, in points of the score"
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            return f"{value!r} as {key} of a target: it is a number, in points of the score"
    return ""


def unknown_scale(key: str, scales: Iterable[str], instrument: Instrument) -> str:
    """What is wrong where scales are named that the instrument does not have; empty if it has them all."""
    found = (misfit for scale in scales for misfit in _scale((key,), scale, instrument))
    return next((f"{misfit.found}: {misfit.reason}" for misfit in found), "")


def _design(design: Mapping[str, Any], instrument: Instrument) -> Iterator[Misfit]:
    if design.get("type") == "comparison":
        lacking = [key for key in ("column", "program", "comparison") if key not in design]
        if lacking:
            reason = f"A comparison needs column, program and comparison; {' and '.join(lacking)} is missing."
            yield Misfit("T003", ("design",), "type: comparison", reason)
    chosen = design.get("selected")
    if chosen:
        yield from _scale(("design", "selected"), chosen["scale"], instrument)
        if ("below" in chosen) == ("above" in chosen):
            reason = "Say below which score, or above which score, people were chosen."
            yield Misfit("T003", ("design", "selected"), "selected", reason)


def _unit(unit: str, instrument: Instrument) -> Iterator[Misfit]:
    if unit not in instrument.field:
        suggestion = f"{did_you_mean(unit, instrument.field)}Name a field of the instrument."
        yield Misfit("T004", ("unit",), f"“{unit}” under unit", suggestion)
    elif instrument.field_with_role("informant") is None:
        reason = "The instrument has no field with the role informant, so nobody can be told apart."
        yield Misfit("T003", ("unit",), f"“{unit}”", reason)


def _scale(place: tuple[str, ...], scale: str, instrument: Instrument) -> Iterator[Misfit]:
    if scale not in instrument.scale:
        suggestion = f"{did_you_mean(scale, instrument.scale)}Known: {', '.join(instrument.scale) or 'none'}."
        yield Misfit("T004", place, f"“{scale}” under {place[0]}", suggestion)
