"""What kind of file some bytes are, by their first bytes and, for archives, by what is inside."""

from __future__ import annotations

import io
import re
import zipfile

from mtle_survey.archives import UNREADABLE
from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, problem

NOT_EXPORTS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a gzip archive (or an R data file)"),
    (b"RDX", "an R data file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
MARKS = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")


def find_kind(data: bytes, file: str) -> str:
    """The kind of a file, as listed at ``Source.kind``.

    Raises
    ------
    MtleError
        R003 (empty), R005 (something that is no survey export).
    """
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise MtleError([problem("R003", file=file, found=f"{counted(len(data), 'byte')} without any text")])
    if data.startswith(ZIP):
        return _inside_archive(data, file)
    if data.startswith(OLD_OFFICE):
        return "workbook"
    for start, description in NOT_EXPORTS:
        if data.startswith(start) and not (start == b"MZ" and b"\x00" not in data[:512]):
            raise MtleError([problem("R005", file=file, found=description)])
    if data.startswith((b"$FL2", b"$FL3")):
        return "spss"
    if b"SPSS PORT FILE" in data[:500] and b"," not in data[:200]:
        return "spss_portable"
    if data.startswith(b"<stata_dta>") or (0x69 <= data[0] <= 0x77 and data[1:2] in (b"\x01", b"\x02")):
        return "stata"
    if data.startswith(b"PAR1"):
        return "parquet"
    return _text_kind(data, file)


def _inside_archive(data: bytes, file: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype") if "mimetype" in names else b""
    except UNREADABLE:
        raise MtleError([problem("R025", file=file, found="a damaged archive or workbook")]) from None
    if any(name.startswith("xl/") for name in names) or b"spreadsheet" in mimetype:
        return "workbook"
    if any(name.startswith("word/") for name in names) or b"text" in mimetype:
        raise MtleError([problem("R005", file=file, found="a text document")])
    if any(name.startswith("ppt/") for name in names):
        raise MtleError([problem("R005", file=file, found="a presentation")])
    raise MtleError([problem("R005", file=file, found="an archive holding " + ", ".join(names[:5]))])


def _text_kind(data: bytes, file: str) -> str:
    start = MARKS.sub(b"", data[:2000]).replace(b"\x00", b"").lstrip()
    lowered = start.lower()
    if lowered.startswith((b"<!doctype html", b"<html")) or (
        lowered.startswith(b"<") and b"<html" in lowered
    ):
        raise MtleError([problem("R005", file=file, found="a web page")])
    if start.startswith((b"<?xml", b"<Responses", b"<document", b"<ODM")):
        return "xml"
    if re.match(rb'[{\[]\s*(?:["{\[}\]]|$)', start):
        return "json"
    return "delimited"
