"""Choose the records of a table that count, by what a column says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import ExcludedRecords, RawTable


def only_records(table: RawTable, only: Mapping[str, str]) -> RawTable:
    """The records in which every named column has the wanted value; the others are set aside and counted.

    Parameters
    ----------
    table : RawTable
    only : mapping of header to value
        Compared without surrounding spaces; an empty value wants a blank cell.

    Raises
    ------
    MtleError
        R039 (no such column), R045 (no record has the value).
    """
    for header, value in only.items():
        places = [
            place for place, column in enumerate(table.columns) if column.name.strip() == header.strip()
        ]
        if not places:
            headers = ", ".join(dict.fromkeys(column.name for column in table.columns if column.name))
            raise MtleError([problem("R039", file=table.file, found=header, headers=headers)])
        cells = table.cells[:, places[0]]
        kept = np.array([(cell or "").strip() == value.strip() for cell in cells], dtype=bool)
        if not kept.any():
            present = ", ".join(sorted({f"“{cell}”" for cell in cells if cell})[:20])
            raise MtleError(
                [problem("R045", file=table.file, column=header, found=value or "(blank)", values=present)]
            )
        if not kept.all():
            rows = tuple(table.rows[~kept].tolist())
            rule = f"its “{header}” is not “{value}”" if value else f"its “{header}” is not blank"
            entry = ExcludedRecords(kind="not chosen", rows=rows, rule=rule)
            table = replace(
                table, cells=table.cells[kept], rows=table.rows[kept], excluded=(*table.excluded, entry)
            )
    return table
