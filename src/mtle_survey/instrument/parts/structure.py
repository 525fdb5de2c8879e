"""The declared factor structure."""

from __future__ import annotations

from mtle_survey.counting import counted
from mtle_survey.instrument.model import Residual, Structure
from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.shape_reader import BROKEN
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.instrument.yaml_tree import Path


def build_structure(draft: Draft) -> None:
    """Build the factor structure, if one is declared."""
    entry = draft.raw.get("structure")
    if entry is None or entry is BROKEN:
        return
    path: Path = ("structure",)
    problems = draft.problems
    factors = {}
    for factor, items in entry["factors"].items():
        here = (*path, "factors", factor)
        factors[factor] = draft.rated_list(items, here)
        if len(items) < 3:
            problems.add("I081", here, f"“{factor}” with {counted(len(items), 'item')}")
    second_order = entry.get("second_order", {})
    for name, members in second_order.items():
        for place, member in enumerate(members):
            if member not in factors:
                here = (*path, "second_order", name, place)
                problems.add("I080", here, f"“{member}”", suggestion=did_you_mean(member, factors))
    if entry.get("bifactor") and second_order:
        problems.add("I082", (*path, "bifactor"), "bifactor: true and second_order")
    residuals = []
    for place, pair in enumerate(entry.get("residuals", ())):
        here = (*path, "residuals", place)
        if pair[0] == pair[1]:
            problems.add("I083", here, f"“{pair[0]}” twice", item=pair[0])
        elif len(draft.rated_list(pair, here)) == 2:
            residuals.append(Residual(items=pair))
    draft.structure = Structure(
        factors=factors,
        second_order=second_order,
        bifactor=entry.get("bifactor", False),
        residuals=tuple(residuals),
    )
