"""``mtle factors``: what structure the answers have, step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mtle_survey.cli.completion import (
    complete_division,
    complete_field,
    complete_rotation,
    complete_scale,
    complete_wave,
)
from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.next_step import inputs_again
from mtle_survey.cli.options import Files, InstrumentName, KeepPreview, Output, Printed, Respondent
from mtle_survey.cli.output import Format, say
from mtle_survey.cli.run import ONE_WAVE_AT_A_TIME, render_table, with_study
from mtle_survey.cli.shared_tables import names_tables

if TYPE_CHECKING:
    from mtle_survey.cli.factors_argument import Argument
    from mtle_survey.study import Study


def factors(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    keep_preview: KeepPreview = False,
    wave: Annotated[
        str | None,
        typer.Option(help="The wave; default the first.", show_default=False, autocompletion=complete_wave),
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option(
            help="Only the items of these scales; may be given several times.", autocompletion=complete_scale
        ),
    ] = None,
    factors: Annotated[
        int | None, typer.Option(min=1, help="Number of factors; default what the rules agree on.")
    ] = None,
    correlation: Annotated[
        Literal["pearson", "polychoric"] | None,
        typer.Option(help="Kind of correlation; default what suits the answers."),
    ] = None,
    missing: Annotated[
        Literal["listwise", "pairwise", "fiml"],
        typer.Option(help="Whose answers the exploratory solutions use."),
    ] = "listwise",
    extraction: Annotated[
        Literal["minres", "ml", "paf"], typer.Option(help="How exploratory factors are extracted.")
    ] = "minres",
    rotation: Annotated[
        str,
        typer.Option(
            help="How they are rotated; target aims at the declared structure.",
            autocompletion=complete_rotation,
        ),
    ] = "oblimin",
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
            autocompletion=complete_division,
        ),
    ] = None,
    tailored: Annotated[
        bool,
        typer.Option("--tailored", help="Also simulate cut-offs of fit for this very structure (slow)."),
    ] = False,
    irt: Annotated[
        bool, typer.Option("--irt", help="Also fit a graded response model to each declared factor.")
    ] = False,
    dif: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Also ask which items the groups of a column answer differently at the same level.",
            show_default=False,
            autocompletion=complete_field,
        ),
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Also draw the analysis into this folder, as SVG files.", show_default=False
        ),
    ] = None,
    scores: Annotated[
        Path | None,
        typer.Option(help="Also write everyone's factor scores to this CSV file.", show_default=False),
    ] = None,
    score_method: Annotated[
        Literal["regression", "bartlett", "ten_berge"], typer.Option(help="How factor scores are computed.")
    ] = "regression",
    reconcile: Annotated[
        bool, typer.Option("--reconcile", help="Show adequacy as factor-analyzer computes it, beside ours.")
    ] = False,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Adequacy, number of factors, loadings with wording, fit of the declared structure, invariance."""
    if names_tables(files):
        from mtle_survey.cli.factors_of_tables import factors_of_tables

        factors_of_tables(
            files,
            instrument,
            id,
            wave=wave,
            scales=scale or (),
            factors=factors,
            correlation=correlation,
            extraction=extraction,
            rotation=rotation,
            needing_rows={
                "--missing": missing != "listwise",
                "--invariance": invariance is not None,
                "--scores": scores is not None,
                "--reconcile": reconcile,
                "--tailored": tailored,
                "--irt": irt,
                "--figures": figures is not None,
                "--dif": dif is not None,
            },
            form=format,
            output=output,
        )
        return

    def argued(study: Study) -> Argument:
        from mtle_survey.cli.factors_argument import argue

        found = argue(
            study,
            wave=wave,
            scales=scale or (),
            factors=factors,
            correlation=correlation,
            missing=missing,
            extraction=extraction,
            rotation=rotation,
            estimator=estimator,
            invariance=invariance,
            tailored=tailored,
            irt=irt,
            dif=dif,
        )
        if figures is not None:
            say(found.write_figures(study, figures, estimator))
        if scores is not None:
            say(found.write_scores(scores, score_method))
        return found

    def text(study: Study) -> str:
        from mtle_survey.cli.factors_text import factors_text

        return "\n".join(factors_text(study, argued(study), estimator, reconcile=reconcile))

    render = render_table("factors", lambda study: argued(study).table, text)
    with_study(
        "factors",
        lambda: open_inputs(files, instrument, id, keep_preview=keep_preview),
        render,
        output=output,
        form=format,
        unrelated=ONE_WAVE_AT_A_TIME,
        following=_following(inputs_again(files, instrument, id), asked=invariance is not None),
    )


def _following(inputs: str, *, asked: bool) -> str:
    """What the argument leaves open: whether the items mean the same, and how precise the scores are."""
    same = (
        ""
        if asked
        else "with several waves, --invariance wave asks whether the items mean the same in every wave; "
    )
    return f"{same}--format csv gives every number; mtle reliability {inputs} says how precise the scores are"
