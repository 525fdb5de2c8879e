"""Do the questions belong together as the scales say, and may the waves be compared?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mtle_survey.evidence.structure_summary import CFI, RMSEA, SRMR, StructureSummary
from mtle_survey.report.blocks import (
    Block,
    Cell,
    Column,
    Details,
    FigureBlock,
    ListBlock,
    Paragraph,
    TableBlock,
)
from mtle_survey.report.cells import NOTHING, number_column, words
from mtle_survey.report.figures.heat_map import MOST_ROWS, HeatRow, heat_map
from mtle_survey.report.figures.path_diagram import PathFactor, path_figure
from mtle_survey.report.figures.scree import scree_figure
from mtle_survey.report.format import number
from mtle_survey.report.inline import Strong, Text, Wording, text
from mtle_survey.report.section import ReportSection
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
        f" {verdict} ({told}, n = {found.fit.n}). Enough means CFI above {CFI:g}, RMSEA below {RMSEA:g} or "
        f"SRMR below {SRMR:g} (COSMIN).",
    )


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
    panel = found.explored.panel
    if panel is not None:
        parallel = panel.parallel
        yield scree_figure(
            "figure-scree",
            text("How many groups of questions the answers suggest"),
            [float(v) for v in parallel.observed],
            [float(v) for v in parallel.mean],
            [float(v) for v in parallel.percentile],
            n=panel.n,
            note=text(
                "Each dot is a possible group of questions, the strongest first. Only dots above the shaded "
                "band say more than random answers would (parallel analysis)."
            ),
        )
    yield from _loadings(view, found)
    yield from _paths(view, found)


def _loadings(view: View, found: StructureSummary) -> Iterator[FigureBlock]:
    rows = found.explored.table.where(statistic="loading", model="efa")
    factors = list(dict.fromkeys(r.factor for r in rows if r.factor))
    if not factors:
        return
    by = {(r.item, r.factor): r.estimate for r in rows}
    items = [i for i in found.explored.data.items if (i, factors[0]) in by][:MOST_ROWS]
    shown = [
        HeatRow(
            label=view.instrument.item[item].text,
            shades=tuple(by[item, f] for f in factors),
            texts=tuple(_loading(by[item, f]) for f in factors),
        )
        for item in items
    ]
    data = TableBlock(
        id="figure-loadings-data",
        caption=text("Loadings of the exploratory solution"),
        columns=(Column(label=("Question",)), *(number_column(f) for f in factors)),
        rows=tuple(
            (
                words(Wording(view.instrument.item[item].text)),
                *(
                    NOTHING if by[item, f] is None else Cell(text=(_loading(by[item, f]),), value=by[item, f])
                    for f in factors
                ),
            )
            for item in items
        ),
    )
    yield heat_map(
        "figure-loadings",
        text("Which questions go together"),
        factors,
        shown,
        signed=True,
        alt=f"Grid of {len(items)} questions by {len(factors)} groups found in the answers; darker cells are "
        "stronger loadings.",
        data=data,
        note=text(
            "F1, F2 … are the groups that the answers suggest, without regard to the scales. Purple: the "
            "question goes with the group; orange: against it. Exploratory."
        ),
    )


def _loading(value: float | None) -> str:
    return "" if value is None else number(value, leading_zero=False)


def _paths(view: View, found: StructureSummary) -> Iterator[FigureBlock]:
    if found.fit is None or found.fit.standardised is None:
        return
    loading = found.fit.standardised.loading
    factors, rows = [], []
    for j, name in enumerate(found.declared.names):
        title = view.instrument.scale[name].title if name in view.instrument.scale else name
        members = [i for i in range(len(found.declared.items)) if not np.isclose(loading[i, j], 0.0)]
        items = tuple(
            (view.instrument.item[found.declared.items[i]].text, float(loading[i, j])) for i in members
        )
        factors.append(PathFactor(title=title, items=items))
        for place, (wording, value) in enumerate(items):
            rows.append(
                (
                    words(Wording(title)) if place == 0 else words(),
                    words(Wording(wording)),
                    Cell(text=(number(value, leading_zero=False),), value=value),
                )
            )
    data = TableBlock(
        id="table-loadings",
        caption=text("Standardized loadings of the declared scales"),
        columns=(Column(label=("Scale",)), Column(label=("Question",)), number_column("Loading")),
        rows=tuple(rows),
    )
    pages = [factors[i : i + 5] for i in range(0, len(factors), 5)]
    for place, page in enumerate(pages):
        suffix = f"-{place + 1}" if place else ""
        yield path_figure(
            f"figure-paths{suffix}",
            text("The declared scales and their questions", f" ({place + 1})" if place else ""),
            page,
            data=replace(data, id=f"figure-paths{suffix}-data"),
            note=text(
                "Numbers are standardized loadings: how strongly a question goes with its scale, 1 at most. "
                "All scales were fitted together and may correlate."
            ),
        )


SECTION = ReportSection(
    name="structure", title="Do the questions belong together?", order=61, applies=applies, blocks=blocks
)
