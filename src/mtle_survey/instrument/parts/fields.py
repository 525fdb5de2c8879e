"""Fields and scores beyond means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtle_survey.counting import counted
from mtle_survey.instrument.model import FieldDefinition, ScoreRule
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.parts.items import build_range
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import Path
from mtle_survey.normalise import normalise_label

_COPIED = ("title", "text", "role", "type", "columns", "at_most", "personal")


def build_fields(draft: Draft) -> None:
    """Build every field that is not scored."""
    for field_id, entry in draft.section("fields").items():
        path: Path = ("fields", field_id)
        codes, labels = _options(entry, path, draft.problems)
        draft.fields[field_id] = FieldDefinition(
            id=field_id,
            codes=codes,
            labels=labels,
            range=build_range(entry.get("range"), (*path, "range"), draft.problems),
            **{key: entry[key] for key in _COPIED if key in entry},
        )
    _check_roles(draft)
    _check_order(draft)


def build_scores(draft: Draft) -> None:
    """Build the scores that a named rule of the program computes."""
    for score_id, entry in draft.section("scores").items():
        for name, value in entry.get("inputs", {}).items():
            for reference in value if isinstance(value, tuple) else (value,):
                _check_input(reference, ("scores", score_id, "inputs", name), draft)
        draft.scores[score_id] = ScoreRule(id=score_id, **entry)


def _options(
    entry: Mapping[str, Any], path: Path, problems: ProblemList
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes: tuple[str, ...] = entry.get("codes", ())
    labels = entry.get("labels", ())
    if isinstance(labels, Mapping):
        codes = codes or tuple(labels)
        for code, label in labels.items():
            if code not in codes:
                found = f"label “{label}” for {code}"
                problems.add("I035", (*path, "labels", code), found, codes=", ".join(codes))
        labels = tuple(labels.get(code, code) for code in codes)
    elif labels and len(labels) != len(codes):
        problems.add(
            "I030", (*path, "labels"), f"{counted(len(codes), 'code')} and {counted(len(labels), 'label')}"
        )
    for place, code in enumerate(codes):
        if code in codes[:place]:
            problems.add("I032", (*path, "codes", place), f"“{code}”")
    folded = [normalise_label(label) for label in labels]
    for place, text in enumerate(folded):
        if text in folded[:place]:
            other = f"“{labels[folded.index(text)]}”"
            problems.add("I031", (*path, "labels", place), f"“{labels[place]}”", other=other)
    return codes, labels


def _check_roles(draft: Draft) -> None:
    first: dict[str, str] = {}
    for field_id, field in draft.fields.items():
        if field.role is None or field.role == "group":
            continue
        path: Path = ("fields", field_id, "role")
        if field.role in first:
            draft.problems.add("I090", path, f"“{field_id}”", first=first[field.role], role=field.role)
        first.setdefault(field.role, field_id)
        if field.role == "dose" and field.type != "number":
            draft.problems.add("I091", path, f"“{field_id}” of type {field.type}")


def _check_order(draft: Draft) -> None:
    """A field that never exceeds another: both are numbers, and no circle of them says that all are alike."""
    for field_id, field in draft.fields.items():
        path: Path = ("fields", field_id, "at_most")
        if field.at_most is None:
            continue
        if field.at_most not in draft.fields:
            suggestion = did_you_mean(field.at_most, draft.fields)
            draft.problems.add("I055", path, f"“{field.at_most}”", suggestion=suggestion)
        elif any(draft.fields[name].type != "number" for name in (field_id, field.at_most)):
            draft.problems.add("I092", path, f"“{field_id}” at most “{field.at_most}”")
        elif field_id in _larger(field_id, draft.fields):
            draft.problems.add("I092", path, f"“{field_id}” at most itself, by way of others")


def _larger(field_id: str, fields: Mapping[str, FieldDefinition]) -> list[str]:
    """The fields that a field never exceeds, one by way of the other, until one of them comes again."""
    found: list[str] = []
    name = fields[field_id].at_most
    while name is not None and name in fields and name not in found:
        found.append(name)
        name = fields[name].at_most
    return found


def _check_input(reference: str, path: Path, draft: Draft) -> None:
    known = {*draft.items, *draft.fields, *draft.scales, *draft.broken["fields"], *draft.broken["scales"]}
    if reference not in known and not draft.is_broken_item(reference):
        suggestion = did_you_mean(reference, known)
        draft.problems.add("I055", path, f"“{reference}”", suggestion=suggestion)
