"""Forms: which items a questionnaire carries, and which header bears each item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mtle_survey.instrument.model import Form
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import Path


def build_forms(draft: Draft) -> None:
    """Build every form; an item with aspects brings all of them."""
    for form_id, entry in draft.section("forms").items():
        path: Path = ("forms", form_id)
        items = _items(entry["items"], (*path, "items"), draft)
        columns = _columns(entry.get("columns", {}), items, (*path, "columns"), draft)
        form = Form(
            id=form_id,
            items=items,
            columns=columns,
            **{key: entry[key] for key in ("title", "instruction", "occasion", "format") if key in entry},
        )
        draft.forms[form_id] = form
        _check_retrospective(form, path, draft)


def _items(declared: tuple[str, ...], path: Path, draft: Draft) -> tuple[str, ...]:
    items: list[str] = []
    for place, item_id in enumerate(declared):
        ids = draft.aspects.get(item_id, (item_id,))
        if any(one in items for one in ids):
            draft.problems.add("I053", (*path, place), f"“{item_id}”")
            continue
        items.extend(one for one in ids if draft.knows_item(one, (*path, place)))
    return tuple(items)


def _columns(
    declared: Mapping[str, Any], items: tuple[str, ...], path: Path, draft: Draft
) -> dict[str, tuple[str, ...]]:
    for item_id in declared:
        here = (*path, item_id)
        if item_id not in items and draft.knows_item(item_id, here):
            suggestion = did_you_mean(item_id, items)
            draft.problems.add("I070", here, f"“{item_id}”", suggestion=suggestion)
    return {item_id: headers for item_id, headers in declared.items() if item_id in items}


def _check_retrospective(form: Form, path: Path, draft: Draft) -> None:
    if form.occasion is None:
        return
    bare = [item_id for item_id in form.items if item_id not in form.columns]
    if bare:
        draft.problems.add("I071", path, f"“{form.id}”", items=", ".join(bare))
    if form.format is None:
        draft.problems.add("I072", path, f"“{form.id}”")
