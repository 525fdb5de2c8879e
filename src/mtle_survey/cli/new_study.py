"""``mtle new-study``: look at the exports, ask the few questions, write the study file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.completion import complete_field, complete_scales
from mtle_survey.cli.inputs import find_instrument, split_waves
from mtle_survey.cli.options import InstrumentName, KeepPreview, Respondent
from mtle_survey.cli.output import Format, say
from mtle_survey.cli.problem_text import tell
from mtle_survey.cli.run import failed, misused
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from mtle_survey.errors import Problem
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.new_study.draft import Draft
    from mtle_survey.raw_table import RawTable

NOBODY = "none"


def new_study(
    files: Annotated[
        list[str],
        typer.Argument(
            help="The exports: FILE…, or WAVE=FILE for each, in time order.",
            metavar="[WAVE=]FILE…",
            show_default=False,
        ),
    ],
    instrument: InstrumentName = None,
    id: Respondent = None,
    title: Annotated[str | None, typer.Option(help="Title of the report.", show_default=False)] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            help="Field that holds the site.",
            metavar="FIELD",
            show_default=False,
            autocompletion=complete_field,
        ),
    ] = None,
    primary: Annotated[
        str | None,
        typer.Option(
            help="Scales that the evaluation is about, with commas between.",
            show_default=False,
            autocompletion=complete_scales,
        ),
    ] = None,
    keep_preview: KeepPreview = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take every suggestion; ask nothing.")] = False,
    output: Annotated[Path, typer.Option("-o", "--output", help="The study file to write.")] = Path(
        "study.yaml"
    ),
) -> None:
    """Write a study file from exports: what can be seen is looked up, the rest is asked."""
    from mtle_survey.errors import MtleError, UsageError

    asked = not yes and at_a_terminal()
    try:
        if output.exists():
            raise UsageError(
                f"{output} is there already and is never written over; name another file with -o"
            )
        found = _look(files, instrument, keep_preview=keep_preview)
        _tell(found)
        content = _notebook(found, output, instrument, id, title, cluster, primary, asked=asked)
        problems = _write(output, content)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("new-study", None, error.problems, Format.TABLE)
    if problems:
        tell(problems)
    say(f"Wrote {output}. Next: mtle validate {output}, then mtle report {output}")


def at_a_terminal() -> bool:
    """Whether somebody is there to answer questions."""
    return sys.stdin.isatty()


def _write(output: Path, content: str) -> Sequence[Problem]:
    """Write the file unless one has appeared meanwhile; one that cannot be used does not stay."""
    from mtle_survey.errors import MtleError
    from mtle_survey.study_plan import plan_study

    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("x", encoding="utf-8") as file:
        file.write(content)
    try:
        return plan_study(output).problems
    except MtleError:
        output.unlink()
        raise


def _look(arguments: list[str], instrument: str | None, *, keep_preview: bool) -> Draft:
    from mtle_survey.new_study.draft import best_instrument, draft
    from mtle_survey.new_study.look import answered_on, look_at
    from mtle_survey.new_study.waves import in_time_order, wave_names

    if any("=" in argument and not Path(argument).exists() for argument in arguments):
        named = [(wave or "", file) for wave, files in split_waves(arguments).items() for file in files]
        waves, files = [wave for wave, _ in named], [file for _, file in named]
        tables: Sequence[RawTable] = look_at(files, keep_preview=keep_preview)
    else:
        files = arguments
        tables = look_at(files, keep_preview=keep_preview)
        waves = list(wave_names(files))
        order = in_time_order(waves, [answered_on(table) for table in tables])
        waves, files = [waves[place] for place in order], [files[place] for place in order]
        tables = [tables[place] for place in order]
    model: Instrument = find_instrument(instrument) if instrument else best_instrument(tables)
    return draft([Path(file) for file in files], tables, waves, model, keep_preview=keep_preview)


def _tell(found: Draft) -> None:
    from mtle_survey.new_study.look import items_in

    say(f"Instrument: {found.instrument.id} ({found.instrument.title})")
    for wave, file, table in zip(found.waves, found.files, found.tables, strict=True):
        records, items = len(table.rows), len(items_in(table, found.instrument))
        counts = f"{counted(records, 'record')}, {counted(items, 'rated item')}"
        say(f"  {wave}: {file}, {table.platform}, {counts}")
        for p in (p for p in table.problems if p.code == "R023"):
            say(f"    Sheet {p.found}. {p.why} {p.fix}")
        if found.instrument.rated_items and not items:
            say(
                f"    No question of {found.instrument.id} stands in this file: name another instrument "
                "with -i, or its headers under the columns of the items."
            )
    for candidate in found.candidates:
        again = "" if candidate.again is None else f", {candidate.again} of them in the last wave too"
        say(f"  {candidate.name}: {counted(candidate.people, 'different entry', 'different entries')}{again}")
        if candidate.counts_rows:
            say(
                f"    {candidate.name} holds 1, 2, 3 … in every row: numbers of rows rather than of people? "
                f'If they were given to people, say --id "{candidate.name}".'
            )


def _notebook(
    found: Draft,
    output: Path,
    instrument: str | None,
    respondent: str | None,
    title: str | None,
    cluster: str | None,
    primary: str | None,
    *,
    asked: bool,
) -> str:
    person = respondent or found.respondent or NOBODY
    site = cluster or found.cluster or NOBODY
    about = primary or ""
    words = title or f"Evaluation with {found.instrument.title}"
    if asked:
        words = title or typer.prompt("Title of the report", default=words, err=True)
        person = respondent or typer.prompt("Column that says who answered", default=person, err=True)
        site = cluster or typer.prompt("Field that holds the site", default=site, err=True)
        choices = ", ".join(found.scales) or NOBODY
        question = f"Scales that the evaluation is about, decided before seeing results ({choices})"
        about = primary or typer.prompt(question, default="", show_default=False, err=True)
    if person != NOBODY:
        _require_column(found, person)
    notebook = found.notebook(
        output.parent.resolve(),
        instrument=_named(instrument, found.instrument.id, output),
        title=words,
        respondent=None if person == NOBODY else person,
        cluster=None if site == NOBODY else site,
        primary=[scale.strip() for scale in about.split(",") if scale.strip()],
    )
    return notebook.text()


def _require_column(found: Draft, person: str) -> None:
    """Raise UsageError where some export has no such column."""
    from mtle_survey.errors import UsageError
    from mtle_survey.instrument.suggest import did_you_mean
    from mtle_survey.matching.answers import few
    from mtle_survey.new_study.look import fields_in

    for table in found.tables:
        names = [name for name in table.column_names() if name]
        if person not in {*names, *fields_in(table, found.instrument)}:
            raise UsageError(
                f"{table.file} has no column “{person}” that could say who answered. "
                f"{did_you_mean(person, names)}Its columns: {few(names)}."
            )


def _named(given: str | None, found: str, output: Path) -> str:
    """The instrument as the study file names it: an id, or a path relative to the file."""
    import os

    if given is None or not Path(given).is_file():
        return given or found
    return Path(os.path.relpath(given, output.parent.resolve())).as_posix()
