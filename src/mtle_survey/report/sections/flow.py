"""Who answered: from the records of each file to the people who can be followed."""

from __future__ import annotations

from mtle_survey.report.blocks import Block, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, words
from mtle_survey.report.inline import text
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View, Wave

LABELS = {
    "records": "Records in the file",
    "header": "Heading lines",
    "blank": "Blank records",
    "preview": "Previews by the survey's author",
    "test": "Test entries",
    "spam": "Entries that the platform calls spam",
    "responses": "Responses",
    "unanswered": "Responses without an answer to any rated question",
    "answered": "Responses with at least one rated answer",
    "without_id": "Answered, but without an ID",
    "quarantined": "Set aside: one ID with different answers",
    "collapsed": "Second copies of identical records",
    "persons": "People who can be identified",
    "linked": "… who were in the first wave too",
    "new": "… who were not in the first wave",
    "lost": "In the first wave, but not in this one",
}
_STAGES = ("records", "responses", "answered", "persons")


def label(step: str) -> str:
    """A step of the flow in plain words."""
    return LABELS.get(step, f"Left out: {step.replace('_', ' ')}")


def blocks(view: View) -> tuple[Block, ...]:
    """One table; a row for each step, a column for each wave."""
    flow = view.study.flow
    waves = tuple(view.study.waves)
    steps = list(dict.fromkeys(step.step for wave in waves for step in flow.of(wave)))
    places = {step: i for i, step in enumerate(LABELS)}
    before_responses = places["responses"] - 0.5
    steps.sort(key=lambda step: places.get(step, before_responses))
    steps = [s for s in steps if s in _STAGES or any(flow.n(w, s) for w in waves)]
    rows = tuple(
        (
            words(label(step)),
            *(count(flow.n(w, step)) if any(s.step == step for s in flow.of(w)) else NOTHING for w in waves),
        )
        for step in steps
    )
    table = TableBlock(
        id="table-flow",
        caption=text("From records to people"),
        columns=(Column(label=("Step",)), *(number_column(_heading(view, wave)) for wave in waves)),
        rows=rows,
        note=text(
            "Records = responses + everything left out above them. Responses are with or without answers. "
            "Responses with an answer = people who can be identified + those without an ID, set aside or "
            "copied."
        ),
    )
    return (Paragraph(text=text(_introduction(view))), table)


def _heading(view: View, wave: Wave) -> str:
    if wave == view.study.retrospective and wave is not None:
        return f"{wave} (looking back)"
    return wave or "All"


def _introduction(view: View) -> str:
    start = "Every record of every file is accounted for; the program stops when a step does not add up."
    if view.study.links is None:
        return start
    return f"{start} People are found again by the ID that they gave; nobody is matched by guessing."


SECTION = ReportSection(name="flow", title="Who answered", order=20, applies=always, blocks=blocks)
