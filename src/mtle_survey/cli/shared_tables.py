"""Opening a file of tables in place of exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from mtle_survey.cli.inputs import find_instrument
from mtle_survey.cli.output import Format, envelope, say, write_result
from mtle_survey.cli.run import misused

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtle_survey.aggregates.model import Aggregates
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.responses import Source
    from mtle_survey.table import Table

F = TypeVar("F")
CONFIDENCE = 0.95
SEED = 1


def names_tables(files: Sequence[str]) -> bool:
    """Whether tables are given in place of exports."""
    from mtle_survey.aggregates.file import is_tables_file

    return any(is_tables_file(file) for file in files)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedTables:
    """A survey of which only sums and tables are at hand.

    Attributes
    ----------
    instrument : Instrument
    aggregates : Aggregates
    inputs : tuple
        The file: its waves, where it comes from, and how many people its largest set has.
    seed : int
    """

    instrument: Instrument
    aggregates: Aggregates
    inputs: tuple[tuple[str | None, Source, int], ...]
    seed: int = SEED


def open_tables(files: Sequence[str], instrument: str | None, respondent: str | None) -> SharedTables:
    """Read a file of tables with its instrument: the one named, else the one that the file names.

    Raises
    ------
    UsageError
        Other arguments beside it, a damaged file, or one that belongs to another instrument.
    """
    from mtle_survey.aggregates.file import read_tables
    from mtle_survey.errors import UsageError

    if len(files) > 1:
        raise UsageError("a file of tables holds every wave; give it alone")
    if respondent is not None:
        raise UsageError("tables hold nobody's identifier; leave --id out")
    aggregates = read_tables(files[0])
    model = find_instrument(instrument or aggregates.instrument)
    strangers = {i for block in aggregates.blocks for i in block.items} - set(model.item)
    scales = {b.scale for b in aggregates.blocks if b.scale is not None} - set(model.scale)
    if model.id != aggregates.instrument or strangers or scales:
        raise UsageError(f"{files[0]} belongs to instrument {aggregates.instrument} {aggregates.version}")
    for block in aggregates.blocks:
        for item, counts in block.counts.items():
            if not set(counts) <= set(model.format_of(item).codes):
                raise UsageError(f"{files[0]} counts answers to {item} that {model.id} does not declare")
    if model.sha256 != aggregates.sha256:
        say(f"The tables were made with another edition of {model.id} ({aggregates.version}).")
    return SharedTables(instrument=model, aggregates=aggregates, inputs=_inputs(files[0], aggregates))


def _inputs(file: str, aggregates: Aggregates) -> tuple[tuple[str | None, Source, int], ...]:
    from mtle_survey.responses import Source

    source = Source(
        file=file,
        sha256=sha256(Path(file).read_bytes()).hexdigest(),
        platform="tables",
        dialect="",
        reason="its name ends in .tables.json",
        encoding="utf-8",
        delimiter="",
        records=0,
        excluded=(),
    )
    sizes: dict[str | None, int] = {}
    for block in aggregates.blocks:
        sizes[block.wave] = max(sizes.get(block.wave, 0), block.n)
    return tuple((wave, source, n) for wave, n in sizes.items())


def with_tables(
    command: str,
    open_shared: Callable[[], SharedTables],
    compute: Callable[[SharedTables], F],
    text_of: Callable[[SharedTables, F], str],
    form: Format,
    output: Path | None,
    table_of: Callable[[F], Table] | None = None,
) -> None:
    """Run a command on a file of tables and print its result as other commands do.

    ``table_of`` finds the rows in what was computed, where that is not the table itself.
    """
    from mtle_survey.errors import MtleError, UsageError
    from mtle_survey.table import Table

    try:
        shared = open_shared()
        if output is not None and output.exists() and output.samefile(shared.inputs[0][1].file):
            raise UsageError(f"{output} is the file of tables itself; name another file with -o")
        found = compute(shared)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        from mtle_survey.cli.run import failed

        failed(command, None, error.problems, form)
    if form is Format.TABLE:
        write_result(text_of(shared, found), output)
        return
    table = table_of(found) if table_of is not None else found
    if not isinstance(table, Table):
        raise TypeError("what was computed holds no table")
    text = table.to_csv() if form is Format.CSV else envelope(command, shared, table.to_records(), ())
    write_result(text, output)
