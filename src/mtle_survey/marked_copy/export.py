"""An export as its file shows it: every record in its row, personal columns emptied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtle_survey.errors import MtleError, UsageError
from mtle_survey.instrument.model import Instrument
from mtle_survey.matching.identification import Respondent, respondent_columns
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.open import open_source
from mtle_survey.readers.read import read_table
from mtle_survey.reading import FileSpec, declared_names

MOST_ROWS = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One export.

    Attributes
    ----------
    file : str
        As the user gave it.
    header : int
        Row of the (first) header.
    records : mapping of row to its cells
        Rows as a spreadsheet counts them; blank ones are left out.
    positions : mapping of column name to its place, from 0
        Of a repeated name the first.
    """

    file: str
    header: int
    records: Mapping[int, Sequence[str | None]]
    positions: Mapping[str, int]

    @property
    def width(self) -> int:
        """Cells of the longest record."""
        return max((len(cells) for cells in self.records.values()), default=0)


def exports_to_mark(
    files: Iterable[FileSpec], instrument: Instrument, respondent: Respondent
) -> list[Export]:
    """The exports that can be read, each once.

    Raises
    ------
    UsageError
        An export has more rows than a sheet can hold.
    """
    exports: list[Export] = []
    for spec in files:
        if all(spec.path != export.file for export in exports):
            export = _export(spec, instrument, respondent)
            exports += [export] if export else []
    return exports


def _export(spec: FileSpec, instrument: Instrument, respondent: Respondent) -> Export | None:
    keep = declared_names(instrument, spec, respondent_columns(instrument, respondent))
    try:
        table = read_table(
            spec.path,
            platform=spec.platform,
            encoding=spec.encoding,
            sheet=spec.sheet,
            keep_preview=True,
            definition=spec.definition,
            keep=keep,
        )
        grid = open_source(spec.path, encoding=spec.encoding, sheet=spec.sheet).grid
    except MtleError:
        return None
    if table.records > MOST_ROWS:
        raise UsageError(
            f"{spec.path} has {table.records:,} rows, and a sheet holds {MOST_ROWS:,}: list the problems "
            "with -o FILE.csv instead"
        )
    header, records = _records(table, grid)
    positions: dict[str, int] = {}
    for column in table.columns:
        positions.setdefault(column.name, column.position)
    return Export(file=spec.path, header=header, records=records, positions=positions)


def _records(table: RawTable, grid: Grid | None) -> tuple[int, dict[int, list[str | None]]]:
    """The row of the header, and all records by row; personal columns hold nothing below the header."""
    if grid is None:
        records: dict[int, list[str | None]] = {1: [column.name for column in table.columns]}
        records |= {int(row): list(cells) for row, cells in zip(table.rows, table.cells, strict=True)}
        return 1, records
    headers = {row for e in table.excluded if e.kind in ("header", "preamble") for row in e.rows}
    personal = [column.position for column in table.columns if column.personal]
    records = {}
    for row, cells in zip(grid.rows.tolist(), grid.cells.tolist(), strict=True):
        if row not in headers:
            for position in personal:
                cells[position] = None
        records[row] = cells
    return min(headers, default=1), records
