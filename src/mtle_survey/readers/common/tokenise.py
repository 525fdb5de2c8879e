"""Delimited text to records: a parser counts them, since cells and headers hold line breaks."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mtle_survey.errors import Problem, problem

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS = 400_000
SAMPLE_RECORDS = 200
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def open_text(data: bytes, codec: str) -> io.TextIOWrapper:
    """The decoded text as a stream that leaves line ends as they are."""
    return io.TextIOWrapper(io.BytesIO(data), encoding=codec, newline="")


def find_delimiter(sample: str) -> str | None:
    """The delimiter whose records most consistently have the header's number of cells.

    Parameters
    ----------
    sample : str
        The beginning of the file.

    Returns
    -------
    str or None
        None if no candidate splits the header into several cells.
    """
    stated = SEPARATOR_LINE.match(sample)
    if stated:
        return stated.group(1)
    best: tuple[float, int, int] | None = None
    chosen = None
    for preference, delimiter in enumerate(DELIMITERS):
        widths = _widths(sample, delimiter)
        if not widths or widths[0] < 2:
            continue
        agreeing = sum(width == widths[0] for width in widths) / len(widths)
        rank = (round(agreeing, 3), widths[0], -preference)
        if best is None or rank > best:
            best, chosen = rank, delimiter
    return chosen


def _widths(sample: str, delimiter: str) -> list[int]:
    """Cells per non-blank record of the sample; the last record may be cut and is left out."""
    widths = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(map(str.strip, record)):
                widths.append(len(record))
            if len(widths) > SAMPLE_RECORDS:
                break
    except csv.Error:
        return []
    if len(sample) >= SAMPLE_CHARACTERS and len(widths) > 1:
        widths.pop()
    return widths


def plain_records(data: bytes, codec: str, delimiter: str) -> Iterator[list[str]]:
    """Records of a well-formed file, blank ones included.

    Raises ``csv.Error`` at a quotation mark that RFC 4180 does not allow; ``RawTokeniser`` survives it.
    """
    return csv.reader(open_text(data, codec), delimiter=delimiter, strict=True)


@dataclass(slots=True)
class RawTokeniser:
    """A slower tokeniser that keeps what CSV readers erase, and survives broken quoting.

    A cell that stands unquoted and empty is None, ``""`` is an empty string. Text after a closing
    quotation mark is kept as part of the cell and reported; a quotation mark that never closes
    swallows the rest of the file into one cell and is reported as an error.

    Attributes
    ----------
    text : str
    delimiter : str
    file : str
        For the problems.
    problems : list of Problem
    quoted, bare : int
        Problems, and filled cells with and without quotation marks, counted while ``records`` runs.
    """

    text: str
    delimiter: str
    file: str
    problems: list[Problem] = field(default_factory=list)
    quoted: int = 0
    bare: int = 0

    def records(self) -> Iterator[list[str | None]]:
        """Records, blank ones included."""
        mark = re.escape(self.delimiter)
        cell = re.compile(rf'"([^"]*+(?:""[^"]*+)*+)"([^{mark}\r\n]*+)|([^{mark}\r\n]*+)')
        end_of_line = re.compile(r"\r\n|\r|\n")
        position, length, number = 0, len(self.text), 1
        record: list[str | None] = []
        while position < length or record:
            found = cell.match(self.text, position)
            if found is None:
                raise ValueError("the cell pattern matches anywhere")
            if found.group(3) is not None and self.text.startswith('"', position):
                self.problems.append(
                    problem("R012", file=self.file, row=number, found="an opening quotation mark")
                )
                record.append(self.text[position + 1 :])
                position = length
            else:
                record.append(self._content(found, number))
                position = found.end()
            if position < length and self.text[position] == self.delimiter:
                position += 1
                if position == length:
                    record.append(None)
                else:
                    continue
            yield [] if record == [None] else record
            record = []
            number += 1
            line_end = end_of_line.match(self.text, position)
            position = line_end.end() if line_end else length

    def _content(self, found: re.Match[str], number: int) -> str | None:
        quoted, trailing, bare = found.groups()
        if quoted is None:
            self.bare += bool(bare)
            return bare or None
        self.quoted += bool(quoted)
        if trailing:
            self.problems.append(
                problem("R013", file=self.file, row=number, found="text after a closing quotation mark")
            )
        return str(quoted.replace('""', '"') + trailing)
