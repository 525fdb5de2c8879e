"""Cells of lines without quotation marks, column by column and without making a text of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.streaming.coder import MOST_SHORT, ColumnCoder
from mtle_survey.streaming.lines import NotPlainError, text_of

LINE_FEED = ord("\n")
FEW_BYTES = 4


@dataclass(frozen=True, slots=True)
class CleanLines:
    """Lines that hold something, all of one width.

    Attributes
    ----------
    data : bytes
        Each line ends in a line feed.
    count : int
    blank : tuple of int
        Which of the lines before cleaning held nothing, from 0.
    """

    data: bytes
    count: int
    blank: tuple[int, ...]


def clean_lines(data: bytes, delimiter: bytes, width: int) -> CleanLines:
    """Set blank lines aside.

    Raises
    ------
    NotPlainError
        A line of another width, or a carriage return within one.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            raise NotPlainError
    lines = data.split(b"\n")[:-1]
    empty = b" \t" + delimiter
    blank = [i for i, line in enumerate(lines) if not line.strip(empty)]
    if not data.isascii():
        text_of(data)
        blank = [i for i, line in enumerate(lines) if _holds_nothing(line, delimiter)]
    if blank:
        aside = set(blank)
        lines = [line for i, line in enumerate(lines) if i not in aside]
        data = b"".join(line + b"\n" for line in lines)
    if any(line.count(delimiter) != width - 1 for line in lines):
        raise NotPlainError
    return CleanLines(data, len(lines), tuple(blank))


def add_lines(lines: CleanLines, delimiter: bytes, coders: Sequence[ColumnCoder]) -> None:
    """Give every cell to the coder of its column."""
    if not lines.count:
        return
    if len(lines.data) > FEW_BYTES * lines.count * len(coders):
        _add_long(lines, delimiter, coders)
    else:
        _add_short(lines, delimiter, coders)


def _add_long(lines: CleanLines, delimiter: bytes, coders: Sequence[ColumnCoder]) -> None:
    """Where most cells are labels: split at once, then every so-manieth cell is of one column."""
    cells = lines.data.replace(b"\n", delimiter).split(delimiter)
    cells.pop()
    for position, coder in enumerate(coders):
        coder.add_bytes(cells[position :: len(coders)])


def _add_short(lines: CleanLines, delimiter: bytes, coders: Sequence[ColumnCoder]) -> None:
    """Where most cells are codes: find the ends of all cells, and read those of a column together."""
    buffer = np.frombuffer(lines.data, dtype=np.uint8)
    marks = np.flatnonzero((buffer == ord(delimiter)) | (buffer == LINE_FEED))
    ends = marks.reshape(lines.count, len(coders))
    starts = np.empty_like(ends)
    starts.reshape(-1)[1:] = marks[:-1] + 1
    starts[0, 0] = 0
    lengths = ends - starts
    longest = lengths.max(axis=0)
    for position, coder in enumerate(coders):
        first, length = starts[:, position], lengths[:, position]
        if longest[position] > MOST_SHORT:
            pairs = zip(first.tolist(), ends[:, position].tolist(), strict=True)
            coder.add_bytes([lines.data[a:b] for a, b in pairs])
            continue
        keys = np.where(length > 0, buffer[first], 0).astype(np.uint16)
        if longest[position] == MOST_SHORT:
            second = buffer[np.minimum(first + 1, len(buffer) - 1)].astype(np.uint16)
            keys |= np.where(length == MOST_SHORT, second << 8, 0).astype(np.uint16)
        coder.add_short(keys)


def _holds_nothing(line: bytes, delimiter: bytes) -> bool:
    return not any(cell.strip() for cell in text_of(line).split(delimiter.decode("ascii")))
