"""Scales: their items or parts, keys and scoring."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from mtle_survey.counting import counted
from mtle_survey.instrument.model import Scale, ScoringRule
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import Path

_COPIED = ("title", "kind", "direction", "meaningful_step", "report", "about", "description")


def build_scales(draft: Draft) -> None:
    """Build every scale, then check what only the whole set of scales shows."""
    section = draft.section("scales")
    known = {*section, *draft.broken["scales"]}
    for scale_id, entry in section.items():
        path: Path = ("scales", scale_id)
        _check_membership(entry, path, draft)
        draft.scales[scale_id] = Scale(
            id=scale_id,
            items=draft.rated_list(entry.get("items", ()), (*path, "items")),
            parts=_parts(entry.get("parts", ()), known, (*path, "parts"), draft),
            reverse_keyed=tuple(entry.get("reverse_keyed", ())),
            score=ScoringRule(**entry.get("score", {})),
            **{key: entry[key] for key in _COPIED if key in entry},
        )
    if _check_cycles(draft):
        return
    members = {scale_id: _members(scale_id, draft) for scale_id in draft.scales}
    for scale_id in draft.scales:
        _check_scale(scale_id, members[scale_id], section[scale_id], draft)
    _check_conflicts(members, draft)


def _check_membership(entry: Mapping[str, Any], path: Path, draft: Draft) -> None:
    if "items" in entry and "parts" in entry:
        draft.problems.add("I060", (*path, "parts"), f"“{path[-1]}” has both")
    elif not entry.get("items") and not entry.get("parts"):
        draft.problems.add("I061", path, f"“{path[-1]}”")


def _parts(declared: tuple[str, ...], known: set[str], path: Path, draft: Draft) -> tuple[str, ...]:
    kept: list[str] = []
    for place, part in enumerate(declared):
        if part in kept:
            draft.problems.add("I053", (*path, place), f"“{part}”")
        elif part not in known:
            draft.problems.add("I052", (*path, place), f"“{part}”", suggestion=did_you_mean(part, known))
        else:
            kept.append(part)
    return tuple(kept)


def _check_cycles(draft: Draft) -> bool:
    """Report scales that contain themselves; whether there are any."""
    in_cycle: set[str] = set()
    for start in draft.scales:
        trail = _way_back(start, draft)
        if trail and start not in in_cycle:
            in_cycle.update(trail)
            cycle = " > ".join((*trail, start))
            draft.problems.add("I062", ("scales", start, "parts"), f"“{start}”", cycle=cycle)
    return bool(in_cycle)


def _way_back(start: str, draft: Draft) -> tuple[str, ...]:
    """The scales on a way from a scale through its parts back to it; empty if there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = set()
    while ways:
        way = ways.pop()
        for part in draft.scales[way[-1]].parts:
            if part == start:
                return way
            if part in draft.scales and part not in seen:
                seen.add(part)
                ways.append((*way, part))
    return ()


def _members(scale_id: str, draft: Draft) -> tuple[str, ...]:
    """Every item that a scale scores, those of its parts included; the parts must not form a cycle."""
    scale = draft.scales[scale_id]
    inherited = (item for part in scale.parts if part in draft.scales for item in _members(part, draft))
    return (*scale.items, *inherited)


def _reversed_items(scale_id: str, draft: Draft) -> set[str]:
    scale = draft.scales[scale_id]
    parts = (_reversed_items(part, draft) for part in scale.parts if part in draft.scales)
    return set(scale.reverse_keyed).union(*parts)


def fully_read(scale_id: str, draft: Draft) -> bool:
    """Whether every item and part that a scale names could be found."""
    entry, scale = draft.raw["scales"][scale_id], draft.scales[scale_id]
    named = len(entry.get("items", ())), len(entry.get("parts", ()))
    return (len(scale.items), len(scale.parts)) == named


def _complete(scale_id: str, draft: Draft) -> bool:
    """Whether a scale and its parts were fully read, so that what it lacks is known; parts form no cycle."""
    parts = draft.scales[scale_id].parts
    whole = fully_read(scale_id, draft)
    return whole and all(part in draft.scales and _complete(part, draft) for part in parts)


def _check_scale(scale_id: str, members: tuple[str, ...], entry: Mapping[str, Any], draft: Draft) -> None:
    path: Path = ("scales", scale_id)
    problems, complete = draft.problems, _complete(scale_id, draft)
    for place, item_id in enumerate(entry.get("reverse_keyed", ())):
        here = (*path, "reverse_keyed", place)
        if item_id in entry["reverse_keyed"][:place]:
            problems.add("I053", here, f"“{item_id}”", item=item_id)
        elif item_id not in members and draft.knows_item(item_id, here) and complete:
            suggestion = did_you_mean(item_id, members)
            problems.add("I063", here, f"“{item_id}”", item=item_id, suggestion=suggestion)
    twice = {item for item in members if members.count(item) > 1} if "items" not in entry else set()
    for item_id in sorted(twice):
        problems.add("I053", (*path, "parts"), f"“{item_id}” in more than one part", item=item_id)
    if not complete:
        return
    if len(members) == 1:
        problems.add("I065", path, f"“{scale_id}” has only {members[0]}")
    _check_min_answered(draft.scales[scale_id].score.min_answered, len(members), path, draft)
    _check_ranges(scale_id, members, draft)


def _check_min_answered(value: float | None, k: int, path: Path, draft: Draft) -> None:
    if value is None or not k:
        return
    possible = value <= k if isinstance(value, int) else value <= 1
    if not possible:
        draft.problems.add("I066", (*path, "score", "min_answered"), f"{value:g}", items=counted(k, "item"))


def _check_ranges(scale_id: str, members: tuple[str, ...], draft: Draft) -> None:
    ranges: dict[tuple[float, float], str] = {}
    for item_id in members:
        response_format = draft.formats.get(draft.items[item_id].format or "")
        if response_format is not None:
            ranges.setdefault((response_format.low, response_format.high), item_id)
    if len(ranges) > 1 and draft.scales[scale_id].score.method != "pomp":
        shown = ", ".join(f"{low:g} to {high:g} ({item_id})" for (low, high), item_id in ranges.items())
        draft.problems.add("I067", ("scales", scale_id), f"“{scale_id}”", ranges=shown)


def _check_conflicts(members: Mapping[str, tuple[str, ...]], draft: Draft) -> None:
    """An item must not raise one scale and lower another that points the same way."""
    reversed_in = {scale_id: _reversed_items(scale_id, draft) for scale_id in draft.scales}
    reported: set[str] = set()
    for one, other in combinations(draft.scales, 2):
        if draft.scales[one].direction != draft.scales[other].direction:
            continue
        for item_id in sorted({*members[one]} & {*members[other]} - reported):
            if (item_id in reversed_in[one]) == (item_id in reversed_in[other]):
                continue
            reported.add(item_id)
            with_key, without = (one, other) if item_id in reversed_in[one] else (other, one)
            place: Path = ("scales", with_key, "reverse_keyed")
            draft.problems.add("I064", place, f"“{item_id}”", item=item_id, reversed=with_key, plain=without)
