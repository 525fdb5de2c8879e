"""``mtle validate``: every problem of an export, located, with its remedy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from mtle_survey.cli.inputs import NamedInputs, named_inputs
from mtle_survey.cli.next_step import inputs_again, say_next
from mtle_survey.cli.options import Files, InstrumentName, KeepPreview, Printed, Respondent
from mtle_survey.cli.output import (
    Format,
    by_suffix,
    envelope,
    problem_record,
    say,
    write_result,
)
from mtle_survey.cli.problem_text import count_text, problem_text
from mtle_survey.cli.run import FAILED, misused
from mtle_survey.counting import counted
from mtle_survey.delimited import csv_text
from mtle_survey.whole_files import write_whole

if TYPE_CHECKING:
    from mtle_survey.errors import Problem
    from mtle_survey.streaming.wave import StreamedWave
    from mtle_survey.study import Study

_COLUMNS = ("code", "severity", "file", "row", "column", "item", "found", "why", "fix", "count")

Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="Write to this file instead: FILE.csv and FILE.json hold the problems, FILE.xlsx is a copy of "
        "the exports with the cells in question marked and explained.",
        show_default=False,
    ),
]


def validate(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    keep_preview: KeepPreview = False,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Show every problem in the exports, where it is and how to fix it."""
    from mtle_survey.errors import MtleError, UsageError, errors_in

    named: NamedInputs | None = None
    study: Study | StreamedWave | None = None
    problems: tuple[Problem, ...]
    try:
        named = named_inputs(files, instrument, id, keep_preview=keep_preview)
        study = named.streamed() or named.open()
        problems = study.problems
        marked = _marked(named, problems, output)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        problems = error.problems
        marked = _marked(named, problems, output)
    if marked is None or output is None:
        stream = sys.stdout if output is None else None
        write_result(_render(study, problems, by_suffix(output, format), stream), output)
    else:
        write_whole(output, marked)
        say(f"{count_text(problems) or 'No problem'} marked in {output}.")
    failing = bool(errors_in(problems))
    if format is Format.TABLE:
        say_next(_following(inputs_again(files, instrument, id), named, failing=failing))
    if failing:
        raise typer.Exit(FAILED)


def _following(inputs: str, named: NamedInputs | None, *, failing: bool) -> str:
    """Mend what stops everything else; then the report of a study, or the scores of single exports."""
    if failing:
        return f"mend the errors, or accept them in a study file with a reason; again mtle validate {inputs}"
    if named is not None and (named.plan is not None or len(named.waves) > 1):
        return f"mtle report {inputs}"
    return f"mtle score {inputs}"


def _marked(named: NamedInputs | None, problems: tuple[Problem, ...], output: Path | None) -> bytes | None:
    """The exports with their problems marked, if a workbook was asked for."""
    if output is None or output.suffix.casefold() != ".xlsx":
        return None
    from mtle_survey.marked_copy.export import exports_to_mark
    from mtle_survey.marked_copy.workbook import marked_copy

    exports = exports_to_mark(named.files, named.instrument, named.respondent) if named else []
    return marked_copy(exports, problems)


def _render(
    study: Study | StreamedWave | None,
    problems: tuple[Problem, ...],
    form: Format,
    stream: TextIO | None,
) -> str:
    records = [problem_record(p) for p in problems]
    if form is Format.CSV:
        return csv_text(records, _COLUMNS)
    if form is Format.JSON:
        return envelope("validate", study, _rows(study, problems), problems)
    lines = [problem_text(problems, stream)] if problems else []
    if study is not None:
        lines += _read(study)
    return "\n".join([*lines, count_text(problems) or "No problem found."])


def _rows(study: Study | StreamedWave | None, problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """Missing answers, whatever the reason and by reason, unless an error stands."""
    from mtle_survey.errors import errors_in

    if study is None or errors_in(problems):
        return []
    return [r.to_record() for r in study.missing]


def _read(study: Study | StreamedWave) -> list[str]:
    lines = []
    for wave, facts in study.read.items():
        for source in facts.sources:
            aside = "".join(f", {len(e.rows)} {e.kind}" for e in source.excluded)
            lines.append(
                f"{wave + ': ' if wave else ''}{source.file} read as {source.platform} "
                f"({source.dialect}; {source.reason}), {counted(source.records, 'record')}{aside}"
            )
        lines.append(
            f"  {counted(facts.responses, 'response')}, {facts.answered} with answers, "
            f"{counted(len(facts.items), 'rated item')} found"
        )
    return lines
