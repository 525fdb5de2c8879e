"""From a path to a source: the bytes, their kind, decoded and split into records."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.readers.common.decode import Decoding, find_decoding
from mtle_survey.readers.common.grid import Grid, build_grid
from mtle_survey.readers.common.kind import find_kind
from mtle_survey.readers.common.source import Source
from mtle_survey.readers.common.tokenise import (
    SAMPLE_CHARACTERS,
    SEPARATOR_LINE,
    RawTokeniser,
    find_delimiter,
    open_text,
    plain_records,
)
from mtle_survey.readers.common.workbook import read_workbook

CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
GARBLED = re.compile(rb"\xc3\x83\xc2[\x80-\xbf]|\xc3\xa2\xe2\x82\xac")
"""UTF-8 letters and quotation marks that were read as Windows text and saved as UTF-8 again."""


def open_source(path: str | Path, *, encoding: str | None = None, sheet: str | None = None) -> Source:
    """Open a file as far as is possible without knowing its platform.

    Raises
    ------
    MtleError
        With an R-code, if nothing can be read from it.
    """
    file = str(path)
    return source_of(_bytes(Path(path), file), file, encoding=encoding, sheet=sheet)


def source_of(data: bytes, file: str, *, encoding: str | None = None, sheet: str | None = None) -> Source:
    """The same from the bytes of a file, or from the beginning of a table."""
    kind = find_kind(data, file)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind == "workbook":
        grid, notes = read_workbook(data, file, sheet)
        return Source(file=file, sha256=sha256, kind=kind, data=data, grid=grid, notes=notes)
    if kind in ("spss", "spss_portable", "stata", "parquet"):
        return Source(file=file, sha256=sha256, kind=kind, data=data, encoding=encoding)
    decoding = find_decoding(data, file, encoding)
    if kind in ("json", "xml"):
        text = data.decode(decoding.codec)
        document, notes = _parsed(kind, text), ()
        if document is None and kind == "json":
            document, notes = _lines_of_json(text, file)
        if document is not None:
            return Source(
                file=file,
                sha256=sha256,
                kind=kind,
                data=data,
                decoding=decoding,
                document=document,
                notes=notes,
            )
    return _delimited(file, sha256, data, decoding)


def _nearest(path: Path) -> str:
    """The file that may have been meant, with a space after the question; empty if none is near."""
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}. "
    return did_you_mean(path.name, [beside.name for beside in path.parent.iterdir() if beside.is_file()])


def _bytes(path: Path, file: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise MtleError([problem("R001", file=file, found=file, suggestion=_nearest(path))]) from None
    except (OSError, ValueError) as failure:
        reason = "a folder" if isinstance(failure, IsADirectoryError) else str(failure)
        raise MtleError([problem("R002", file=file, found=reason)]) from None


def _parsed(kind: str, text: str) -> object:
    """The parsed document, or None if the text only looks like one."""
    try:
        return json.loads(text) if kind == "json" else ElementTree.fromstring(text)
    except (ValueError, RecursionError, ElementTree.ParseError):
        return None


def _lines_of_json(text: str, file: str) -> tuple[list[object] | None, tuple[Problem, ...]]:
    """One object for each line that is not blank (NDJSON); None if the first line is no object.

    A line that cannot be read is located, and an empty object keeps its place, so that no record is lost.
    """
    records: list[object] = []
    notes = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        record = _parsed("json", line)
        if not isinstance(record, dict):
            if not records:
                return None, ()
            notes.append(
                problem(
                    "R048",
                    file=file,
                    row=len(records) + 2,
                    found=f"{counted(len(line.strip()), 'character')}, which are no object",
                )
            )
            record = {}
        records.append(record)
    return (records, tuple(notes)) if len(records) > 1 else (None, ())


def _delimited(file: str, sha256: str, data: bytes, decoding: Decoding) -> Source:
    sample = open_text(data, decoding.codec).read(SAMPLE_CHARACTERS)
    delimiter = find_delimiter(sample)
    if delimiter is None:
        raise MtleError(
            [problem("R010", file=file, found="no comma, semicolon, tab or bar splits the first row")]
        )
    skip = 1 if SEPARATOR_LINE.match(sample) else 0
    junk = not decoding.codec.startswith("utf-8") or CONTROL_BYTES.search(data) is not None
    grid, notes = _records(file, data, decoding.codec, delimiter, skip, junk)
    if decoding.codec.startswith("utf-8") and (garbled := len(GARBLED.findall(data))):
        notes = (*notes, problem("R027", file=file, found=counted(garbled, "place"), count=garbled))
    return Source(
        file=file,
        sha256=sha256,
        kind="delimited",
        data=data,
        decoding=decoding,
        delimiter=delimiter,
        grid=grid,
        notes=notes,
    )


def _records(
    file: str, data: bytes, codec: str, delimiter: str, skip: int, junk: bool
) -> tuple[Grid, tuple[Problem, ...]]:
    """Records by the fast parser, or by the tolerant one if the quoting is broken."""
    lines = data.count(b"\n") + 1
    try:
        records = plain_records(data, codec, delimiter)
        return build_grid(records, file, skip=skip, look_for_junk=junk, expected=lines), ()
    except csv.Error:
        tokeniser = RawTokeniser(text=data.decode(codec), delimiter=delimiter, file=file)
        grid = build_grid(
            ([cell or "" for cell in record] for record in tokeniser.records()),
            file,
            skip=skip,
            look_for_junk=junk,
        )
        return grid, tuple(tokeniser.problems)
