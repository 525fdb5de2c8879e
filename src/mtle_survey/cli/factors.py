"""``mtle factors``: what structure the answers have, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mtle_survey.cli.confirmatory_text import confirmatory_text
from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.invariance_text import invariance_text
from mtle_survey.cli.options import Files, InstrumentName, Output, Printed, Respondent
from mtle_survey.cli.output import Format, say
from mtle_survey.cli.run import ONE_WAVE_AT_A_TIME, render_table, with_study

if TYPE_CHECKING:
    from mtle_survey.evidence.invariance import InvarianceEvidence
    from mtle_survey.evidence.structure import StructureEvidence
    from mtle_survey.stats.structure.efa.solution import Efa
    from mtle_survey.study import Study
    from mtle_survey.table import Table

SHOWN_FROM = 0.30


def factors(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    wave: Annotated[str | None, typer.Option(help="The wave; default the first.", show_default=False)] = None,
    scale: Annotated[
        list[str] | None, typer.Option(help="Only the items of these scales; may be given several times.")
    ] = None,
    factors: Annotated[
        int | None, typer.Option(min=1, help="Number of factors; default what the rules agree on.")
    ] = None,
    correlation: Annotated[
        Literal["pearson", "polychoric"] | None,
        typer.Option(help="Kind of correlation; default what suits the answers."),
    ] = None,
    extraction: Annotated[
        Literal["minres", "ml", "paf"], typer.Option(help="How exploratory factors are extracted.")
    ] = "minres",
    estimator: Annotated[
        Literal["ml", "mlr", "fiml", "wlsmv"] | None,
        typer.Option(help="The confirmatory estimator to show; default what suits the answers."),
    ] = None,
    invariance: Annotated[
        str | None,
        typer.Option(
            metavar="wave|COLUMN",
            help="Also test whether the items measure the same in every wave, or in every group of a column.",
            show_default=False,
        ),
    ] = None,
    reconcile: Annotated[
        bool, typer.Option("--reconcile", help="Show adequacy as factor-analyzer computes it, beside ours.")
    ] = False,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Adequacy, number of factors, loadings with wording, fit of the declared structure, invariance."""

    def found(study: Study) -> StructureEvidence:
        return study.structure(
            wave, scale or (), factors=factors, correlation=correlation, estimator=extraction, progress=say
        )

    def compared(study: Study) -> InvarianceEvidence | None:
        if invariance is None:
            return None
        return study.invariance(invariance, wave, scale or (), estimator=estimator, progress=say)

    def table(study: Study) -> Table:
        from mtle_survey.evidence.invariance_rows import invariance_table

        ladders = compared(study)
        rows = found(study).table + study.confirmed_structure(wave, scale or (), say).table
        return rows if ladders is None else rows + invariance_table(ladders)

    def text(study: Study) -> str:
        ladders = compared(study)
        explored, confirmed = found(study), study.confirmed_structure(wave, scale or (), say)
        return "\n".join(
            [
                *_text(study, explored, reconcile=reconcile),
                "",
                *confirmatory_text(study, confirmed, estimator),
                *(["", *invariance_text(study, ladders)] if ladders is not None else []),
            ]
        )

    render = render_table("factors", table, text)
    with_study(
        "factors",
        lambda: open_inputs(files, instrument, id),
        render,
        output=output,
        form=format,
        unrelated=ONE_WAVE_AT_A_TIME,
    )


def _text(study: Study, found: StructureEvidence, *, reconcile: bool) -> list[str]:
    n, p = found.data.x.shape
    where = f" in {found.data.wave}" if found.data.wave else ""
    parts = [
        f"{p} items{where}, {n} of {found.data.answered} respondents answered all of them.",
        f"Correlations: {found.choice.kind} ({found.choice.reason}).",
        "",
        *_adequacy(found),
        *(_second_opinion(found) if reconcile else ()),
    ]
    if found.refusal:
        return [*parts, f"No exploration: {found.refusal}."]
    parts += ["", *_number(found)]
    for solution in found.solutions:
        parts += ["", *_solution(study, found, solution)]
    return parts


def _adequacy(found: StructureEvidence) -> list[str]:
    from mtle_survey.report.format import estimate

    lines = []
    for statistic, name in (
        ("kmo", "KMO"),
        ("bartlett_chi2", "Bartlett's chi-square"),
        ("correlation_determinant", "Determinant"),
    ):
        r = found.table.one(statistic=statistic, model="items", item=None)
        if r is not None:
            lines.append(f"{name}: {r.unavailable or estimate(r)}")
    return lines


def _second_opinion(found: StructureEvidence) -> list[str]:
    if found.data.x.shape[0] < 2 or (found.data.x.std(axis=0) == 0).any():
        return ["factor-analyzer: not computed, since an item has no variance."]
    from mtle_survey.adapters.factor_analyzer_adequacy import adequacy
    from mtle_survey.report.format import number

    theirs = adequacy(found.data.x)
    return [
        f"factor-analyzer: KMO {number(theirs.kmo, 2, leading_zero=False)}, Bartlett's chi-square "
        f"{number(theirs.bartlett_chi2, 2)}, always from Pearson correlations of complete answers."
    ]


def _number(found: StructureEvidence) -> list[str]:
    from mtle_survey.cli.text_table import text_table

    rows = [
        [str(r.method), f"{r.estimate:.0f}" if r.estimate is not None else "–", r.unavailable or ""]
        for r in found.table.where(statistic="n_factors")
    ]
    return [
        "How many factors",
        text_table(["Rule", "Factors", ""], rows),
        f"Consensus: {found.panel.rule}." if found.panel else "",
    ]


def _solution(study: Study, found: StructureEvidence, solution: Efa) -> list[str]:
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.report.format import number

    k = solution.n_factors
    title = f"Exploratory solution, {k} factor{'s' if k > 1 else ''} ({solution.method}, {solution.rotation})"
    if solution.unavailable:
        return [title, f"Not available: {solution.unavailable}."]
    rows = []
    for i, item in enumerate(found.data.items):
        shown = [
            number(v, 2, leading_zero=False) if abs(v) >= SHOWN_FROM else "" for v in solution.pattern[i]
        ]
        rows.append(
            [
                f"{item}  {study.instrument.item[item].text}",
                *shown,
                number(float(solution.communality[i]), 2, leading_zero=False),
            ]
        )
    names = [f"F{j + 1}" for j in range(k)]
    parts = [title, text_table(["Item", *names, "h2"], rows)]
    if k > 1:
        parts.append(f"Factor correlations: {', '.join(_correlations(solution, names))}")
    if not solution.interpretable:
        parts.append("Do not interpret it: a communality reaches 1, or factors coincide.")
    return [*parts, f"Loadings below {SHOWN_FROM} in size are not shown here; --format csv has them all."]


def _correlations(solution: Efa, names: list[str]) -> list[str]:
    from mtle_survey.report.format import number

    phi = solution.factor_correlation
    return [
        f"{names[a]} with {names[b]} {number(float(phi[a, b]), 2, leading_zero=False)}"
        for a in range(len(names))
        for b in range(a + 1, len(names))
    ]
