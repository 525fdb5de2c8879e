"""What the other files of an edition say: texts and numbers of the workbook, the Word file and the PDF.

The attacks read the web page and ``report.json``. They cover the other formats as long as nothing stands in
these that does not stand there.
"""

from __future__ import annotations

import json
import re
import zipfile
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import load_workbook

from tests.attack.files import read
from tests.outside import text_of_pdf

NUMBER = re.compile(r"(?<![\w.])[-+−]?(?:\d+(?:\.\d+)?|\.\d+)(?![\d.]*\d)")
PIECES = frozenset(
    {"tr", "p", "li", "caption", "figcaption", "h1", "h2", "h3", "h4", "dt", "dd", "text", "desc"}
)
ROUND = 1e-9
CUT_OFFS = {".70"}  # what a line across a drawing stands for
ROWS = frozenset({"Rows", "Columns"})  # the sheets that hold what report.json holds
Told = Counter[float]


def numbers_in(words: str) -> Told:
    """The numbers of a text; percentages, bounds and counts alike."""
    plain = words.replace("\u00a0", " ").replace("\u2060", "")
    return Counter(float(found.replace("\N{MINUS SIGN}", "-")) for found in NUMBER.findall(plain))


@dataclass(frozen=True)
class Telling:
    """Everything that the web page and ``report.json`` of an edition say.

    Attributes
    ----------
    folder : Path
    """

    folder: Path

    @cached_property
    def pieces(self) -> list[str]:
        """The rows of tables, paragraphs, points, headings and labels of drawings."""
        page = _Pieces()
        page.feed((self.folder / "evaluation.html").read_text(encoding="utf-8"))
        return page.pieces

    @cached_property
    def _told(self) -> list[Told]:
        return [numbers_in(piece) for piece in self.pieces]

    @cached_property
    def values(self) -> list[float]:
        """The numbers of ``report.json``, in full."""
        rows = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))["numbers"].values()
        return sorted({float(v) for row in rows for v in row.values() if isinstance(v, int | float)})

    def number(self, name: str) -> float | None:
        """One number of ``report.json``."""
        found = json.loads((self.folder / "report.json").read_text(encoding="utf-8"))["numbers"][name]
        return found.get("estimate")

    def says(self, told: Told) -> bool:
        """Whether one piece of the page has all of some numbers."""
        return not told or any(told <= piece for piece in self._told)

    def has(self, value: float) -> bool:
        """Whether a number stands in ``report.json``, or is no more than the page prints."""
        place = bisect_left(self.values, value - ROUND)
        if place < len(self.values) and self.values[place] <= value + ROUND:
            return True
        return any(abs(value - printed) < ROUND for printed in self._printed)

    @cached_property
    def _printed(self) -> frozenset[float]:
        found = {number for told in self._told for number in told}
        return frozenset(found | {n / 100 for n in found})


