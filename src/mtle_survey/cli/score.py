"""``mtle score``: one row per response with every scale score."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from mtle_survey.cli.inputs import named_inputs, open_inputs
from mtle_survey.cli.next_step import inputs_again, say_next
from mtle_survey.cli.options import Files, InstrumentName, KeepPreview, Printed, Respondent
from mtle_survey.cli.output import Format, by_suffix, envelope, say
from mtle_survey.cli.run import (
    ONE_WAVE_AT_A_TIME,
    files_read,
    misused,
    refuse_overwriting,
    sound_study,
    with_study,
)
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from mtle_survey.score_files import ScoreWriter
    from mtle_survey.scores import Method
    from mtle_survey.streaming.wave import StreamedWave
    from mtle_survey.study import Study


NAMING = 3  # columns that name a response: row, id, wave


class Metric(StrEnum):
    """The unit of every scale score."""

    MEAN = "mean"
    SUM = "sum"
    POMP = "pomp"


Scale = Annotated[
    Metric | None,
    typer.Option(
        "--metric",
        help="Unit of every scale: mean of the items, sum (items × mean) or pomp (percent of the possible "
        "maximum), whatever the instrument declares.",
        show_default=False,
    ),
]
Long = Annotated[
    bool, typer.Option("--long", help="One row per response and score instead of one per response.")
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="Write to this file instead: .csv, .xlsx, .sav (SPSS, with labels) or .parquet, with a codebook "
        "of the columns beside it; or .json.",
        show_default=False,
    ),
]


def score(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    keep_preview: KeepPreview = False,
    metric: Scale = None,
    long: Long = False,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Score every response: one row each, with its scales and how many items were answered."""
    from mtle_survey.errors import UsageError
    from mtle_survey.score_files import codebook_path, writer_for
    from mtle_survey.streaming.scores import write_scores
    from mtle_survey.streaming.wave import StreamedWave

    precision = f"mtle reliability {inputs_again(files, instrument, id)} says how precise they are"
    unit = cast("Method | None", str(metric) if metric else None)
    try:
        writer = writer_for(output) if output and format is not Format.JSON else None
    except UsageError as error:
        misused(error)
    if writer is None or output is None:
        with_study(
            "score",
            lambda: open_inputs(files, instrument, id, keep_preview=keep_preview),
            lambda study, form: _render(study, form, unit, long=long),
            output=output,
            form=by_suffix(output, format),
            unrelated=ONE_WAVE_AT_A_TIME,
            following=f"-o scores.csv keeps them with a codebook of the columns; {precision}",
        )
        return
    study = sound_study(
        "score", lambda: _opened(files, instrument, id, writer, keep_preview=keep_preview), format
    )
    try:
        refuse_overwriting(files if isinstance(study, StreamedWave) else files_read(study), output)
    except UsageError as error:
        misused(error)
    if isinstance(study, StreamedWave):
        rows = write_scores(study, output, unit, long=long)
    else:
        rows = _write(study, writer, output, unit, long=long)
    say(f"{counted(rows, 'row')} in {output}; what its columns hold: {codebook_path(output)}")
    say_next(precision)


def _opened(
    files: list[str],
    instrument: str | None,
    respondent: str | None,
    writer: ScoreWriter,
    *,
    keep_preview: bool,
) -> Study | StreamedWave:
    """A large table is scored part by part where it is written line by line."""
    named = named_inputs(files, instrument, respondent, keep_preview=keep_preview)
    return (named.streamed() if writer.suffix == ".csv" else None) or named.open()


def _write(study: Study, writer: ScoreWriter, output: Path, metric: Method | None, *, long: bool) -> int:
    """Scores and codebook: both are made before either is written."""
    from mtle_survey.errors import UsageError
    from mtle_survey.score_files import codebook_path
    from mtle_survey.score_files.codebook import codebook, counts_of
    from mtle_survey.score_records import score_sheet
    from mtle_survey.whole_files import write_together

    columns, rows = score_sheet(study, metric, long=long)
    try:
        content = writer.write(columns, rows, study.title)
    except UsageError as error:
        misused(error)
    described = codebook(columns, counts_of(columns, rows))
    write_together({codebook_path(output): described, output: content})
    return len(rows)


def _render(study: Study, form: Format, metric: Method | None, *, long: bool) -> str:
    from mtle_survey.delimited import csv_rows
    from mtle_survey.score_records import score_sheet

    columns, rows = score_sheet(study, metric, long=long)
    names = [column.name for column in columns]
    if form is Format.JSON:
        return envelope("score", study, [dict(zip(names, row, strict=True)) for row in rows], study.problems)
    if form is Format.CSV:
        return csv_rows([names, *rows])
    from mtle_survey.cli.text_table import text_table

    return text_table(names, [[_cell(value) for value in row] for row in rows], named=NAMING)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
