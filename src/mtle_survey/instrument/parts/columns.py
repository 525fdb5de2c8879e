"""No header of an export may stand for two answers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from mtle_survey.instrument.model import Form
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.yaml_tree import Path


def check_columns(draft: Draft) -> None:
    """Report headers that two items or fields claim, in general or within one form."""
    claims = _Claims(draft)
    declared = _declared(draft)
    claims.know((owner, owner) for owner in declared)
    for owner, headers in declared.items():
        for header in headers:
            claims.claim(header, owner, _path(owner, draft))
    for form in draft.forms.values():
        _check_form(form, draft)


class _Claims:
    """Headers claimed so far, and by what."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.owners: dict[str, str] = {}

    def know(self, claims: Iterable[tuple[str, str]]) -> None:
        """Claims that have been checked elsewhere."""
        for header, owner in claims:
            self.owners.setdefault(_folded(header), owner)

    def claim(self, header: str, owner: str, path: Path) -> None:
        """A new claim, reported if the header belongs to something else."""
        other = self.owners.setdefault(_folded(header), owner)
        if other != owner:
            self.draft.problems.add("I073", path, f"“{header}” for {owner}", other=other)


def _check_form(form: Form, draft: Draft) -> None:
    """A form's own headers against everything else that its export may hold.

    Answers about another occasion stand beside the present ones; otherwise a form's headers replace those
    that its items bear in general.
    """
    claims = _Claims(draft)
    declared = _declared(draft)
    if form.occasion is None:
        present = [*draft.fields, *(item for item in form.items if item not in form.columns)]
    else:
        present = list(declared)
    claims.know((header, owner) for owner in present for header in (owner, *declared[owner]))
    occasion = "" if form.occasion is None else f" ({form.occasion})"
    for item_id, headers in form.columns.items():
        for header in headers:
            claims.claim(header, f"{item_id}{occasion}", ("forms", form.id, "columns", item_id))


def _declared(draft: Draft) -> dict[str, tuple[str, ...]]:
    items = {item_id: item.columns for item_id, item in draft.items.items()}
    return {**items, **{field_id: field.columns for field_id, field in draft.fields.items()}}


def _folded(header: str) -> str:
    return unicodedata.normalize("NFKC", header).strip().casefold()


def _path(owner: str, draft: Draft) -> Path:
    if owner in draft.fields:
        return ("fields", owner, "columns")
    return ("items", draft.items[owner].base or owner, "columns")
