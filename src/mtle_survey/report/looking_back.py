"""What every section on retrospective answers says of how they were asked."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.report.blocks import Note
from mtle_survey.report.inline import text
from mtle_survey.report.view import View

THEN, NOW = "looking back", "now"


def adjacent_caution(view: View) -> Iterator[Note]:
    """A caution where then and now stood next to each other on the page; nothing otherwise."""
    if any(form.format == "adjacent" for form in view.instrument.forms if form.occasion):
        yield Note(
            kind="caution",
            title=text("Then and now were asked next to each other"),
            paragraphs=(
                text(
                    "That layout invites people to show growth. The change against looking back may be too "
                    "large."
                ),
            ),
        )
