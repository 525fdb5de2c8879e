"""The files of one edition, read as a stranger reads them: numbers of report.json, tables of the page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

NUMBERS, PAGE = "report.json", "evaluation.html"
Table = list[list[str]]


@dataclass(frozen=True)
class Files:
    """What one edition says.

    Attributes
    ----------
    numbers : list of dict
        The numbers of ``report.json`` that are given.
    tables : mapping of caption's id to rows of texts
        The bodies of the tables of the web page.
    spanners : mapping of caption's id to (text, columns)
        What stands above several columns of a table.
    heads : mapping of caption's id to texts
        What stands above each column.
    withheld : list of dict
        The numbers of ``report.json`` that are not given, with the reason.
    """

    numbers: list[dict[str, Any]]
    tables: dict[str, Table]
    spanners: dict[str, list[tuple[str, int]]]
    heads: dict[str, list[str]] = field(default_factory=dict)
    withheld: list[dict[str, Any]] = field(default_factory=list)

    def rows(self, prefix: str) -> list[list[str]]:
        """The rows of all tables whose id begins so, heads left out."""
        return [row for name, table in self.tables.items() if name.startswith(prefix) for row in table]


def read(folder: Path) -> Files:
    """The files of a report in a folder."""
    told = json.loads((folder / NUMBERS).read_text(encoding="utf-8"))["numbers"].values()
    page = _Page()
    page.feed((folder / PAGE).read_text(encoding="utf-8"))
    return Files(
        [n for n in told if n.get("estimate") is not None],
        page.tables,
        page.spanners,
        page.heads,
        [n for n in told if n.get("estimate") is None],
    )


class _Page(HTMLParser):
    """Collects the bodies of tables; cells that span rows are repeated."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: dict[str, Table] = {}
        self.spanners: dict[str, list[tuple[str, int]]] = {}
        self.heads: dict[str, list[str]] = {}
        self._name = ""
        self._body = False
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._spans: list[tuple[int, str]] = []
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "caption":
            self._name = re.sub(r"-caption$", "", given.get("id") or "")
            self.tables[self._name], self.spanners[self._name], self.heads[self._name] = [], [], []
        elif tag == "tbody":
            self._body, self._spans = True, []
        elif tag == "tr" and self._body:
            self._row = [text for left, text in self._spans if left > 0]
            self._spans = [(left - 1, text) for left, text in self._spans if left > 0]
        elif tag == "th" and given.get("scope") == "colgroup":
            self._cell, self._span = [], int(given.get("colspan") or 1)
        elif tag in ("td", "th") and self._row is not None:
            self._cell, self._span = [], int(given.get("rowspan") or 1)
        elif tag == "th":
            self._cell, self._span = [], 0

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._row is not None and self._cell is not None:
            text = "".join(self._cell).strip()
            self._row.append(text)
            if self._span > 1:
                self._spans.append((self._span - 1, text))
            self._cell = None
        elif tag == "th" and self._cell is not None:
            head = "".join(self._cell).strip()
            if self._span:
                self.spanners[self._name].append((head, self._span))
            else:
                self.heads[self._name].append(head)
            self._cell = None
        elif tag == "tr" and self._row is not None:
            self.tables[self._name].append(self._row)
            self._row = None
        elif tag == "tbody":
            self._body = False


def count_in(cell: str) -> int | None:
    """The count in a cell such as "21% (11)", "22 (50%)" or "11"; None where there is none."""
    for pattern in (r"^\d+% \((\d+)\)$", r"^(\d+) \([<>≤≥ ]*\d+%\)$", r"^(\d+)$"):
        if found := re.match(pattern, cell.replace("\u00a0", " ")):
            return int(found[1])
    return None
