"""``mtle tables``: sums and tables to share in place of rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.inputs import find_instrument, named_inputs, split_waves
from mtle_survey.cli.next_step import inputs_again, say_next
from mtle_survey.cli.options import Files, InstrumentName, Respondent
from mtle_survey.cli.output import Format, say, write_result
from mtle_survey.cli.run import ONE_WAVE_AT_A_TIME, misused, sound_study

if TYPE_CHECKING:
    from mtle_survey.aggregates.model import Aggregates

SMALL_CELL = 10


def tables(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    small_cell: Annotated[
        int | None,
        typer.Option(
            "--small-cell",
            help="Smallest count that is shown; default the study's, else 10.",
            min=2,
            show_default=False,
        ),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Withhold nothing; for use inside only.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File to write, NAME.tables.json.", show_default=False),
    ] = None,
) -> None:
    """Write sums and tables to share in place of rows: reliability and factors can be computed from them.

    Exports, and the files of a study, may also be Parquet files, or tables of a database
    (CONNECTION#TABLE, as duckdb://survey.db#answers), which are counted where they are.
    """
    from mtle_survey.aggregates.engines import stays
    from mtle_survey.aggregates.file import SUFFIX, is_tables_file, tables_text
    from mtle_survey.aggregates.protect import protected
    from mtle_survey.errors import MtleError, UsageError

    if output is not None and not is_tables_file(output.name):
        misused(UsageError(f"name the file NAME{SUFFIX}, by which other commands know it"))
    if everything and small_cell is not None:
        misused(UsageError("--everything and --small-cell contradict each other"))
    try:
        if any(map(stays, files)):
            made, declared = _of_database(files, instrument, id), SMALL_CELL
        else:
            made, declared = _of_inputs(files, instrument, id)
        shared = made if everything else protected(made, small_cell or max(declared, 2))
    except UsageError as error:
        misused(error)
    except MtleError as error:
        from mtle_survey.cli.run import failed

        failed("tables", None, error.problems, Format.TABLE)
    for line in _told(shared):
        say(line)
    write_result(tables_text(shared), output)
    file = output or "NAME.tables.json"
    kept = "" if output else f"-o {file} keeps them; "
    inputs = inputs_again([str(file)], instrument or shared.instrument)
    say_next(f"{kept}mtle reliability {inputs} and mtle factors work from that file alone")


def _of_inputs(files: list[str], instrument: str | None, respondent: str | None) -> tuple[Aggregates, int]:
    """The tables of exports or of a study, and the smallest count that the study shows."""
    from mtle_survey.aggregates.of_rows import aggregates_of_rows

    named = named_inputs(files, instrument, respondent)
    if named.plan is not None:
        from mtle_survey.cli.tables_in_place import counted_in_place

        counted = counted_in_place(named.plan)
        if counted is not None:
            say("Counted where the answers are: duplicates and careless answers are not looked for there.")
            return counted, int(named.plan.settings.get("small_cell", SMALL_CELL))
    study = sound_study("tables", named.open, Format.TABLE, ONE_WAVE_AT_A_TIME)
    return aggregates_of_rows(study.instrument, study.waves), study.small_cell


def _of_database(files: list[str], instrument: str | None, respondent: str | None) -> Aggregates:
    from mtle_survey.aggregates.engines import Answers, count_answers, stays
    from mtle_survey.errors import UsageError

    if instrument is None:
        raise UsageError("say which instrument the answers belong to: -i INSTRUMENT")
    if respondent is not None:
        raise UsageError("nobody is linked when answers are counted; leave --id out")
    if not all(map(stays, files)):
        raise UsageError("give exports, or tables that stay where they are, not both")
    named = {wave: Answers(name=_one(found)) for wave, found in split_waves(files).items()}
    return count_answers(find_instrument(instrument), named)


def _one(files: list[str]) -> str:
    from mtle_survey.errors import UsageError

    if len(files) > 1:
        raise UsageError("one table to a wave; join several in the database")
    return files[0]


def _told(shared: Aggregates) -> Iterable[str]:
    """What the file holds and what was withheld, for stderr."""
    kept = [block for block in shared.blocks if not block.withheld]
    counts = sum(len(block.counts) for block in kept)
    items = sum(len(block.items) for block in kept)
    pairs = sum(len(block.pairs) for block in kept)
    cross = sum(len(block.tables) for block in kept)
    yield (
        f"{len(kept)} of {len(shared.blocks)} sets of items (scales and waves) with sums and products; "
        f"{counts} of their {items} distributions and {cross} of {pairs} two-way tables."
    )
    if shared.small_cell:
        yield f"No count from 1 to {shared.small_cell - 1} is shown, nor what would give one away."
    else:
        yield "Nothing is withheld: small counts are shown, so this file is for use inside only."
    for block in shared.blocks:
        if block.withheld:
            about = f"scale {block.scale}" if block.scale else "all items"
            yield f"  withheld: {about}{f', {block.wave}' if block.wave else ''}: {block.withheld}"
