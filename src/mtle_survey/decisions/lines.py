"""Read the small tables in which decisions are kept: CSV with a header row."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.readers.common.decode import find_decoding
from mtle_survey.readers.common.tokenise import SAMPLE_CHARACTERS, find_delimiter


@dataclass(frozen=True, slots=True)
class Line:
    """One line of such a table.

    Attributes
    ----------
    row : int
        As a spreadsheet shows it; the header is 1.
    values : mapping of column to text
        Trimmed; columns in lower case.
    """

    row: int
    values: Mapping[str, str]

    def get(self, column: str) -> str:
        """The text of a column; empty where there is none."""
        return self.values.get(column, "")


def read_lines(
    path: Path,
    required: Sequence[str],
    *,
    other_names: Mapping[str, str] | None = None,
) -> tuple[Line, ...]:
    """Read a table; blank lines are skipped, further columns are kept.

    Parameters
    ----------
    path : Path
    required : sequence of str
        Columns that must be there, in lower case.
    other_names : mapping of str to str
        Other headers and what each means, in lower case.

    Raises
    ------
    MtleError
        T101 (cannot be read), T102 (a column is missing).
    """
    file = str(path)
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise MtleError(
            [problem("T101", file=file, found=failure.strerror or "it cannot be opened")]
        ) from None
    text = data.decode(find_decoding(data, file).codec)
    delimiter = find_delimiter(text[:SAMPLE_CHARACTERS]) or ","
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as failure:
        raise MtleError([problem("T101", file=file, found=str(failure))]) from None
    known = dict(other_names or {})
    header = [name.strip().casefold() for name in records[0]] if records else []
    header = [known.get(name, name) for name in header]
    missing = [name for name in required if name not in header]
    if missing:
        raise MtleError(
            [
                problem(
                    "T102",
                    file=file,
                    row=1,
                    column=name,
                    found=f"columns {', '.join(header) or 'none'}",
                    needed=", ".join(required),
                    suggestion=did_you_mean(name, header),
                )
                for name in missing
            ]
        )
    return tuple(
        Line(row, dict(zip(header, (cell.strip() for cell in record), strict=False)))
        for row, record in enumerate(records[1:], start=2)
        if any(cell.strip() for cell in record)
    )


def reason_of(line: Line) -> str:
    """The reason with the initials of who decided, as the ledger shows them."""
    return f"{line.get('reason')} ({line.get('initials')})"


def without_reason(path: Path, lines: Sequence[Line]) -> list[Problem]:
    """Lines that do not say why, or who decided."""
    return [
        problem("T103", file=str(path), row=line.row, column=name, found="a blank cell")
        for line in lines
        for name in ("reason", "initials")
        if not line.get(name)
    ]
