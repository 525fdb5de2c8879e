"""``mtle validate``: every problem of an export, located, with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.options import Files, InstrumentName, Output, Printed, Respondent
from mtle_survey.cli.output import (
    Format,
    count_text,
    csv_text,
    envelope,
    problem_record,
    problem_text,
    write_result,
)
from mtle_survey.cli.run import FAILED, misused

if TYPE_CHECKING:
    from mtle_survey.errors import Problem
    from mtle_survey.study import Study

_COLUMNS = ("code", "severity", "file", "row", "column", "item", "found", "why", "fix", "count")


def validate(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Show every problem in the exports, where it is and how to fix it."""
    from mtle_survey.errors import MtleError, UsageError, errors_in

    study: Study | None = None
    problems: tuple[Problem, ...]
    try:
        study = open_inputs(files, instrument, id)
        problems = study.problems
    except UsageError as error:
        misused(error)
    except MtleError as error:
        problems = error.problems
    write_result(_render(study, problems, format), output)
    if errors_in(problems):
        raise typer.Exit(FAILED)


def _render(study: Study | None, problems: tuple[Problem, ...], form: Format) -> str:
    records = [problem_record(p) for p in problems]
    if form is Format.CSV:
        return csv_text(records, _COLUMNS)
    if form is Format.JSON:
        return envelope("validate", study, [], problems)
    lines = [problem_text(problems)] if problems else []
    if study is not None:
        lines += _read(study)
    return "\n".join([*lines, count_text(problems) or "No problem found."])


def _read(study: Study) -> list[str]:
    lines = []
    for wave, responses in study.waves.items():
        for source in responses.sources:
            aside = "".join(f", {len(e.rows)} {e.kind}" for e in source.excluded)
            lines.append(
                f"{wave or source.file}: {source.file} read as {source.platform} ({source.dialect}; {source.reason}), "
                f"{source.records} records{aside}"
            )
        lines.append(
            f"  {len(responses)} responses, {int(responses.answered.sum())} with answers, "
            f"{len(responses.items)} rated items found"
        )
    return lines
