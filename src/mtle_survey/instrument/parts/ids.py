"""Ids become column names, so they must be short, plain and one of a kind."""

from __future__ import annotations

from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.yaml_tree import Path

MAX_LENGTH = 26
_RESERVED = frozenset({"row", "id", "wave"})
_KINDS = {"items": "item", "scales": "scale", "scores": "score", "fields": "field"}
_LOCAL = ("response_formats", "forms")


def check_ids(draft: Draft) -> None:
    """Report ids that are reserved, repeated ignoring case, too long or not in lower case."""
    columns: dict[str, str] = {}
    for section, kind in _KINDS.items():
        for declared in draft.raw.get(section, {}):
            path: Path = (section, declared)
            for one in draft.aspects.get(declared, (declared,)) if section == "items" else (declared,):
                _check_form(one, path, draft)
                _check_unique(one, f"{kind} {one}", columns, path, draft)
            _check_reserved(declared, path, draft)
    for section in _LOCAL:
        names: dict[str, str] = {}
        for name in draft.raw.get(section, {}):
            _check_unique(name, name, names, (section, name), draft)
    _check_form(draft.raw.get("id", ""), ("id",), draft)


def _check_form(one: str, path: Path, draft: Draft) -> None:
    if len(one) > MAX_LENGTH:
        draft.problems.add("I022", path, f"“{one}”, {len(one)} characters")
    if one != one.lower():
        draft.problems.add("I023", path, f"“{one}”", lower=one.lower())


def _check_unique(one: str, owner: str, seen: dict[str, str], path: Path, draft: Draft) -> None:
    other = seen.setdefault(one.casefold(), owner)
    if other != owner:
        draft.problems.add("I021", path, owner, other=other)


def _check_reserved(one: str, path: Path, draft: Draft) -> None:
    field = draft.fields.get(one) if path[0] == "fields" else None
    if one.lower() in _RESERVED and not (field and field.role == "respondent" and one.lower() == "id"):
        draft.problems.add("I024", path, f"“{one}”", id=one)
