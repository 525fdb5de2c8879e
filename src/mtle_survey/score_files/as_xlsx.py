"""Scores as a workbook, with the codebook on a sheet of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from mtle_survey.errors import UsageError
from mtle_survey.report.archive import without_clocks
from mtle_survey.score_files import Rows, ScoreWriter
from mtle_survey.score_files.codebook import HEADER, codebook_rows, counts_of
from mtle_survey.score_records import ScoreColumn
from mtle_survey.sheet_text import text_cell

MOST_ROWS = 1_048_575


def write(columns: Sequence[ScoreColumn], rows: Rows, title: str) -> bytes:
    """Numbers are numbers; everything else is text, whatever it begins with.

    Raises
    ------
    UsageError
        More rows than a sheet can hold.
    """
    from openpyxl import Workbook

    if len(rows) > MOST_ROWS:
        raise UsageError(
            f"a sheet holds {MOST_ROWS:,} rows of scores, and there are {len(rows):,}: write a .csv"
        )
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "mtle_survey", title
    _fill(book.create_sheet("Scores"), [c.name for c in columns], rows)
    _fill(book.create_sheet("Codebook"), HEADER, codebook_rows(columns, counts_of(columns, rows)))
    out = io.BytesIO()
    book.save(out)
    return without_clocks(out.getvalue())


def _fill(sheet: Any, header: Sequence[str], rows: Rows) -> None:
    from openpyxl.styles import Font

    sheet.freeze_panes = "A2"
    names = [text_cell(sheet, name) for name in header]
    for cell in names:
        cell.font = Font(bold=True)
    sheet.append(names)
    for row in rows:
        sheet.append([text_cell(sheet, v) if isinstance(v, str) else v for v in row])


WRITER = ScoreWriter(suffix=".xlsx", write=write)
