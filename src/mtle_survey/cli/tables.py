"""``mtle tables``: sums and tables to share in place of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mtle_survey.cli.inputs import find_instrument, open_inputs, split_waves
from mtle_survey.cli.options import Files, InstrumentName, Respondent
from mtle_survey.cli.output import Format, say, write_result
from mtle_survey.cli.run import ONE_WAVE_AT_A_TIME, misused, sound_study

if TYPE_CHECKING:
    from mtle_survey.aggregates.model import Aggregates

SMALL_CELL = 10
PARQUET = (".parquet", ".pq")
_MISTAKES = (AssertionError, IndexError, NameError, TypeError)  # of the program, not of an engine


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

    Exports may also be Parquet files, or tables of a database (CONNECTION#TABLE, as
    duckdb://survey.db#answers), which are counted where they are.
    """
    from mtle_survey.aggregates.file import SUFFIX, is_tables_file, tables_text
    from mtle_survey.aggregates.protect import protected
    from mtle_survey.errors import MtleError, UsageError

    if output is not None and not is_tables_file(output.name):
        misused(UsageError(f"name the file NAME{SUFFIX}, by which other commands know it"))
    if everything and small_cell is not None:
        misused(UsageError("--everything and --small-cell contradict each other"))
    try:
        if any(map(_stays, files)):
            made, declared = _of_database(files, instrument, id), SMALL_CELL
        else:
            made, declared = _of_exports(files, instrument, id)
        shared = made if everything else protected(made, small_cell or max(declared, 2))
    except UsageError as error:
        misused(error)
    except MtleError as error:
        from mtle_survey.cli.run import failed

        failed("tables", None, error.problems, Format.TABLE)
    for line in _told(shared):
        say(line)
    write_result(tables_text(shared), output)


def _stays(file: str) -> bool:
    """Whether the answers are counted where they are."""
    return "://" in file or file.casefold().endswith(PARQUET)


def _of_exports(files: list[str], instrument: str | None, respondent: str | None) -> tuple[Aggregates, int]:
    from mtle_survey.aggregates.of_rows import aggregates_of_rows

    study = sound_study(
        "tables", lambda: open_inputs(files, instrument, respondent), Format.TABLE, ONE_WAVE_AT_A_TIME
    )
    return aggregates_of_rows(study.instrument, study.waves), study.small_cell


def _of_database(files: list[str], instrument: str | None, respondent: str | None) -> Aggregates:
    from mtle_survey.errors import UsageError

    if instrument is None:
        raise UsageError("say which instrument the answers belong to: -i INSTRUMENT")
    if respondent is not None:
        raise UsageError("nobody is linked when answers are counted; leave --id out")
    if not all(map(_stays, files)):
        raise UsageError("give exports, or tables that stay where they are, not both")
    model = find_instrument(instrument)
    waves = {wave: _one(named) for wave, named in split_waves(files).items()}
    from mtle_survey.aggregates.of_database import aggregates_of_database

    opened = _opener()
    tables = {wave: opened(name) for wave, name in waves.items()}
    with _engine("the answers cannot be counted"):
        return aggregates_of_database(model, tables)


@contextmanager
def _engine(words: str) -> Iterator[None]:
    """What a database engine says becomes a message; engines share no class of errors to catch."""
    from mtle_survey.errors import MtleError, UsageError

    try:
        yield
    except (MtleError, UsageError, *_MISTAKES):
        raise
    except Exception as error:
        said = str(error).strip().partition("\n")[0]
        named = said if " " in said else f"{type(error).__name__} {said}".rstrip()
        raise UsageError(f"{words}: {named}") from error


def _one(files: list[str]) -> str:
    from mtle_survey.errors import UsageError

    if len(files) > 1:
        raise UsageError("one table to a wave; join several in the database")
    return files[0]


def _opener() -> Callable[[str], Any]:
    """A function from a name to a table; all Parquet files share one DuckDB."""
    from mtle_survey.errors import UsageError

    try:
        import ibis
    except ModuleNotFoundError as error:
        raise UsageError(
            "answers that stay in a database need Ibis: pip install 'mtle-survey[database]'"
        ) from error
    connections: dict[str, Any] = {}

    def connected(url: str) -> Any:
        if url not in connections:
            connections[url] = ibis.connect(url)
        return connections[url]

    def opened(name: str) -> Any:
        with _engine(f"{name} cannot be opened"):
            if "://" not in name:
                if not Path(name).is_file():
                    raise UsageError(f"{name}: no such file")
                return connected("duckdb://").read_parquet(name)
            url, _, table = name.partition("#")
            if not table:
                raise UsageError(f"“{name}” names no table: write {name}#TABLE")
            return connected(url).table(table)

    return opened


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
