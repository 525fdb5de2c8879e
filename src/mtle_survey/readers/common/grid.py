"""Records of any origin as one rectangle of text cells, every record accounted for."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem

CHUNK = 10_000
LISTED = 100
SHARED_TEXTS = 100_000
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


def build_grid(
    records: Iterable[Sequence[str | None]],
    file: str,
    *,
    skip: int = 0,
    look_for_junk: bool = True,
    expected: int = 0,
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
    expected : int
        About how many records there are; room is made for them at once.

    Raises
    ------
    MtleError
        R003 (nothing but blanks); R011 when most records do not fit the header.
    """
    return _GridBuilder(file, look_for_junk, expected).fill(records, skip)


class _GridBuilder:
    """The state of one pass over the records.

    Equal texts are stored once: a million answers are a handful of strings. Sharing stops at
    ``SHARED_TEXTS`` different ones, since identifiers and comments do not repeat.
    """

    def __init__(self, file: str, look_for_junk: bool, expected: int) -> None:
        self.file = file
        self.look_for_junk = look_for_junk
        self.expected = expected
        self.header: list[str | None] = []
        self.chunk: list[list[str | None]] = []
        self.cells = np.empty((0, 0), dtype=object)
        self.rows = array("q")
        self.texts: dict[str | None, str | None] = {}
        self.shared: Callable[[str | None, str | None], str | None] = self.texts.setdefault
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
            raise MtleError([problem("R003", file=self.file, found=counted(number, "blank record"))])
        return Grid(
            cells=self._filled(),
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
        self.chunk.append(list(map(self.shared, record, record)))
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
        start, end = len(self.rows) - len(self.chunk), len(self.rows)
        if end > len(self.cells):
            self._make_room(end)
        self.cells[start:end] = self.chunk
        if self.look_for_junk:
            self.junk += [
                row
                for row, record in zip(self.rows[start:end], self.chunk, strict=True)
                if CONTROL.search("".join(filter(None, record)))
            ]
        if len(self.texts) > SHARED_TEXTS:
            self.shared = self.texts.get
        self.chunk = []

    def _make_room(self, needed: int) -> None:
        """Allocate for the expected records once there is more than one chunk of them, else grow by half."""
        first = len(self.cells) == 0
        more = self.expected if first else needed + needed // 2
        cells = np.empty(
            (needed if needed < CHUNK else max(needed, more), len(self.header)), dtype=object, order="F"
        )
        if not first:
            cells[: len(self.cells)] = self.cells
        self.cells = cells

    def _filled(self) -> NDArray[np.object_]:
        """The cells in use; copied if much room was left."""
        used = self.cells[: len(self.rows)]
        return used if len(used) * 2 > len(self.cells) else used.copy(order="F")

    def _problems(self) -> tuple[Problem, ...]:
        width = len(self.header)
        found = [
            problem(
                "R011",
                file=self.file,
                row=row,
                found=f"{counted(cells, 'cell')} where the header has {width}",
            )
            for row, cells in self.ragged[:LISTED]
        ]
        if len(self.ragged) > LISTED:
            further = len(self.ragged) - LISTED
            found.append(
                problem("R011", file=self.file, found=counted(further, "further row"), count=further)
            )
        if len(self.ragged) > len(self.rows) - 1:
            raise MtleError(found)
        found += [
            problem("R014", file=self.file, row=row, found="characters that are not text (such as NUL)")
            for row in self.junk[:LISTED]
        ]
        if self.trimmed:
            found.append(
                problem("R028", file=self.file, found=counted(self.trimmed, "row"), count=self.trimmed)
            )
        return tuple(found)
