"""Blocks of whole records of a plain table, each either free of quotation marks or parsed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

BLOCK = 1 << 20
_CONTROL = bytes(b for b in range(32) if b not in (9, 10, 13))
_GARBLED = re.compile(rb"\xc3\x83\xc2[\x80-\xbf]|\xc3\xa2\xe2\x82\xac")


class NotPlainError(Exception):
    """The file has something that only the ordinary reader can judge."""


@dataclass(frozen=True, slots=True)
class QuoteFree:
    """Lines without quotation marks, each one record; they end in a line feed alone."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Parsed:
    """Records as the CSV reader found them."""

    records: list[list[str]]


class Records:
    """The records of an open file below its header, in blocks.

    Attributes
    ----------
    hash : hashlib object
        Of everything read so far, for the hash of the whole file.
    """

    def __init__(self, file: BinaryIO, delimiter: str) -> None:
        self.file = file
        self.delimiter = delimiter
        self.hash = sha256()

    def header(self) -> list[str]:
        """The first record, without a byte order mark."""
        parsed = self._parsed(self._line().removeprefix(b"\xef\xbb\xbf"), once=True)
        return parsed[0] if parsed else []

    def blocks(self) -> Iterator[QuoteFree | Parsed]:
        """All further records.

        Raises
        ------
        NotPlainError
            Bytes that are not UTF-8 text, lone carriage returns, broken quoting.
        """
        while data := self._block():
            if b'"' in data:
                yield Parsed(self._parsed(data))
            else:
                yield QuoteFree(data)

    def _block(self) -> bytes:
        data = self._checked(self.file.read(BLOCK))
        if data and not data.endswith(b"\n"):
            data += self._line()
        return data if not data or data.endswith(b"\n") else data + b"\n"

    def _line(self) -> bytes:
        return self._checked(self.file.readline())

    def _checked(self, data: bytes) -> bytes:
        """The bytes with line ends made one; refused where they are not plain text."""
        self.hash.update(data)
        if len(data.translate(None, _CONTROL)) != len(data):
            raise NotPlainError
        return data

    def _parsed(self, data: bytes, *, once: bool = False) -> list[list[str]]:
        """Records from these lines on; a quoted cell may go on beyond them."""
        lines = _Lines(self, data)
        records: list[list[str]] = []
        try:
            for record in csv.reader(lines, delimiter=self.delimiter, strict=True):
                records.append(record)
                lines.inside = False
                if once:
                    break
        except csv.Error:
            raise NotPlainError from None
        return records


class _Lines:
    """Lines of a block, and of the file beyond it while a record is not finished."""

    def __init__(self, records: Records, data: bytes) -> None:
        self.records = records
        self.waiting = io.StringIO(text_of(data), newline="")
        self.inside = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.waiting.readline()
        if not line and self.inside:
            line = text_of(self.records._line())
        if not line:
            raise StopIteration
        self.inside = True
        return line


def text_of(data: bytes) -> str:
    """The text of some bytes.

    Raises
    ------
    NotPlainError
        They are not UTF-8, or letters in them were garbled before.
    """
    if data.isascii():
        return data.decode("ascii")
    if _GARBLED.search(data):
        raise NotPlainError
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlainError from None
