"""What an XLSForm says about its questions."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.annotated import annotated
from mtle_survey.exchange.annotation import read_annotation
from mtle_survey.exchange.model import Block, Definition, Kind, Option, Page, Question, Questionnaire
from mtle_survey.exchange.wording import plain
from mtle_survey.readers.common.source import Source

Line = Mapping[str, str]
SELECT = re.compile(
    r"(?P<many>select_multiple|select multiple from|select all that apply(?: from)?"
    r"|add select multiple prompt using)"
    r"|(?P<one>select_one|select one(?: from)?|select1|add select one prompt using)"
    r"|(?P<rank>rank)"
)
KINDS: Mapping[str, Kind] = {
    "text": "text",
    "string": "text",
    "integer": "number",
    "int": "number",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "today": "date",
}
GROUPS = ("begin group", "begin repeat", "begin kobomatrix", "begin score", "begin rank")
LIMIT = re.compile(r"\.\s*(?P<sign>[<>])=\s*(?P<limit>-?\d+(?:\.\d+)?)")
HEADERS = {"caption": "label", "value": "name", "list name": "list_name", "relevance": "relevant"}


def recognises(source: Source) -> bool:
    """Whether the source is a workbook whose sheet survey has types, names and labels."""
    return source.kind == "workbook" and bool(_sheets(source.data).get("survey"))


def read(source: Source) -> Definition:
    """Questions in order; a group is a page, and a grid where it is shown as a table.

    Where labels stand in several languages, the default language counts, else the first.
    """
    sheets = _sheets(source.data)
    settings = dict(sheets.get("settings", [{}])[0]) if sheets.get("settings") else {}
    default = settings.get("default_language", "")
    lists = _lists([*sheets.get("choices", []), *sheets.get("columns", [])], default)
    reader = _Reader(lists, default)
    for line in sheets["survey"]:
        reader.line(line)
    questionnaire = Questionnaire(
        id=settings.get("form_id", ""),
        title=plain(settings.get("form_title", "")),
        language=_language(sheets["survey"], default),
        version=settings.get("version", ""),
        pages=reader.pages(),
        instruction=reader.instruction,
    )
    return Definition(questionnaire=questionnaire, problems=tuple(reader.problems))


class _Reader:
    """Collects questions while groups open and close."""

    def __init__(self, lists: Mapping[str, tuple[Option, ...]], language: str) -> None:
        self.lists = lists
        self.language = language
        self.problems: list[Problem] = []
        self.instruction = ""
        self._pages: list[list[Block]] = [[]]
        self._grids: list[tuple[bool, str]] = []
        self._rows: list[Question] = []

    def pages(self) -> tuple[Page, ...]:
        self._close_rows()
        return tuple(Page(blocks=tuple(page)) for page in self._pages if page)

    def line(self, line: Line) -> None:
        kind = line.get("type", "").strip().lower().replace("_", " ")
        if not kind:
            return
        if kind in GROUPS:
            self._close_rows()
            look = line.get("appearance", "")
            table = "table-list" in look or "kobomatrix" in kind
            self._grids.append((table, plain(_label(line, self.language))))
            self._pages.append([])
        elif kind.startswith("end "):
            self._close_rows()
            if self._grids:
                self._grids.pop()
            self._pages.append([])
        else:
            self._question(line)

    def _question(self, line: Line) -> None:
        name = line.get("name", "").strip()
        declared = line.get("type", "").strip()
        if declared.lower() == "note" and not (self.instruction or self._rows or any(self._pages)):
            self.instruction = plain(_label(line, self.language))
            return
        kind, options, list_name = self._kind(declared)
        if kind is None or (kind in ("single", "multiple", "rank") and not options):
            if declared.lower() not in ("start", "end", "deviceid", "audit", "username"):
                reason = f"The type {declared} has no counterpart in an instrument file"
                self.problems.append(problem("X011", found=name or declared, reason=reason))
            return
        limits = {m["sign"]: float(m["limit"]) for m in LIMIT.finditer(line.get("constraint", ""))}
        if line.get("relevant", "").strip():
            reason = f"It is only shown when {line['relevant'].strip()}"
            self.problems.append(problem("X017", item=name, found=name, reason=reason))
        question = Question(
            name=name,
            text=plain(_label(line, self.language)) or name,
            kind=kind,
            options=options,
            list_name=list_name,
            low=limits.get(">") if kind == "number" else None,
            high=limits.get("<") if kind == "number" else None,
        )
        question = annotated(question, read_annotation(line.get("mtle", "")))
        if self._grids and self._grids[-1][0] and kind == "single":
            if self._rows and self._rows[-1].options != question.options:
                self._close_rows()
            self._rows.append(question)
        else:
            self._close_rows()
            self._pages[-1].append(Block(questions=(question,)))

    def _kind(self, declared: str) -> tuple[Kind | None, tuple[Option, ...], str]:
        match = SELECT.match(declared)
        if match is None:
            return KINDS.get(declared.lower()), (), ""
        words = declared[match.end() :].split()
        list_name = words[0] if words else ""
        options = self.lists.get(list_name, ())
        if "or_other" in words or declared.endswith("or specify other"):
            options = (*options, Option(code="other", label="Other"))
        kind: Kind = "multiple" if match["many"] else "single" if match["one"] else "rank"
        return kind, options, list_name

    def _close_rows(self) -> None:
        if self._rows:
            stem = self._grids[-1][1] if self._grids else ""
            self._pages[-1].append(Block(questions=tuple(self._rows), stem=stem, grid=True))
            self._rows = []


def _lists(lines: Sequence[Line], language: str) -> dict[str, tuple[Option, ...]]:
    found: dict[str, tuple[Option, ...]] = {}
    for line in lines:
        name, code = line.get("list_name", "").strip(), line.get("name", "").strip()
        if name and code:
            option = Option(code=code, label=plain(_label(line, language)) or code)
            found[name] = (*found.get(name, ()), option)
    return found


def _label(line: Line, language: str) -> str:
    """The label, or that of the default language, or the first of several."""
    if line.get("label"):
        return line["label"]
    labels = {key: text for key, text in line.items() if key.startswith("label:") and text}
    chosen = next((text for key, text in labels.items() if language and language.lower() in key), None)
    return chosen or next(iter(labels.values()), "")


def _language(lines: Sequence[Line], default: str) -> str:
    """The code in brackets after the language's name, such as ``en`` in ``English (en)``."""
    named = default or next((key.rpartition(":")[2] for line in lines for key in line if "label:" in key), "")
    match = re.search(r"\(([A-Za-z]{2,3}(?:-[A-Za-z]+)?)\)|^([a-z]{2,3}(?:-[A-Za-z]+)?)$", named)
    return (match[1] or match[2]) if match else "en"


def _sheets(data: bytes) -> dict[str, list[dict[str, str]]]:
    """Lines of every sheet by its header; a survey sheet without type and name does not count."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    found: dict[str, list[dict[str, str]]] = {}
    for sheet in book:
        rows = sheet.iter_rows(values_only=True)
        header = [_header(cell) for cell in next(rows, ())]
        lines = [{key: _text(cell) for key, cell in zip(header, row, strict=False) if key} for row in rows]
        found[sheet.title.strip().lower()] = [line for line in lines if any(line.values())]
        if sheet.title.strip().lower() == "survey" and not {"type", "name"} <= set(header):
            found.pop("survey")
    book.close()
    return found


def _header(cell: Any) -> str:
    name = _text(cell).strip().lower()
    return HEADERS.get(name, name)


def _text(cell: Any) -> str:
    """A cell's text; whole numbers without a decimal point."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
