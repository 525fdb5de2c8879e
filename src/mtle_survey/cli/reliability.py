"""``mtle reliability``: how consistent the scores are, scale by scale and wave by wave."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mtle_survey.cli.completion import complete_field, complete_scale
from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.options import Files, InstrumentName, KeepPreview, Output, Printed, Respondent
from mtle_survey.cli.output import Format, say
from mtle_survey.cli.run import ONE_WAVE_AT_A_TIME, misused, render_table, with_study
from mtle_survey.cli.shared_tables import names_tables

if TYPE_CHECKING:
    from pathlib import Path

    from mtle_survey.cli.shared_tables import SharedTables
    from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.study import Study
    from mtle_survey.table import Row, Table

KEYING_ERRORS = frozenset({"D201"})
SECONDS_IN_SILENCE = 2.0
TARGET = 0.80


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a call asks for beyond the coefficients.

    Attributes
    ----------
    scales, by : tuple of str
        Scales to keep (all when empty); fields whose groups are looked at apart.
    missing : str
        Whose answers count.
    ordinal_alpha, explain, reconcile : bool
    plan : float or None
        Width of the interval that is planned for.
    target : float
        Reliability that is planned for.
    """

    scales: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    missing: Literal["listwise", "pairwise", "fiml"] = "listwise"
    ordinal_alpha: bool = False
    explain: bool = False
    reconcile: bool = False
    plan: float | None = None
    target: float = TARGET


