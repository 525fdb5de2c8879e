"""Records of any origin as one rectangle of text cells, every record accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from sys import intern

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import MtleError, Problem, problem

CHUNK = 10_000
LISTED = 100
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The records of a file, blank and ragged ones set aside.

    ``records == len(rows) + len(blank) + len(ragged) + len(preamble)`` always holds.

    Attributes
    ----------
    cells : (n, m) object array
        Text; None where the file says "not even empty". Header records are included.
    rows : (n,) int array
        Spreadsheet row of each record (the first is 1, blank records count).
    records : int
        Parsed records in the file.
    blank : tuple of int
        Rows without any text.
    ragged : tuple of int
        Rows whose number of cells differs from the header's.
    preamble : tuple of int
        Rows before the header that are not data (``sep=;``).
    problems : tuple of Problem
    """

    cells: NDArray[np.object_]
    rows: NDArray[np.int64]
    records: int
    blank: tuple[int, ...] = ()
    ragged: tuple[int, ...] = ()
    preamble: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()

    def record(self, place: int) -> tuple[str, ...]:
        """The cells of one kept record as text; empty when there is no such record."""
        return tuple(cell or "" for cell in self.cells[place]) if place < len(self.rows) else ()

    def without_preamble(self, count: int) -> Grid:
        """The same grid whose first ``count`` kept records are set aside."""
        return replace(
            self,
            cells=self.cells[count:],
            rows=self.rows[count:],
            preamble=self.preamble + tuple(int(row) for row in self.rows[:count]),
        )


def build_grid(
    records: Iterable[Sequence[str | None]], file: str, *, skip: int = 0, look_for_junk: bool = True
) -> Grid:
    """Collect records into a grid whose width is the first non-blank record's.

    A record that is longer only by empty cells is trimmed, one that is shorter only where the header
    is blank too is filled; any other difference is a located error and sets the record aside.

    Parameters
    ----------
    records : iterable of sequence of str or None
    file : str
        For the problems.
    skip : int
        Records before the header to set aside as preamble.
    look_for_junk : bool
        Whether control characters may occur and must be located.

    Raises
    ------
    MtleError
        R003 (nothing but blanks); R011 when most records do not fit the header.
    """
    return _GridBuilder(file, look_for_junk).fill(records, skip)


class _GridBuilder:
    """The state of one pass over the records."""

    def __init__(self, file: str, look_for_junk: bool) -> None:
        self.file = file
        self.look_for_junk = look_for_junk
        self.header: list[str | None] = []
        self.chunk: list[list[str | None]] = []
        self.chunks: list[NDArray[np.object_]] = []
        self.rows: list[int] = []
        self.blank: list[int] = []
        self.preamble: list[int] = []
        self.ragged: list[tuple[int, int]] = []
        self.junk: list[int] = []
        self.trimmed = 0

    def fill(self, records: Iterable[Sequence[str | None]], skip: int) -> Grid:
        number = 0
        for number, record in enumerate(records, start=1):
            if number <= skip:
                self.preamble.append(number)
            elif not any(cell.strip() for cell in record if cell):
                self.blank.append(number)
            else:
                self._take(number, record)
        self._flush()
        if not self.header:
            raise MtleError([problem("R003", file=self.file, found=f"{number} blank records")])
        return Grid(
            cells=self._joined(),
            rows=np.array(self.rows, dtype=np.int64),
            records=number,
            blank=tuple(self.blank),
            ragged=tuple(row for row, _ in self.ragged),
            preamble=tuple(self.preamble),
            problems=self._problems(),
        )

    def _take(self, number: int, record: Sequence[str | None]) -> None:
        if not self.header:
            self.header = list(record)
        if len(record) != len(self.header):
            fitted = self._fitted(record)
            if fitted is None:
                self.ragged.append((number, len(record)))
                return
            record = fitted
        self.rows.append(number)
        self.chunk.append([intern(cell) if cell else cell for cell in record])
        if len(self.chunk) == CHUNK:
            self._flush()

    def _fitted(self, record: Sequence[str | None]) -> list[str | None] | None:
        width = len(self.header)
        if len(record) > width:
            if any(record[width:]):
                return None
            self.trimmed += 1
            return list(record[:width])
        if any(self.header[len(record) :]):
            return None
        return list(record) + [""] * (width - len(record))

    def _flush(self) -> None:
        if not self.chunk:
            return
        block = np.empty((len(self.chunk), len(self.header)), dtype=object)
        block[:] = self.chunk
        if self.look_for_junk:
            rows = self.rows[-len(self.chunk) :]
            self.junk += [
                row
                for row, record in zip(rows, self.chunk, strict=True)
                if CONTROL.search("".join(filter(None, record)))
            ]
        self.chunks.append(block)
        self.chunk = []

    def _joined(self) -> NDArray[np.object_]:
        """All chunks in one array, freeing each chunk as it is copied."""
        cells = np.empty((len(self.rows), len(self.header)), dtype=object)
        end = len(cells)
        while self.chunks:
            block = self.chunks.pop()
            cells[end - len(block) : end] = block
            end -= len(block)
        return cells

    def _problems(self) -> tuple[Problem, ...]:
        width = len(self.header)
        found = [
            problem("R011", file=self.file, row=row, found=f"{cells} cells where the header has {width}")
            for row, cells in self.ragged[:LISTED]
        ]
        if len(self.ragged) > LISTED:
            further = len(self.ragged) - LISTED
            found.append(problem("R011", file=self.file, found=f"{further} further rows", count=further))
        if len(self.ragged) > len(self.rows) - 1:
            raise MtleError(found)
        found += [
            problem("R014", file=self.file, row=row, found="characters that are not text (such as NUL)")
            for row in self.junk[:LISTED]
        ]
        if self.trimmed:
            found.append(problem("R028", file=self.file, found=f"{self.trimmed} rows", count=self.trimmed))
        return tuple(found)
