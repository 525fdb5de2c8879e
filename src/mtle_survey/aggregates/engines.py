"""Answers that are counted where they are: in Parquet files and in tables of a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtle_survey.errors import MtleError, UsageError

if TYPE_CHECKING:
    from mtle_survey.aggregates.model import Aggregates
    from mtle_survey.instrument.model import Instrument

PARQUET = (".parquet", ".pq")
IN_FILES = ("duckdb", "sqlite")  # engines whose databases are files
MISTAKES = (AssertionError, IndexError, NameError, TypeError)  # of the program, not of an engine


def stays(name: str) -> bool:
    """Whether these answers are counted where they are."""
    return is_database(name) or name.casefold().endswith(PARQUET)


def is_database(name: str) -> bool:
    """Whether the name is that of a table in a database, CONNECTION#TABLE."""
    return "://" in name


def located(folder: Path, name: str) -> str:
    """A file, or a table of a database, that is named relative to a folder.

    Addresses of servers stay as they are; databases that are files lie beside the study file.
    """
    scheme, divider, place = name.partition("://")
    if not divider:
        return str(folder / name)
    file, hash_sign, table = place.partition("#")
    if scheme not in IN_FILES or not file:
        return name
    return f"{scheme}://{(folder / file).absolute()}{hash_sign}{table}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Where the answers of a wave are.

    Attributes
    ----------
    name : str
        A Parquet file, or CONNECTION#TABLE.
    columns : mapping of item to headers
        What items are called there, beside what the instrument declares.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def count_answers(instrument: Instrument, named: Mapping[str | None, Answers]) -> Aggregates:
    """Sums and tables of answers that stay in Parquet files or databases.

    Parameters
    ----------
    instrument : Instrument
    named : mapping of wave to Answers

    Raises
    ------
    UsageError
        A table cannot be opened or counted, or holds answers that the instrument does not declare.
    """
    opened = Engines()
    tables = {wave: _renamed(opened.table(answers.name), answers) for wave, answers in named.items()}
    from mtle_survey.aggregates.of_database import aggregates_of_database

    with engine_errors("the answers cannot be counted"):
        return aggregates_of_database(instrument, tables)


def _renamed(table: Any, answers: Answers) -> Any:
    """The table with the items under their ids; raises UsageError for a header that is not there."""
    present = set(table.columns)
    found = {}
    for item, headers in answers.columns.items():
        header = next((header for header in headers if header in present), None)
        if header is None:
            raise UsageError(f"{answers.name} has no column “{headers[0]}”, which is to hold {item}")
        found[item] = table[header]
    return table.mutate(**found) if found else table


class Engines:
    """Open connections; all Parquet files share one DuckDB."""

    def __init__(self) -> None:
        try:
            import ibis
        except ModuleNotFoundError as error:
            raise UsageError(
                "answers that stay in a database need Ibis: pip install 'mtle-survey[database]'"
            ) from error
        self._connect = ibis.connect
        self._connections: dict[str, Any] = {}

    def table(self, name: str) -> Any:
        """The Ibis table of a Parquet file or of CONNECTION#TABLE.

        Raises
        ------
        UsageError
            It cannot be opened.
        """
        with engine_errors(f"{name} cannot be opened"):
            if not is_database(name):
                if not Path(name).is_file():
                    raise UsageError(f"{name}: no such file")
                return self._connected("duckdb://").read_parquet(name)
            url, _, table = name.partition("#")
            if not table:
                raise UsageError(f"“{name}” names no table: write {name}#TABLE")
            return self._connected(url).table(table)

    def _connected(self, url: str) -> Any:
        if url not in self._connections:
            self._connections[url] = self._connect(url)
        return self._connections[url]


@contextmanager
def engine_errors(words: str) -> Iterator[None]:
    """What a database engine says becomes a message; engines share no class of errors to catch."""
    try:
        yield
    except (MtleError, UsageError, *MISTAKES):
        raise
    except Exception as error:
        said = str(error).strip().partition("\n")[0]
        named = said if " " in said else f"{type(error).__name__} {said}".rstrip()
        raise UsageError(f"{words}: {named}") from error
