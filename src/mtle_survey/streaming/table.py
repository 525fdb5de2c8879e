"""Read a large plain table in one pass, with the same columns and problems as the ordinary reader finds."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import MtleError
from mtle_survey.raw_table import CodedColumn, CodedTable, RawTable
from mtle_survey.readers.common.assemble import blank_problems, header_problems, not_responses
from mtle_survey.readers.common.damage import damage_problems
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.open import source_of
from mtle_survey.readers.common.personal import without_personal_data
from mtle_survey.readers.common.source import Options
from mtle_survey.readers.detect import detect
from mtle_survey.readers.plain import LEAST_RECORDS, single_cell_problems
from mtle_survey.streaming.coder import ColumnCoder
from mtle_survey.streaming.lines import NotPlainError, Parsed, QuoteFree, Records
from mtle_survey.streaming.split import add_lines, clean_lines

SAMPLE = 1 << 20
PLATFORM, DIALECT = "plain", "table"
DELIMITERS = (",", ";", "\t", "|")


def read_coded_table(path: str, keep: Collection[str] = ()) -> CodedTable | None:
    """The table, or None where only the ordinary reader can judge the file.

    Taken are plain tables of UTF-8 text under one header row, all of whose records have the header's number
    of cells. What the beginning of the file shows decides what it is.

    Parameters
    ----------
    path : str
    keep : collection of str
        As in ``read_table``.
    """
    try:
        return _read(path, keep)
    except (NotPlainError, MtleError, OSError):
        return None


def _read(path: str, keep: Collection[str]) -> CodedTable | None:
    sample = _sample(path)
    if sample is None:
        return None
    with Path(path).open("rb") as file:
        records = Records(file, sample.delimiter)
        width = len(records.header())
        if width != len(sample.columns):
            return None
        reading = _Reading(width, sample.delimiter)
        for block in records.blocks():
            reading.add(block)
        sha256 = records.hash.hexdigest()
    return _table(path, sha256, sample, reading, keep)


class _Reading:
    """What has been read so far."""

    def __init__(self, width: int, delimiter: str) -> None:
        self.coders = [ColumnCoder() for _ in range(width)]
        self.delimiter = delimiter.encode("ascii")
        self.rows = array("q")
        self.blank: list[int] = []
        self.records = 1

    def add(self, block: QuoteFree | Parsed) -> None:
        if isinstance(block, QuoteFree):
            lines = clean_lines(block.data, self.delimiter, len(self.coders))
            self._number(lines.count + len(lines.blank), lines.blank)
            add_lines(lines, self.delimiter, self.coders)
            return
        kept = [any(cell.strip() for cell in record) for record in block.records]
        self._number(len(kept), [i for i, holds in enumerate(kept) if not holds])
        records = [record for record, holds in zip(block.records, kept, strict=True) if holds]
        if any(len(record) != len(self.coders) for record in records):
            raise NotPlainError
        for coder, cells in zip(self.coders, zip(*records, strict=True), strict=False):
            coder.add_texts(cells, len(records))

    def _number(self, count: int, blank: Sequence[int]) -> None:
        """Count the records as a spreadsheet shows them: the header is 1, blank ones count."""
        aside = set(blank)
        first = self.records + 1
        self.rows.extend(
            range(first, first + count) if not blank else (first + i for i in range(count) if i not in aside)
        )
        self.blank += [first + i for i in blank]
        self.records += count


def _sample(path: str) -> RawTable | None:
    """The beginning of the file as the ordinary reader takes it, if that is a plain table."""
    with Path(path).open("rb") as file:
        head = file.read(SAMPLE)
    end = head.rfind(b"\n") + 1
    while end and head.count(b'"', 0, end) % 2:
        end = head.rfind(b"\n", 0, end - 1) + 1
    if not end:
        return None
    source = source_of(head[:end], path)
    if source.kind != "delimited" or source.delimiter not in DELIMITERS or source.decoding is None:
        return None
    if source.decoding.codec not in ("utf-8", "utf-8-sig"):
        return None
    reader, verdict = detect(source)
    table = reader.read(source, verdict, Options())
    header = [row for entry in table.excluded if entry.kind != "blank" for row in entry.rows]
    plain = (table.platform, table.dialect, header) == (PLATFORM, DIALECT, [1])
    return table if plain else None


def _table(
    path: str, sha256: str, sample: RawTable, reading: _Reading, keep: Collection[str]
) -> CodedTable | None:
    coded = tuple(coder.finished() for coder in reading.coders)
    rows = np.array(reading.rows, dtype=np.int64)
    if not len(rows):
        return None
    grid = Grid(
        cells=np.empty((0, 0), dtype=object),
        rows=np.concatenate([[1], rows]),
        records=reading.records,
        blank=tuple(reading.blank),
    )
    found = header_problems(path, sample.columns, _whether_filled(coded))
    if len(coded) >= LEAST_RECORDS:
        found += single_cell_problems(path, _filled(coded, len(rows)), rows)
    table = CodedTable(
        file=path,
        sha256=sha256,
        platform=sample.platform,
        dialect=sample.dialect,
        reason=sample.reason,
        encoding=sample.encoding,
        delimiter=sample.delimiter,
        columns=sample.columns,
        rows=rows,
        records=reading.records,
        excluded=tuple(entry for entry in not_responses(grid, 1) if entry.rows),
        problems=(*found, *blank_problems(path, reading.blank)),
        coded=coded,
    )
    table = without_personal_data(table, keep)
    return replace(table, problems=(*table.problems, *damage_problems(table)))


def _filled(coded: Sequence[CodedColumn], n: int) -> NDArray[np.int64]:
    """(n,) filled cells of every record."""
    filled = np.zeros(n, dtype=np.int64)
    for column in coded:
        filled += np.array([bool(text) for text in column.texts], dtype=bool)[column.index]
    return filled


def _whether_filled(coded: Sequence[CodedColumn]) -> NDArray[np.object_]:
    """One record that holds something in every column that does."""
    cells = np.empty((1, len(coded)), dtype=object)
    cells[0] = ["x" if any(column.texts) else "" for column in coded]
    return cells
