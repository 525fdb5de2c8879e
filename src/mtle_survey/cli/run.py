"""One way through every analysis command: open, check, compute, write; errors become messages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

from mtle_survey.cli.next_step import say_next
from mtle_survey.cli.output import AboutStudy, Format, envelope, say, write_result
from mtle_survey.cli.problem_text import count_text, failure_text, problem_text

if TYPE_CHECKING:
    from mtle_survey.errors import Problem
    from mtle_survey.streaming.wave import StreamedWave
    from mtle_survey.study import Study
    from mtle_survey.table import Table

FAILED, MISUSED = 1, 2
# What is wrong with the review of comments concerns the report alone, which quotes them.
OF_COMMENTS = frozenset({"T085", "T087"})
# These read no exports, so what they find stands in an instrument file; the first is there to show all of it.
CHECKING = "instruments"
OF_DEFINITIONS = frozenset({"codebook", "simulate"})
S = TypeVar("S", "Study", "Study | StreamedWave")
# Nobody linked is no obstacle to what is computed wave by wave.
ONE_WAVE_AT_A_TIME = frozenset({"P006"})


def with_study(
    command: str,
    open_study: Callable[[], Study],
    render: Callable[[Study, Format], str],
    *,
    output: Path | None,
    form: Format = Format.TABLE,
    tolerate: frozenset[str] = frozenset(),
    unrelated: frozenset[str] = frozenset(),
    following: str = "",
) -> None:
    """Run a command that reads a study and prints one result.

    ``tolerate`` names errors that do not keep the result from being printed; the exit code is 1 all the same.
    ``unrelated`` names those that say nothing about what the command computes: they count as warnings.
    ``following`` is the next step, told to people where a table is printed.
    """
    from mtle_survey.errors import MtleError, UsageError, as_warning, errors_in

    try:
        study = open_study()
        refuse_overwriting(files_read(study), output)
        problems = [as_warning(p) if p.code in unrelated | OF_COMMENTS else p for p in study.problems]
        text = render(study, form) if not stopping(problems, tolerate) else None
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed(command, None, error.problems, form)
    if text is None:
        failed(command, study, problems, form)
    failing = errors_in(problems)
    report_problems(
        problems if failing else [p for p in problems if p.severity != "note"], whole=bool(failing)
    )
    if failing:
        if output is None:
            write_result(text, None)
        raise typer.Exit(FAILED)
    write_result(text, output)
    if following and form is Format.TABLE:
        say_next(following)


def refuse_overwriting(files: Iterable[str], output: Path | None) -> None:
    """An export or the study file itself is never written over.

    Raises
    ------
    UsageError
        The output is one of the files that are read.
    """
    from mtle_survey.errors import UsageError

    if output is None or not output.exists():
        return
    if any(Path(file).exists() and output.samefile(file) for file in files):
        raise UsageError(f"{output} is one of the files that are read; name another file with -o")


def files_read(study: Study) -> list[str]:
    """The exports and the study file."""
    read = [source.file for responses in study.waves.values() for source in responses.sources]
    return [*read, study.study_file] if study.study_file else read


def sound_study(
    command: str, open_study: Callable[[], S], form: Format, unrelated: frozenset[str] = frozenset()
) -> S:
    """The study, if no error stands; otherwise the command ends here. ``unrelated`` errors warn."""
    from mtle_survey.errors import MtleError, UsageError, as_warning

    try:
        study = open_study()
        problems = tuple(as_warning(p) if p.code in unrelated | OF_COMMENTS else p for p in study.problems)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed(command, None, error.problems, form)
    if stopping(problems, frozenset()):
        failed(command, study, problems, form)
    report_problems([p for p in problems if p.severity != "note"], whole=False)
    return study


def stopping(problems: Sequence[Problem], tolerate: frozenset[str]) -> tuple[Problem, ...]:
    """The errors that stop a command."""
    from mtle_survey.errors import errors_in

    return tuple(p for p in errors_in(problems) if p.code not in tolerate)


def render_table(
    command: str, table_of: Callable[[Study], Table], text_of: Callable[[Study], str]
) -> Callable[[Study, Format], str]:
    """A renderer in the one table grammar."""

    def render(study: Study, form: Format) -> str:
        if form is Format.TABLE:
            return text_of(study)
        table = table_of(study)
        if form is Format.CSV:
            return table.to_csv()
        return envelope(command, study, table.to_records(), study.problems)

    return render


def report_problems(problems: Sequence[Problem], *, whole: bool) -> None:
    """Errors in full on stderr, warnings as a count."""
    if not problems:
        return
    if whole:
        say(failure_text(problems, sys.stderr))
    else:
        say(f"{count_text(problems)}; mtle validate shows them.")


def failed(command: str, study: AboutStudy | None, problems: Sequence[Problem], form: Format) -> NoReturn:
    """Say what is wrong and end with 1; JSON still prints its envelope."""
    if form is Format.JSON:
        write_result(envelope(command, study, [], problems), None)
    if command == CHECKING:
        say(problem_text(problems, sys.stderr))
    else:
        shown_by = "mtle instruments check" if command in OF_DEFINITIONS else "mtle validate"
        say(failure_text(problems, sys.stderr, shown_by))
    say(f"{count_text(problems)}. Nothing was written.")
    raise typer.Exit(FAILED)


def misused(error: Exception) -> NoReturn:
    """Say how the command is meant and end with 2."""
    say(f"mtle: {error}")
    raise typer.Exit(MISUSED)
