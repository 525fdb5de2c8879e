"""Exports without header rows (statistics files, JSON, XML) as grids and columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.readers.common.grid import Grid


def grid_of_cells(cells: NDArray[np.object_]) -> Grid:
    """A grid whose rows are numbered as if one header row stood above them; blank records are set aside."""
    numbers = np.arange(2, len(cells) + 2, dtype=np.int64)
    filled = np.array([any(cell for cell in record) for record in cells], dtype=bool)
    return Grid(
        cells=cells[filled],
        rows=numbers[filled],
        records=len(cells),
        blank=tuple(numbers[~filled].tolist()),
    )


def cells_of_records(records: Iterable[dict[str, str]]) -> tuple[list[str], NDArray[np.object_]]:
    """Names in order of first appearance, and one row of cells for each record."""
    listed = list(records)
    names = list(dict.fromkeys(name for record in listed for name in record))
    return names, table_of([[record.get(name, "") for name in names] for record in listed], len(names))


def table_of(rows: Sequence[Sequence[str | None]], width: int) -> NDArray[np.object_]:
    """Rows as an object array, also when there are none."""
    cells = np.empty((len(rows), width), dtype=object)
    for place, row in enumerate(rows):
        cells[place] = list(row)
    return cells
