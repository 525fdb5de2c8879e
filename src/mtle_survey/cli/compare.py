"""``mtle compare``: what changed between waves, for whom, and how sure one can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.compare_text import compare_text
from mtle_survey.cli.completion import complete_extra
from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.linking_text import write_audit
from mtle_survey.cli.next_step import inputs_again
from mtle_survey.cli.options import Files, InstrumentName, KeepPreview, Output, Printed, Respondent
from mtle_survey.cli.output import Format
from mtle_survey.cli.run import render_table, with_study

if TYPE_CHECKING:
    from mtle_survey.study import Study


def compare(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    keep_preview: KeepPreview = False,
    extra: Annotated[
        list[str] | None,
        typer.Option(
            help="An analysis made on request: bayes_factors, imputation, item_models, little_mcar or "
            "tipping_points; may be repeated.",
            metavar="NAME",
            show_default=False,
            autocompletion=complete_extra,
        ),
    ] = None,
    format: Printed = Format.TABLE,
    output: Output = None,
    audit: Annotated[
        Path | None,
        typer.Option("--audit", help="Also write every pair, with masked codes, to this CSV file."),
    ] = None,
) -> None:
    """Change between waves among the people who answered both, and agreement of informants."""

    def render(study: Study, form: Format) -> str:
        if audit is not None:
            write_audit(study, audit)
        return render_table("compare", lambda s: s.compared, compare_text)(study, form)

    with_study(
        "compare",
        lambda: open_comparable(files, instrument, id, extra or (), keep_preview=keep_preview),
        render,
        output=output,
        form=format,
        following=f"mtle report {inputs_again(files, instrument, id)} writes it up, with figures",
    )


def open_comparable(
    files: list[str],
    instrument: str | None,
    id: str | None,
    extras: list[str] | tuple[str, ...],
    *,
    keep_preview: bool = False,
) -> Study:
    """A study whose waves, or whose informants, can be compared.

    A column of respondents that an export lacks is a problem of that export, which the study tells.

    Raises
    ------
    UsageError
        There is one wave, nobody can be linked, or an analysis does not exist.
    """
    from mtle_survey.errors import UsageError

    study = open_inputs(files, instrument, id, keep_preview=keep_preview)
    study.ask_for(extras)
    if study.unit is not None:
        return study
    if len(study.wave_names) < 2:
        raise UsageError(
            "comparing needs at least two waves: pre=FILE post=FILE, or a study file with two waves"
        )
    if study.links is None and not any(p.code == "P007" for p in study.problems):
        lacking = [f"{p.file}: {p.found}; {p.fix}" for p in study.problems if p.code == "P023"]
        remedy = "; ".join(lacking) or "name the column that identifies people (--id)"
        raise UsageError(f"waves can only be compared person by person: {remedy}")
    return study
