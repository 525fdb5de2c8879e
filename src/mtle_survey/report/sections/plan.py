"""What was declared before results were seen, and what was done differently."""

from __future__ import annotations

from mtle_survey.evidence.locked_plan import deviations, fingerprint
from mtle_survey.report.blocks import Block, Column, Paragraph, TableBlock
from mtle_survey.report.cells import words
from mtle_survey.report.inline import Code, Wording, sentence_case, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View


def applies(view: View) -> bool:
    """Whether the study names a locked plan."""
    return view.study.locked_plan is not None


def blocks(view: View) -> tuple[Block, ...]:
    """The plan's hash, and every deviation from it."""
    planned = view.study.locked_plan
    if planned is None:
        return ()
    found = deviations(planned, view.study.declared)
    opening = Paragraph(
        text=text(
            "Primary scales, questions, scoring and rules were locked before the analysis (SHA-256 ",
            Code(fingerprint(planned)),
            "). ",
            "The analysis follows that plan."
            if not found
            else f"The analysis deviates from it in {len(found)} point{'s' if len(found) > 1 else ''}; the "
            "results concerned are exploratory unless the reason was there before results were seen.",
        )
    )
    if not found:
        return (opening,)
    table = TableBlock(
        id="table-deviations",
        caption=text("Deviations from the locked plan"),
        columns=(Column(label=("What",)), Column(label=("Planned",)), Column(label=("Done",))),
        rows=tuple(
            (
                words(Wording(sentence_case(d.what))),
                words(Wording(d.planned or "nothing declared")),
                words(Wording(d.done or "nothing declared")),
            )
            for d in found
        ),
    )
    return (opening, table)


SECTION = ReportSection(
    name="plan", title="The plan, and deviations from it", order=92, applies=applies, blocks=blocks
)
