"""``mtle compare``: what changed between waves, for whom, and how sure one can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.linking_text import linking_text, write_audit
from mtle_survey.cli.options import Files, InstrumentName, Output, Printed, Respondent
from mtle_survey.cli.output import Format
from mtle_survey.cli.run import render_table, with_study

if TYPE_CHECKING:
    from mtle_survey.study import Study


def compare(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    format: Printed = Format.TABLE,
    output: Output = None,
    audit: Annotated[
        Path | None,
        typer.Option("--audit", help="Also write every pair, with masked codes, to this CSV file."),
    ] = None,
) -> None:
    """Change between waves among the people who answered both."""

    def open_waves() -> Study:
        from mtle_survey.errors import UsageError

        study = open_inputs(files, instrument, id)
        if len(study.wave_names) < 2:
            raise UsageError(
                "comparing needs at least two waves: pre=FILE post=FILE, or a study file with two waves"
            )
        if study.links is None:
            raise UsageError(
                "waves can only be compared person by person: name the column that identifies people (--id)"
            )
        return study

    def render(study: Study, form: Format) -> str:
        if audit is not None:
            write_audit(study, audit)
        return render_table("compare", lambda s: s.compared, _text)(study, form)

    with_study(
        "compare",
        open_waves,
        render,
        output=output,
        form=format,
    )


def _text(study: Study) -> str:
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.report.format import count_of, estimate, estimate_with_interval

    parts = []
    for contrast in study.contrasts:
        rows, reasons = [], []
        for change in study.change.where(statistic="mean_change", contrast=contrast.name, headline=True):
            about = {"scale": change.scale, "contrast": contrast.name, "headline": True}
            before = study.change.one(statistic="mean", wave=contrast.earlier, **about)
            after = study.change.one(statistic="mean", wave=contrast.later, **about)
            d = study.change.one(statistic="d_av", **about)
            counts = [study.change.one(statistic=name, **about) for name in ("improved", "same", "declined")]
            if change.unavailable:
                reasons.append(f"Not available: {change.scale}: {change.unavailable}")
            if (
                before is None
                or after is None
                or d is None
                or any(c is None or c.unavailable for c in counts)
            ):
                continue
            rows.append(
                [
                    study.instrument.scale[str(change.scale)].title,
                    str(change.n),
                    estimate(before),
                    estimate(after),
                    estimate_with_interval(change),
                    estimate_with_interval(d),
                    " / ".join(str(count_of(c)) for c in counts if c is not None),
                ]
            )
        level = f"[{100 * study.confidence:g}% CI]"
        parts += [
            f"{contrast.name}: change among the people who answered both",
            text_table(
                [
                    "Scale",
                    "Pairs",
                    contrast.earlier,
                    contrast.later,
                    f"Change {level}",
                    f"d_av {level}",
                    "Rose / same / fell",
                ],
                rows,
            ),
            *reasons,
            "",
        ]
    return "\n".join([*parts, linking_text(study)])
