"""Do the questions belong together as the scales say, and may the waves be compared?"""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.structure_summary import CFI, RMSEA, SRMR, StructureSummary
from mtle_survey.report.blocks import Block, Details, FigureBlock, ListBlock, Paragraph
from mtle_survey.report.format import number
from mtle_survey.report.inline import Strong, Text, Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.structure_figures import loadings, paths, scree
from mtle_survey.report.view import View

KMO_GOOD = 0.80
KMO_POOR = 0.60


def applies(view: View) -> bool:
    """Whether there were people enough to look at the structure, or to compare meaning between waves."""
    found = view.structure
    looked_at = found is not None and (not found.explored.refusal or found.fit is not None)
    return looked_at or bool(_meaning(view))


def blocks(view: View) -> tuple[Block, ...]:
    """In words, then drawn."""
    found = view.structure
    points = [*(() if found is None else _points(found)), *_meaning(view)]
    drawn = () if found is None else tuple(_figures(view, found))
    return (
        Paragraph(
            text=text(
                "Scores are averages over questions. That makes sense only if the questions of a scale "
                "belong together and apart from those of other scales. This looks at the scales that the "
                "evaluation is judged by."
            )
        ),
        ListBlock(items=tuple(points)),
        *(drawn[:1]),
        *((Details(title=text("How the questions group, drawn"), blocks=drawn[1:]),) if drawn[1:] else ()),
    )


def _points(found: StructureSummary) -> Iterator[Text]:
    explored = found.explored
    n, items = explored.data.x.shape
    kmo = explored.table.one(statistic="kmo", model="items", item=None)
    if kmo is not None and kmo.estimate is not None:
        enough = (
            "well suited to such an analysis"
            if kmo.estimate >= KMO_GOOD
            else "barely suited to such an analysis"
            if kmo.estimate >= KMO_POOR
            else "not suited to such an analysis"
        )
        yield text(
            Strong("Enough in common."),
            f" The answers of {n} people to {items} questions are {enough} (KMO = "
            f"{number(kmo.estimate, leading_zero=False)}).",
        )
    if explored.panel is not None and explored.panel.consensus.available:
        count = int(explored.panel.consensus.value)
        declared = len(found.declared.names)
        yield text(
            Strong("How many groups."),
            f" Without being told of the scales, the answers suggest {count} "
            f"group{'s' if count != 1 else ''} of questions; the instrument declares {declared}.",
        )
    elif explored.refusal:
        yield text(Strong("How many groups."), f" Not explored: {explored.refusal}.")
    yield from _verdict(found)


def _verdict(found: StructureSummary) -> Iterator[Text]:
    if found.fit is None:
        if found.refusal:
            yield text(Strong("The declared scales."), f" Not tested: {found.refusal}.")
        return
    told = ", ".join(
        f"{name.upper()} = {number(value, 3, leading_zero=False)}" for name, value in found.indices.items()
    )
    verdict = (
        "fit the answers well enough"
        if found.sufficient
        else "do not fit the answers well enough; read single scales with caution"
    )
    yield text(
        Strong("The declared scales"),
        f" {verdict} ({told}, n = {found.fit.n}). Enough means CFI above {_cut(CFI)}, RMSEA below "
        f"{_cut(RMSEA)} or SRMR below {_cut(SRMR)} (COSMIN).",
    )


def _cut(value: float) -> str:
    return number(value, 2, leading_zero=False)


def _meaning(view: View) -> list[Text]:
    """Whether the questions meant the same both times, for the scales where that could be tested."""
    held: dict[float, list[str]] = {1.0: [], 0.0: []}
    for row in view.study.changes.invariance:
        if row.estimate in held and row.estimate is not None and row.scale is not None:
            held[row.estimate].append(view.instrument.scale[row.scale].title)
    points = []
    if held[1.0]:
        points.append(
            text(
                Strong("The same meaning both times:"),
                " as far as these people can show it, for ",
                *_names(held[1.0]),
                ". Their means may be compared.",
            )
        )
    if held[0.0]:
        points.append(
            text(
                Strong("Not the same meaning both times:"),
                " for ",
                *_names(held[0.0]),
                ". Part of their change may come from questions being understood in another way.",
            )
        )
    return points


def _names(titles: list[str]) -> Iterator[Wording | str]:
    for place, title in enumerate(titles):
        if place:
            yield ", "
        yield Wording(title)


def _figures(view: View, found: StructureSummary) -> Iterator[FigureBlock]:
    """Scree first; then loadings, explored and declared."""
    yield from scree(found.explored)
    yield from loadings(view.instrument, found.explored)
    if found.fit is not None:
        yield from paths(view.instrument, found.declared, found.fit)


SECTION = ReportSection(
    name="structure", title="Do the questions belong together?", order=61, applies=applies, blocks=blocks
)
