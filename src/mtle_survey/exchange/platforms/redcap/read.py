"""What a REDCap data dictionary says about its variables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.annotated import annotated
from mtle_survey.exchange.annotation import read_annotation
from mtle_survey.exchange.model import Block, Definition, Kind, Option, Page, Question, Questionnaire
from mtle_survey.exchange.platforms.redcap import columns as c
from mtle_survey.exchange.wording import plain
from mtle_survey.readers.common.redcap_dictionary import FIXED_CHOICES
from mtle_survey.readers.common.source import Source

Line = Mapping[str, str]
NOT_ASKED = {
    "descriptive": "Text without a question",
    "calc": "A value that the platform calculates",
    "file": "An uploaded file",
    "sql": "Options from the platform's own tables",
}
NUMBERS = ("number", "integer")
PAGE = re.compile(r"\d+ / \d+(?:\s·\s|$)")


def recognises(source: Source) -> bool:
    """Whether the source is a data dictionary."""
    header = source.grid.record(0) if source.grid is not None else ()
    names = {_column(name) for name in header}
    return {c.NAME, c.FORM, c.TYPE, c.LABEL, c.CHOICES} <= names


def read(source: Source) -> Definition:
    """Variables in order; a section header begins a page, a matrix group makes a grid."""
    if source.grid is None:
        raise ValueError("a data dictionary is a table")
    header = [_column(name) for name in source.grid.record(0)]
    lines = [
        dict(zip(header, source.grid.record(place), strict=False))
        for place in range(1, len(source.grid.rows))
    ]
    problems: list[Problem] = []
    instruction = _take_first_words(lines)
    pages: list[list[Block]] = [[]]
    last_form = lines[0][c.FORM] if lines else ""
    for (form, group), members in groupby(lines, key=lambda line: (line[c.FORM], line.get(c.MATRIX, ""))):
        for block, starts_page in _blocks(list(members), group, problems):
            if starts_page or form != last_form:
                pages.append([])
            last_form = form
            pages[-1].append(block)
    forms = list(dict.fromkeys(line[c.FORM] for line in lines))
    questionnaire = Questionnaire(
        id=forms[0] if len(forms) == 1 else "",
        title="",
        language="en",
        version="",
        pages=tuple(Page(blocks=tuple(page)) for page in pages if page),
        instruction=instruction,
    )
    return Definition(questionnaire=questionnaire, problems=tuple(problems))


def _take_first_words(lines: list[dict[str, str]]) -> str:
    """The text before the first question, whose line is taken out; the record's own line may stand above."""
    for place, line in enumerate(lines[:2]):
        kind = line[c.TYPE].strip().casefold()
        if kind == "descriptive":
            return plain(lines.pop(place).get(c.LABEL, ""))
        if kind != "text":
            break
    return ""


def _column(name: str) -> str:
    name = name.strip()
    return c.API_NAMES.get(
        name.casefold(), {one.casefold(): one for one in c.COLUMNS}.get(name.casefold(), name)
    )


def _blocks(lines: list[Line], group: str, problems: list[Problem]) -> Iterator[tuple[Block, bool]]:
    """Blocks of neighbouring lines of one form and matrix group, and whether each begins a page."""
    if group and lines[0].get(c.RANKING, "").strip().casefold() == "y":
        stem, starts = _stem(lines[0])
        yield Block(questions=(_rank(lines, group, stem),)), starts
        return
    if group:
        stem, starts = _stem(lines[0])
        rows = tuple(question for line in lines if (question := _question(line, problems)) is not None)
        if rows:
            yield Block(questions=rows, stem=stem, grid=all(row.kind == "single" for row in rows)), starts
        return
    starts = False
    for line in lines:
        stem, begins = _stem(line)
        starts = starts or begins
        question = _question(line, problems)
        if question is not None:
            yield Block(questions=(question,), stem=stem), starts
            starts = False


def _stem(line: Line) -> tuple[str, bool]:
    """A section header's words without the page number that an exported definition has."""
    header = plain(line.get(c.SECTION, ""))
    return PAGE.sub("", header, count=1).strip(), bool(header)


def _question(line: Line, problems: list[Problem]) -> Question | None:
    name, kind_name = line[c.NAME].strip(), line[c.TYPE].strip().casefold()
    note = read_annotation(line.get(c.ANNOTATION, ""))
    if note is not None and note.kind == "record":
        return None
    if kind_name in NOT_ASKED:
        problems.append(problem("X011", found=name, reason=NOT_ASKED[kind_name]))
        return None
    if line.get(c.BRANCHING, "").strip():
        reason = f"It is only shown when {line[c.BRANCHING].strip()}"
        problems.append(problem("X017", item=name, found=name, reason=reason))
    validation = line.get(c.VALIDATION, "").strip().casefold()
    kind = _kind(kind_name, validation)
    low, high = _limit(line.get(c.LOW, "")), _limit(line.get(c.HIGH, ""))
    if kind_name == "slider":
        low, high = 0.0 if low is None else low, 100.0 if high is None else high
    fixed = FIXED_CHOICES.get(kind_name)
    choices = fixed.items() if fixed else _choices(line.get(c.CHOICES, ""))
    return annotated(
        Question(
            name=name,
            text=plain(line[c.LABEL]) or name,
            kind=kind,
            options=tuple(Option(code=code, label=label) for code, label in choices)
            if kind in ("single", "multiple")
            else (),
            low=low if kind == "number" else None,
            high=high if kind == "number" else None,
            personal=line.get(c.IDENTIFIER, "").strip().casefold() == "y",
        ),
        note,
    )


def _kind(kind: str, validation: str) -> Kind:
    if kind in ("radio", "dropdown", "yesno", "truefalse"):
        return "single"
    if kind == "checkbox":
        return "multiple"
    if kind == "slider" or validation.startswith(NUMBERS):
        return "number"
    return "date" if validation.startswith(("date", "time")) else "text"


def _rank(lines: list[Line], group: str, stem: str) -> Question:
    note = read_annotation(lines[0].get(c.ANNOTATION, ""))
    options = tuple(Option(code=str(n), label=plain(line[c.LABEL])) for n, line in enumerate(lines, 1))
    return annotated(Question(name=group, text=stem or group, kind="rank", options=options), note)


def _choices(text: str) -> Iterable[tuple[str, str]]:
    """The first comma of a choice ends its code; a choice without a comma is its own code."""
    for choice in text.split("|"):
        code, comma, label = choice.partition(",")
        if code.strip():
            yield code.strip(), (plain(label) if comma else "") or code.strip()


def _limit(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
