"""What follows from the whole report, in the evaluator's words."""

from __future__ import annotations

from mtle_survey.report.blocks import Block
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View

NAME = "conclusions"


def applies(view: View) -> bool:
    """Whether the evaluator wrote it."""
    return NAME in view.told.blocks


def blocks(view: View) -> tuple[Block, ...]:
    """The prose as it was written, numbers filled in."""
    return view.told.blocks[NAME]


SECTION = ReportSection(
    name=NAME, title="What the evaluator concludes", order=58, applies=applies, blocks=blocks
)