def reliability(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    keep_preview: KeepPreview = False,
    scale: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this scale; may be given several times.",
            show_default=False,
            autocompletion=complete_scale,
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Also within each group of this field.",
            metavar="FIELD",
            show_default=False,
            autocompletion=complete_field,
        ),
    ] = None,
    missing: Annotated[
        Literal["listwise", "pairwise", "fiml"],
        typer.Option(help="Whose answers count where some items were left out."),
    ] = "listwise",
    ordinal_alpha: Annotated[
        bool,
        typer.Option("--ordinal-alpha", help="Also alpha of latent responses, which is not the score's."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Formula, inputs and source of every coefficient.")
    ] = False,
    reconcile: Annotated[
        bool,
        typer.Option(
            "--reconcile", help="The same answers as SPSS, psych, semTools, jamovi, JASP, EFAtools."
        ),
    ] = False,
    plan: Annotated[
        float | None,
        typer.Option(
            help="Respondents for an interval of alpha no wider than this.",
            metavar="WIDTH",
            min=0.01,
            max=1.0,
            show_default=False,
        ),
    ] = None,
    target: Annotated[
        float, typer.Option(help="Reliability that --plan counts items for.", min=0.01, max=0.99)
    ] = TARGET,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Which coefficient to quote for each scale and why, with intervals; item statistics and remarks."""
    wanted = Wanted(
        scales=tuple(scale or ()),
        by=tuple(by or ()),
        missing=missing,
        ordinal_alpha=ordinal_alpha,
        explain=explain,
        reconcile=reconcile,
        plan=plan,
        target=target,
    )
    if names_tables(files):
        reliability_from_tables(files, instrument, id, wanted, format, output)
        return

    def text(study: Study) -> str:
        from mtle_survey.cli.reliability_text import reliability_text

        return reliability_text(study, found(study, wanted), wanted, patience())

    with_study(
        "reliability",
        lambda: open_inputs(files, instrument, id, keep_preview=keep_preview),
        render_table("reliability", lambda study: rows(study, found(study, wanted), wanted), text),
        output=output,
        form=format,
        tolerate=KEYING_ERRORS,
        unrelated=ONE_WAVE_AT_A_TIME,
    )


def reliability_from_tables(
    files: list[str],
    instrument: str | None,
    respondent: str | None,
    wanted: Wanted,
    form: Format,
    output: Path | None,
) -> None:
    """The coefficients that follow from sums and tables."""
    from mtle_survey.aggregates.reliability import reliability_of_tables
    from mtle_survey.cli.shared_tables import CONFIDENCE, open_tables, with_tables
    from mtle_survey.cli.tables_text import reliability_of_tables_text
    from mtle_survey.errors import UsageError

    if wanted != Wanted(scales=wanted.scales):
        misused(UsageError("tables hold complete answers added up; only --scale works on them"))

    def compute(shared: SharedTables) -> Table:
        for name in wanted.scales:
            if name not in shared.instrument.scale:
                raise UsageError(f"instrument {shared.instrument.id} has no scale “{name}”")
        table = reliability_of_tables(shared.instrument, shared.aggregates, CONFIDENCE)
        return kept(shared.instrument, table, wanted)

    with_tables(
        "reliability",
        lambda: open_tables(files, instrument, respondent),
        compute,
        lambda shared, table: reliability_of_tables_text(shared.instrument, table),
        form,
        output,
    )


def found(study: Study, wanted: Wanted) -> ReliabilityEvidence:
    """The evidence that a call asks for.

    Raises
    ------
    UsageError
        A scale or a field that is not there.
    """
    from dataclasses import replace

    from mtle_survey.errors import UsageError

    for name in wanted.scales:
        if name not in study.instrument.scale:
            raise UsageError(f"instrument {study.instrument.id} has no scale “{name}”")
    for field in wanted.by:
        known = {f for responses in study.waves.values() for f in responses.fields}
        if field not in known:
            raise UsageError(
                f"there is no field “{field}” in these files; fields are {', '.join(sorted(known))}"
            )
        declared = study.instrument.field.get(field)
        if declared is not None and declared.role == "respondent":
            raise UsageError(f"“{field}” tells people apart; a group needs several of them")
    if wanted.missing == "listwise" and not wanted.scales:
        return study.consistency
    return replace(study.consistency, missing=wanted.missing, scales=wanted.scales)


def rows(study: Study, evidence: ReliabilityEvidence, wanted: Wanted) -> Table:
    """Everything in the one table grammar."""
    from mtle_survey.evidence.item_flags import flag_rows
    from mtle_survey.evidence.recommendation import recommended_rows
    from mtle_survey.evidence.reconciliation import reconcile, reconciliation_rows
    from mtle_survey.evidence.reliability_plan import reliability_plan

    intervals = evidence.intervals(patience())
    table = (
        evidence.coefficients
        + intervals
        + recommended_rows(evidence.recommendations(intervals))
        + evidence.nested
        + evidence.difference_scores
        + evidence.items
        + evidence.omega_without_items
        + study.description
        + evidence.category_use
        + flag_rows(evidence.flags(study.description))
    )
    table += study.stability
    if not wanted.scales:
        table += study.keyed_tests
    if wanted.ordinal_alpha:
        table += evidence.ordinal_alpha
    if wanted.reconcile:
        table += reconciliation_rows(reconcile(evidence.answers, study.waves, study.confidence))
    if wanted.plan is not None:
        table += reliability_plan(
            evidence.answers, evidence.coefficients, wanted.plan, wanted.target, study.confidence
        )
    return kept(study.instrument, table + evidence.by((*study.groups, *wanted.by)), wanted)


def kept(instrument: Instrument, table: Table, wanted: Wanted) -> Table:
    """The rows about the scales that were asked for, and about their items."""
    from mtle_survey.table import Table

    if not wanted.scales:
        return table
    items = {item for scale in wanted.scales for item in instrument.scale_items(scale)}

    def concerns(row: Row) -> bool:
        return row.scale in wanted.scales or (row.scale is None and row.item in items)

    return Table(tuple(row for row in table if concerns(row)))


def patience() -> Callable[[str], None]:
    """Say what is being done once it has taken longer than people wait in silence."""
    began = time.monotonic()

    def tell(what: str) -> None:
        if time.monotonic() - began > SECONDS_IN_SILENCE:
            say(f"{what} …")

    return tell
