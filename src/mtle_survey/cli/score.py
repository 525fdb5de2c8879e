"""``mtle score``: one row per response with every scale score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.options import Files, InstrumentName, Output, Printed, Respondent
from mtle_survey.cli.output import Format, csv_text, envelope
from mtle_survey.cli.run import with_study

if TYPE_CHECKING:
    from mtle_survey.study import Study


def score(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Score every response: one row each, with its scales and how many items were answered."""
    with_study("score", lambda: open_inputs(files, instrument, id), _render, output=output, form=format)


def _render(study: Study, form: Format) -> str:
    from mtle_survey.score_records import score_records

    columns, records = score_records(study)
    if form is Format.JSON:
        return envelope("score", study, records, study.problems)
    if form is Format.CSV:
        return csv_text(records, columns)
    from mtle_survey.cli.text_table import text_table

    return text_table(columns, [[_cell(record[name]) for name in columns] for record in records])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