class _Pieces(HTMLParser):
    """Collects the texts of a page, piece by piece; a row is one piece, with what spans it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[list[str]] = []
        self._spans: list[tuple[int, str]] = []
        self._cell = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PIECES:
            self._open.append([])
        if tag == "tbody":
            self._spans = []
        if tag == "tr":
            self._open[-1] += [text for left, text in self._spans if left > 0]
            self._spans = [(left - 1, text) for left, text in self._spans if left > 0]
        if tag in ("td", "th"):
            self._cell = int(dict(attrs).get("rowspan") or 1)
            self._open[-1].append(" ")

    def handle_data(self, data: str) -> None:
        for piece in self._open:
            piece.append(data)
        if self._cell > 1:
            self._spans.append((self._cell - 1, f" {data}"))
            self._cell = 1

    def handle_endtag(self, tag: str) -> None:
        if tag in PIECES and self._open:
            self.pieces.append("".join(self._open.pop()))


def labels_of_drawings(folder: Path) -> Iterator[tuple[str, str]]:
    """The labels of the drawings of a page that its table does not hold, each with the drawing.

    Axes are left out: at least three bare numbers on one line. So is the flow of everybody.
    """
    words = (folder / "evaluation.html").read_text(encoding="utf-8")
    tables = read(folder).tables
    for drawing in re.findall(r"<svg.*?</svg>", words, re.DOTALL):
        name = re.search(r'aria-labelledby="([\w-]+)-title', drawing)
        data = tables.get(f"{name[1]}-data", []) if name else []
        told = numbers_in(" ".join(cell for row in data for cell in row))
        lines: dict[str, list[str]] = defaultdict(list)
        for y, x, label in re.findall(r'<text[^>]*? x="([^"]*)" y="([^"]*)"[^>]*>([^<]*)', drawing):
            for place in (f"x {x}", f"y {y}"):
                lines[place].append(unescape(label))
        axes = {label for line in lines.values() if _is_axis(line) for label in line} | CUT_OFFS
        for label in {label for line in lines.values() for label in line} - axes:
            if name and name[1] != "figure-flow" and set(numbers_in(label)) - set(told):
                yield name[1], label


def _is_axis(labels: Sequence[str]) -> bool:
    bare = [label for label in labels if NUMBER.fullmatch(label)]
    return len(bare) == len(labels) >= 3


def rows_of_word(file: Path) -> Iterator[str]:
    """The rows of tables and the paragraphs of a Word file; cells that were joined count once."""
    document = Document(str(file))
    for table in document.tables:
        for row in table.rows:
            cells = {id(cell._tc): cell.text for cell in row.cells}
            yield " ".join(cells.values())
    for paragraph in document.paragraphs:
        yield paragraph.text


def rows_of_workbook(file: Path) -> Iterator[tuple[str, list[Any]]]:
    """The sheets of a workbook with the values of each row."""
    for sheet in load_workbook(file).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield sheet.title, [value for value in row if value is not None]


def numbers_of_workbook(file: Path) -> Iterator[tuple[str, float]]:
    """The numbers of a workbook, each with its sheet."""
    for sheet, row in rows_of_workbook(file):
        yield from ((sheet, float(v)) for v in row if isinstance(v, int | float) and not isinstance(v, bool))


def counts_of_workbook(file: Path) -> Iterator[str]:
    """The rows of a workbook's tables by their words and their whole numbers that are no shares."""
    for sheet in load_workbook(file).worksheets:
        for row in sheet.iter_rows() if sheet.title not in ROWS else ():
            values = [cell.value for cell in row if "%" not in str(cell.number_format)]
            if any(isinstance(value, int) for value in values):
                yield " ".join(str(value) for value in values if isinstance(value, int | str))


def out_of_sight(file: Path) -> list[str]:
    """What a workbook holds that nobody sees at first: hidden parts, names, comments, links."""
    book = load_workbook(file)
    found = [f"name {name}" for name in book.defined_names]
    for sheet in book.worksheets:
        found += [f"sheet {sheet.title}"] if sheet.sheet_state != "visible" else []
        parts = (*sheet.row_dimensions.items(), *sheet.column_dimensions.items())
        found += [f"{sheet.title}: {name}" for name, part in parts if part.hidden]
        found += [f"{sheet.title}: {c.coordinate}" for row in sheet.iter_rows() for c in row if c.comment]
        found += [f"{sheet.title}: name {name}" for name in sheet.defined_names if "Print" not in name]
    return found


def parts_out_of_sight(file: Path) -> list[str]:
    """Comments, hidden or deleted words, notes and embedded files of a Word file."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        body = archive.read("word/document.xml").decode("utf-8")
    found = [n for n in names if re.search(r"comments|footnotes|endnotes|embeddings|people", n)]
    return found + re.findall(r"<w:(?:vanish|del|ins|moveFrom)\b[^>]*>", body)


def lines_of_pdf(file: Path) -> Iterator[str]:
    """The lines of a PDF, without feet of pages and the contents.

    Drawings are left out, whose labels stand in no line: they are those of the page. So are the marks of
    files, which are broken wherever a line ends.
    """
    for line in text_of_pdf(file, "-layout").splitlines():
        foot = re.search(r"\d+\s*/\s*\d+\s*$|\. \. \.", line)
        of_drawing = re.fullmatch(r"[\s\d.\u2212]*|(\s*\d+ left out)+\s*", line)
        if not (foot or of_drawing or re.search(r"[0-9a-f]{16}", line)):
            yield line


def all_but(rows: Iterable[str], telling: Telling) -> list[str]:
    """The rows whose numbers do not stand together in any piece of the page."""
    return [row for row in rows if not telling.says(numbers_in(row))]
