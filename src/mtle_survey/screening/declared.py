"""What a study file says about careless responding: its grammar, and the rule that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtle_survey.instrument.grammar import Flag, Key, ListOf, MapOf, Record, Text
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.matching.options import Mode, Options
from mtle_survey.screening.rule import FAMILIES, CarelessRule

CARELESS = Record(
    "careless",
    {
        "exclude": Key(
            Flag(),
            "Whether responses that meet the rule are left out and counted; by default they are kept.",
        ),
        "indices": Key(ListOf(entry=Text(choices=tuple(FAMILIES))), "The indices that count; default all."),
        "instructed": Key(
            MapOf(entry=ListOf(entry=Text(), alone=True)), "Item id: its right answers, as codes or options."
        ),
        "pages": Key(
            MapOf(entry=ListOf(entry=Text(), alone=True)), "Header of a page's time: the items on the page."
        ),
    },
)


def careless_rule(entry: Mapping[str, Any], instrument: Instrument) -> CarelessRule:
    """The rule that an entry of a study file declares; what is unknown in it is passed over."""
    instructed = {}
    for item, answers in entry.get("instructed", {}).items():
        if item in instrument.item and instrument.item[item].rated:
            options = Options(instrument.format_of(item))
            found = (options.read(answer, Mode.EITHER) for answer in answers)
            instructed[item] = tuple(answer.code for answer in found if answer is not None)
    return CarelessRule(
        exclude=entry.get("exclude", False),
        indices=entry.get("indices", tuple(FAMILIES)),
        instructed=instructed,
        pages=entry.get("pages", {}),
    )


def misfits(entry: Mapping[str, Any], instrument: Instrument) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """What the entry names that the instrument does not have: its place, what was found, and a suggestion."""
    rated = {i: i for i in instrument.rated_items}
    for key in ("instructed", "pages"):
        for name, values in entry.get(key, {}).items():
            for item in (name,) if key == "instructed" else values:
                if item not in rated:
                    yield (key, name), f"“{item}”", f"{did_you_mean(item, rated)}Name a rated item."
    for item, answers in entry.get("instructed", {}).items():
        if item in rated:
            options = Options(instrument.format_of(item))
            for answer in answers:
                if options.read(answer, Mode.EITHER) is None:
                    labels = " / ".join(label for label in instrument.format_of(item).labels if label)
                    yield ("instructed", item), f"“{answer}”", f"Its options: {labels}."
