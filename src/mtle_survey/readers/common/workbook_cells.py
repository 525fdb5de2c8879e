"""Cells of an XLSX workbook that a reader of values leaves out: error values, formulas without a result."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from mtle_survey.archives import UNREADABLE

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
MARKS = re.compile(rb"<(?:\w+:)?f\b|t=[\"']e[\"']")
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class SpecialCells:
    """What is special about a sheet.

    Attributes
    ----------
    without_result : list of (row, name)
        Formulas whose result was not stored.
    errors : mapping of (row, column) to text
        Error values such as ``#REF!``; both numbers begin at 1.
    """

    without_result: list[tuple[int, str]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def special_cells(data: bytes, sheet: str) -> SpecialCells:
    """The special cells of a sheet; none are found in a damaged archive."""
    found = SpecialCells()
    if not data.startswith(b"PK"):
        return found
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _sheet_part(archive, sheet)
            content = archive.read(part) if part else b""
        cells = ElementTree.fromstring(content).iter(f"{MAIN}c") if MARKS.search(content) else ()
    except UNREADABLE:
        return found
    for cell in cells:
        name = cell.get("r", "")
        place = PLACE.fullmatch(name)
        value = cell.find(f"{MAIN}v")
        text = (value.text if value is not None else None) or ""
        kind = cell.get("t")
        if kind == "e" and text and place:
            found.errors[int(place[2]), _column_number(place[1])] = text
        elif kind != "str" and not text and cell.find(f"{MAIN}f") is not None:
            found.without_result.append((int(place[2]) if place else 0, name))
    return found


def _column_number(letters: str) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive member that holds a sheet, if there is one."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for entry in book.iter(f"{MAIN}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return part if part in archive.namelist() else None
    return None
