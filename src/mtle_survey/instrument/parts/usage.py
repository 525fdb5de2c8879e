"""Parts that are declared and never used."""

from __future__ import annotations

from mtle_survey.instrument.parts.draft import Draft
from mtle_survey.instrument.parts.scales import fully_read


def check_usage(draft: Draft) -> None:
    """Report response formats without items, and rated items that no scale or score uses."""
    if not draft.broken["items"]:
        formats = {item.format for item in draft.items.values()}
        for name in [name for name in draft.formats if name not in formats]:
            draft.problems.add("I039", ("response_formats", name), f"“{name}”")
    unread = draft.broken["scales"] or draft.broken["scores"]
    if not draft.scales or unread or not all(fully_read(scale, draft) for scale in draft.scales):
        return
    used = {item for scale in draft.scales.values() for item in scale.items}
    for score in draft.scores.values():
        for value in score.inputs.values():
            used.update(value if isinstance(value, tuple) else (value,))
    for item_id, item in draft.items.items():
        if item.rated and item_id not in used and not item.correct:
            draft.problems.add("I041", ("items", item.base or item_id), f"“{item_id}”", item=item_id)
