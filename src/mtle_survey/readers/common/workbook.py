"""Spreadsheet files to records of text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.readers.common.grid import Grid, build_grid
from mtle_survey.readers.common.texts import value_text

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
)
"""What reading a damaged archive, or one that is no XML workbook, may raise."""


def read_workbook(data: bytes, file: str, sheet: str | None = None) -> tuple[Grid, tuple[Problem, ...]]:
    """Read one sheet of a workbook: the named one, else the first visible sheet that holds anything.

    Numbers become text as people would type them (``3.0`` is ``3``), dates ISO 8601, truth values
    ``TRUE`` and ``FALSE``.

    Raises
    ------
    MtleError
        R003 (no content), R022 (no such sheet), R025 (damaged, or protected by a password).
    """
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(io.BytesIO(data))
        names = [m.name for m in book.sheets_metadata if m.visible == calamine.SheetVisibleEnum.Visible]
        if sheet is not None and sheet not in book.sheet_names:
            listed = ", ".join(book.sheet_names)
            raise MtleError([problem("R022", file=file, found=sheet, sheets=listed)])
        wanted = [sheet] if sheet is not None else names or list(book.sheet_names)
        filled = [name for name in wanted if book.get_sheet_by_name(name).height]
        if not filled:
            raise MtleError([problem("R003", file=file, found="a workbook without any filled cell")])
        rows = book.get_sheet_by_name(filled[0]).to_python(skip_empty_area=False)
    except (calamine.CalamineError, ValueError, OSError) as failure:
        raise MtleError([problem("R025", file=file, found=str(failure))]) from None
    notes: list[Problem] = []
    if len(filled) > 1:
        notes.append(problem("R023", file=file, found=filled[0], others=", ".join(filled[1:])))
    notes += [
        problem("R021", file=file, row=row, found=f"cell {cell} holds a formula without a result")
        for row, cell in formulas_without_result(data, filled[0])
    ]
    return build_grid(([value_text(value) for value in row] for row in rows), file), tuple(notes)


def formulas_without_result(data: bytes, sheet: str) -> Iterator[tuple[int, str]]:
    """Row and cell name of formulas whose result was not stored; none are found in a damaged archive."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = _sheet_part(archive, sheet)
            content = archive.read(part) if part else b""
        cells = ElementTree.fromstring(content).iter(f"{MAIN}c") if b"<f" in content else ()
    except UNREADABLE:
        return
    for cell in cells:
        value = cell.find(f"{MAIN}v")
        if (
            cell.find(f"{MAIN}f") is not None
            and (value is None or value.text is None)
            and cell.get("t") != "str"
        ):
            name = cell.get("r", "")
            yield int(re.sub(r"\D", "", name) or 0), name


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
