"""Corrections of single cells of the exports, carried out before the answers are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.lines import read_lines, reason_of, without_reason
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.raw_table import RawTable

COLUMNS = ("file", "record", "column", "from", "to", "reason", "initials")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One cell, what it held and what it is to hold.

    Attributes
    ----------
    file : str
        The export, by its name or its path beside the study file.
    record : int
        The row of the export as a spreadsheet shows it.
    column : str
        Header, stable id or wording of the column, or an item or field of the instrument.
    old, new : str
    reason : str
    row : int
        Line in the file of corrections.
    """

    file: str
    record: int
    column: str
    old: str
    new: str
    reason: str
    row: int


class Corrections:
    """The corrections of a study, and which of them have been carried out.

    Parameters
    ----------
    path : Path
        The file of corrections.
    entries : sequence of Correction
    instrument : Instrument
    """

    def __init__(self, path: Path, entries: Sequence[Correction], instrument: Instrument) -> None:
        self.path = path
        self.entries = tuple(entries)
        self.instrument = instrument
        self.failed: dict[int, Problem] = {}
        self.done: dict[int, Decision] = {}
        self.seen: dict[str, str] = {}

    def apply(self, table: RawTable) -> RawTable:
        """The table with the corrected cells; a cell that does not hold what was expected stays."""
        self.seen[table.file] = Path(table.file).name
        wanted = [c for c in self.entries if self._is_of(c, table)]
        if not wanted:
            return table
        cells = table.cells.copy()
        places = {int(row): i for i, row in enumerate(table.rows)}
        for correction in wanted:
            place = places.get(correction.record)
            if place is not None:
                self._carry_out(correction, table, cells, place)
        return replace(table, cells=cells)

    def problems(self) -> list[Problem]:
        """Corrections that were not carried out, with the reason; asked for when every file has been read."""
        found = []
        for correction in self.entries:
            if correction.row in self.failed:
                found.append(self.failed[correction.row])
            elif correction.row not in self.done:
                found.append(self._unmet(correction))
        return found

    def decisions(self) -> list[Decision]:
        """What was carried out, in the order of the file."""
        return [self.done[row] for row in sorted(self.done)]

    def _is_of(self, correction: Correction, table: RawTable) -> bool:
        if "/" in correction.file or "\\" in correction.file:
            return (self.path.parent / correction.file).resolve() == Path(table.file).resolve()
        return correction.file == Path(table.file).name

    def _carry_out(
        self, correction: Correction, table: RawTable, cells: NDArray[np.object_], place: int
    ) -> None:
        columns = self._columns(correction.column, table)
        if len(columns) != 1:
            count = "no column" if not columns else counted(len(columns), "column")
            self._fail("T105", correction, f"{count} of {table.file} called “{correction.column}”")
            return
        held = cells[place, columns[0]] or ""
        if _plain(held) != _plain(correction.old):
            self._fail("T104", correction, f"“{held.strip()[:60]}”", expected=correction.old)
            return
        cells[place, columns[0]] = correction.new
        where = f"{Path(table.file).name}, row {correction.record}, {correction.column}"
        what = f"cell corrected from “{correction.old}” to “{correction.new}”"
        self.done[correction.row] = Decision(
            what=what, where=where, count=1, reason=correction.reason, outside="cells corrected"
        )

    def _columns(self, name: str, table: RawTable) -> list[int]:
        declared = self.instrument.item.get(name) or self.instrument.field.get(name)
        wanted = {_plain(n) for n in (name, *(declared.columns if declared else ()))}
        called = [(c.name, c.import_id or "", c.question or "") for c in table.columns]
        return [i for i, names in enumerate(called) if wanted & {_plain(n) for n in names if n}]

    def _fail(self, code: str, correction: Correction, found: str, expected: str = "") -> None:
        self.failed[correction.row] = problem(
            code,
            file=str(self.path),
            row=correction.row,
            column=correction.column,
            found=found,
            expected=expected,
        )

    def _unmet(self, correction: Correction) -> Problem:
        files = sorted(set(self.seen.values()))
        if Path(correction.file).name not in files:
            found = f"no export is called “{correction.file}”; there are {', '.join(files)}"
        else:
            found = f"row {correction.record} of {correction.file} is not among the responses"
        return problem("T105", file=str(self.path), row=correction.row, found=found)


def read_corrections(path: Path, instrument: Instrument) -> Corrections:
    """Read a file of corrections.

    Raises
    ------
    MtleError
        The file, a line's record or its reason is missing.
    """
    lines = read_lines(path, COLUMNS, other_names={"row": "record", "old": "from", "new": "to"})
    problems = without_reason(path, lines)
    entries = []
    for line in lines:
        record = line.get("record")
        if not record.isascii() or not record.isdigit():
            problems.append(
                problem("T105", file=str(path), row=line.row, column="record", found=f"“{record}” is no row")
            )
            continue
        entries.append(
            Correction(
                file=line.get("file"),
                record=int(record),
                column=line.get("column"),
                old=line.get("from"),
                new=line.get("to"),
                reason=reason_of(line),
                row=line.row,
            )
        )
    if problems:
        raise MtleError(problems)
    return Corrections(path, entries, instrument)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())
