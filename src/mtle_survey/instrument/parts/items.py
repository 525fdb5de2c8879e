"""Items, each aspect as an item of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtle_survey.instrument.model import Item, NumberRange, ResponseFormat
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.parts.formats import number_of
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import Path
from mtle_survey.normalise import normalise_label

_ANSWERED_BY = {
    "single": ("format", "options"),
    "multiple": ("options",),
    "rank": ("options",),
    "number": ("range",),
    "text": (),
}
_COPIED = ("text", "type", "source", "about", "anchors", "correct", "options")


def build_items(draft: Draft) -> None:
    """Build every item; an item with aspects becomes one item per aspect, with the id ``item__aspect``."""
    for item_id, entry in draft.section("items").items():
        path: Path = ("items", item_id)
        before = draft.problems.errors
        formats = _formats(entry, path, draft)
        columns = _columns(entry, tuple(formats), path, draft.problems)
        limits = build_range(entry.get("range"), (*path, "range"), draft.problems)
        _check_answering(entry, path, draft.problems)
        _check_options(entry, formats, path, draft)
        draft.aspects[item_id] = tuple(f"{item_id}__{aspect}" if aspect else item_id for aspect in formats)
        if draft.problems.errors > before:
            draft.broken["items"].add(item_id)
            continue
        common = {key: entry[key] for key in _COPIED if key in entry}
        for aspect, format_name in formats.items():
            stem_of_format = draft.formats[format_name].stem if format_name in draft.formats else None
            new = Item(
                id=f"{item_id}__{aspect}" if aspect else item_id,
                stem=entry.get("stem", stem_of_format),
                format=format_name,
                range=limits,
                columns=columns[aspect],
                base=item_id if aspect else None,
                aspect=aspect or None,
                **common,
            )
            draft.items.setdefault(new.id, new)


def build_range(declared: Any, path: Path, problems: ProblemList) -> NumberRange | None:
    """The limits of a number, written as a pair or as ``low`` and ``high``."""
    if declared is None:
        return None
    low, high = declared if isinstance(declared, tuple) else (declared.get("low"), declared.get("high"))
    if low is not None and high is not None and low > high:
        problems.add("I045", path, f"{low:g} to {high:g}", low=f"{low:g}", high=f"{high:g}")
    return NumberRange(low=low, high=high)


def _formats(entry: Mapping[str, Any], path: Path, draft: Draft) -> dict[str, str | None]:
    """The response format of each aspect; an item without aspects has the one aspect ``""``."""
    common: str | None = entry.get("format")
    aspects = entry.get("aspects")
    problems = draft.problems
    if aspects is None:
        formats: dict[str, str | None] = {"": common}
        places: dict[str, Path] = {"": (*path, "format")}
    elif isinstance(aspects, tuple):
        formats = dict.fromkeys(aspects, common)
        places = dict.fromkeys(aspects, (*path, "format"))
        for place, aspect in enumerate(aspects):
            if aspect in aspects[:place]:
                problems.add("I053", (*path, "aspects", place), f"“{aspect}”")
    else:
        formats = dict(aspects)
        places = {aspect: (*path, "aspects", aspect) for aspect in aspects}
        if common is not None:
            because = "each aspect names its own response format"
            problems.add("I043", (*path, "format"), "format", key="format", because=because)
    known = {*draft.formats, *draft.broken["response_formats"]}
    unknown = {(name, places[aspect]) for aspect, name in formats.items() if name and name not in known}
    for name, here in sorted(unknown, key=str):
        problems.add("I040", here, f"“{name}”", suggestion=did_you_mean(name, known))
    return formats


def _columns(
    entry: Mapping[str, Any], aspects: tuple[str, ...], path: Path, problems: ProblemList
) -> dict[str, tuple[str, ...]]:
    declared = entry.get("columns", ())
    here = (*path, "columns")
    columns: dict[str, tuple[str, ...]] = dict.fromkeys(aspects, ())
    if isinstance(declared, Mapping):
        for aspect, headers in declared.items():
            if aspects == ("",):
                because = "the item has no aspects; write a list of headers"
                problems.add("I043", (*here, aspect), f"“{aspect}”", key="columns", because=because)
            elif aspect not in aspects:
                listed = ", ".join(aspects)
                suggestion = did_you_mean(aspect, aspects)
                problems.add("I046", (*here, aspect), f"“{aspect}”", aspects=listed, suggestion=suggestion)
            columns[aspect] = headers
    elif declared and aspects != ("",):
        because = "each aspect has headers of its own; write {aspect: header}"
        problems.add("I043", here, "one list of headers", key="columns", because=because)
    elif declared:
        columns[""] = (declared,) if isinstance(declared, str) else declared
    return columns


def _check_answering(entry: Mapping[str, Any], path: Path, problems: ProblemList) -> None:
    """Each type of item has its own way of being answered, and no other."""
    kind = entry.get("type", "single")
    ways = _ANSWERED_BY[kind]
    if kind == "single" and isinstance(entry.get("aspects"), Mapping):
        return
    for key in ("format", "options", "range"):
        if key in entry and key not in ways:
            because = f"an item of type “{kind}” is not answered that way"
            problems.add("I043", (*path, key), f"“{key}”", key=key, because=because)
    if "aspects" in entry and (kind != "single" or "options" in entry):
        because = "only rated items have aspects"
        problems.add("I043", (*path, "aspects"), "aspects", key="aspects", because=because)
    if "stem" in entry and (kind != "single" or "options" in entry):
        because = "only rated items stand under a stem; write these words into its text"
        problems.add("I043", (*path, "stem"), "stem", key="stem", because=because)
    given = [key for key in ways if key in entry]
    if kind == "number" and not given:
        problems.add("I044", path, f"“{path[-1]}”", item=str(path[-1]))
    elif ways and not given:
        needs = " or ".join(ways)
        problems.add("I042", path, f"“{path[-1]}”", item=str(path[-1]), type=kind, needs=needs)
    elif len(given) > 1:
        because = "the response format already has the options"
        problems.add("I043", (*path, "options"), "options", key="options", because=because)


def _check_options(
    entry: Mapping[str, Any], formats: Mapping[str, str | None], path: Path, draft: Draft
) -> None:
    options = entry.get("options", ())
    folded = [normalise_label(option) for option in options]
    for place, text in enumerate(folded):
        if text in folded[:place]:
            other = f"“{options[folded.index(text)]}”"
            draft.problems.add("I048", (*path, "options", place), f"“{options[place]}”", other=other)
    used = [draft.formats[name] for name in formats.values() if name in draft.formats]
    if not options and not used:
        return
    for place, answer in enumerate(entry.get("correct", ())):
        if normalise_label(answer) not in folded and not any(_is_option(answer, f) for f in used):
            draft.problems.add("I047", (*path, "correct", place), f"“{answer}”", item=str(path[-1]))


def _is_option(answer: str, response_format: ResponseFormat) -> bool:
    labels = {normalise_label(label) for label in response_format.labels if label}
    return normalise_label(answer) in labels or number_of(answer) in response_format.codes
